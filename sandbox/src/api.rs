//! The part of Stripe's API that a shop needs: authentication, idempotency, and one match over the operations.

mod errors;
mod form;
mod idempotency;
mod lists;
mod sessions;

use std::sync::Arc;

use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use serde::Serialize;
use serde_json::Value;

pub(crate) use self::idempotency::Keys;
use self::{
    errors::ApiError,
    form::Params,
    idempotency::{Begun, Saved},
};
use crate::{
    App,
    books::{self, NewRefund},
    faults::ApiFault,
    objects,
};

/// Longest `Idempotency-Key`.
const LONGEST_KEY: usize = 255;
/// Stripe takes three reasons for a refund.
const REASONS: [&str; 3] = ["duplicate", "fraudulent", "requested_by_customer"];

/// One request to the API.
struct Call {
    method: Method,
    path: String,
    /// The form of a POST, the query of a GET, as they were sent.
    form: String,
    key: Option<String>,
}

/// Answers `/v1/…`. The work goes on when the client hangs up, as it does at Stripe.
pub(crate) async fn handle(
    app: Arc<App>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let runtime = app.runtime.clone();
    let work = runtime.spawn(async move { answer(&app, method, &uri, &headers, &body).await });
    work.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a request was not answered");
        ApiError::internal().into_response()
    })
}

async fn answer(
    app: &Arc<App>,
    method: Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &Bytes,
) -> Response {
    let request_id = books::request_id();
    let fault = app.faults().take_api_fault(&method, uri.path());
    let mut response = match read(app, method, uri, headers, body) {
        Ok(call) => with_fault(app, &call, fault, &request_id).await,
        Err(error) => error.into_response(),
    };
    let headers = response.headers_mut();
    let id = HeaderValue::from_str(&request_id).expect("letters, digits and an underscore");
    headers.insert("request-id", id);
    headers.insert(
        "stripe-version",
        HeaderValue::from_static(objects::API_VERSION),
    );
    response
}

/// Carries a call out, or does to it what a switch demands.
async fn with_fault(
    app: &Arc<App>,
    call: &Call,
    fault: Option<ApiFault>,
    request_id: &str,
) -> Response {
    match fault {
        None => execute(app, call, request_id).into_response(),
        Some(ApiFault::Slow { ms }) => {
            let begun = begin(app, call);
            tokio::time::sleep(std::time::Duration::from_millis(ms)).await;
            finish(app, call, begun, request_id).into_response()
        }
        Some(ApiFault::Error { status }) => fail(app, call, status, request_id).into_response(),
        Some(ApiFault::Malformed) => {
            // The worst moment: the work is done, and the answer says nothing.
            let _ = execute(app, call, request_id);
            (StatusCode::OK, "<html><body>Bad gateway</body></html>").into_response()
        }
        Some(ApiFault::Lost) => {
            let _ = execute(app, call, request_id);
            crate::faults::hang_up()
        }
        Some(ApiFault::Down) => crate::faults::hang_up(),
    }
}

/// Checks who asks, and what a request must have in any case.
fn read(
    app: &Arc<App>,
    method: Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<Call, ApiError> {
    authenticate(app, headers)?;
    let form = if method == Method::POST {
        let kind = headers.get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !body.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(ApiError::content_type(kind));
        }
        String::from_utf8(body.to_vec()).map_err(|_| ApiError::encoding())?
    } else {
        uri.query().unwrap_or_default().to_owned()
    };
    let key = headers.get("idempotency-key").map(HeaderValue::to_str);
    let key = key.transpose().map_err(|_| ApiError::encoding())?;
    if key.is_some_and(|key| key.len() > LONGEST_KEY) {
        return Err(ApiError::long_key(LONGEST_KEY));
    }
    Ok(Call {
        key: key.filter(|_| method == Method::POST).map(str::to_owned),
        path: uri.path().trim_end_matches('/').to_owned(),
        method,
        form,
    })
}

/// The secret key comes as a bearer token, or as the user of HTTP Basic.
fn authenticate(app: &App, headers: &HeaderMap) -> Result<(), ApiError> {
    let value = headers.get(header::AUTHORIZATION);
    let value = value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let given = match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.to_owned(),
        Some((scheme, pair)) if scheme.eq_ignore_ascii_case("basic") => {
            let pair = BASE64_STANDARD.decode(pair).unwrap_or_default();
            let pair = String::from_utf8(pair).unwrap_or_default();
            pair.split(':').next().unwrap_or_default().to_owned()
        }
        _ => String::new(),
    };
    if given.is_empty() {
        return Err(ApiError::no_key());
    }
    if given != app.secret_key {
        return Err(ApiError::wrong_key(&given));
    }
    Ok(())
}

fn execute(app: &Arc<App>, call: &Call, request_id: &str) -> Result<Saved, ApiError> {
    finish(app, call, begin(app, call), request_id)
}

/// Fails at a call with this status. A refusal and a failure are answers, which a key keeps as any other; "later" and
/// "who are you?" are not.
fn fail(app: &App, call: &Call, status: u16, request_id: &str) -> Result<Saved, ApiError> {
    let error = ApiError::of_status(status);
    if let (Some(key), 402 | 500) = (&call.key, status) {
        if let Begun::Again(saved) = begin(app, call)? {
            return Ok(saved);
        }
        let saved = Saved::new(error.status(), error.body().to_string(), request_id);
        app.keys().save(key, saved);
    }
    Err(error)
}

/// Looks whether the call was made before.
fn begin(app: &App, call: &Call) -> Result<Begun, ApiError> {
    match &call.key {
        Some(key) => app.keys().begin(key, &call.path, &call.form),
        None => Ok(Begun::First),
    }
}

fn finish(
    app: &Arc<App>,
    call: &Call,
    begun: Result<Begun, ApiError>,
    request_id: &str,
) -> Result<Saved, ApiError> {
    if let Begun::Again(saved) = begun? {
        return Ok(saved);
    }
    let result = dispatch(app, call);
    let Some(key) = &call.key else {
        return result.map(|body| Saved::new(StatusCode::OK, body, request_id));
    };
    let saved = match result {
        Ok(body) => Saved::new(StatusCode::OK, body, request_id),
        // What failed before anything was tried may be corrected under the same key.
        Err(error) if error.is_validation() => {
            app.keys().forget(key);
            return Err(error);
        }
        Err(error) => Saved::new(error.status(), error.body().to_string(), request_id),
    };
    app.keys().save(key, saved.clone());
    Ok(saved)
}

/// The operations.
fn dispatch(app: &Arc<App>, call: &Call) -> Result<String, ApiError> {
    let params = Params::parse(&call.form)?;
    let segments: Vec<&str> = call.path.trim_start_matches("/v1/").split('/').collect();
    let books = || app.books();
    match (call.method.as_str(), segments.as_slice()) {
        ("POST", ["checkout", "sessions"]) => sessions::create(app, params),
        ("GET", ["checkout", "sessions"]) => lists::sessions(app, params),
        ("GET", ["checkout", "sessions", id]) => sessions::retrieve(app, params, id),
        ("POST", ["checkout", "sessions", id, "expire"]) => sessions::expire(app, params, id),
        ("POST", ["refunds"]) => create_refund(app, params),
        ("GET", ["refunds"]) => lists::refunds(&books(), params),
        ("GET", ["payment_intents", id]) => {
            params.finish()?;
            let books = books();
            books.intent(id, "intent")?;
            json(&objects::intent(&books, id))
        }
        ("GET", ["charges", id]) => {
            params.finish()?;
            let books = books();
            books.charge(id, "charge")?;
            json(&objects::charge(&books, id))
        }
        ("GET", ["disputes"]) => lists::disputes(&books(), params),
        ("GET", ["events"]) => lists::events(&books(), params),
        _ => Err(ApiError::no_such_url(&call.method, &call.path)),
    }
}

fn create_refund(app: &Arc<App>, mut params: Params) -> Result<String, ApiError> {
    let (charge, intent) = (params.text("charge")?, params.text("payment_intent")?);
    let asked = NewRefund {
        amount: params.positive("amount")?,
        reason: params.one_of("reason", &REASONS)?,
        metadata: params.metadata("metadata")?,
    };
    params.finish()?;
    app.change(|books| {
        let charge = match (charge, intent) {
            (Some(charge), None) => books
                .charge(&charge, "charge")
                .map(|charge| charge.id.clone()),
            (None, Some(intent)) => books.charge_of_intent(&intent, "payment_intent"),
            _ => return Err(ApiError::charge_or_intent()),
        };
        let charge = charge.map_err(|refusal| ApiError::from(refusal).in_body())?;
        let refund = books.refund(&charge, asked)?;
        json(&objects::refund(books, &refund))
    })
}

fn json(object: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string_pretty(object).map_err(|_| ApiError::internal())
}

impl IntoResponse for Saved {
    fn into_response(self) -> Response {
        let mut response = errors::json_response(self.status, self.body);
        if self.replayed {
            let headers = response.headers_mut();
            headers.insert("idempotent-replayed", HeaderValue::from_static("true"));
            let original = HeaderValue::from_str(&self.request_id);
            headers.insert("original-request", original.expect("letters and digits"));
        }
        response
    }
}

/// An object on its own, for those who ask past the API.
pub(crate) fn refusal_body(refusal: books::Refusal) -> (StatusCode, Value) {
    let error = ApiError::from(refusal);
    (error.status(), error.body())
}
