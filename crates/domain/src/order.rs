//! The states of an order and of the Checkout Sessions in which it may be paid, and their legal moves.
//!
//! `docs/buying.md` draws these functions, and a test compares the drawing.

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderStatus {
    /// Waits for its payment. A buyer has at most one such order.
    Pending,
    /// Paid, and its films belong to the buyer.
    Paid,
    /// Given up before it was paid, or its money went back. Final.
    Cancelled,
}

/// What happens to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderEvent {
    /// A payment brings its films.
    Granted,
    /// The buyer cancels it, its time runs out, or its payment cannot be used.
    GivenUp,
    /// The money was refunded, or the bank took it back.
    TakenBack,
}

/// Why an order cannot be cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotCancellable {
    /// A refund would be the way.
    Paid,
    /// It is cancelled.
    AlreadyCancelled,
}

/// Why an order cannot be refunded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotRefundable {
    /// Nothing was paid for it.
    NotPaid,
    /// It is cancelled.
    Cancelled,
}

impl OrderStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Paid, Self::Cancelled];

    /// The status afterwards, or `None` where the order does not take the event.
    #[must_use]
    pub const fn after(self, event: OrderEvent) -> Option<Self> {
        match (self, event) {
            (Self::Pending, OrderEvent::Granted) => Some(Self::Paid),
            (Self::Pending, OrderEvent::GivenUp | OrderEvent::TakenBack)
            | (Self::Paid, OrderEvent::TakenBack) => Some(Self::Cancelled),
            (Self::Paid, OrderEvent::Granted | OrderEvent::GivenUp) | (Self::Cancelled, _) => None,
        }
    }

    /// Whether the buyer may cancel the order.
    pub const fn check_cancellable(self) -> Result<(), NotCancellable> {
        match self {
            Self::Pending => Ok(()),
            Self::Paid => Err(NotCancellable::Paid),
            Self::Cancelled => Err(NotCancellable::AlreadyCancelled),
        }
    }

    /// Whether the buyer may have the money back.
    pub const fn check_refundable(self) -> Result<(), NotRefundable> {
        match self {
            Self::Paid => Ok(()),
            Self::Pending => Err(NotRefundable::NotPaid),
            Self::Cancelled => Err(NotRefundable::Cancelled),
        }
    }
}

impl OrderEvent {
    /// Every event.
    pub const ALL: [Self; 3] = [Self::Granted, Self::GivenUp, Self::TakenBack];
}

/// Where a Checkout Session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SessionStatus {
    /// The buyer may pay in it.
    Open,
    /// The buyer has paid, or a payment that takes days is under way.
    Complete,
    /// Nothing can be paid in it, nor has been. Final.
    Expired,
}

/// What happens to a Checkout Session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SessionEvent {
    /// The buyer went through it.
    Completed,
    /// Its time ran out, or somebody ended it.
    Expired,
    /// The payment that was under way failed.
    PaymentFailed,
}

impl SessionStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Open, Self::Complete, Self::Expired];

    /// The status afterwards, or `None` where the session stays what it is. A failure that overtakes the
    /// completion stands, or the buyer could never try again.
    #[must_use]
    pub const fn after(self, event: SessionEvent) -> Option<Self> {
        match (self, event) {
            (Self::Open, SessionEvent::Completed) => Some(Self::Complete),
            (Self::Open, SessionEvent::Expired)
            | (Self::Open | Self::Complete, SessionEvent::PaymentFailed) => Some(Self::Expired),
            (Self::Complete, SessionEvent::Completed | SessionEvent::Expired)
            | (Self::Expired, _) => None,
        }
    }
}

impl SessionEvent {
    /// Every event.
    pub const ALL: [Self; 3] = [Self::Completed, Self::Expired, Self::PaymentFailed];
}
