//! What we read of Stripe's objects. Events and answers become the same types.
//!
//! Events are read by our own definitions, which take what we need and miss nothing else: what Stripe leaves
//! out, adds or renames elsewhere must not keep a payment from being noticed.

use std::collections::HashMap;

use serde::{Deserialize, Deserializer};
use stripe_shared::{CheckoutSessionPaymentStatus, CheckoutSessionStatus};
use stripe_types::{Expandable, Object};
use uuid::Uuid;

/// The key under which our objects carry the id of our attempt. Another installation may number its orders as we do;
/// it knows no attempt of ours.
pub(crate) const CHECKOUT_ID: &str = "checkout_id";
/// The key under which they carry the order's number, for people who look at them.
pub(crate) const ORDER_ID: &str = "order_id";

/// A Checkout Session.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Session {
    /// `cs_…`.
    pub id: String,
    /// Where it stands.
    #[serde(rename = "status", default)]
    pub state: SessionState,
    /// Whether money has come.
    #[serde(rename = "payment_status", default)]
    pub payment: PaymentState,
    /// `pi_…`. None until somebody tries to pay, and none at all where nothing is to be paid.
    #[serde(default, deserialize_with = "id")]
    pub payment_intent: Option<String>,
    /// In cents.
    #[serde(rename = "amount_total")]
    pub amount: Option<i64>,
    /// ISO 4217, lower case.
    pub currency: Option<String>,
    /// The attempt of ours that opened it.
    #[serde(rename = "metadata", default, deserialize_with = "checkout_id")]
    pub checkout_id: Option<Uuid>,
    /// Where the buyer pays, while the session is open.
    pub url: Option<String>,
}

/// Where a Checkout Session stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// The buyer may pay.
    Open,
    /// The buyer went through it. Money may come later.
    Complete,
    /// Nothing can be paid any more.
    Expired,
    /// Stripe has a state that this release doesn't know, or gave none.
    #[default]
    #[serde(other)]
    Unknown,
}

/// Whether the money of a Checkout Session has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    /// It has.
    Paid,
    /// None is due.
    NoPaymentRequired,
    /// Not yet, or a state that this release doesn't know.
    #[default]
    #[serde(other)]
    Unpaid,
}

/// A charge: the movement of money behind a payment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Charge {
    /// `ch_…`.
    pub id: String,
    /// `pi_…`.
    #[serde(default, deserialize_with = "id")]
    pub payment_intent: Option<String>,
    /// In cents.
    pub amount: Option<i64>,
    /// What was given back, in cents.
    pub amount_refunded: Option<i64>,
    /// ISO 4217, lower case.
    pub currency: Option<String>,
    /// Whether all of it was given back.
    #[serde(default)]
    pub refunded: bool,
    /// The attempt of ours in which it was paid. Stripe copies it from the payment intent.
    #[serde(rename = "metadata", default, deserialize_with = "checkout_id")]
    pub checkout_id: Option<Uuid>,
}

/// A dispute: the buyer's bank wants the money back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Dispute {
    /// `dp_…`.
    pub id: String,
    /// `pi_…`.
    #[serde(default, deserialize_with = "id")]
    pub payment_intent: Option<String>,
    /// The bank's reason, such as `fraudulent`.
    pub reason: Option<String>,
}

/// Where a refund stands. One that was under way may fail days later: the card is closed, say.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RefundNews {
    /// `re_…`.
    pub id: String,
    /// `pi_…`.
    #[serde(default, deserialize_with = "id")]
    pub payment_intent: Option<String>,
    status: Option<String>,
    /// Why it failed, such as `expired_or_canceled_card`.
    pub failure_reason: Option<String>,
}

impl RefundNews {
    /// Whether the money is with us again.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        matches!(self.status.as_deref(), Some("failed" | "canceled"))
    }
}

/// A payment that somebody tried.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FailedPayment {
    /// `pi_…`.
    pub id: String,
    /// Why it failed. Stripe does not always say.
    #[serde(rename = "last_payment_error", default)]
    pub error: Option<PaymentError>,
}

/// Why a payment failed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PaymentError {
    /// Such as `card_declined`.
    pub code: Option<String>,
}

/// An object's id, also where Stripe was asked to send the object.
fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        Id(String),
        Object { id: String },
    }
    let given = Option::<Given>::deserialize(deserializer)?;
    Ok(given.map(|(Given::Id(id) | Given::Object { id })| id))
}

/// Our attempt in the metadata. Objects that carry none, or something else, are not ours.
fn checkout_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Uuid>, D::Error> {
    let metadata = Option::<HashMap<String, String>>::deserialize(deserializer)?;
    Ok(metadata.as_ref().and_then(checkout_id_in))
}

pub(crate) fn checkout_id_in(metadata: &HashMap<String, String>) -> Option<Uuid> {
    metadata.get(CHECKOUT_ID).and_then(|id| id.parse().ok())
}

/// The id behind a reference.
pub(crate) fn id_of<T: Object>(reference: Option<&Expandable<T>>) -> Option<String>
where
    T::Id: Clone + ToString,
{
    reference.map(|reference| reference.id().to_string())
}

impl From<stripe_shared::CheckoutSession> for Session {
    fn from(session: stripe_shared::CheckoutSession) -> Self {
        Self {
            id: session.id.to_string(),
            state: match session.status {
                Some(CheckoutSessionStatus::Open) => SessionState::Open,
                Some(CheckoutSessionStatus::Complete) => SessionState::Complete,
                Some(CheckoutSessionStatus::Expired) => SessionState::Expired,
                _ => SessionState::Unknown,
            },
            payment: match session.payment_status {
                CheckoutSessionPaymentStatus::Paid => PaymentState::Paid,
                CheckoutSessionPaymentStatus::NoPaymentRequired => PaymentState::NoPaymentRequired,
                _ => PaymentState::Unpaid,
            },
            payment_intent: id_of(session.payment_intent.as_ref()),
            amount: session.amount_total,
            currency: session.currency.map(|currency| currency.to_string()),
            checkout_id: session.metadata.as_ref().and_then(checkout_id_in),
            url: session.url,
        }
    }
}

impl From<stripe_shared::Charge> for Charge {
    fn from(charge: stripe_shared::Charge) -> Self {
        Self {
            id: charge.id.to_string(),
            payment_intent: id_of(charge.payment_intent.as_ref()),
            amount: Some(charge.amount),
            amount_refunded: Some(charge.amount_refunded),
            currency: Some(charge.currency.to_string()),
            refunded: charge.refunded,
            checkout_id: checkout_id_in(&charge.metadata),
        }
    }
}

impl From<stripe_shared::Dispute> for Dispute {
    fn from(dispute: stripe_shared::Dispute) -> Self {
        Self {
            id: dispute.id.to_string(),
            payment_intent: id_of(dispute.payment_intent.as_ref()),
            reason: Some(dispute.reason),
        }
    }
}
