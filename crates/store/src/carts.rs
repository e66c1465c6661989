//! Carts. Whoever changes what a user has in the cart, or makes an order of it, locks the cart first: one user's
//! clicks take effect one after the other.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

/// The constraint that a cart has a film once.
pub const ITEM_KEY: &str = "cart_items_cart_id_movie_id_key";
/// The constraint that a film in a cart exists.
pub const ITEM_MOVIE_KEY: &str = "cart_items_movie_id_fkey";

/// A film in a cart.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Item {
    /// The film's public id.
    pub movie_uuid: Uuid,
    /// Its title.
    pub movie_name: String,
    /// The cart.
    pub cart_id: i32,
    /// When it was put in.
    pub added_at: DateTime<Utc>,
}

/// A film that somebody wants in the cart.
#[derive(Debug)]
pub struct Wanted {
    /// The film's id in the database.
    pub movie_id: i32,
    /// The user owns it.
    pub purchased: bool,
    /// The user has it in an order that waits to be paid.
    pub in_pending_order: bool,
    /// Films that are in the cart.
    pub cart_size: i64,
}

/// A film in a cart that is to be ordered.
#[derive(Debug)]
pub struct Orderable {
    /// The film's id in the database.
    pub movie_id: i32,
    /// Its public id.
    pub uuid: Uuid,
    /// Its title.
    pub name: String,
    /// What it costs now.
    pub price: Decimal,
    /// The user owns it.
    pub purchased: bool,
}

/// Gives an account its empty cart.
pub async fn insert(tx: &mut PgConnection, user_id: i32) -> sqlx::Result<()> {
    sqlx::query!("INSERT INTO carts (user_id) VALUES ($1)", user_id)
        .execute(tx)
        .await
        .map(drop)
}

/// The films in a user's cart, in the order in which they were put in. Nothing if the user has no cart.
pub async fn items(db: &mut PgConnection, user_id: i32) -> sqlx::Result<Option<Vec<Item>>> {
    let items = sqlx::query_scalar!(
        r#"SELECT (
               SELECT COALESCE(json_agg(row_to_json(item)), '[]')
               FROM (
                   SELECT movies.uuid AS movie_uuid, movies.name AS movie_name, cart_items.cart_id, cart_items.added_at
                   FROM cart_items JOIN movies ON movies.id = cart_items.movie_id
                   WHERE cart_items.cart_id = carts.id
                   ORDER BY cart_items.id
               ) AS item
           ) AS "items!: Json<Vec<Item>>"
           FROM carts WHERE user_id = $1"#,
        user_id
    )
    .fetch_optional(db)
    .await?;
    Ok(items.map(|items| items.0))
}

/// Finds a user's cart and keeps it from changing until the transaction ends.
pub async fn lock(tx: &mut PgConnection, user_id: i32) -> sqlx::Result<Option<i32>> {
    sqlx::query_scalar!(
        "SELECT id FROM carts WHERE user_id = $1 FOR UPDATE",
        user_id
    )
    .fetch_optional(tx)
    .await
}

/// What speaks for and against a film in a cart. Nothing if there is no such film. Tells the truth for as long as
/// the cart is locked.
pub async fn wanted(
    tx: &mut PgConnection,
    user_id: i32,
    cart_id: i32,
    movie: Uuid,
) -> sqlx::Result<Option<Wanted>> {
    sqlx::query_as!(
        Wanted,
        r#"SELECT id AS movie_id,
                  EXISTS (SELECT FROM purchases WHERE user_id = $1 AND movie_id = movies.id) AS "purchased!",
                  EXISTS (
                      SELECT FROM orders JOIN order_items ON order_items.order_id = orders.id
                      WHERE orders.user_id = $1 AND orders.status = 'PENDING' AND order_items.movie_id = movies.id
                  ) AS "in_pending_order!",
                  (SELECT count(*) FROM cart_items WHERE cart_id = $2) AS "cart_size!"
           FROM movies WHERE uuid = $3"#,
        user_id,
        cart_id,
        movie
    )
    .fetch_optional(tx)
    .await
}

/// Puts a film into a cart. Violates [`ITEM_KEY`] if it is there, and [`ITEM_MOVIE_KEY`] if the film is gone.
pub async fn insert_item(tx: &mut PgConnection, cart_id: i32, movie_id: i32) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO cart_items (cart_id, movie_id) VALUES ($1, $2)",
        cart_id,
        movie_id
    )
    .execute(tx)
    .await
    .map(drop)
}

/// The films in a locked cart at the prices of this moment, by title.
pub async fn orderable(
    tx: &mut PgConnection,
    user_id: i32,
    cart_id: i32,
) -> sqlx::Result<Vec<Orderable>> {
    sqlx::query_as!(
        Orderable,
        r#"SELECT movies.id AS movie_id, movies.uuid, movies.name, movies.price,
                  EXISTS (SELECT FROM purchases WHERE user_id = $1 AND movie_id = movies.id) AS "purchased!"
           FROM cart_items JOIN movies ON movies.id = cart_items.movie_id
           WHERE cart_items.cart_id = $2
           ORDER BY movies.name, movies.uuid"#,
        user_id,
        cart_id
    )
    .fetch_all(tx)
    .await
}

/// Takes a film out of a locked cart. False if it is not in there.
pub async fn delete_item(tx: &mut PgConnection, cart_id: i32, movie: Uuid) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM cart_items WHERE cart_id = $1 AND movie_id = (SELECT id FROM movies WHERE uuid = $2)",
        cart_id,
        movie
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes all films out of a locked cart.
pub async fn delete_items(tx: &mut PgConnection, cart_id: i32) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM cart_items WHERE cart_id = $1", cart_id)
        .execute(tx)
        .await
        .map(drop)
}
