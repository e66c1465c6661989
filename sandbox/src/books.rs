//! What Stripe knows: sessions, payments, refunds, disputes and the events about them. Pure bookkeeping; nothing
//! here does I/O, and every change writes its events.

mod collection;
mod dispute;
mod event;
mod ids;
mod payment;
mod refund;
mod refusal;
mod session;

use domain::clock;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use self::{
    collection::{Collection, Record},
    dispute::Dispute,
    event::{Attempt, Event, Sending},
    ids::request_id,
    payment::{Card, Charge, Decline, Intent, IntentStatus, Means},
    refund::{NewRefund, Refund},
    refusal::{Refusal, dollars},
    session::{Line, NewSession, PaymentStatus, Session, SessionStatus},
};

/// Everything that is kept.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Books {
    /// Checkout Sessions.
    pub(crate) sessions: Collection<Session>,
    /// `PaymentIntents`.
    pub(crate) intents: Collection<Intent>,
    /// Charges, failed ones too.
    pub(crate) charges: Collection<Charge>,
    /// Refunds.
    pub(crate) refunds: Collection<Refund>,
    /// Disputes.
    pub(crate) disputes: Collection<Dispute>,
    /// Events, and what became of their webhooks.
    pub(crate) events: Collection<Event>,
    /// Events that nobody has begun to deliver.
    #[serde(skip)]
    unsent: Vec<String>,
}

impl Books {
    /// Writes an event about an object as it is now.
    fn emit(&mut self, kind: &'static str, object: &Value) {
        self.emit_change(kind, object, None);
    }

    /// Writes an event that also tells what some members were before.
    fn emit_change(&mut self, kind: &'static str, object: &Value, previous: Option<Value>) {
        let event = Event::new(kind, object, previous);
        self.unsent.push(event.id.clone());
        self.events.push(event);
    }

    /// The events written since the last call.
    pub(crate) fn take_unsent(&mut self) -> Vec<String> {
        std::mem::take(&mut self.unsent)
    }
}

/// The current time as Stripe writes it: whole seconds since 1970.
pub(crate) fn now() -> i64 {
    clock::now().timestamp()
}
