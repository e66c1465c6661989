//! Where log lines and spans go.

use std::io::IsTerminal as _;

use anyhow::Context as _;
use opentelemetry::{global, trace::TracerProvider as _};
use opentelemetry_otlp::WithExportConfig as _;
use opentelemetry_sdk::{Resource, propagation::TraceContextPropagator, trace::SdkTracerProvider};
use tracing_subscriber::{
    EnvFilter, Layer as _, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

/// How this process reports on itself.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Name in traces, such as `cinema-server`.
    pub service: &'static str,
    /// JSON for collectors, otherwise text for people.
    pub json: bool,
    /// `EnvFilter` directives.
    pub filter: &'a str,
    /// OTLP/HTTP endpoint for traces; empty for none.
    pub otlp_endpoint: &'a str,
}

/// Exports the spans that are still held when it is dropped. Keep it until the process ends.
#[must_use]
pub struct Guard(SdkTracerProvider);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Err(error) = self.0.shutdown() {
            eprintln!("the last spans could not be exported: {error}");
        }
    }
}

/// Starts logging to standard error and, where an endpoint is given, the export of traces. Trace ids
/// exist either way, so that the lines of one request can be found across server and worker.
pub fn init(options: Options<'_>) -> anyhow::Result<Guard> {
    let filter = EnvFilter::try_new(options.filter)
        .with_context(|| format!("CINEMA__TELEMETRY__LOG_FILTER: {:?}", options.filter))?;

    let mut provider = SdkTracerProvider::builder().with_resource(
        Resource::builder()
            .with_service_name(options.service)
            .build(),
    );
    if !options.otlp_endpoint.is_empty() {
        let exporter = opentelemetry_otlp::SpanExporter::builder()
            .with_http()
            .with_endpoint(options.otlp_endpoint)
            .build()
            .with_context(|| {
                format!(
                    "CINEMA__TELEMETRY__OTLP_ENDPOINT: {}",
                    options.otlp_endpoint
                )
            })?;
        provider = provider.with_batch_exporter(exporter);
    }
    let provider = provider.build();
    global::set_text_map_propagator(TraceContextPropagator::new());

    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = if options.json {
        lines
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .boxed()
    } else {
        lines
            .with_target(false)
            .with_ansi(std::io::stderr().is_terminal())
            .boxed()
    };
    tracing_subscriber::registry()
        .with(filter)
        .with(lines)
        .with(tracing_opentelemetry::layer().with_tracer(provider.tracer(options.service)))
        .try_init()
        .context("logging is started once")?;
    Ok(Guard(provider))
}
