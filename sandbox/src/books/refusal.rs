//! Why Stripe does not do what it is asked.

use thiserror::Error;

use super::{Decline, SessionStatus};

/// A refusal, in Stripe's words.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum Refusal {
    /// There is no such object.
    #[error("No such {object}: '{id}'")]
    Missing {
        /// What was looked for, by Stripe's name.
        object: &'static str,
        /// The id that was given.
        id: String,
        /// The parameter that held it.
        param: &'static str,
    },
    /// A session that is over cannot be expired.
    #[error(
        "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of `{0}`."
    )]
    NotOpen(SessionStatus),
    /// A session that is over cannot be paid.
    #[error("This Checkout Session has a status of `{0}` and cannot be paid.")]
    NotPayable(SessionStatus),
    /// Only a session that waits for its bank can be settled.
    #[error("This Checkout Session does not wait for a bank.")]
    NotPending,
    /// The bank said no.
    #[error("{}", .0.message)]
    Declined(&'static Decline),
    /// Nothing is left to refund.
    #[error("Charge {0} has already been refunded.")]
    AlreadyRefunded(String),
    /// The bank has taken the money back.
    #[error("Charge {0} has been charged back; cannot issue a refund.")]
    ChargedBack(String),
    /// More than is left.
    #[error("Refund amount ({}) is greater than unrefunded amount on charge ({})", dollars(*.asked), dollars(*.left))]
    RefundTooLarge {
        /// What was asked for, in cents.
        asked: i64,
        /// What is left of the charge, in cents.
        left: i64,
    },
    /// No money has come.
    #[error("This PaymentIntent ({0}) does not have a successful charge to refund.")]
    NothingToRefund(String),
    /// One dispute is enough.
    #[error("Charge {0} is disputed already.")]
    AlreadyDisputed(String),
}

/// Cents as Stripe spells dollars.
pub(crate) fn dollars(cents: i64) -> String {
    format!("${}.{:02}", cents / 100, cents % 100)
}
