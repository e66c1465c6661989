//! Attempts to have an order paid at Stripe.

use chrono::{DateTime, Utc};
use domain::SessionStatus;
use rust_decimal::Decimal;
use sqlx::PgConnection;
use uuid::Uuid;

/// A [`SessionStatus`], as the database spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "checkoutsessionstatusenum", rename_all = "UPPERCASE")]
pub enum Status {
    /// The buyer may pay.
    Open,
    /// The buyer has paid, or is about to.
    Complete,
    /// Nothing can be paid any more.
    Expired,
}

impl From<Status> for SessionStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Open => Self::Open,
            Status::Complete => Self::Complete,
            Status::Expired => Self::Expired,
        }
    }
}

impl From<SessionStatus> for Status {
    fn from(status: SessionStatus) -> Self {
        match status {
            SessionStatus::Open => Self::Open,
            SessionStatus::Complete => Self::Complete,
            SessionStatus::Expired => Self::Expired,
        }
    }
}

/// An attempt.
#[derive(Debug)]
pub struct Attempt {
    /// Its id. Stripe's idempotency key is made of it.
    pub id: Uuid,
    /// The order to pay for.
    pub order_id: i32,
    /// Stripe's id, once Stripe has answered.
    pub stripe_id: Option<String>,
    /// Where the buyer pays, once Stripe has answered.
    pub url: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// When Stripe closes the pay page, in whole seconds.
    pub expires_at: DateTime<Utc>,
}

/// An attempt that is open, when its order is not to be paid any more.
#[derive(Debug)]
pub struct Unwanted {
    /// The attempt.
    pub id: Uuid,
    /// Stripe knows it, and must close the pay page.
    pub at_stripe: bool,
}

/// What is open of a locked order that is not to be paid any more. An attempt that Stripe does not know has expired
/// with this.
pub async fn abandon(tx: &mut PgConnection, order_id: i32) -> sqlx::Result<Option<Unwanted>> {
    sqlx::query_as!(
        Unwanted,
        r#"UPDATE checkout_sessions
           SET status = CASE WHEN stripe_id IS NULL THEN 'EXPIRED' ELSE status END
           WHERE order_id = $1 AND status = 'OPEN'
           RETURNING id, stripe_id IS NOT NULL AS "at_stripe!""#,
        order_id
    )
    .fetch_optional(tx)
    .await
}

/// The attempt in which a locked order is being paid, or may be.
pub async fn current(tx: &mut PgConnection, order_id: i32) -> sqlx::Result<Option<Attempt>> {
    sqlx::query_as!(
        Attempt,
        r#"SELECT id, order_id, stripe_id, url, status AS "status: Status", expires_at
           FROM checkout_sessions WHERE order_id = $1 AND status IN ('OPEN', 'COMPLETE')
           ORDER BY status = 'COMPLETE' DESC, created_at DESC LIMIT 1"#,
        order_id
    )
    .fetch_optional(tx)
    .await
}

/// Writes an attempt down, before Stripe hears of it.
pub async fn insert(
    tx: &mut PgConnection,
    id: Uuid,
    order_id: i32,
    amount: Decimal,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO checkout_sessions (id, order_id, amount, expires_at) VALUES ($1, $2, $3, $4)",
        id,
        order_id,
        amount,
        expires_at
    )
    .execute(tx)
    .await
    .map(drop)
}

/// An attempt.
pub async fn find(db: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<Attempt>> {
    sqlx::query_as!(
        Attempt,
        r#"SELECT id, order_id, stripe_id, url, status AS "status: Status", expires_at
           FROM checkout_sessions WHERE id = $1"#,
        id
    )
    .fetch_optional(db)
    .await
}

/// An attempt by Stripe's id. It changes only while its order is locked.
pub async fn find_by_stripe_id(
    db: &mut PgConnection,
    stripe_id: &str,
) -> sqlx::Result<Option<Attempt>> {
    sqlx::query_as!(
        Attempt,
        r#"SELECT id, order_id, stripe_id, url, status AS "status: Status", expires_at
           FROM checkout_sessions WHERE stripe_id = $1"#,
        stripe_id
    )
    .fetch_optional(db)
    .await
}

/// Keeps what Stripe has answered, and says where the attempt stands by now.
pub async fn set_answer(
    tx: &mut PgConnection,
    id: Uuid,
    stripe_id: &str,
    url: Option<&str>,
) -> sqlx::Result<Status> {
    sqlx::query_scalar!(
        r#"UPDATE checkout_sessions SET stripe_id = $2, url = $3 WHERE id = $1
           RETURNING status AS "status: Status""#,
        id,
        stripe_id,
        url
    )
    .fetch_one(tx)
    .await
}

/// Gives up an attempt that Stripe has not answered. One that it has answered meanwhile stays.
pub async fn expire_unanswered(tx: &mut PgConnection, id: Uuid) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE checkout_sessions SET status = 'EXPIRED' WHERE id = $1 AND status = 'OPEN' AND stripe_id IS NULL",
        id
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Notes where an attempt stands.
pub async fn set_status(tx: &mut PgConnection, id: Uuid, status: Status) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE checkout_sessions SET status = $2 WHERE id = $1",
        id,
        status as Status
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Stripe's ids of at most `limit` attempts that are more than a minute old and may have been paid without our
/// knowing: those that are open, and those of the last 30 days that were gone through and whose order, whatever became
/// of it, has no payment. Some payments take days. Those that were not asked about for longest come first, and count as
/// asked about now.
pub async fn take_unsettled(db: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"WITH unsettled AS (
               SELECT id, checked_at, created_at FROM checkout_sessions
               WHERE status = 'OPEN' AND stripe_id IS NOT NULL
               UNION ALL
               SELECT id, checked_at, created_at FROM checkout_sessions
               WHERE status = 'COMPLETE' AND stripe_id IS NOT NULL AND created_at > now() - interval '30 days'
                   AND NOT EXISTS (SELECT FROM payments WHERE order_id = checkout_sessions.order_id)
           ), taken AS (
               SELECT id FROM unsettled WHERE created_at < now() - interval '1 minute'
               ORDER BY checked_at NULLS FIRST, created_at LIMIT $1
           )
           UPDATE checkout_sessions SET checked_at = now() FROM taken
           WHERE checkout_sessions.id = taken.id
           RETURNING stripe_id AS "stripe_id!""#,
        limit
    )
    .fetch_all(db)
    .await
}
