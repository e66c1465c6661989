//! Orders that nobody paid.

use jobs::{CancelUnpaidOrders, ExpireCheckout, outbox};
use sqlx::PgConnection;
use store::{
    checkout_sessions,
    orders::{self, Status},
};

use super::Handlers;
use crate::outcome::JobError;

/// Orders that one transaction cancels.
const BATCH: i64 = 100;

impl Handlers {
    /// Cancels orders that waited too long. Doing so twice finds nothing left to do, so that the job leaves no
    /// record. Nobody is told: who has forgotten an order does not miss it.
    pub(super) async fn cancel_unpaid_orders(
        &self,
        CancelUnpaidOrders {}: CancelUnpaidOrders,
    ) -> Result<(), JobError> {
        let mut cancelled = 0;
        loop {
            let mut tx = self.db.begin().await?;
            let unpaid = orders::lock_unpaid(&mut tx, self.unpaid_lifetime, BATCH).await?;
            for order_id in &unpaid {
                cancel(&mut tx, *order_id).await?;
            }
            tx.commit().await?;
            cancelled += unpaid.len();
            if unpaid.is_empty() {
                break;
            }
        }
        tracing::info!(cancelled, "orders that nobody paid are cancelled");
        Ok(())
    }
}

/// Cancels a locked order. A pay page that was opened this moment is closed.
async fn cancel(tx: &mut PgConnection, order_id: i32) -> sqlx::Result<()> {
    orders::set_status(tx, order_id, Status::Cancelled).await?;
    if let Some(attempt) = checkout_sessions::abandon(tx, order_id).await?
        && attempt.at_stripe
    {
        let checkout_session_id = attempt.id;
        outbox::enqueue(
            tx,
            &ExpireCheckout {
                checkout_session_id,
            },
        )
        .await?;
    }
    Ok(())
}
