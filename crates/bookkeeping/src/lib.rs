//! What Stripe's news do to our books. Webhooks, reconciliation, refunds by buyers and refunds by workers all
//! come through here, so that it does not matter who hears of something first, or how often.
//!
//! Every function works in the caller's transaction and locks the order first. Nobody else writes payments or
//! purchases, or marks an order as paid.

mod entry;
mod moves;
mod news;
mod outcome;

pub use entry::{Statement, enter};
pub use moves::end_waiting;
pub use news::{enter_news, enter_session};
pub use outcome::{EntryError, Outcome};
