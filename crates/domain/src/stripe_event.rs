//! Where a Stripe event stands in our books.

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventStatus {
    /// Stored, and a job for it is on its way.
    Received,
    /// The books agree with it, or it means nothing to them.
    Handled,
    /// It could not be entered, and will not be by itself. A person has to look.
    GivenUp,
}
