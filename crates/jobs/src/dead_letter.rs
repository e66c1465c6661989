//! What is in the queue of dead letters: jobs that a worker gave up, and what the broker put there by itself.

use lapin::{message::Delivery, types::FieldTable};

use crate::{
    Envelope,
    envelope::{REASON, long_string},
};

/// Where the broker says why it moved a message by itself.
const BROKERS_REASON: &str = "x-first-death-reason";

/// A message that was given up.
#[derive(Debug)]
pub struct DeadLetter {
    /// The job, if it is one.
    pub job: Option<Envelope>,
    /// The body of the message.
    pub body: Vec<u8>,
    /// Why it was given up.
    pub reason: String,
}

impl DeadLetter {
    /// Reads a message from the queue of dead letters.
    #[must_use]
    pub fn from_delivery(delivery: &Delivery) -> Self {
        Self {
            job: Envelope::from_delivery(delivery).ok(),
            body: delivery.data.clone(),
            reason: reason(delivery.properties.headers().as_ref()),
        }
    }
}

/// A worker's own words, or what the broker's mean.
fn reason(headers: Option<&FieldTable>) -> String {
    let header = |name: &str| headers.and_then(|table| long_string(table.inner().get(name)?));
    if let Some(reason) = header(REASON) {
        return reason;
    }
    match header(BROKERS_REASON).as_deref() {
        Some("delivery_limit") => "every worker that took it died or lost the broker".to_owned(),
        Some("rejected") => "the message is no job".to_owned(),
        Some(other) => format!("the broker says: {other}"),
        None => "nobody says why".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use lapin::types::AMQPValue;

    use super::*;

    fn with(name: &str, text: &str) -> String {
        let mut headers = FieldTable::default();
        headers.insert(name.into(), AMQPValue::LongString(text.into()));
        reason(Some(&headers))
    }

    #[test]
    fn a_dead_letter_always_has_a_reason() {
        assert_eq!(with(REASON, "no such mailbox"), "no such mailbox");
        assert_eq!(with(BROKERS_REASON, "rejected"), "the message is no job");
        assert_eq!(
            with(BROKERS_REASON, "delivery_limit"),
            "every worker that took it died or lost the broker"
        );
        assert_eq!(with(BROKERS_REASON, "maxlen"), "the broker says: maxlen");
        assert_eq!(reason(None), "nobody says why");
    }
}
