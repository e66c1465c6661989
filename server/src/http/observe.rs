//! Makes requests visible: an id, a span, one log line and two metrics each.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use http::{Extensions, HeaderName, HeaderValue, Method, StatusCode};
use telemetry::trace_context;
use tracing::Instrument as _;
use uuid::Uuid;

/// Header with the request's id, in requests of clients that choose one and in every answer.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Longest id that a client may choose.
const REQUEST_ID_MAX: usize = 64;

/// Ties a request, its answer and its log lines together.
#[derive(Debug, Clone)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// The id of a request that has passed [`request`].
    pub fn of(extensions: &Extensions) -> Self {
        extensions.get::<Self>().cloned().unwrap_or_else(Self::new)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn new() -> Self {
        Self(Uuid::now_v7().to_string().into())
    }

    /// A client's id is taken if it is short and cannot be mistaken for anything else in a log.
    fn chosen_by(request: &Request) -> Option<Self> {
        let text = request.headers().get(REQUEST_ID)?.to_str().ok()?;
        let plain = text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        (plain && (1..=REQUEST_ID_MAX).contains(&text.len())).then(|| Self(text.into()))
    }
}

/// The path of the operation, with its parameters by name. An extension of its answers.
#[derive(Debug, Clone)]
struct Operation(MatchedPath);

/// Notes which operation answers. Runs behind the router, which alone knows.
pub async fn name_operation(request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(path) = path {
        response.extensions_mut().insert(Operation(path));
    }
    response
}

/// Wraps everything else.
pub async fn request(mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = RequestId::chosen_by(&request).unwrap_or_else(RequestId::new);
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let span = tracing::info_span!("request", request_id = id.as_str(), %method, path, trace_id = tracing::field::Empty);
    if let Some(parent) = request
        .headers()
        .get(trace_context::TRACEPARENT)
        .and_then(|value| value.to_str().ok())
    {
        trace_context::set_parent(&span, parent);
    }
    if let Some(trace_id) = trace_context::trace_id(&span) {
        span.record("trace_id", trace_id);
    }
    request.extensions_mut().insert(id.clone());

    let mut response = next.run(request).instrument(span.clone()).await;

    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let elapsed = started.elapsed();
    let status = response.status();
    let operation = response.extensions_mut().remove::<Operation>();
    let operation = operation
        .as_ref()
        .map_or("none", |operation| operation.0.as_str());
    span.in_scope(|| log(status, operation, elapsed.as_secs_f64()));
    let labels = [
        ("method", method_label(&method).to_owned()),
        ("operation", operation.to_owned()),
        ("status", status.as_str().to_owned()),
    ];
    metrics::counter!("cinema_http_requests_total", &labels).increment(1);
    metrics::histogram!("cinema_http_request_seconds", &labels).record(elapsed);
    response
}

/// Clients may send any word as a method, and a metric must not have a label for each.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn log(status: StatusCode, operation: &str, seconds: f64) {
    let status = status.as_u16();
    if status >= 500 {
        tracing::warn!(status, operation, seconds, "answered");
    } else {
        tracing::info!(status, operation, seconds, "answered");
    }
}
