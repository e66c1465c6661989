//! Giving the money of an order back.
//!
//! Stripe is asked between two transactions. Whoever dies in between has refunded without knowing: the webhook,
//! the reconciliation or the buyer's next try enters it, because Stripe refunds a payment once.

use bookkeeping::Statement;
use domain::{Fact, NotRefundable, OrderStatus};
use payments::StripeError;
use store::{
    orders,
    payments::{self as paid, Refundable},
};

use crate::{
    App,
    auth::Caller,
    idempotency::{self, Key, Once},
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
    let mut tx = app.db.begin().await?;
    if let Some(before) = idempotency::claim(app, &mut tx, key).await? {
        tx.rollback().await?;
        return Ok(before);
    }
    let status = orders::lock(&mut tx, caller.user_id, order_id).await?;
    let status = OrderStatus::from(status.ok_or(Problem::OrderNotFound)?);
    status.check_refundable().map_err(|reason| match reason {
        NotRefundable::NotPaid => Problem::OrderNotPaid,
        NotRefundable::Cancelled => Problem::CancelledOrderRefund,
    })?;
    let payment = paid::refundable(&mut tx, order_id).await?;
    let payment = payment.ok_or(Problem::NothingToRefund)?;
    tx.commit().await?;

    let refunded = give_back(app, order_id, &payment, key).await;
    if refunded.is_err() {
        idempotency::release(app, key).await?;
    }
    refunded.map(Once::now)
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
