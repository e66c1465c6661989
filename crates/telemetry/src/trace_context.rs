//! W3C trace context: one line of text that ties a job to the request that caused it.

use std::collections::HashMap;

use opentelemetry::{global, trace::TraceContextExt as _};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// Name of the header in HTTP and AMQP (W3C Trace Context, 3.2).
pub const TRACEPARENT: &str = "traceparent";

/// The current span as a `traceparent`, if there is a span.
#[must_use]
pub fn current() -> Option<String> {
    let mut carrier = HashMap::new();
    let context = Span::current().context();
    global::get_text_map_propagator(|propagator| propagator.inject_context(&context, &mut carrier));
    carrier.remove(TRACEPARENT)
}

/// The trace id of a span, for log lines and answers.
#[must_use]
pub fn trace_id(span: &Span) -> Option<String> {
    let context = span.context();
    let span = context.span();
    let id = span.span_context().trace_id();
    (id != opentelemetry::TraceId::INVALID).then(|| id.to_string())
}

/// Makes `span` a child of what `traceparent` names. A text that is no trace context is ignored, as
/// the specification asks.
pub fn set_parent(span: &Span, traceparent: &str) {
    let carrier = HashMap::from([(TRACEPARENT.to_owned(), traceparent.to_owned())]);
    let parent = global::get_text_map_propagator(|propagator| propagator.extract(&carrier));
    if parent.span().span_context().is_valid() && span.set_parent(parent).is_err() {
        tracing::debug!("a span got its parent after it had started");
    }
}
