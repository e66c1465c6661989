//! What buyers pay with: Stripe's published test cards, and a bank debit that takes its time.

use serde::{Deserialize, Serialize};

/// What is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Means {
    /// A card.
    Card(Card),
    /// A bank debit: whether the money comes is known days later.
    BankDebit,
    /// A bank debit whose money did not come.
    BouncedDebit,
}

/// Stripe's test cards, and any other number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Card {
    /// 4242 4242 4242 4242
    Visa,
    /// 5555 5555 5555 4444
    Mastercard,
    /// 4000 0000 0000 0259: pays, and its holder disputes the charge
    Disputed,
    /// 4000 0000 0000 0002
    Declined,
    /// 4000 0000 0000 9995
    InsufficientFunds,
    /// 4000 0000 0000 0069
    Expired,
    /// 4000 0000 0000 0127
    WrongCvc,
    /// 4000 0000 0000 0119
    ProcessingError,
    /// Anything else: no card for tests
    Unknown,
}

/// Why there is no money.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decline {
    /// Stripe's error code.
    pub(crate) code: &'static str,
    /// The bank's reason.
    pub(crate) reason: &'static str,
    /// What the buyer reads.
    pub(crate) message: &'static str,
}

impl Card {
    /// Those that the pay page offers, with what they do.
    pub(crate) const OFFERED: [(Self, &str); 5] = [
        (Self::Visa, "pays"),
        (Self::Declined, "is declined"),
        (Self::InsufficientFunds, "has too little money on it"),
        (Self::Expired, "has expired"),
        (Self::Disputed, "pays, and is disputed at once"),
    ];
    const ALL: [Self; 8] = [
        Self::Visa,
        Self::Mastercard,
        Self::Disputed,
        Self::Declined,
        Self::InsufficientFunds,
        Self::Expired,
        Self::WrongCvc,
        Self::ProcessingError,
    ];

    /// The card with this number, however its digits are grouped.
    pub(crate) fn with_number(number: &str) -> Self {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let mut cards = Self::ALL.into_iter();
        cards
            .find(|card| card.number() == digits)
            .unwrap_or(Self::Unknown)
    }

    /// All its digits.
    pub(crate) const fn number(self) -> &'static str {
        match self {
            Self::Visa => "4242424242424242",
            Self::Mastercard => "5555555555554444",
            Self::Disputed => "4000000000000259",
            Self::Declined => "4000000000000002",
            Self::InsufficientFunds => "4000000000009995",
            Self::Expired => "4000000000000069",
            Self::WrongCvc => "4000000000000127",
            Self::ProcessingError => "4000000000000119",
            Self::Unknown => "0000000000000000",
        }
    }

    /// Its last four digits.
    pub(crate) fn last4(self) -> &'static str {
        &self.number()[12..]
    }

    /// Whose it is.
    pub(crate) const fn brand(self) -> &'static str {
        match self {
            Self::Mastercard => "mastercard",
            _ => "visa",
        }
    }

    const fn decline(self) -> Option<&'static Decline> {
        Some(match self {
            Self::Visa | Self::Mastercard | Self::Disputed => return None,
            Self::Declined => &GENERIC,
            Self::InsufficientFunds => &Decline {
                code: "card_declined",
                reason: "insufficient_funds",
                message: "Your card has insufficient funds.",
            },
            Self::Expired => &Decline {
                code: "expired_card",
                reason: "expired_card",
                message: "Your card has expired.",
            },
            Self::WrongCvc => &Decline {
                code: "incorrect_cvc",
                reason: "incorrect_cvc",
                message: "Your card's security code is incorrect.",
            },
            Self::ProcessingError => &Decline {
                code: "processing_error",
                reason: "processing_error",
                message: "An error occurred while processing your card. Try again in a little bit.",
            },
            Self::Unknown => &Decline {
                code: "card_declined",
                reason: "test_mode_live_card",
                message: "Your card was declined. Your request was in test mode, but used a non test card.",
            },
        })
    }
}

const GENERIC: Decline = Decline {
    code: "card_declined",
    reason: "generic_decline",
    message: "Your card was declined.",
};

const BOUNCED: Decline = Decline {
    code: "payment_method_customer_decline",
    reason: "insufficient_funds",
    message: "The customer's bank account could not be debited.",
};

impl Means {
    /// Why it gives no money.
    pub(crate) const fn decline(self) -> Option<&'static Decline> {
        match self {
            Self::Card(card) => card.decline(),
            Self::BankDebit => None,
            Self::BouncedDebit => Some(&BOUNCED),
        }
    }

    /// Whether the payer complains as soon as it has paid.
    pub(crate) fn is_disputed(self) -> bool {
        self == Self::Card(Card::Disputed)
    }
}
