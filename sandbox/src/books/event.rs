//! Events: what webhooks tell, and what became of them.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json, value::RawValue};

use super::{Record, ids, now};

/// Something that happened, and the object as it was then.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Event {
    /// `evt_…`
    pub(crate) id: String,
    /// Seconds since 1970.
    pub(crate) created: i64,
    /// Such as `charge.refunded`.
    pub(crate) kind: String,
    /// The id of what it is about.
    pub(crate) about: String,
    /// `data` of the event.
    pub(crate) data: Box<RawValue>,
    /// Whether the shop has heard of it.
    pub(crate) sending: Sending,
    /// Every webhook that was sent.
    pub(crate) attempts: Vec<Attempt>,
}

/// How far the delivery of an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sending {
    /// Nobody listens, or all attempts failed.
    Undelivered,
    /// It is kept back on purpose.
    Dropped,
    /// The next attempt is due.
    Pending,
    /// It was acknowledged.
    Delivered,
}

/// One webhook.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Attempt {
    /// Seconds since 1970.
    pub(crate) at: i64,
    /// The answer's status; none when there was no answer.
    pub(crate) status: Option<u16>,
    /// What was wrong with it on purpose.
    pub(crate) forged: Option<String>,
}

impl Record for Event {
    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }
}

impl Event {
    pub(super) fn new(kind: &str, object: &Value, previous: Option<Value>) -> Self {
        let mut data = json!({ "object": object });
        if let Some(previous) = previous {
            data["previous_attributes"] = previous;
        }
        Self {
            id: ids::event(),
            created: now(),
            kind: kind.to_owned(),
            about: object["id"].as_str().unwrap_or_default().to_owned(),
            data: serde_json::value::to_raw_value(&data).expect("JSON is JSON"),
            sending: Sending::Undelivered,
            attempts: Vec::new(),
        }
    }
}
