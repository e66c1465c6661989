//! What Stripe has no API for: a buyer pays, a bank disputes, something goes wrong. For tests, in this process and
//! over HTTP, and behind the dashboard's buttons.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{StatusCode, header};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use thiserror::Error;

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

/// The same over HTTP.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/_sandbox/books", get(books))
        .route("/_sandbox/faults", get(faults).post(set_faults))
        .route("/_sandbox/endpoint", post(set_endpoint))
        .route("/_sandbox/sessions/{id}/pay", post(pay))
        .route("/_sandbox/sessions/{id}/settle", post(settle))
        .route("/_sandbox/sessions/{id}/expire", post(expire))
        .route("/_sandbox/payment_intents/{id}/refund", post(refund))
        .route("/_sandbox/payment_intents/{id}/dispute", post(dispute))
        .route("/_sandbox/events/{id}/resend", post(resend))
        .with_state(Control::new(app))
}

/// How a buyer pays.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Payment {
    /// With the card of this number.
    Card(String),
    /// By bank debit.
    Bank,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settlement {
    succeeds: bool,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartOf {
    /// In cents; all without it.
    amount: Option<i64>,
}

async fn books(State(control): State<Control>) -> Response {
    json_response(StatusCode::OK, control.books_text())
}

async fn faults(State(control): State<Control>) -> Response {
    let faults = control.app.faults().clone();
    json_response(StatusCode::OK, json!(faults).to_string())
}

async fn set_faults(State(control): State<Control>, body: Bytes) -> Result<Response, Refused> {
    control.set_faults(read(&body)?);
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn set_endpoint(State(control): State<Control>, body: Bytes) -> Result<Response, Refused> {
    control.set_endpoint(read(&body)?);
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn pay(
    State(control): State<Control>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refused> {
    answer(match read(&body)? {
        Payment::Card(number) => control.pay(&id, &number),
        Payment::Bank => control.pay_by_bank(&id),
    })
}

async fn settle(
    State(control): State<Control>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refused> {
    let settlement: Settlement = read(&body)?;
    answer(control.settle(&id, settlement.succeeds))
}

async fn expire(
    State(control): State<Control>,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    answer(control.expire(&id))
}

async fn refund(
    State(control): State<Control>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refused> {
    let part: PartOf = if body.is_empty() {
        PartOf::default()
    } else {
        read(&body)?
    };
    answer(control.refund(&id, part.amount))
}

async fn dispute(
    State(control): State<Control>,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    answer(control.dispute(&id))
}

async fn resend(
    State(control): State<Control>,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    control.resend(&id)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refused> {
    serde_json::from_slice(body).map_err(|error| Refused {
        status: 400,
        body: json!({ "error": { "message": error.to_string() } }),
    })
}

fn answer(result: Result<Value, Refused>) -> Result<Response, Refused> {
    result.map(|object| json_response(StatusCode::OK, object.to_string()))
}

fn json_response(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        json_response(status, self.body.to_string())
    }
}
