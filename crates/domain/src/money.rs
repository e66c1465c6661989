//! Amounts of money.

use std::{fmt, iter::Sum};

use rust_decimal::{Decimal, prelude::ToPrimitive as _};

/// The one currency of the shop, as Stripe writes it (ISO 4217, lower case).
pub const CURRENCY: &str = "usd";

/// An amount in US dollars, in whole cents. Never negative. Stripe counts in cents, the database in
/// `numeric(10, 2)`, people read two decimal places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money {
    cents: i64,
}

/// A number that is no amount: negative, in fractions of a cent, or beyond any price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no amount of money")]
pub struct NoAmount(Decimal);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self { cents: 0 };

    /// Whole cents, if there are not less than none.
    #[must_use]
    pub const fn from_cents(cents: i64) -> Option<Self> {
        if cents < 0 {
            return None;
        }
        Some(Self { cents })
    }

    /// Whole cents.
    #[must_use]
    pub const fn cents(self) -> i64 {
        self.cents
    }

    /// Whether there is nothing to pay.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.cents == 0
    }
}

impl TryFrom<Decimal> for Money {
    type Error = NoAmount;

    fn try_from(dollars: Decimal) -> Result<Self, NoAmount> {
        let cents = dollars
            .checked_mul(Decimal::ONE_HUNDRED)
            .filter(Decimal::is_integer)
            .and_then(|cents| cents.to_i64());
        cents.and_then(Self::from_cents).ok_or(NoAmount(dollars))
    }
}

impl From<Money> for Decimal {
    fn from(money: Money) -> Self {
        Self::new(money.cents, 2)
    }
}

impl fmt::Display for Money {
    /// Dollars with two decimal places, as the API writes them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.cents / 100, self.cents % 100)
    }
}

impl Sum for Money {
    /// An order has no more items than a cart takes, and `numeric(10, 2)` bounds each: their sum is far below the
    /// limit of the type.
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self {
            cents: amounts.map(Self::cents).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dollars(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    #[test]
    fn dollars_become_cents_and_cents_become_dollars_with_two_places() {
        for (text, cents, shown) in [
            ("0", 0, "0.00"),
            ("0.5", 50, "0.50"),
            ("9.99", 999, "9.99"),
            ("9.990", 999, "9.99"),
            ("99999999.99", 9_999_999_999, "99999999.99"),
        ] {
            let money = Money::try_from(dollars(text)).expect(text);
            assert_eq!(money.cents(), cents);
            assert_eq!(money.to_string(), shown);
            assert_eq!(Decimal::from(money).to_string(), shown);
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["-0.01", "0.001", "79228162514264337593543950335"] {
            assert_eq!(Money::try_from(dollars(text)), Err(NoAmount(dollars(text))));
        }
    }

    #[test]
    fn amounts_add_up() {
        let amounts = [999, 1, 0].map(|cents| Money::from_cents(cents).expect("an amount"));
        assert_eq!(amounts.into_iter().sum::<Money>().to_string(), "10.00");
    }
}
