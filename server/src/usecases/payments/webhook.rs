//! What Stripe sends.

use bytes::Bytes;
use http::HeaderValue;

use crate::{App, problem::Problem};

/// Verifies and stores an event, to be acted on by the worker.
pub(crate) async fn receive(
    _app: &App,
    _signature: Option<&HeaderValue>,
    _payload: Bytes,
) -> Result<(), Problem> {
    Err(Problem::Unavailable)
}
