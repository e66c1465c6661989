//! Orders that nobody paid.

use domain::OrderStatus;
use jobs::CancelUnpaidOrders;
use store::orders;

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
                bookkeeping::end_waiting(&mut tx, *order_id, OrderStatus::Cancelled).await?;
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
