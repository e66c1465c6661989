//! What can be paid at once. The bounds are Stripe's, and an order is refused at once that could not be paid
//! later.

use rust_decimal::Decimal;

/// Films that a cart, and so an order, may have. A pay page lists no more.
pub const CART_MAX: i64 = 100;
/// The smallest charge, in US dollars.
pub const CHARGE_MIN: Decimal = Decimal::from_parts(50, 0, 0, false, 2);
/// The largest charge, in US dollars.
pub const CHARGE_MAX: Decimal = Decimal::from_parts(99_999_999, 0, 0, false, 2);

/// Whether an order of this total can be paid. Nothing is charged for films that are free.
#[must_use]
pub fn is_payable(total: Decimal) -> bool {
    total.is_zero() || (CHARGE_MIN..=CHARGE_MAX).contains(&total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stripe_takes_can_be_paid_and_nothing_else() {
        let payable = |total: &str| is_payable(total.parse().expect("a number"));
        for total in ["0.00", "0.50", "9.99", "999999.99"] {
            assert!(payable(total), "{total}");
        }
        for total in ["0.01", "0.49", "1000000.00", "99999999.99", "-1.00"] {
            assert!(!payable(total), "{total}");
        }
    }
}
