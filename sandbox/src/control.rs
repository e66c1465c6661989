//! What Stripe has no API for: a buyer pays, a bank disputes, something goes wrong. For tests, in this process and
//! over HTTP, and behind the dashboard's buttons.

mod routes;

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};
use thiserror::Error;

pub(crate) use self::routes::router;
use crate::{
    App, Endpoint, Faults, api,
    books::{
        Attempt, Books, Card, Charge, Collection, Dispute, Intent, Means, NewRefund, Refund,
        Refusal, Sending, Session,
    },
    lock, objects, webhooks,
};

/// The way past the API.
#[derive(Clone)]
pub struct Control {
    app: Arc<App>,
}

/// Why something was not done, as the API would say it.
#[derive(Debug, Clone, Error)]
#[error("{status}: {body}")]
pub struct Refused {
    /// The status.
    pub status: u16,
    /// Stripe's error object.
    pub body: Value,
}

impl Control {
    pub(crate) const fn new(app: Arc<App>) -> Self {
        Self { app }
    }

    /// The buyer pays a session with a card, of which the number decides what happens.
    ///
    /// # Errors
    /// When the card is declined, or the session is over.
    pub fn pay(&self, session: &str, card_number: &str) -> Result<Value, Refused> {
        self.pay_with(session, Means::Card(Card::with_number(card_number)))
    }

    /// The buyer pays by bank debit: [`Control::settle`] says later whether the money comes.
    ///
    /// # Errors
    /// When the session is over.
    pub fn pay_by_bank(&self, session: &str) -> Result<Value, Refused> {
        self.pay_with(session, Means::BankDebit)
    }

    fn pay_with(&self, session: &str, means: Means) -> Result<Value, Refused> {
        self.change_session(session, |books| books.pay_session(session, means, None))
    }

    /// The bank of a debit says whether the money comes.
    ///
    /// # Errors
    /// When the session does not wait for a bank.
    pub fn settle(&self, session: &str, succeeds: bool) -> Result<Value, Refused> {
        self.change_session(session, |books| books.settle_session(session, succeeds))
    }

    /// A session's time is over.
    ///
    /// # Errors
    /// When the session is not open.
    pub fn expire(&self, session: &str) -> Result<Value, Refused> {
        self.change_session(session, |books| books.expire_session(session))
    }

    /// Somebody refunds a payment in Stripe's dashboard: this amount of cents, or all that is left.
    ///
    /// # Errors
    /// Those of the API.
    pub fn refund(&self, payment_intent: &str, amount: Option<i64>) -> Result<Value, Refused> {
        self.app.change(|books| {
            let charge = books.charge_of_intent(payment_intent, "payment_intent")?;
            let asked = NewRefund {
                amount,
                ..NewRefund::default()
            };
            let refund = books.refund(&charge, asked)?;
            Ok(objects::refund(books, &refund))
        })
    }

    /// The payer of a payment complains at the bank, which takes the money back.
    ///
    /// # Errors
    /// When there is no money, or it is disputed already.
    pub fn dispute(&self, payment_intent: &str) -> Result<Value, Refused> {
        self.app.change(|books| {
            let dispute = books.dispute(payment_intent)?;
            Ok(objects::dispute(books, &dispute))
        })
    }

    /// Sends an event's webhook again.
    ///
    /// # Errors
    /// When there is no such event.
    pub fn resend(&self, event: &str) -> Result<(), Refused> {
        if self.app.books().events.get(event).is_none() {
            let missing = Refusal::Missing {
                object: "event",
                id: event.to_owned(),
                param: "id",
            };
            return Err(missing.into());
        }
        webhooks::send(&self.app, event, Duration::ZERO);
        Ok(())
    }

    /// Says who hears of events from now on.
    pub fn set_endpoint(&self, endpoint: Option<Endpoint>) {
        *lock(&self.app.endpoint) = endpoint;
    }

    /// Says what goes wrong from now on.
    pub fn set_faults(&self, faults: Faults) {
        *self.app.faults() = faults;
    }

    /// What goes wrong now. Of rules that happen a number of times, what is left.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.app.faults().clone()
    }

    /// A day goes by for idempotency keys: none of them is known any more.
    pub fn forget_keys(&self) {
        self.app.keys().forget_all();
    }

    /// Everything that was done, in short: `sessions`, `payment_intents`, `charges`, `refunds`, `disputes`, `events`
    /// with the attempts to tell them, and `deliveries`, the number of those that are still under way.
    ///
    /// # Panics
    /// Never: the books are JSON.
    #[must_use]
    pub fn books(&self) -> Value {
        serde_json::from_str(&self.books_text()).expect("the books are JSON")
    }

    fn books_text(&self) -> String {
        let books = self.app.books();
        let shown = Shown::of(&books, self.app.deliveries.load(Ordering::Relaxed));
        serde_json::to_string(&shown).expect("the books are JSON")
    }

    fn change_session(
        &self,
        id: &str,
        change: impl FnOnce(&mut Books) -> Result<(), Refusal>,
    ) -> Result<Value, Refused> {
        let url = self.app.pay_url(id);
        self.app.change(|books| {
            books.expire_lapsed();
            change(books)?;
            Ok(objects::session(books.session(id)?, Some(&url)))
        })
    }
}

impl Refused {
    /// What was asked for makes no sense.
    pub(crate) fn because(text: &str) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST.as_u16(),
            body: json!({ "error": { "message": text } }),
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let (status, body) = api::refusal_body(refusal);
        Self {
            status: status.as_u16(),
            body,
        }
    }
}

/// The books in short.
#[derive(Serialize)]
struct Shown<'a> {
    sessions: &'a Collection<Session>,
    payment_intents: &'a Collection<Intent>,
    charges: &'a Collection<Charge>,
    refunds: &'a Collection<Refund>,
    disputes: &'a Collection<Dispute>,
    events: Vec<ShownEvent<'a>>,
    deliveries: usize,
}

#[derive(Serialize)]
struct ShownEvent<'a> {
    id: &'a str,
    created: i64,
    r#type: &'a str,
    about: &'a str,
    sending: Sending,
    attempts: &'a [Attempt],
}

impl<'a> Shown<'a> {
    fn of(books: &'a Books, deliveries: usize) -> Self {
        let events = books.events.iter().map(|event| ShownEvent {
            id: &event.id,
            created: event.created,
            r#type: &event.kind,
            about: &event.about,
            sending: event.sending,
            attempts: &event.attempts,
        });
        Self {
            sessions: &books.sessions,
            payment_intents: &books.intents,
            charges: &books.charges,
            refunds: &books.refunds,
            disputes: &books.disputes,
            events: events.collect(),
            deliveries,
        }
    }
}
