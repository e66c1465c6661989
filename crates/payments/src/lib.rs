//! Stripe behind a handful of functions: what we ask it ([`Stripe`]), what it tells us ([`Event`], [`News`]), and how we
//! know that it was Stripe who spoke ([`signature`]). The one place that knows Stripe's client library.

// Stripe's types contain each other, deeply.
#![recursion_limit = "256"]

mod error;
mod event;
mod objects;
pub mod signature;
mod stripe;

pub use error::StripeError;
pub use event::{Event, InvalidPayload, News};
pub use objects::{
    Charge, Dispute, FailedPayment, PaymentState, RefundNews, Session, SessionState,
};
pub use stripe::{Item, Listed, NewCheckout, Refund, Stripe};
