//! Moves of orders.

use domain::OrderStatus;
use jobs::{ExpireCheckout, outbox};
use sqlx::PgConnection;
use store::{checkout_sessions, orders};

/// Moves a locked order to where it is not to be paid any more, and has the pay page closed that may be open still.
pub async fn end_waiting(
    tx: &mut PgConnection,
    order_id: i32,
    status: OrderStatus,
) -> sqlx::Result<()> {
    orders::set_status(tx, order_id, status.into()).await?;
    if let Some(attempt) = checkout_sessions::abandon(tx, order_id).await?
        && attempt.at_stripe
    {
        let checkout_session_id = attempt.id;
        let job = ExpireCheckout {
            checkout_session_id,
        };
        outbox::enqueue(tx, &job).await?;
    }
    Ok(())
}
