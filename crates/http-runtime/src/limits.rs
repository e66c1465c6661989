//! The constraints of a schema, and what breaking one says.

use std::fmt::Display;
use std::ops::{Bound, RangeBounds, RangeInclusive};
use std::sync::LazyLock;

use regex::Regex;

use crate::Code;

/// What is wrong with one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub(crate) code: Code,
    pub(crate) message: String,
}

impl Fault {
    /// A fault of this kind. The message says what is expected, and never quotes the value.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

/// The constraints of a schema. Those that do not concern a type are ignored, as in JSON Schema.
#[derive(Debug, Clone)]
pub struct Limits<'a> {
    length: RangeInclusive<usize>,
    pattern: Option<&'static LazyLock<Regex>>,
    range: (Bound<f64>, Bound<f64>),
    items: RangeInclusive<usize>,
    each: Option<&'a Self>,
    pub(crate) rule: Option<&'static str>,
    refusal: Option<&'static str>,
}

impl<'a> Limits<'a> {
    /// Anything goes.
    pub const NONE: Limits<'static> = Limits {
        length: 0..=usize::MAX,
        pattern: None,
        range: (Bound::Unbounded, Bound::Unbounded),
        items: 0..=usize::MAX,
        each: None,
        rule: None,
        refusal: None,
    };

    /// `minLength`, in characters.
    #[must_use]
    pub fn min_length(self, min: usize) -> Self {
        Self {
            length: min..=*self.length.end(),
            ..self
        }
    }

    /// `maxLength`, in characters.
    #[must_use]
    pub fn max_length(self, max: usize) -> Self {
        Self {
            length: *self.length.start()..=max,
            ..self
        }
    }

    /// `pattern`. It may match anywhere in the text, unless it is anchored.
    #[must_use]
    pub fn pattern(self, pattern: &'static LazyLock<Regex>) -> Self {
        Self {
            pattern: Some(pattern),
            ..self
        }
    }

    /// `minimum` and `exclusiveMinimum`. Above 2^53 it loses its last digits.
    #[must_use]
    pub fn minimum(self, minimum: Bound<f64>) -> Self {
        Self {
            range: (minimum, self.range.1),
            ..self
        }
    }

    /// `maximum` and `exclusiveMaximum`. Above 2^53 it loses its last digits.
    #[must_use]
    pub fn maximum(self, maximum: Bound<f64>) -> Self {
        Self {
            range: (self.range.0, maximum),
            ..self
        }
    }

    /// `minItems`.
    #[must_use]
    pub fn min_items(self, min: usize) -> Self {
        Self {
            items: min..=*self.items.end(),
            ..self
        }
    }

    /// `maxItems`.
    #[must_use]
    pub fn max_items(self, max: usize) -> Self {
        Self {
            items: *self.items.start()..=max,
            ..self
        }
    }

    /// The constraints of each item.
    #[must_use]
    pub fn each(self, each: &'a Self) -> Self {
        Self {
            each: Some(each),
            ..self
        }
    }

    /// `x-rule`: a rule of the application, by its name. It is asked when nothing else is wrong with the value.
    #[must_use]
    pub fn rule(self, rule: &'static str) -> Self {
        Self {
            rule: Some(rule),
            ..self
        }
    }

    /// `x-refusal`: what is said of a value that does not fit, instead of what is expected.
    #[must_use]
    pub fn refusal(self, refusal: &'static str) -> Self {
        Self {
            refusal: Some(refusal),
            ..self
        }
    }

    /// The fault in the words of the document, if it has words for it.
    pub(crate) fn refuse(&self, fault: Fault) -> Fault {
        match self.refusal {
            Some(refusal) => Fault::new(fault.code, refusal),
            None => fault,
        }
    }

    /// What is said of a text that is so long that nobody read it to the end.
    pub(crate) fn too_long(&self) -> Fault {
        let message = match *self.length.end() {
            usize::MAX => "Expected less.".to_owned(),
            _ => expected_count(&self.length, "character"),
        };
        Fault::new(Code::Length, message)
    }

    pub(crate) fn of_items(&self) -> &Self {
        self.each.unwrap_or(const { &Self::NONE })
    }

    pub(crate) fn check_text(&self, text: &str) -> Result<(), Fault> {
        if !self.length.contains(&text.chars().count()) {
            return Err(Fault::new(
                Code::Length,
                expected_count(&self.length, "character"),
            ));
        }
        match self.pattern {
            Some(pattern) if !pattern.is_match(text) => Err(Fault::new(
                Code::Pattern,
                format!("Expected text that matches {}", pattern.as_str()),
            )),
            _ => Ok(()),
        }
    }

    pub(crate) fn check_number(&self, number: f64) -> Result<(), Fault> {
        if self.range.contains(&number) {
            return Ok(());
        }
        let from = match self.range.0 {
            Bound::Included(minimum) => format!(" from {minimum}"),
            Bound::Excluded(minimum) => format!(" above {minimum}"),
            Bound::Unbounded => String::new(),
        };
        let to = match self.range.1 {
            Bound::Included(maximum) => format!(" up to {maximum}"),
            Bound::Excluded(maximum) => format!(" below {maximum}"),
            Bound::Unbounded => String::new(),
        };
        Err(Fault::new(
            Code::Range,
            format!("Expected a number{from}{to}."),
        ))
    }

    pub(crate) fn check_items(&self, count: usize) -> Result<(), Fault> {
        if self.items.contains(&count) {
            Ok(())
        } else {
            Err(Fault::new(
                Code::Length,
                expected_count(&self.items, "item"),
            ))
        }
    }
}

fn expected_count(range: &RangeInclusive<usize>, unit: impl Display) -> String {
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    match (*range.start(), *range.end()) {
        (min, max) if min == max => format!("Expected {min} {unit}{}.", plural(min)),
        (0, max) => format!("Expected at most {max} {unit}{}.", plural(max)),
        (min, usize::MAX) => format!("Expected at least {min} {unit}{}.", plural(min)),
        (min, max) => format!("Expected {min} to {max} {unit}s."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_counted_in_characters() {
        let limits = Limits::NONE.min_length(1).max_length(3);
        assert_eq!(limits.check_text("äöü"), Ok(()));
        assert_eq!(
            limits.check_text(""),
            Err(Fault::new(Code::Length, "Expected 1 to 3 characters."))
        );
        assert_eq!(
            Limits::NONE.max_length(1).check_text("ab"),
            Err(Fault::new(Code::Length, "Expected at most 1 character."))
        );
        assert_eq!(
            Limits::NONE.min_length(2).check_text("a"),
            Err(Fault::new(Code::Length, "Expected at least 2 characters."))
        );
        assert_eq!(
            Limits::NONE.min_length(36).max_length(36).check_text("a"),
            Err(Fault::new(Code::Length, "Expected 36 characters."))
        );
    }

    #[test]
    fn a_pattern_is_named_in_the_message() {
        static PATTERN: LazyLock<Regex> =
            LazyLock::new(|| Regex::new("^a+$").expect("a valid pattern"));
        let limits = Limits::NONE.pattern(&PATTERN);
        assert_eq!(limits.check_text("aa"), Ok(()));
        assert_eq!(
            limits.check_text("ab"),
            Err(Fault::new(Code::Pattern, "Expected text that matches ^a+$"))
        );
    }

    #[test]
    fn bounds_are_inclusive_or_exclusive() {
        let limits = Limits::NONE
            .minimum(Bound::Included(1.0))
            .maximum(Bound::Excluded(10.5));
        assert_eq!(limits.check_number(1.0), Ok(()));
        assert_eq!(
            limits.check_number(10.5),
            Err(Fault::new(
                Code::Range,
                "Expected a number from 1 below 10.5."
            ))
        );
        let limits = Limits::NONE.minimum(Bound::Excluded(0.0));
        assert_eq!(
            limits.check_number(0.0),
            Err(Fault::new(Code::Range, "Expected a number above 0."))
        );
    }
}
