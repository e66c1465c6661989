//! What Stripe has told, and what it is to be told.
//!
//! Stripe is asked outside of transactions: it may take seconds, and every question may be asked twice. What it
//! says is entered in the transaction that records the job.

use bookkeeping::{Outcome, Statement, enter, enter_news, enter_session};
use domain::{Fact, PaymentStatus};
use jobs::{Envelope, ExpireCheckout, HandleStripeEvent, RefundPayment, handled};
use payments::{Dispute, Event, News};
use sqlx::PgConnection;
use store::{checkout_sessions, payments as books, stripe_events};

use super::{Handlers, privacy::erase_again};
use crate::outcome::JobError;

/// Says in the log of webhooks why an event was not entered and will not be.
pub(super) async fn give_event_up(
    tx: &mut PgConnection,
    event_id: &str,
    reason: &str,
) -> sqlx::Result<()> {
    tracing::error!(event = event_id, reason, "a Stripe event is given up");
    stripe_events::set_given_up(tx, event_id, reason).await?;
    erase_again(tx, event_id).await
}

impl Handlers {
    /// Enters an event into the books, unless that has happened.
    pub(super) async fn handle_stripe_event(
        &self,
        job: &Envelope,
        HandleStripeEvent { event_id }: HandleStripeEvent,
    ) -> Result<(), JobError> {
        let payload = {
            let mut db = self.db.acquire().await?;
            stripe_events::find_unhandled(&mut db, &event_id).await?
        };
        let Some(payload) = payload else {
            return Ok(());
        };
        let event = Event::parse(payload.get().as_bytes())?;
        self.enter_event(job, &event_id, event).await
    }

    async fn enter_event(
        &self,
        job: &Envelope,
        event_id: &str,
        event: Event,
    ) -> Result<(), JobError> {
        let kind = event.kind.clone();
        let news = event.news()?;
        let disputed_order = match &news {
            News::Disputed(dispute) => self.disputed_order(dispute).await?,
            _ => None,
        };
        let Some(mut tx) = handled::begin(&self.db, job).await? else {
            return Ok(());
        };
        if stripe_events::lock_unhandled(&mut tx, event_id).await? {
            let outcome = enter_news(&mut tx, &news, disputed_order).await?;
            stripe_events::set_handled(&mut tx, event_id, &outcome.to_string()).await?;
            erase_again(&mut tx, event_id).await?;
            tx.commit().await?;
            count(&outcome);
            tracing::info!(event = event_id, r#type = kind, %outcome, "a Stripe event is handled");
        }
        Ok(())
    }

    /// The order of a disputed payment. If our books don't know the payment, Stripe does.
    pub(super) async fn disputed_order(&self, dispute: &Dispute) -> Result<Option<i32>, JobError> {
        let Some(payment_intent) = &dispute.payment_intent else {
            return Ok(None);
        };
        let known = {
            let mut db = self.db.acquire().await?;
            books::order_of(&mut db, payment_intent).await?
        };
        if known.is_some() {
            return Ok(known);
        }
        let Some(checkout) = self.stripe.checkout_of_payment(payment_intent).await? else {
            return Ok(None);
        };
        let mut db = self.db.acquire().await?;
        let attempt = checkout_sessions::find(&mut db, checkout).await?;
        Ok(attempt.map(|attempt| attempt.order_id))
    }

    /// Closes a pay page. A buyer who has paid there a moment ago is noticed, and gets the money back.
    pub(super) async fn expire_checkout(
        &self,
        job: &Envelope,
        ExpireCheckout {
            checkout_session_id,
        }: ExpireCheckout,
    ) -> Result<(), JobError> {
        let attempt = {
            let mut db = self.db.acquire().await?;
            checkout_sessions::find(&mut db, checkout_session_id).await?
        };
        let Some(stripe_id) = attempt.and_then(|attempt| attempt.stripe_id) else {
            return Ok(());
        };
        let session = self.stripe.expire_checkout(&stripe_id).await?;
        let Some(mut tx) = handled::begin(&self.db, job).await? else {
            return Ok(());
        };
        let outcome = enter_session(&mut tx, &session).await?;
        tx.commit().await?;
        count(&outcome);
        tracing::info!(session = stripe_id, %outcome, "a pay page is closed");
        Ok(())
    }

    /// Gives a payment back that brought nothing.
    pub(super) async fn refund_payment(
        &self,
        job: &Envelope,
        RefundPayment { payment_id }: RefundPayment,
    ) -> Result<(), JobError> {
        let payment = {
            let mut db = self.db.acquire().await?;
            books::statement(&mut db, payment_id).await?
        };
        let Some(payment) = payment else {
            return Ok(());
        };
        let (Some(external_id), PaymentStatus::Successful, false) =
            (payment.external_id, payment.status.into(), payment.granted)
        else {
            return Ok(());
        };
        self.stripe.refund(&external_id, payment.amount).await?;
        let Some(mut tx) = handled::begin(&self.db, job).await? else {
            return Ok(());
        };
        let statement = Statement {
            order_id: payment.order_id,
            external_id: &external_id,
            fact: Fact::Refunded,
            amount: None,
        };
        let outcome = enter(&mut tx, statement).await?;
        tx.commit().await?;
        count(&outcome);
        tracing::info!(payment_id, external_id, %outcome, "a payment that brought nothing is refunded");
        Ok(())
    }
}

/// Counts what became of news, wherever they came from.
pub(super) fn count(outcome: &Outcome) {
    metrics::counter!("cinema_stripe_news_total", "outcome" => outcome.label()).increment(1);
}
