//! Payments: money that was paid for orders, and what became of it.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Email, PaymentStatus};
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use crate::pages::{LongPage, Page, Search};

/// A [`PaymentStatus`], as the database spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, sqlx::Type)]
#[serde(rename_all = "UPPERCASE")]
#[sqlx(type_name = "paymentstatusenum", rename_all = "UPPERCASE")]
pub enum Status {
    /// We have the money.
    Successful,
    /// The buyer's bank took it back.
    Cancelled,
    /// We gave it back.
    Refunded,
}

impl From<Status> for PaymentStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Successful => Self::Successful,
            Status::Cancelled => Self::Cancelled,
            Status::Refunded => Self::Refunded,
        }
    }
}

impl From<PaymentStatus> for Status {
    fn from(status: PaymentStatus) -> Self {
        match status {
            PaymentStatus::Successful => Self::Successful,
            PaymentStatus::Cancelled => Self::Cancelled,
            PaymentStatus::Refunded => Self::Refunded,
        }
    }
}

/// A payment in a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Listed {
    /// When it was paid.
    pub created_at: DateTime<Utc>,
    /// How much, in US dollars.
    pub amount: Decimal,
    /// What became of it.
    pub status: Status,
}

/// A page of a user's payments, the newest first.
pub async fn page(
    db: &mut PgConnection,
    user_id: i32,
    size: i64,
    offset: i64,
) -> sqlx::Result<Page<Listed>> {
    let row = sqlx::query!(
        r#"SELECT (SELECT count(*) FROM payments WHERE user_id = $1) AS "total!",
                  COALESCE(json_agg(row_to_json(listed)), '[]') AS "items!: Json<Vec<Listed>>"
           FROM (
               SELECT created_at, amount::text AS amount, status
               FROM payments WHERE user_id = $1
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

/// A payment, and who made it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OfAccount {
    /// Our number.
    pub id: i32,
    /// The payer.
    pub user_id: i32,
    /// The payer's address.
    pub email: String,
    /// The order that it is for.
    pub order_id: i32,
    /// The payment.
    #[serde(flatten)]
    pub payment: Listed,
    /// Stripe's id.
    pub external_payment_id: Option<String>,
}

/// Which payments a page shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those of the payer with this address.
    pub email: Option<Email>,
    /// Only those of this day in UTC.
    pub day: Option<NaiveDate>,
    /// Only those of which this became.
    pub status: Option<Status>,
}

/// A page of everybody's payments, the newest first.
pub async fn page_of_all(
    db: &mut PgConnection,
    filter: &Filter,
    size: i64,
    offset: i64,
) -> sqlx::Result<LongPage<OfAccount>> {
    Search::of("payments", "created_at DESC, id DESC")
        .of_account(filter.email.as_ref())
        .created_on(filter.day)
        .only_with("status = ?", filter.status)
        .page(
            db,
            "SELECT page.id, page.user_id, users.email, page.order_id, page.created_at, page.amount::text AS amount,
                    page.status, page.external_payment_id
             FROM page JOIN users ON users.id = page.user_id",
            size,
            offset,
        )
        .await
}

/// A payment as bookkeeping sees it.
#[derive(Debug)]
pub struct Known {
    /// Our number.
    pub id: i32,
    /// The order that it is for.
    pub order_id: i32,
    /// What became of it.
    pub status: Status,
    /// Whether it brought the order's films.
    pub granted: bool,
}

/// A payment that is new to the books.
#[derive(Debug)]
pub struct NewPayment<'a> {
    /// The payer.
    pub user_id: i32,
    /// What it is for.
    pub order_id: i32,
    /// How much, in US dollars.
    pub amount: Decimal,
    /// What became of it.
    pub status: Status,
    /// Stripe's id: the payment intent's, or the Checkout Session's where nothing was to be paid.
    pub external_id: &'a str,
}

/// A payment by Stripe's id. It changes only while its order is locked.
pub async fn find_external(
    tx: &mut PgConnection,
    external_id: &str,
) -> sqlx::Result<Option<Known>> {
    sqlx::query_as!(
        Known,
        r#"SELECT id, order_id, status AS "status: Status",
                  EXISTS (SELECT FROM payment_items WHERE payment_id = payments.id) AS "granted!"
           FROM payments WHERE external_payment_id = $1"#,
        external_id
    )
    .fetch_optional(tx)
    .await
}

/// The order that a payment is for, by Stripe's id.
pub async fn order_of(db: &mut PgConnection, external_id: &str) -> sqlx::Result<Option<i32>> {
    sqlx::query_scalar!(
        "SELECT order_id FROM payments WHERE external_payment_id = $1",
        external_id
    )
    .fetch_optional(db)
    .await
}

/// Adds a payment and returns its number.
pub async fn insert(tx: &mut PgConnection, payment: &NewPayment<'_>) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        "INSERT INTO payments (user_id, order_id, amount, status, external_payment_id)
         VALUES ($1, $2, $3, $4, $5) RETURNING id",
        payment.user_id,
        payment.order_id,
        payment.amount,
        payment.status as Status,
        payment.external_id
    )
    .fetch_one(tx)
    .await
}

/// Notes what became of a payment.
pub async fn set_status(tx: &mut PgConnection, id: i32, status: Status) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE payments SET status = $2 WHERE id = $1",
        id,
        status as Status
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Notes that a payment brought the films of its order, at the order's prices.
pub async fn insert_items(
    tx: &mut PgConnection,
    payment_id: i32,
    order_id: i32,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO payment_items (payment_id, order_item_id, price_at_payment)
         SELECT $1, id, price FROM order_items WHERE order_id = $2",
        payment_id,
        order_id
    )
    .execute(tx)
    .await
    .map(drop)
}

/// A payment that may be given back.
#[derive(Debug)]
pub struct Refundable {
    /// Stripe's id.
    pub external_id: String,
    /// How much, in US dollars.
    pub amount: Decimal,
}

/// The payment that brought the films of an order and was not given back.
pub async fn refundable(tx: &mut PgConnection, order_id: i32) -> sqlx::Result<Option<Refundable>> {
    sqlx::query_as!(
        Refundable,
        r#"SELECT external_payment_id AS "external_id!", amount FROM payments
           WHERE order_id = $1 AND status = 'SUCCESSFUL' AND external_payment_id IS NOT NULL
               AND EXISTS (SELECT FROM payment_items WHERE payment_id = payments.id)"#,
        order_id
    )
    .fetch_optional(tx)
    .await
}

/// A payment with what is to be said about it.
#[derive(Debug)]
pub struct Statement {
    /// The order that it is for.
    pub order_id: i32,
    /// How much, in US dollars.
    pub amount: Decimal,
    /// What became of it.
    pub status: Status,
    /// When it was paid.
    pub created_at: DateTime<Utc>,
    /// Stripe's id.
    pub external_id: Option<String>,
    /// Whether it brought the order's films.
    pub granted: bool,
    /// The payer's address, unless the payer has deleted the account.
    pub email: Option<String>,
}

/// A payment by our number.
pub async fn statement(db: &mut PgConnection, id: i32) -> sqlx::Result<Option<Statement>> {
    sqlx::query_as!(
        Statement,
        r#"SELECT order_id, amount, status AS "status: Status", payments.created_at,
                  external_payment_id AS external_id,
                  CASE WHEN users.deleted_at IS NULL THEN users.email END AS email,
                  EXISTS (SELECT FROM payment_items WHERE payment_id = payments.id) AS "granted!"
           FROM payments JOIN users ON users.id = payments.user_id
           WHERE payments.id = $1"#,
        id
    )
    .fetch_optional(db)
    .await
}

/// Where those of these payments stand that our books know, by Stripe's ids.
pub async fn statuses(
    db: &mut PgConnection,
    external_ids: &[String],
) -> sqlx::Result<HashMap<String, PaymentStatus>> {
    let rows = sqlx::query!(
        r#"SELECT external_payment_id AS "external_id!", status AS "status: Status" FROM payments
           WHERE external_payment_id = ANY($1)"#,
        external_ids
    )
    .fetch_all(db)
    .await?;
    let known = rows.into_iter();
    Ok(known
        .map(|row| (row.external_id, row.status.into()))
        .collect())
}

/// A payment that brought nothing.
#[derive(Debug)]
pub struct Unwanted {
    /// The order that it is for.
    pub order_id: i32,
    /// Stripe's id.
    pub external_id: String,
    /// How much, in US dollars.
    pub amount: Decimal,
}

/// At most `limit` payments of this week that brought nothing and were not given back within two hours. Payments from
/// before there were stored checkouts are not looked at: what they brought may be noted elsewhere.
pub async fn not_given_back(db: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<Unwanted>> {
    sqlx::query_as!(
        Unwanted,
        r#"SELECT order_id, external_payment_id AS "external_id!", amount FROM payments
           WHERE status = 'SUCCESSFUL' AND external_payment_id IS NOT NULL
               AND created_at BETWEEN now() - interval '7 days' AND now() - interval '2 hours'
               AND NOT EXISTS (SELECT FROM payment_items WHERE payment_id = payments.id)
               AND EXISTS (SELECT FROM checkout_sessions WHERE order_id = payments.order_id)
           ORDER BY created_at LIMIT $1"#,
        limit
    )
    .fetch_all(db)
    .await
}
