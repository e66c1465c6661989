//! What a fact about a payment does to our books.
//!
//! Stripe tells facts late, twice and in any order. [`judge`] looks at what is known and decides; whoever asks
//! holds the order's lock. A verdict changes only what it must, so that the same facts about one payment lead to the
//! same books whatever their order. `tests/books.rs` tries to prove the opposite.

use crate::{OrderEvent, OrderStatus};

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaymentStatus {
    /// We have the money.
    Successful,
    /// The buyer's bank took it back: the payment is disputed.
    Cancelled,
    /// We gave it back. Final.
    Refunded,
}

/// What Stripe says of a payment. A fact does not cease to be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fact {
    /// The money came.
    Paid,
    /// All of it was given back.
    Refunded,
    /// The bank of the buyer wants it back, and has it until somebody decides otherwise.
    Disputed,
}

/// What our books say before a fact is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The order that was paid for.
    pub order: OrderStatus,
    /// The payment, if it is in the books.
    pub payment: Option<KnownPayment>,
    /// Whether the buyer owns one of the order's films, from whatever order.
    pub owns_any: bool,
}

/// A payment that is in the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownPayment {
    /// Where it stands.
    pub status: PaymentStatus,
    /// Whether it is the one that brought the order's films. Others are given back.
    pub granted: bool,
}

/// What is to be written, all of it at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// The payment stands here from now on. One that was unknown is added.
    pub payment: PaymentStatus,
    /// Where the order moves, if it moves.
    pub order: Option<OrderStatus>,
    /// What becomes of the films.
    pub films: Films,
    /// What follows.
    pub then: FollowUp,
}

/// What becomes of the order's films.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Films {
    /// They stay whose they are.
    Stay,
    /// They become the buyer's, and the payment's items.
    Granted,
    /// The buyer loses them.
    Revoked,
}

/// What follows from a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowUp {
    /// Nothing.
    Nothing,
    /// The buyer gets a receipt.
    Receipt,
    /// The money is given back, because it brought nothing.
    Refund,
    /// The buyer is told that the money comes back.
    RefundConfirmation,
}

impl PaymentStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Successful, Self::Cancelled, Self::Refunded];

    /// The status of a payment of which this is the first that we hear.
    #[must_use]
    pub const fn first(fact: Fact) -> Self {
        match fact {
            Fact::Paid => Self::Successful,
            Fact::Refunded => Self::Refunded,
            Fact::Disputed => Self::Cancelled,
        }
    }

    /// The status afterwards, or `None` where the fact is no news.
    #[must_use]
    pub const fn after(self, fact: Fact) -> Option<Self> {
        match (self, fact) {
            (Self::Successful | Self::Cancelled, Fact::Refunded) => Some(Self::Refunded),
            (Self::Successful, Fact::Disputed) => Some(Self::Cancelled),
            (_, Fact::Paid)
            | (Self::Cancelled, Fact::Disputed)
            | (Self::Refunded, Fact::Refunded | Fact::Disputed) => None,
        }
    }
}

impl Fact {
    /// Every fact.
    pub const ALL: [Self; 3] = [Self::Paid, Self::Refunded, Self::Disputed];
}

/// Decides what a fact does to the books. `None`: they say it already.
#[must_use]
pub fn judge(standing: Standing, fact: Fact) -> Option<Verdict> {
    let payment = match standing.payment {
        None => PaymentStatus::first(fact),
        Some(known) => known.status.after(fact)?,
    };
    let (order, films, then) = match fact {
        Fact::Paid => paid(standing),
        Fact::Refunded => taken_back(standing, FollowUp::RefundConfirmation),
        Fact::Disputed => taken_back(standing, FollowUp::Nothing),
    };
    Some(Verdict {
        payment,
        order,
        films,
        then,
    })
}

/// Money that was not known came. It brings the films if the order waits for it and none of them is there yet.
fn paid(standing: Standing) -> (Option<OrderStatus>, Films, FollowUp) {
    let granted = standing.order.after(OrderEvent::Granted);
    if granted.is_some() && !standing.owns_any {
        return (granted, Films::Granted, FollowUp::Receipt);
    }
    let order = standing.order.after(OrderEvent::GivenUp);
    (order, Films::Stay, FollowUp::Refund)
}

/// Money went back. Films go only with the money that brought them: a payment that was disputed before has
/// lost its films, and the buyer may have bought them anew.
fn taken_back(standing: Standing, then: FollowUp) -> (Option<OrderStatus>, Films, FollowUp) {
    let end = standing.order.after(OrderEvent::TakenBack);
    match standing.payment {
        Some(KnownPayment {
            status: PaymentStatus::Successful,
            granted: true,
        }) => (end, Films::Revoked, then),
        // That it came is news that will come late, and finds the order ended.
        None if standing.order == OrderStatus::Pending => (end, Films::Stay, then),
        _ => (None, Films::Stay, then),
    }
}
