//! Logs, traces, metrics and probes of both binaries, and the trace context that travels between them.

mod failure;
mod logs;
pub mod metrics_endpoint;
pub mod probe;
pub mod trace_context;

pub use failure::{error_chain, panic_message};
pub use logs::{Guard, Options, init};
