//! Giving the money of an order back.
//!
//! Stripe is asked between two transactions. Whoever dies in between has refunded without knowing: the webhook,
//! the reconciliation or the buyer's next try enters it, because Stripe refunds a payment once.

use bookkeeping::Statement;
use domain::{Fact, NotRefundable, OrderStatus};
use payments::StripeError;
use sqlx::PgConnection;
use store::{
    orders,
    payments::{self as paid, Refundable},
};

use crate::{
    App,
    auth::Caller,
    idempotency::{self, Begun, Key, Once},
    problem::Problem,
};

/// Has a paid order of the caller refunded.
pub(crate) async fn refund(
    app: &App,
    caller: Caller,
    order_id: i32,
    key: Option<Key>,
) -> Result<Once<()>, Problem> {
    let key = key.as_ref();
    let begun = idempotency::begin(app, key, async |tx| refundable(tx, caller, order_id).await);
    let payment = match begun.await? {
        Begun::Answered(before) => return Ok(before),
        Begun::Worked(payment) => payment,
    };

    let refunded = give_back(app, order_id, &payment, key).await;
    if refunded.is_err() {
        idempotency::release(app, key).await?;
    }
    refunded.map(Once::now)
}

/// The payment to give back.
async fn refundable(
    tx: &mut PgConnection,
    caller: Caller,
    order_id: i32,
) -> Result<Refundable, Problem> {
    let status = orders::lock(tx, caller.user_id, order_id).await?;
    let status = OrderStatus::from(status.ok_or(Problem::OrderNotFound)?);
    status.check_refundable().map_err(|reason| match reason {
        NotRefundable::NotPaid => Problem::OrderNotPaid,
        NotRefundable::Cancelled => Problem::CancelledOrderRefund,
    })?;
    let payment = paid::refundable(tx, order_id).await?;
    payment.ok_or(Problem::NothingToRefund)
}

async fn give_back(
    app: &App,
    order_id: i32,
    Refundable {
        external_id,
        amount,
    }: &Refundable,
    key: Option<&Key>,
) -> Result<(), Problem> {
    let refunded = app.stripe.refund(external_id, *amount).await;
    refunded.map_err(|error| {
        tracing::warn!(%error, order_id, external_id, "Stripe did not refund");
        match error {
            StripeError::Refused { message, .. } => Problem::RefundRefused(message),
            StripeError::Unavailable(_)
            | StripeError::Failed(_)
            | StripeError::IdempotencyMismatch => Problem::StripeUnavailable,
        }
    })?;
    let mut tx = app.db.begin().await?;
    let statement = Statement {
        order_id,
        external_id,
        fact: Fact::Refunded,
        amount: None,
    };
    bookkeeping::enter(&mut tx, statement).await?;
    idempotency::keep(&mut tx, key, &()).await?;
    tx.commit().await?;
    Ok(())
}
