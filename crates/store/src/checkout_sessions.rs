//! Attempts to have an order paid at Stripe.

use sqlx::PgConnection;
use uuid::Uuid;

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
