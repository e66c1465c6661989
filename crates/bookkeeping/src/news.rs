//! From what Stripe tells to facts about payments, and to where Checkout Sessions stand.

use std::slice;

use domain::{Fact, PaymentStatus, SessionEvent, SessionStatus};
use payments::{Charge, News, PaymentState, RefundNews, Session, SessionState};
use sqlx::PgConnection;
use store::{checkout_sessions, orders};
use uuid::Uuid;

use crate::{EntryError, Outcome, Statement, enter};

/// Enters what an event tells. `disputed_order` is the order of the payment that a dispute names: disputes
/// themselves don't know it.
pub async fn enter_news(
    tx: &mut PgConnection,
    news: &News,
    disputed_order: Option<i32>,
) -> Result<Outcome, EntryError> {
    match news {
        News::CheckoutCompleted(session) => completed(tx, session).await,
        News::PaymentArrived(session) => {
            move_session(tx, session, SessionEvent::Completed).await?;
            paid(tx, session).await
        }
        News::PaymentFellThrough(session) => {
            move_session(tx, session, SessionEvent::PaymentFailed).await?;
            Ok(Outcome::PaymentFellThrough)
        }
        News::CheckoutExpired(session) => {
            move_session(tx, session, SessionEvent::Expired).await?;
            Ok(Outcome::CheckoutEnded)
        }
        News::PaymentFailed(payment) => Ok(Outcome::PaymentFailed(
            payment.error.as_ref().and_then(|error| error.code.clone()),
        )),
        News::Refunded(charge) => refunded(tx, charge).await,
        News::RefundFailed(refund) => refund_failed(tx, refund).await,
        News::Disputed(dispute) => {
            let (Some(order_id), Some(external_id)) = (disputed_order, &dispute.payment_intent)
            else {
                return Ok(Outcome::NotOurs("the dispute is about no payment of ours"));
            };
            let fact = Fact::Disputed;
            tracing::warn!(
                order_id,
                external_id,
                dispute = dispute.id,
                reason = dispute.reason,
                "a payment is disputed"
            );
            // A bank may dispute a part of a payment, and counts in its own currency.
            enter(
                tx,
                Statement {
                    order_id,
                    external_id,
                    fact,
                    amount: None,
                },
            )
            .await
        }
        News::Other => Ok(Outcome::Ignored),
    }
}

/// Enters where a session stands that Stripe was asked about.
pub async fn enter_session(
    tx: &mut PgConnection,
    session: &Session,
) -> Result<Outcome, EntryError> {
    match session.state {
        SessionState::Complete => completed(tx, session).await,
        SessionState::Expired => {
            move_session(tx, session, SessionEvent::Expired).await?;
            Ok(Outcome::CheckoutEnded)
        }
        SessionState::Open | SessionState::Unknown => Ok(Outcome::Known),
    }
}

async fn completed(tx: &mut PgConnection, session: &Session) -> Result<Outcome, EntryError> {
    move_session(tx, session, SessionEvent::Completed).await?;
    match session.payment {
        PaymentState::Paid | PaymentState::NoPaymentRequired => paid(tx, session).await,
        PaymentState::Unpaid => Ok(Outcome::Processing),
    }
}

async fn paid(tx: &mut PgConnection, session: &Session) -> Result<Outcome, EntryError> {
    let Some(order_id) = order_of(tx, session).await? else {
        return Ok(Outcome::NotOurs("the checkout is for no order of ours"));
    };
    let (Some(cents), Some(currency)) = (session.amount, session.currency.as_deref()) else {
        let reason = format!("checkout {} has no amount or no currency", session.id);
        return Err(EntryError::Contradiction(reason));
    };
    let statement = Statement {
        order_id,
        external_id: session.payment_intent.as_ref().unwrap_or(&session.id),
        fact: Fact::Paid,
        amount: Some((cents, currency)),
    };
    enter(tx, statement).await
}

async fn refunded(tx: &mut PgConnection, charge: &Charge) -> Result<Outcome, EntryError> {
    let Some(external_id) = &charge.payment_intent else {
        return Ok(Outcome::NotOurs("the charge belongs to no payment intent"));
    };
    let known = store::payments::order_of(tx, external_id).await?;
    let order_id = match known {
        Some(order_id) => Some(order_id),
        None => order_of_checkout(tx, charge.checkout_id).await?,
    };
    let Some(order_id) = order_id else {
        return Ok(Outcome::NotOurs("the charge is for no order of ours"));
    };
    if !charge.refunded {
        return Ok(Outcome::RefundedInPart);
    }
    let statement = Statement {
        order_id,
        external_id,
        fact: Fact::Refunded,
        amount: charge.amount.zip(charge.currency.as_deref()),
    };
    enter(tx, statement).await
}

/// The films are gone by then, and only a person can find another way for the money.
async fn refund_failed(tx: &mut PgConnection, refund: &RefundNews) -> Result<Outcome, EntryError> {
    let payment = refund.payment_intent.clone().unwrap_or_default();
    let known = store::payments::statuses(tx, slice::from_ref(&payment)).await?;
    match known.get(&payment) {
        None => Ok(Outcome::NotOurs("the refund is of no payment of ours")),
        Some(PaymentStatus::Refunded) => {
            let (id, reason) = (&refund.id, refund.failure_reason.as_deref());
            let reason = reason.unwrap_or("no reason was given");
            Err(EntryError::Contradiction(format!(
                "refund {id} of payment {payment} has failed ({reason}): the buyer has neither films nor money"
            )))
        }
        // Somebody had tried in Stripe's dashboard.
        Some(_) => Ok(Outcome::Known),
    }
}

/// The order that a session was opened for: by our record of it, or by the attempt that we wrote on it, if Stripe's
/// answer to the attempt was lost.
async fn order_of(tx: &mut PgConnection, session: &Session) -> sqlx::Result<Option<i32>> {
    match checkout_sessions::find_by_stripe_id(tx, &session.id).await? {
        Some(attempt) => Ok(Some(attempt.order_id)),
        None => order_of_checkout(tx, session.checkout_id).await,
    }
}

/// The order of an attempt that something of Stripe's names. `None`: it is not ours.
async fn order_of_checkout(
    tx: &mut PgConnection,
    checkout_id: Option<Uuid>,
) -> sqlx::Result<Option<i32>> {
    let Some(id) = checkout_id else {
        return Ok(None);
    };
    let attempt = checkout_sessions::find(tx, id).await?;
    Ok(attempt.map(|attempt| attempt.order_id))
}

/// Moves our record of a session, if we have one and the event is news to it.
async fn move_session(
    tx: &mut PgConnection,
    session: &Session,
    event: SessionEvent,
) -> sqlx::Result<()> {
    let Some(attempt) = checkout_sessions::find_by_stripe_id(tx, &session.id).await? else {
        return Ok(());
    };
    orders::lock_any(tx, attempt.order_id).await?;
    // What was read before the lock may be out of date.
    let Some(attempt) = checkout_sessions::find_by_stripe_id(tx, &session.id).await? else {
        return Ok(());
    };
    match SessionStatus::from(attempt.status).after(event) {
        Some(status) => checkout_sessions::set_status(tx, attempt.id, status.into()).await,
        None => Ok(()),
    }
}
