//! Values that are read from text: parameters, headers, and JSON strings.

use std::num::IntErrorKind;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::{Code, Fault, Limits};

/// A value that is read from text.
pub trait Parse: Sized {
    /// Reads the value and checks its limits.
    fn parse(text: &str, limits: &Limits<'_>) -> Result<Self, Fault>;
}

/// Reads one of the values of an `enum`.
pub fn parse_enum<T: Copy>(
    text: &str,
    all: &[T],
    as_str: impl Fn(T) -> &'static str,
) -> Result<T, Fault> {
    all.iter()
        .copied()
        .find(|&value| as_str(value) == text)
        .ok_or_else(|| {
            let names: Vec<_> = all.iter().map(|&value| as_str(value)).collect();
            Fault::new(
                Code::Enum,
                format!("Expected one of: {}.", names.join(", ")),
            )
        })
}

impl Parse for String {
    fn parse(text: &str, limits: &Limits<'_>) -> Result<Self, Fault> {
        // PostgreSQL can't store it, so it would fail there, in whatever query the text ends up.
        if text.contains('\0') {
            return Err(Fault::new(Code::Format, "Expected text without U+0000."));
        }
        limits.check_text(text)?;
        Ok(text.to_owned())
    }
}

impl Parse for bool {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        text.parse().map_err(|_| expected_bool())
    }
}

impl Parse for i64 {
    fn parse(text: &str, limits: &Limits<'_>) -> Result<Self, Fault> {
        let number = text
            .parse()
            .map_err(|error: std::num::ParseIntError| match error.kind() {
                IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => {
                    expected_within(Self::MIN, Self::MAX)
                }
                _ => expected_integer(),
            })?;
        check_integer(number, limits)
    }
}

impl Parse for i32 {
    fn parse(text: &str, limits: &Limits<'_>) -> Result<Self, Fault> {
        narrow(i64::parse(text, limits)?)
    }
}

impl Parse for f64 {
    fn parse(text: &str, limits: &Limits<'_>) -> Result<Self, Fault> {
        // `inf` and `NaN` are numbers for Rust, but not for JSON.
        let number = text
            .parse()
            .ok()
            .filter(|number: &Self| number.is_finite())
            .ok_or_else(expected_number)?;
        limits.check_number(number)?;
        Ok(number)
    }
}

impl Parse for Uuid {
    fn parse(text: &str, limits: &Limits<'_>) -> Result<Self, Fault> {
        limits.check_text(text)?;
        text.parse()
            .map_err(|_| Fault::new(Code::Format, "Expected a UUID."))
    }
}

impl Parse for NaiveDate {
    fn parse(text: &str, limits: &Limits<'_>) -> Result<Self, Fault> {
        limits.check_text(text)?;
        text.parse()
            .map_err(|_| Fault::new(Code::Format, "Expected a date as in 2026-11-30."))
    }
}

impl Parse for DateTime<Utc> {
    fn parse(text: &str, limits: &Limits<'_>) -> Result<Self, Fault> {
        limits.check_text(text)?;
        DateTime::parse_from_rfc3339(text)
            .map(|time| time.to_utc())
            .map_err(|_| {
                Fault::new(
                    Code::Format,
                    "Expected a timestamp as in 2026-11-30T09:30:00Z.",
                )
            })
    }
}

impl Parse for Decimal {
    fn parse(text: &str, limits: &Limits<'_>) -> Result<Self, Fault> {
        limits.check_text(text)?;
        Self::from_str_exact(text)
            .map_err(|_| Fault::new(Code::Format, "Expected a decimal number as in 9.99."))
    }
}

pub(crate) fn check_integer(number: i64, limits: &Limits<'_>) -> Result<i64, Fault> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "bounds above 2^53 are documented as approximate"
    )]
    limits.check_number(number as f64)?;
    Ok(number)
}

pub(crate) fn narrow(number: i64) -> Result<i32, Fault> {
    i32::try_from(number).map_err(|_| expected_within(i32::MIN.into(), i32::MAX.into()))
}

pub(crate) fn expected_within(min: i64, max: i64) -> Fault {
    Fault::new(
        Code::Range,
        format!("Expected a number from {min} up to {max}."),
    )
}

pub(crate) fn expected_bool() -> Fault {
    Fault::new(Code::Type, "Expected true or false.")
}

pub(crate) fn expected_integer() -> Fault {
    Fault::new(Code::Type, "Expected an integer.")
}

pub(crate) fn expected_number() -> Fault {
    Fault::new(Code::Type, "Expected a number.")
}

#[cfg(test)]
mod tests {
    use std::ops::Bound;

    use super::*;

    fn code<T: Parse>(text: &str) -> Code {
        match T::parse(text, &Limits::NONE) {
            Ok(_) => panic!("{text:?} is accepted"),
            Err(fault) => fault.code,
        }
    }

    #[test]
    fn integers_keep_to_their_type_and_limits() {
        let limits = Limits::NONE
            .minimum(Bound::Included(1.0))
            .maximum(Bound::Included(20.0));
        assert_eq!(i32::parse("20", &limits), Ok(20));
        assert_eq!(
            i32::parse("21", &limits),
            Err(Fault::new(
                Code::Range,
                "Expected a number from 1 up to 20."
            ))
        );
        assert_eq!(code::<i32>("2147483648"), Code::Range);
        assert_eq!(code::<i64>("9223372036854775808"), Code::Range);
        assert_eq!(code::<i64>("-9223372036854775809"), Code::Range);
        for text in ["", "1.0", "1e3", "0x10", " 1", "one", "١"] {
            assert_eq!(code::<i32>(text), Code::Type, "{text:?}");
        }
    }

    #[test]
    fn numbers_are_finite() {
        assert_eq!(f64::parse("9.3", &Limits::NONE), Ok(9.3));
        for text in ["NaN", "inf", "-infinity", "1e999", ""] {
            assert_eq!(code::<f64>(text), Code::Type, "{text:?}");
        }
    }

    #[test]
    fn formats_are_checked() {
        assert_eq!(code::<Uuid>("not-a-uuid"), Code::Format);
        assert_eq!(code::<NaiveDate>("2026-02-30"), Code::Format);
        assert_eq!(code::<DateTime<Utc>>("2026-11-30"), Code::Format);
        assert_eq!(code::<Decimal>("9,99"), Code::Format);
        assert_eq!(code::<bool>("yes"), Code::Type);
    }

    #[test]
    fn text_may_hold_anything_but_nul() {
        let all = "\u{1}\t\n\u{7f}ü\u{10ffff}";
        assert_eq!(String::parse(all, &Limits::NONE).as_deref(), Ok(all));
        for text in ["\0", "a\0b"] {
            assert_eq!(
                String::parse(text, &Limits::NONE),
                Err(Fault::new(Code::Format, "Expected text without U+0000."))
            );
        }
    }

    #[test]
    fn timestamps_are_turned_to_utc() {
        let time = DateTime::<Utc>::parse("2026-11-30T09:30:00+02:00", &Limits::NONE)
            .map(|time| time.to_rfc3339());
        assert_eq!(time.as_deref(), Ok("2026-11-30T07:30:00+00:00"));
    }

    #[test]
    fn an_enum_lists_its_values() {
        let fault = parse_enum("up", &["name", "-name"], |value| value);
        assert_eq!(
            fault,
            Err(Fault::new(Code::Enum, "Expected one of: name, -name."))
        );
    }
}
