//! Errors as Stripe tells them: `{"error": {"type", "code", "message", "param", …}}`.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Method, StatusCode, header};
use serde_json::{Map, Value};

use crate::books::Refusal;

const INVALID: &str = "invalid_request_error";

/// One error answer.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    kind: &'static str,
    code: Option<&'static str>,
    decline_code: Option<&'static str>,
    param: Option<String>,
    message: String,
    /// Whether it was found before anything was tried.
    validation: bool,
}

impl ApiError {
    fn new(status: StatusCode, kind: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            kind,
            code: None,
            decline_code: None,
            param: None,
            message: message.into(),
            validation: true,
        }
    }

    /// A parameter that is wrong.
    pub(super) fn param(code: &'static str, param: &str, message: impl Into<String>) -> Self {
        Self {
            code: Some(code),
            ..Self::unnamed(param, message)
        }
    }

    /// The same where Stripe gives no code.
    pub(super) fn unnamed(param: &str, message: impl Into<String>) -> Self {
        Self {
            param: Some(param.to_owned()),
            ..Self::new(StatusCode::BAD_REQUEST, INVALID, message)
        }
    }

    pub(super) fn no_key() -> Self {
        let message = "You did not provide an API key. You need to provide your API key in the Authorization header, \
             using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').";
        Self::new(StatusCode::UNAUTHORIZED, INVALID, message)
    }

    pub(super) fn wrong_key(given: &str) -> Self {
        let shown: String = given.chars().take(7).collect();
        let message = format!("Invalid API Key provided: {shown}****");
        Self::new(StatusCode::UNAUTHORIZED, INVALID, message)
    }

    pub(super) fn content_type(given: &str) -> Self {
        let message = format!(
            "Invalid request (check that your POST content type is application/x-www-form-urlencoded). The request had \
             a content type of {given}. If you have any questions, we can help at https://support.stripe.com/."
        );
        Self::new(StatusCode::BAD_REQUEST, INVALID, message)
    }

    pub(super) fn encoding() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            INVALID,
            "Invalid request: it is not in UTF-8.",
        )
    }

    pub(super) fn no_such_url(method: &Method, path: &str) -> Self {
        let message = format!(
            "Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs or we can help at \
             https://support.stripe.com/."
        );
        Self::new(StatusCode::NOT_FOUND, INVALID, message)
    }

    pub(super) fn charge_or_intent() -> Self {
        let message = "One of the following params should be provided for this request: payment_intent or charge.";
        Self::new(StatusCode::BAD_REQUEST, INVALID, message)
    }

    pub(super) fn long_key(longest: usize) -> Self {
        let message = format!("Idempotency keys must be at most {longest} characters long.");
        Self::new(StatusCode::BAD_REQUEST, INVALID, message)
    }

    pub(super) fn other_parameters(key: &str) -> Self {
        let message = format!(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. Try \
             using a key other than '{key}' if you meant to execute a different request."
        );
        Self::new(StatusCode::BAD_REQUEST, "idempotency_error", message)
    }

    pub(super) fn other_endpoint(key: &str, first: &str, now: &str) -> Self {
        let message = format!(
            "Keys for idempotent requests can only be used for the same endpoint they were first used for ('{now}' vs \
             '{first}'). Try using a key other than '{key}' if you meant to execute a different request."
        );
        Self::new(StatusCode::BAD_REQUEST, "idempotency_error", message)
    }

    pub(super) fn key_in_use(key: &str) -> Self {
        let message = format!(
            "There is currently another in-progress request using this Idempotent Key (that probably means you \
             submitted twice, and the other request is still going through): {key}. Please try again later."
        );
        Self {
            code: Some("idempotency_key_in_use"),
            ..Self::new(StatusCode::CONFLICT, "idempotency_error", message)
        }
    }

    pub(super) fn internal() -> Self {
        Self::of_status(500)
    }

    /// What Stripe says with such a status when nothing is wrong with the request.
    pub(super) fn of_status(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if status == StatusCode::UNAUTHORIZED {
            return Self::wrong_key("sk_test");
        }
        let (kind, code, message) = match status {
            StatusCode::PAYMENT_REQUIRED => (
                "card_error",
                Some("card_declined"),
                "Your card was declined.",
            ),
            StatusCode::FORBIDDEN => (
                INVALID,
                None,
                "The provided key 'rk_test_****' does not have the required permissions for this endpoint.",
            ),
            StatusCode::CONFLICT => (
                INVALID,
                Some("lock_timeout"),
                "This object cannot be accessed right now because another API request or Stripe process is currently \
                 accessing it.",
            ),
            StatusCode::TOO_MANY_REQUESTS => (
                INVALID,
                Some("rate_limit"),
                "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.",
            ),
            _ => (
                "api_error",
                None,
                "Sorry! There was an error while talking to one of our backends. Support has been notified.",
            ),
        };
        Self {
            code,
            ..Self::new(status, kind, message)
        }
    }

    /// The same about something that the path does not name: then 404 would be said of the wrong thing.
    pub(super) fn in_body(mut self) -> Self {
        if self.status == StatusCode::NOT_FOUND {
            self.status = StatusCode::BAD_REQUEST;
        }
        self
    }

    pub(super) const fn status(&self) -> StatusCode {
        self.status
    }

    /// Whether it was found before anything was tried.
    pub(super) const fn is_validation(&self) -> bool {
        self.validation
    }

    pub(super) fn body(&self) -> Value {
        let mut error = Map::new();
        let mut tell = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                error.insert(name.to_owned(), value.into());
            }
        };
        tell("code", self.code.map(str::to_owned));
        tell("decline_code", self.decline_code.map(str::to_owned));
        tell("doc_url", self.code.map(doc_url));
        tell("message", Some(self.message.clone()));
        tell("param", self.param.clone());
        tell("type", Some(self.kind.to_owned()));
        serde_json::json!({ "error": error })
    }
}

fn doc_url(code: &str) -> String {
    format!(
        "https://stripe.com/docs/error-codes/{}",
        code.replace('_', "-")
    )
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        let message = refusal.to_string();
        let mut error = Self {
            validation: false,
            ..Self::new(StatusCode::BAD_REQUEST, INVALID, message)
        };
        match refusal {
            Refusal::Missing { param, .. } => {
                error.code = Some("resource_missing");
                error.param = Some(param.to_owned());
                error.status = StatusCode::NOT_FOUND;
            }
            Refusal::Declined(decline) => {
                error.status = StatusCode::PAYMENT_REQUIRED;
                error.kind = "card_error";
                error.code = Some(decline.code);
                error.decline_code = Some(decline.reason);
            }
            Refusal::AlreadyRefunded(_) => error.code = Some("charge_already_refunded"),
            Refusal::ChargedBack(_) => error.code = Some("charge_disputed"),
            Refusal::RefundTooLarge { .. } => error.param = Some("amount".to_owned()),
            Refusal::NotOpen(_)
            | Refusal::NotPayable(_)
            | Refusal::NotPending
            | Refusal::NothingToRefund(_)
            | Refusal::AlreadyDisputed(_) => {}
        }
        error
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = json_response(self.status, self.body().to_string());
        let headers = response.headers_mut();
        if self.status == StatusCode::UNAUTHORIZED {
            let realm = HeaderValue::from_static("Bearer realm=\"Stripe\"");
            headers.insert(header::WWW_AUTHENTICATE, realm);
        }
        // Stripe's own advice to its clients.
        let retry = self.status.is_server_error()
            || self.status == StatusCode::TOO_MANY_REQUESTS
            || self.code == Some("lock_timeout")
            || self.code == Some("idempotency_key_in_use");
        let retry = if retry { "true" } else { "false" };
        headers.insert("stripe-should-retry", HeaderValue::from_static(retry));
        response
    }
}

pub(super) fn json_response(status: StatusCode, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}
