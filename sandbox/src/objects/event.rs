//! `event`

use serde::Serialize;
use serde_json::{Value, json, value::RawValue};

use super::API_VERSION;
use crate::books::{Event, Sending};

/// An event. Its data were written when it happened, and are sent as they are.
#[derive(Serialize)]
pub(crate) struct EventObject<'a> {
    id: &'a str,
    object: &'static str,
    api_version: &'static str,
    created: i64,
    data: &'a RawValue,
    livemode: bool,
    pending_webhooks: u8,
    request: Value,
    r#type: &'a str,
}

pub(crate) fn event(event: &Event) -> EventObject<'_> {
    EventObject {
        id: &event.id,
        object: "event",
        api_version: API_VERSION,
        created: event.created,
        data: &event.data,
        livemode: false,
        pending_webhooks: u8::from(event.sending == Sending::Pending),
        request: json!({ "id": null, "idempotency_key": null }),
        r#type: &event.kind,
    }
}
