//! The switches as a form: webhooks, and one rule for the API.

use std::sync::Arc;

use axum::{
    Form, Router,
    extract::{State, rejection::FormRejection},
    response::Response,
    routing::get,
};
use http::StatusCode;
use minijinja::{Value, context};
use serde::Deserialize;

use crate::{ApiFault, ApiRule, App, Faults, WebhookFaults};

/// What can happen to requests, by the form's name of it.
const CHOICES: [(&str, &str); 9] = [
    ("none", "Nothing: they are answered"),
    ("down", "Nothing is done, the connection is cut"),
    ("lost", "It is done, the connection is cut"),
    ("malformed", "It is done, the answer is no JSON"),
    ("slow", "It is done, slowly"),
    ("402", "402: the card was declined"),
    ("409", "409: another request holds the object"),
    ("429", "429: too many requests"),
    ("500", "500: something broke"),
];

pub(super) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/switches", get(show).post(save))
        .with_state(app)
}

#[derive(Deserialize)]
struct Typed {
    delay_ms: u64,
    shuffle_ms: u64,
    copies: u32,
    drop_percent: u8,
    forge_percent: u8,
    fault: String,
    ms: u64,
    path: String,
    times: String,
}

async fn show(State(app): State<Arc<App>>) -> Response {
    page(
        &app,
        StatusCode::OK,
        context! { error => (), saved => false },
    )
}

async fn save(State(app): State<Arc<App>>, typed: Result<Form<Typed>, FormRejection>) -> Response {
    let faults = typed.ok().and_then(|Form(typed)| typed.faults());
    let Some(faults) = faults else {
        let said = context! { error => "That is not what the form sends.", saved => false };
        return page(&app, StatusCode::BAD_REQUEST, said);
    };
    *app.faults() = faults;
    page(
        &app,
        StatusCode::OK,
        context! { error => (), saved => true },
    )
}

impl Typed {
    fn faults(self) -> Option<Faults> {
        let fault = match self.fault.as_str() {
            "none" => None,
            "down" => Some(ApiFault::Down),
            "lost" => Some(ApiFault::Lost),
            "malformed" => Some(ApiFault::Malformed),
            "slow" => Some(ApiFault::Slow { ms: self.ms }),
            status => Some(ApiFault::Error {
                status: status.parse().ok()?,
            }),
        };
        let times = match self.times.as_str() {
            "" => None,
            times => Some(times.parse().ok()?),
        };
        let rule = fault.map(|fault| ApiRule {
            path: self.path,
            method: String::new(),
            percent: 100,
            times,
            fault,
        });
        Some(Faults {
            webhooks: WebhookFaults {
                delay_ms: self.delay_ms,
                shuffle_ms: self.shuffle_ms,
                copies: self.copies,
                drop_percent: self.drop_percent,
                forge_percent: self.forge_percent,
            },
            api: rule.into_iter().collect(),
        })
    }
}

fn page(app: &App, status: StatusCode, said: Value) -> Response {
    let faults = app.faults().clone();
    let webhooks = &faults.webhooks;
    let rule = faults.api.first();
    let (fault, ms) = match rule.map(|rule| rule.fault) {
        None => ("none".to_owned(), 0),
        Some(ApiFault::Down) => ("down".to_owned(), 0),
        Some(ApiFault::Lost) => ("lost".to_owned(), 0),
        Some(ApiFault::Malformed) => ("malformed".to_owned(), 0),
        Some(ApiFault::Slow { ms }) => ("slow".to_owned(), ms),
        Some(ApiFault::Error { status }) => (status.to_string(), 0),
    };
    let choices = CHOICES.map(|(name, does)| context! { name, does });
    let values = context! {
        webhooks => context! {
            delay_ms => webhooks.delay_ms,
            shuffle_ms => webhooks.shuffle_ms,
            copies => webhooks.copies,
            drop_percent => webhooks.drop_percent,
            forge_percent => webhooks.forge_percent,
        },
        fault,
        ms,
        path => rule.map_or("", |rule| rule.path.as_str()),
        times => rule.and_then(|rule| rule.times).map_or(String::new(), |times| times.to_string()),
        choices => choices.to_vec(),
        ..said
    };
    app.pages.show(status, "switches.html", values)
}
