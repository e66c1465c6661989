//! Orders, with the prices of the moment in which they were made.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Email, OrderStatus};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use crate::{
    carts::Orderable,
    pages::{LongPage, Page, Search},
};

/// The constraint that a user has one order at a time that waits to be paid.
pub const ONE_PENDING_KEY: &str = "orders_one_pending_per_user_key";

/// A [`OrderStatus`], as the database spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "UPPERCASE")]
#[sqlx(type_name = "orderstatusenum", rename_all = "UPPERCASE")]
pub enum Status {
    /// It waits to be paid.
    Pending,
    /// It is paid, and its films belong to the buyer.
    Paid,
    /// It was cancelled before it was paid, or refunded after.
    Cancelled,
}

impl From<Status> for OrderStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Pending => Self::Pending,
            Status::Paid => Self::Paid,
            Status::Cancelled => Self::Cancelled,
        }
    }
}

impl From<OrderStatus> for Status {
    fn from(status: OrderStatus) -> Self {
        match status {
            OrderStatus::Pending => Self::Pending,
            OrderStatus::Paid => Self::Paid,
            OrderStatus::Cancelled => Self::Cancelled,
        }
    }
}

/// An order in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its number.
    pub id: i32,
    /// How far it has come.
    pub status: Status,
    /// What its films cost together, in US dollars.
    pub total_amount: Decimal,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// An order with its films.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The order.
    #[serde(flatten)]
    pub order: Listed,
    /// Its films, by title.
    pub movies: Vec<Movie>,
}

/// A film in an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movie {
    /// Its public id.
    pub uuid: Uuid,
    /// Its title.
    pub name: String,
    /// What it cost when it was ordered, in US dollars.
    pub price: Decimal,
}

/// Makes an order without films. Violates [`ONE_PENDING_KEY`] if the user has one that waits to be paid.
pub async fn insert(
    tx: &mut PgConnection,
    user_id: i32,
    total_amount: Decimal,
) -> sqlx::Result<Listed> {
    sqlx::query_as!(
        Listed,
        r#"INSERT INTO orders (user_id, total_amount) VALUES ($1, $2)
           RETURNING id, status AS "status: Status", total_amount, created_at"#,
        user_id,
        total_amount
    )
    .fetch_one(tx)
    .await
}

/// Adds films to a new order, at their prices.
pub async fn insert_items(
    tx: &mut PgConnection,
    order_id: i32,
    films: &[Orderable],
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO order_items (order_id, movie_id, price)
         SELECT $1, movie_id, price FROM unnest($2::int[], $3::numeric[]) AS film (movie_id, price)",
        order_id,
        &films.iter().map(|film| film.movie_id).collect::<Vec<_>>(),
        &films.iter().map(|film| film.price).collect::<Vec<_>>()
    )
    .execute(tx)
    .await
    .map(drop)
}

/// A page of a user's orders, the newest first.
pub async fn page(
    db: &mut PgConnection,
    user_id: i32,
    size: i64,
    offset: i64,
) -> sqlx::Result<Page<Listed>> {
    let row = sqlx::query!(
        r#"SELECT (SELECT count(*) FROM orders WHERE user_id = $1) AS "total!",
                  COALESCE(json_agg(row_to_json(listed)), '[]') AS "items!: Json<Vec<Listed>>"
           FROM (
               SELECT id, status, total_amount::text AS total_amount, created_at
               FROM orders WHERE user_id = $1
               ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3
           ) AS listed"#,
        user_id,
        size,
        offset
    )
    .fetch_one(db)
    .await?;
    Ok(Page {
        items: row.items.0,
        total: row.total,
    })
}

/// An order, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OfAccount {
    /// The order.
    #[serde(flatten)]
    pub order: Listed,
    /// The buyer.
    pub user_id: i32,
    /// The buyer's address.
    pub email: String,
}

/// Which orders a page shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those of this buyer.
    pub user_id: Option<i32>,
    /// Only those of the buyer with this address.
    pub email: Option<Email>,
    /// Only those that were made on this day in UTC.
    pub day: Option<NaiveDate>,
    /// Only those that have come so far.
    pub status: Option<Status>,
}

/// A page of everybody's orders, the newest first.
pub async fn page_of_all(
    db: &mut PgConnection,
    filter: &Filter,
    size: i64,
    offset: i64,
) -> sqlx::Result<LongPage<OfAccount>> {
    Search::of("orders", "created_at DESC, id DESC")
        .only_with("user_id = ?", filter.user_id)
        .of_account(filter.email.as_ref())
        .created_on(filter.day)
        .only_with("status = ?", filter.status)
        .page(
            db,
            "SELECT page.id, page.status, page.total_amount::text AS total_amount, page.created_at,
                    page.user_id, users.email
             FROM page JOIN users ON users.id = page.user_id",
            size,
            offset,
        )
        .await
}

/// One of a user's orders.
pub async fn find(db: &mut PgConnection, user_id: i32, id: i32) -> sqlx::Result<Option<Order>> {
    let row = sqlx::query!(
        r#"SELECT id, status AS "status: Status", total_amount, created_at,
                  (
                      SELECT COALESCE(json_agg(row_to_json(film) ORDER BY film.name, film.uuid), '[]')
                      FROM (
                          SELECT movies.uuid, movies.name, order_items.price::text AS price
                          FROM order_items JOIN movies ON movies.id = order_items.movie_id
                          WHERE order_items.order_id = orders.id
                      ) AS film
                  ) AS "movies!: Json<Vec<Movie>>"
           FROM orders WHERE user_id = $1 AND id = $2"#,
        user_id,
        id
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Order {
        order: Listed {
            id: row.id,
            status: row.status,
            total_amount: row.total_amount,
            created_at: row.created_at,
        },
        movies: row.movies.0,
    }))
}

/// How far one of a user's orders has come. It stays so until the transaction ends.
pub async fn lock(tx: &mut PgConnection, user_id: i32, id: i32) -> sqlx::Result<Option<Status>> {
    sqlx::query_scalar!(
        r#"SELECT status AS "status: Status" FROM orders WHERE user_id = $1 AND id = $2 FOR UPDATE"#,
        user_id,
        id
    )
    .fetch_optional(tx)
    .await
}

/// Locks at most `limit` orders that wait to be paid and are older than `lifetime`, but for those whose pay page
/// is open or whose payment is under way.
pub async fn lock_unpaid(
    tx: &mut PgConnection,
    lifetime: Duration,
    limit: i64,
) -> sqlx::Result<Vec<i32>> {
    sqlx::query_scalar!(
        "SELECT id FROM orders
         WHERE status = 'PENDING' AND created_at < now() - make_interval(secs => $1) AND NOT EXISTS (
             SELECT FROM checkout_sessions
             WHERE order_id = orders.id AND (status = 'COMPLETE' OR status = 'OPEN' AND stripe_id IS NOT NULL)
         )
         ORDER BY created_at LIMIT $2
         FOR UPDATE SKIP LOCKED",
        lifetime.as_secs_f64(),
        limit
    )
    .fetch_all(tx)
    .await
}

/// Notes how far a locked order has come.
pub async fn set_status(tx: &mut PgConnection, id: i32, status: Status) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE orders SET status = $2 WHERE id = $1",
        id,
        status as Status
    )
    .execute(tx)
    .await
    .map(drop)
}

/// An order that is to be paid.
#[derive(Debug)]
pub struct Pending {
    /// Its number.
    pub id: i32,
    /// What its films cost together, in US dollars.
    pub total_amount: Decimal,
}

/// The order of a user that waits to be paid. It stays so until the transaction ends.
pub async fn lock_pending(tx: &mut PgConnection, user_id: i32) -> sqlx::Result<Option<Pending>> {
    sqlx::query_as!(
        Pending,
        r#"SELECT id, total_amount
           FROM orders WHERE user_id = $1 AND status = 'PENDING' FOR UPDATE"#,
        user_id
    )
    .fetch_optional(tx)
    .await
}

/// An order as its payments see it.
#[derive(Debug)]
pub struct Locked {
    /// The buyer.
    pub user_id: i32,
    /// How far it has come.
    pub status: Status,
    /// What its films cost together, in US dollars.
    pub total_amount: Decimal,
}

/// Any order. Nobody changes it, its payments or its films until the transaction ends.
pub async fn lock_any(tx: &mut PgConnection, id: i32) -> sqlx::Result<Option<Locked>> {
    sqlx::query_as!(
        Locked,
        r#"SELECT user_id, status AS "status: Status", total_amount
           FROM orders WHERE id = $1 FOR UPDATE"#,
        id
    )
    .fetch_optional(tx)
    .await
}

/// The titles of an order's films with their prices, by title.
pub async fn titles(db: &mut PgConnection, id: i32) -> sqlx::Result<Vec<(String, Decimal)>> {
    let rows = sqlx::query!(
        "SELECT movies.name, order_items.price
         FROM order_items JOIN movies ON movies.id = order_items.movie_id
         WHERE order_items.order_id = $1
         ORDER BY movies.name, movies.id",
        id
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.price)).collect())
}
