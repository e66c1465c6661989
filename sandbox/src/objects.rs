//! The books' records as Stripe's API shows them, with every member that Stripe's own objects have.

mod charge;
mod checkout_session;
mod dispute;
mod event;
mod payment_intent;
mod refund;

pub(crate) use self::{
    charge::charge, checkout_session::session, dispute::dispute, event::event,
    payment_intent::intent, refund::refund,
};

/// The version whose objects these are.
pub(crate) const API_VERSION: &str = "2026-09-30.endive";
