//! Makes requests visible: an id, a span, one log line and two metrics each.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use http::{Extensions, HeaderName, HeaderValue, Method, StatusCode};
use http_runtime::Op;
use metrics::SharedString;
use telemetry::trace_context;
use tracing::Span;
use uuid::Uuid;

/// Header with the request's id, in requests of clients that choose one and in every answer.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Longest id that a client may choose.
const REQUEST_ID_MAX: usize = 64;
/// What the operations begin with that say how the server is.
const PROBES: &str = "/health/";

/// Ties a request, its answer and its log lines together. An extension of every request.
#[derive(Debug, Clone)]
pub struct RequestId(HeaderValue);

impl RequestId {
    /// The id of a request, or a new one for a request that came over no network.
    pub fn of(extensions: &Extensions) -> Self {
        let known = extensions.get::<Self>().cloned();
        known.unwrap_or_else(Self::new)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }

    fn new() -> Self {
        let mut text = [0; uuid::fmt::Hyphenated::LENGTH];
        let text = Uuid::now_v7().hyphenated().encode_lower(&mut text);
        Self(HeaderValue::from_str(text).expect("digits and hyphens may stand in a header"))
    }

    /// A client's id is taken if it is short and cannot be mistaken for anything else in a log.
    fn chosen_by(request: &Request) -> Option<Self> {
        let id = request.headers().get(REQUEST_ID)?;
        let plain = id
            .as_bytes()
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        (plain && (1..=REQUEST_ID_MAX).contains(&id.len())).then(|| Self(id.clone()))
    }
}

/// Names a page in the extensions of its answers, as generated code names the operation in those of its own.
pub async fn name_page(path: MatchedPath, request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    answer.extensions_mut().insert(path);
    answer
}

/// The path of what answered, with its parameters by name. `none` is what no operation answers, such as 404.
fn operation(answer: &Response) -> SharedString {
    let extensions = answer.extensions();
    match (
        extensions.get::<&'static Op>(),
        extensions.get::<MatchedPath>(),
    ) {
        (Some(operation), _) => operation.path.into(),
        (None, Some(page)) => page.as_str().to_owned().into(),
        (None, None) => "none".into(),
    }
}

/// A request that is being answered.
pub struct Observed {
    started: Instant,
    id: RequestId,
    method: &'static str,
    span: Span,
    measured: bool,
}

impl Observed {
    /// Gives the request its id. Metrics are recorded if it is to be `measured`.
    pub fn start(request: &mut Request, measured: bool) -> Self {
        let id = RequestId::chosen_by(request).unwrap_or_else(RequestId::new);
        request.extensions_mut().insert(id.clone());
        Self {
            started: Instant::now(),
            method: method_label(request.method()),
            span: span(request, &id),
            id,
            measured,
        }
    }

    /// What the lines that are logged meanwhile belong to.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    /// Puts the id into the answer, logs it and counts it.
    pub fn finish(self, answer: &mut Response) {
        answer.headers_mut().insert(REQUEST_ID, self.id.0);
        let elapsed = self.started.elapsed();
        let status = answer.status();
        let operation = operation(answer);
        self.span
            .in_scope(|| log(status, &operation, elapsed.as_secs_f64()));
        if self.measured {
            let labels = [
                ("method", self.method.into()),
                ("operation", operation),
                ("status", status.as_str().to_owned().into()),
            ];
            metrics::counter!("cinema_http_requests_total", &labels).increment(1);
            metrics::histogram!("cinema_http_request_seconds", &labels).record(elapsed);
        }
    }
}

fn span(request: &Request, id: &RequestId) -> Span {
    let (method, path) = (request.method(), request.uri().path());
    let span = tracing::info_span!("request", request_id = id.as_str(), %method, path, trace_id = tracing::field::Empty);
    if span.is_disabled() {
        return span;
    }
    let parent = request.headers().get(trace_context::TRACEPARENT);
    if let Some(parent) = parent.and_then(|value| value.to_str().ok()) {
        trace_context::set_parent(&span, parent);
    }
    if let Some(trace_id) = trace_context::trace_id(&span) {
        span.record("trace_id", trace_id);
    }
    span
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
    } else if operation.starts_with(PROBES) {
        // Platforms and proxies ask several times a second.
        tracing::debug!(status, operation, seconds, "answered");
    } else {
        tracing::info!(status, operation, seconds, "answered");
    }
}
