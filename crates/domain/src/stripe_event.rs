//! The life of a Stripe event in our books.

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventStatus {
    /// Stored, and a job for it is on its way.
    Received,
    /// The books agree with it, or it means nothing to them.
    Handled,
    /// It contradicts our books. A person has to look.
    GivenUp,
}

/// What happens to an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventStep {
    /// A worker entered it into the books.
    Entered,
    /// A worker could not, and never will.
    Refused,
    /// An admin has it handled once more.
    Replayed,
}

impl EventStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Received, Self::Handled, Self::GivenUp];

    /// The status afterwards, or `None` where there is nothing to do.
    #[must_use]
    pub const fn after(self, step: EventStep) -> Option<Self> {
        match (self, step) {
            (Self::Received, EventStep::Entered) => Some(Self::Handled),
            (Self::Received, EventStep::Refused) => Some(Self::GivenUp),
            (Self::Handled | Self::GivenUp, EventStep::Replayed) => Some(Self::Received),
            (Self::Received, EventStep::Replayed)
            | (Self::Handled | Self::GivenUp, EventStep::Entered | EventStep::Refused) => None,
        }
    }
}

impl EventStep {
    /// Every step.
    pub const ALL: [Self; 3] = [Self::Entered, Self::Refused, Self::Replayed];
}
