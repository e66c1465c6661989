//! The way past the API over HTTP, under `/_sandbox/`, for tests that run the sandbox as a process of its own.

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{StatusCode, header};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{Control, Refused};
use crate::App;

/// All of it.
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
    serde_json::from_slice(body).map_err(|error| Refused::because(&error.to_string()))
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
