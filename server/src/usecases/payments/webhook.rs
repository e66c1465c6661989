//! What Stripe sends.

use bytes::Bytes;
use chrono::DateTime;
use domain::clock;
use http::HeaderValue;
use jobs::{HandleStripeEvent, outbox};
use payments::{Event, signature};
use serde_json::value::RawValue;
use store::stripe_events;

use crate::{App, problem::Problem};

/// Verifies and stores an event, to be acted on by the worker. One that was received before is acknowledged
/// once more.
pub(crate) async fn receive(
    app: &App,
    signature: Option<&HeaderValue>,
    payload: Bytes,
) -> Result<(), Problem> {
    let verified = verify(app, signature, &payload);
    let event = verified.inspect_err(|problem| {
        count("refused");
        tracing::warn!(problem = problem.id(), "a webhook is refused");
    })?;
    let raw: &RawValue = serde_json::from_slice(&payload).map_err(|_| Problem::PayloadInvalid)?;
    let now = clock::now();
    let created_at = event
        .created
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        .unwrap_or(now);

    let mut tx = app.db.begin().await?;
    let stored = stripe_events::insert(&mut tx, &event.id, &event.kind, created_at, raw).await;
    let is_new = stored.map_err(|error| {
        if store::is_unstorable_text(&error) {
            tracing::error!(event = event.id, "Stripe signed an event with U+0000 in it");
            Problem::PayloadInvalid
        } else {
            error.into()
        }
    })?;
    if is_new {
        let event_id = event.id.clone();
        outbox::enqueue(&mut tx, &HandleStripeEvent { event_id }).await?;
    }
    tx.commit().await?;
    count(if is_new { "stored" } else { "repeated" });
    tracing::info!(
        event = event.id,
        r#type = event.kind,
        is_new,
        "a webhook is acknowledged"
    );
    Ok(())
}

fn verify(app: &App, signature: Option<&HeaderValue>, payload: &[u8]) -> Result<Event, Problem> {
    let header = signature.ok_or(Problem::SignatureMissing)?;
    let header = header.to_str().map_err(|_| Problem::SignatureInvalid)?;
    let secrets = &app.config.payments.stripe_webhook_secrets;
    signature::verify(secrets, header, payload, clock::now().timestamp()).map_err(|error| {
        tracing::warn!(%error, "a webhook has no valid signature");
        Problem::SignatureInvalid
    })?;
    Event::parse(payload).map_err(|error| {
        tracing::error!(%error, "Stripe signed what is no event");
        Problem::PayloadInvalid
    })
}

fn count(outcome: &'static str) {
    metrics::counter!("cinema_stripe_webhooks_total", "outcome" => outcome).increment(1);
}
