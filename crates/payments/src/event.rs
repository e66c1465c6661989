//! Events: the envelope, and the news in it.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{Charge, Dispute, FailedPayment, RefundNews, Session};

/// An event as Stripe sends it, signed and as yet unread.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Event {
    /// `evt_…`. The same however often it is sent.
    pub id: String,
    /// Such as `checkout.session.completed`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it happened, in seconds since 1970.
    pub created: Option<i64>,
    data: Data,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Data {
    object: Map<String, Value>,
}

/// A body that is no event, or whose object lacks what its type promises.
#[derive(Debug, thiserror::Error)]
#[error("not an event that Stripe sends: {0}")]
pub struct InvalidPayload(#[from] serde_json::Error);

/// What an event tells, as far as it concerns us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// A buyer went through a session. The money is there unless it takes days.
    CheckoutCompleted(Session),
    /// The money that took days is there.
    PaymentArrived(Session),
    /// The money that took days won't come.
    PaymentFellThrough(Session),
    /// A session ended unpaid.
    CheckoutExpired(Session),
    /// A buyer tried to pay and could not; the session is still open.
    PaymentFailed(FailedPayment),
    /// Money was given back, not always all of it.
    Refunded(Charge),
    /// What was to be given back could not be.
    RefundFailed(RefundNews),
    /// A bank wants money back.
    Disputed(Dispute),
    /// Something that we don't act on.
    Other,
}

impl Event {
    /// Reads the envelope.
    pub fn parse(body: &[u8]) -> Result<Self, InvalidPayload> {
        Ok(serde_json::from_slice(body)?)
    }

    /// Reads what it tells.
    pub fn news(self) -> Result<News, InvalidPayload> {
        let object = Value::Object(self.data.object);
        Ok(match self.kind.as_str() {
            "checkout.session.completed" => {
                News::CheckoutCompleted(serde_json::from_value(object)?)
            }
            "checkout.session.async_payment_succeeded" => {
                News::PaymentArrived(serde_json::from_value(object)?)
            }
            "checkout.session.async_payment_failed" => {
                News::PaymentFellThrough(serde_json::from_value(object)?)
            }
            "checkout.session.expired" => News::CheckoutExpired(serde_json::from_value(object)?),
            "payment_intent.payment_failed" => News::PaymentFailed(serde_json::from_value(object)?),
            "charge.refunded" => News::Refunded(serde_json::from_value(object)?),
            // Which of them comes depends on the version of Stripe's API for which the endpoint is registered.
            "refund.failed" | "refund.updated" | "charge.refund.updated" => {
                let refund: RefundNews = serde_json::from_value(object)?;
                if refund.has_failed() {
                    News::RefundFailed(refund)
                } else {
                    News::Other
                }
            }
            "charge.dispute.created" => News::Disputed(serde_json::from_value(object)?),
            _ => News::Other,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use uuid::Uuid;

    use super::*;
    use crate::{PaymentState, SessionState};

    fn news(kind: &str, object: &Value) -> Result<News, InvalidPayload> {
        let event =
            json!({ "id": "evt_1", "type": kind, "created": 1, "data": { "object": object } });
        Event::parse(event.to_string().as_bytes()).and_then(Event::news)
    }

    #[test]
    fn a_session_is_read_with_what_was_paid_for_what() {
        let attempt = Uuid::now_v7();
        let object = json!({
            "id": "cs_1", "status": "complete", "payment_status": "paid", "payment_intent": "pi_1",
            "amount_total": 1998, "currency": "usd", "something_new": {},
            "metadata": { "checkout_id": attempt.to_string(), "order_id": "7" },
        });
        let News::CheckoutCompleted(session) =
            news("checkout.session.completed", &object).expect("news")
        else {
            panic!("other news");
        };
        assert_eq!(
            (session.state, session.payment),
            (SessionState::Complete, PaymentState::Paid)
        );
        assert_eq!(session.payment_intent.as_deref(), Some("pi_1"));
        assert_eq!(
            (session.amount, session.checkout_id),
            (Some(1998), Some(attempt))
        );
    }

    #[test]
    fn an_object_that_lacks_all_but_its_id_is_news_of_somebody_else() {
        for kind in [
            "checkout.session.completed",
            "checkout.session.expired",
            "payment_intent.payment_failed",
            "charge.refunded",
            "refund.failed",
            "charge.dispute.created",
        ] {
            assert!(news(kind, &json!({ "id": "x_1" })).is_ok(), "{kind}");
            assert!(news(kind, &json!({})).is_err(), "{kind}");
        }
        let strange = json!({
            "id": "cs_1", "status": "new", "payment_status": "new", "metadata": { "checkout_id": "7" },
            "payment_intent": { "id": "pi_1", "object": "payment_intent" },
        });
        let News::CheckoutCompleted(session) =
            news("checkout.session.completed", &strange).expect("news")
        else {
            panic!("other news");
        };
        assert_eq!(
            (session.state, session.payment),
            (SessionState::Unknown, PaymentState::Unpaid)
        );
        assert_eq!((session.checkout_id, session.amount), (None, None));
        assert_eq!(session.payment_intent.as_deref(), Some("pi_1"));
    }

    #[test]
    fn types_that_we_do_not_act_on_may_carry_anything() {
        assert_eq!(news("plan.created", &json!({})).expect("news"), News::Other);
    }

    #[test]
    fn what_is_no_event_is_refused() {
        for body in [
            &b""[..],
            b"\xff",
            b"[]",
            b"{}",
            br#"{"id": "evt_1", "type": "x"}"#,
            br#"{"id": "evt_1", "type": "x", "data": {}}"#,
            br#"{"id": "evt_1", "type": "x", "data": {"object": []}}"#,
            br#"{"id": 1, "type": "x", "data": {"object": {}}}"#,
        ] {
            assert!(Event::parse(body).is_err(), "{body:?}");
        }
    }
}
