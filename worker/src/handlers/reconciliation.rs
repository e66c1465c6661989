//! Asks Stripe what no webhook told.
//!
//! Webhooks get lost: the endpoint was away for days, its address was wrong, its secret was rolled. Stripe is therefore
//! asked about every checkout that may have been paid, and for refunds and disputes. What it says goes the same way
//! as webhooks do, so that it does not matter which is first.

use std::collections::{BTreeSet, HashMap};

use bookkeeping::{EntryError, Outcome, Statement, enter, enter_news, enter_session};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Fact, PaymentStatus, clock};
use jobs::ReconcilePayments;
use payments::{Listed, News, PaymentState, Refund, Session, SessionState, StripeError};
use sqlx::PgConnection;
use store::{
    checkout_sessions, payments as books,
    reconciled::{self, List},
};
use telemetry::error_chain;

use super::{Handlers, payments::count};
use crate::outcome::JobError;

/// Checkouts that one run asks about. Those that are left come first in the next.
const SESSIONS: i64 = 500;
/// Payments that one run gives back.
const REFUNDS: i64 = 100;
/// How far a run looks back beyond the one before: Stripe's lists lag, and clocks differ.
const OVERLAP: TimeDelta = TimeDelta::minutes(10);
/// How far the first run looks back.
const FIRST: TimeDelta = TimeDelta::days(30);

impl Handlers {
    /// Asks about everything once. Each answer is entered by itself: a run that dies half-way, or runs twice, did no
    /// harm. What contradicts the books is logged, and the run goes on. If Stripe is away, the next run is the next
    /// attempt.
    pub(super) async fn reconcile_payments(
        &self,
        ReconcilePayments {}: ReconcilePayments,
    ) -> Result<(), JobError> {
        match self.reconcile().await {
            Err(JobError::Stripe(error)) if error.passes() => {
                tracing::warn!(%error, "reconciliation is left to its next run");
                Ok(())
            }
            outcome => outcome,
        }
    }

    /// Goes through all parts, and returns the first failure: what keeps one of them from its end must not keep the others
    /// from theirs, run after run.
    async fn reconcile(&self) -> Result<(), JobError> {
        // First, so that payments are known before their refunds are.
        let sessions = self.reconcile_sessions().await;
        let refunds = self.reconcile_refunds().await;
        let disputes = self.reconcile_disputes().await;
        let given_back = self.give_back().await;
        let parts = [
            ("checkouts", sessions),
            ("refunds", refunds),
            ("disputes", disputes),
            ("unwanted payments", given_back),
        ];
        let mut outcome = Ok(());
        for (part, ended) in parts {
            if let Err(error) = &ended {
                tracing::warn!(
                    part,
                    error = error_chain(error),
                    "a part of reconciliation has failed"
                );
            }
            outcome = outcome.and(ended);
        }
        outcome
    }

    async fn reconcile_sessions(&self) -> Result<(), JobError> {
        let ids = {
            let mut db = self.db.acquire().await?;
            checkout_sessions::take_unsettled(&mut db, SESSIONS).await?
        };
        let mut outcome = Ok(());
        let mut failures_in_a_row = 0;
        for id in ids {
            match self.reconcile_session(&id).await {
                Ok(()) => failures_in_a_row = 0,
                Err(error) => {
                    let chain = error_chain(&error);
                    tracing::warn!(
                        session = id,
                        error = chain,
                        "a checkout is left to the next run"
                    );
                    outcome = outcome.and(Err(error));
                    failures_in_a_row += 1;
                }
            }
            // One may be at fault itself. Two hardly are.
            if failures_in_a_row == 2 {
                break;
            }
        }
        outcome
    }

    async fn reconcile_session(&self, id: &str) -> Result<(), JobError> {
        let session = match self.stripe.checkout(id).await {
            // Of another account of Stripe's, say.
            Err(error) if error.is_missing() => {
                tracing::error!(session = id, %error, "Stripe doesn't know a checkout of ours");
                return Ok(());
            }
            session => session?,
        };
        let fell_through = self.fell_through(&session).await?;
        self.enter(id, async |tx| {
            if fell_through {
                enter_news(tx, &News::PaymentFellThrough(session), None).await
            } else {
                enter_session(tx, &session).await
            }
        })
        .await
    }

    /// Whether a payment that takes days has failed. The session doesn't say so, its payment does.
    async fn fell_through(&self, session: &Session) -> Result<bool, JobError> {
        let (SessionState::Complete, PaymentState::Unpaid, Some(payment_intent)) =
            (session.state, session.payment, &session.payment_intent)
        else {
            return Ok(false);
        };
        Ok(!self.stripe.is_processing(payment_intent).await?)
    }

    async fn reconcile_refunds(&self) -> Result<(), JobError> {
        let (started, since) = self.since(List::Refunds).await?;
        let Listed { items, complete } = self.stripe.refunds_since(since).await?;
        let payments = items.iter().map(|refund| refund.payment_intent.clone());
        let known = self.statuses(payments.collect()).await?;
        let is_news = |refund: &Refund| is_news(&known, &refund.payment_intent, Fact::Refunded);
        // One payment may have been refunded in parts.
        let charges: BTreeSet<String> = items
            .into_iter()
            .filter(is_news)
            .map(|refund| refund.charge)
            .collect();
        for id in charges {
            // Only the charge knows whether all of it was given back.
            let charge = self.stripe.charge(&id).await?;
            self.enter(&id, async |tx| {
                enter_news(tx, &News::Refunded(charge), None).await
            })
            .await?;
        }
        self.note_until(List::Refunds, started, complete).await
    }

    async fn reconcile_disputes(&self) -> Result<(), JobError> {
        let (started, since) = self.since(List::Disputes).await?;
        let Listed { items, complete } = self.stripe.disputes_since(since).await?;
        let payments = items
            .iter()
            .filter_map(|dispute| dispute.payment_intent.clone());
        let known = self.statuses(payments.collect()).await?;
        for dispute in items {
            let payment = dispute.payment_intent.as_deref().unwrap_or_default();
            if is_news(&known, payment, Fact::Disputed) {
                let order = self.disputed_order(&dispute).await?;
                self.enter(&dispute.id.clone(), async |tx| {
                    enter_news(tx, &News::Disputed(dispute), order).await
                })
                .await?;
            }
        }
        self.note_until(List::Disputes, started, complete).await
    }

    /// Where these payments stand in our books, as far as these know them.
    async fn statuses(
        &self,
        payments: Vec<String>,
    ) -> Result<HashMap<String, PaymentStatus>, JobError> {
        let mut db = self.db.acquire().await?;
        Ok(books::statuses(&mut db, &payments).await?)
    }

    /// Gives back what came for nothing, where the job that should have done so has failed for good: Stripe was away for
    /// too long, or refused for the time being.
    async fn give_back(&self) -> Result<(), JobError> {
        let unwanted = {
            let mut db = self.db.acquire().await?;
            books::not_given_back(&mut db, REFUNDS).await?
        };
        for payment in unwanted {
            let external_id = payment.external_id.as_str();
            match self.stripe.refund(external_id, payment.amount).await {
                Ok(()) => {}
                Err(error @ StripeError::Unavailable(_)) => return Err(error.into()),
                Err(error) => {
                    tracing::error!(external_id, %error, "a payment that brought nothing cannot be refunded");
                    continue;
                }
            }
            let statement = Statement {
                order_id: payment.order_id,
                external_id,
                fact: Fact::Refunded,
                amount: None,
            };
            self.enter(external_id, async |tx| enter(tx, statement).await)
                .await?;
        }
        Ok(())
    }

    /// Enters one answer in a transaction of its own. `about` names it in the log.
    async fn enter(
        &self,
        about: &str,
        entry: impl AsyncFnOnce(&mut PgConnection) -> Result<Outcome, EntryError>,
    ) -> Result<(), JobError> {
        let mut tx = self.db.begin().await?;
        let outcome = match entry(&mut tx).await {
            Ok(outcome) => outcome,
            Err(EntryError::Database(error)) => return Err(error.into()),
            Err(EntryError::Contradiction(reason)) => {
                tracing::error!(about, reason, "Stripe contradicts the books");
                return Ok(());
            }
        };
        tx.commit().await?;
        if !matches!(
            outcome,
            Outcome::Known | Outcome::Processing | Outcome::RefundedInPart | Outcome::NotOurs(_)
        ) {
            count(&outcome);
            metrics::counter!("cinema_reconciled_total", "outcome" => outcome.label()).increment(1);
            tracing::warn!(about, %outcome, "reconciled: nobody had told");
        }
        Ok(())
    }

    /// Now, and since when a list is to be read.
    async fn since(&self, list: List) -> Result<(DateTime<Utc>, DateTime<Utc>), JobError> {
        let now = clock::now();
        let mut db = self.db.acquire().await?;
        let until = reconciled::until(&mut db, list).await?;
        Ok((now, until.map_or(now - FIRST, |until| until - OVERLAP)))
    }

    /// Notes up to when a list was read. What is left of a list that was too long is asked for again by the next run.
    async fn note_until(
        &self,
        list: List,
        until: DateTime<Utc>,
        complete: bool,
    ) -> Result<(), JobError> {
        if !complete {
            return Ok(());
        }
        let mut db = self.db.acquire().await?;
        Ok(reconciled::set_until(&mut db, list, until).await?)
    }
}

/// Whether a fact about a payment may change our books. What they do not know may be ours all the same.
fn is_news(known: &HashMap<String, PaymentStatus>, payment: &str, fact: Fact) -> bool {
    known
        .get(payment)
        .is_none_or(|status| status.after(fact).is_some())
}
