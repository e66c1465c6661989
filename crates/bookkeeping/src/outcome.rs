//! What became of news.

use std::fmt;

use domain::{Fact, Films, NoAmount, PaymentStatus, Verdict};

/// What became of news, in a text that the log of webhooks shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The order is paid, and the buyer has the films.
    Granted,
    /// The payment came for nothing, and is given back.
    Unwanted,
    /// The payment was given back.
    Refunded,
    /// The bank took the payment back.
    Disputed,
    /// The books said so before.
    Known,
    /// The buyer is done, and the money takes days.
    Processing,
    /// The checkout ended unpaid.
    CheckoutEnded,
    /// The payment that took days failed.
    PaymentFellThrough,
    /// The buyer tried to pay and could not. Holds Stripe's code for it.
    PaymentFailed(Option<String>),
    /// A part of the payment was given back, in Stripe's dashboard. The buyer keeps the films.
    RefundedInPart,
    /// It is not about an order of ours. Holds the reason for thinking so.
    NotOurs(&'static str),
    /// Nothing is done about events of this type.
    Ignored,
}

/// Why news cannot be entered.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// A statement failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// Stripe says something else than our books, about money. A person has to look.
    #[error("Stripe contradicts the books: {0}")]
    Contradiction(String),
}

impl From<NoAmount> for EntryError {
    fn from(error: NoAmount) -> Self {
        Self::Contradiction(error.to_string())
    }
}

impl Outcome {
    /// What a verdict about a fact amounts to.
    pub(crate) const fn of(fact: Fact, verdict: Option<Verdict>) -> Self {
        match (fact, verdict) {
            (_, None) => Self::Known,
            (
                Fact::Paid,
                Some(Verdict {
                    films: Films::Granted,
                    ..
                }),
            ) => Self::Granted,
            (Fact::Paid, Some(_)) => Self::Unwanted,
            (
                _,
                Some(Verdict {
                    payment: PaymentStatus::Cancelled,
                    ..
                }),
            ) => Self::Disputed,
            (_, Some(_)) => Self::Refunded,
        }
    }

    /// A name for metrics.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Unwanted => "unwanted",
            Self::Refunded => "refunded",
            Self::Disputed => "disputed",
            Self::Known => "known",
            Self::Processing => "processing",
            Self::CheckoutEnded => "checkout_ended",
            Self::PaymentFellThrough => "payment_fell_through",
            Self::PaymentFailed(_) => "payment_failed",
            Self::RefundedInPart => "refunded_in_part",
            Self::NotOurs(_) => "not_ours",
            Self::Ignored => "ignored",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Granted => f.write_str("the order is paid"),
            Self::Unwanted => f.write_str("the payment came for nothing and is refunded"),
            Self::Refunded => f.write_str("the payment is refunded"),
            Self::Disputed => f.write_str("the payment is disputed"),
            Self::Known => f.write_str("known before"),
            Self::Processing => f.write_str("the payment is under way"),
            Self::CheckoutEnded => f.write_str("the checkout ended unpaid"),
            Self::PaymentFellThrough => f.write_str("the payment fell through"),
            Self::PaymentFailed(None) => f.write_str("the buyer could not pay"),
            Self::PaymentFailed(Some(code)) => write!(f, "the buyer could not pay: {code}"),
            Self::RefundedInPart => f.write_str("ignored: refunded in part only"),
            Self::NotOurs(reason) => write!(f, "ignored: {reason}"),
            Self::Ignored => f.write_str("ignored: nothing is done about this type"),
        }
    }
}
