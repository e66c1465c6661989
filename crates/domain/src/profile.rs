//! What members may tell about themselves.

use std::fmt;

use chrono::{Datelike as _, Months, NaiveDate};

use crate::clock;

/// Members have lived so many years.
const ADULT: Months = Months::new(18 * 12);
/// Nobody was born in this year or before.
const LAST_YEAR_OF_NOBODY: i32 = 1900;

/// A rule that a profile breaks, said to its owner.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrokenProfileRule {
    /// A name. Holds what was given: its owner wants to see what was read.
    #[error("{0} contains non-english letters")]
    Name(String),
    /// A birthday of somebody who is too young.
    #[error("You must be at least 18 years old to register.")]
    Age,
    /// A birthday long ago.
    #[error("Invalid birth date - year must be greater than {LAST_YEAR_OF_NOBODY}.")]
    BirthYear,
    /// A text that says nothing.
    #[error("Info cannot be empty or whitespace only.")]
    Info,
}

/// A first or last name: letters from A to Z, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName(String);

impl PersonName {
    /// Folds the case of a name and checks it.
    pub fn parse(text: &str) -> Result<Self, BrokenProfileRule> {
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(BrokenProfileRule::Name(text.to_owned()))
        }
    }

    /// The text.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// The birthday of somebody who may be a member today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BirthDate(NaiveDate);

impl BirthDate {
    /// Checks a date. Who was born on 29 February is a year older on the last day of that month.
    pub fn new(date: NaiveDate) -> Result<Self, BrokenProfileRule> {
        if date.year() <= LAST_YEAR_OF_NOBODY {
            return Err(BrokenProfileRule::BirthYear);
        }
        let of_age = date.checked_add_months(ADULT);
        if of_age.is_none_or(|day| day > clock::now().date_naive()) {
            return Err(BrokenProfileRule::Age);
        }
        Ok(Self(date))
    }

    /// The date.
    #[must_use]
    pub const fn date(self) -> NaiveDate {
        self.0
    }
}

/// What a member says about themselves in their own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Info(String);

impl Info {
    /// Checks a text. It is kept as it was given.
    pub fn parse(text: &str) -> Result<Self, BrokenProfileRule> {
        if text.trim().is_empty() {
            return Err(BrokenProfileRule::Info);
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Man or woman.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// Man.
    Man,
    /// Woman.
    Woman,
}

impl Gender {
    /// As people read it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Man => "man",
            Self::Woman => "woman",
        }
    }
}

impl fmt::Display for Gender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_english_letters_only() {
        let name = PersonName::parse("McAnna").map(PersonName::into_string);
        assert_eq!(name.as_deref(), Ok("mcanna"));
        for text in ["", "Änna", "Anna Maria", "anna1", "O'Neill", "Аnna"] {
            let refusal = PersonName::parse(text).expect_err(text).to_string();
            assert_eq!(refusal, format!("{text} contains non-english letters"));
        }
    }

    #[test]
    fn members_have_lived_eighteen_years() {
        let today = clock::now().date_naive();
        let birthday = today - ADULT;
        assert!(BirthDate::new(birthday).is_ok());
        let tomorrow = birthday.succ_opt().expect("a day");
        assert_eq!(BirthDate::new(tomorrow), Err(BrokenProfileRule::Age));
        assert_eq!(BirthDate::new(NaiveDate::MAX), Err(BrokenProfileRule::Age));
    }

    #[test]
    fn nobody_was_born_before_1901() {
        let new_year = |year| NaiveDate::from_ymd_opt(year, 1, 1).expect("a day");
        assert!(BirthDate::new(new_year(1901)).is_ok());
        let eve = new_year(1901).pred_opt().expect("a day");
        assert_eq!(BirthDate::new(eve), Err(BrokenProfileRule::BirthYear));
    }

    #[test]
    fn a_text_says_something() {
        assert!(Info::parse(" x ").is_ok());
        for text in ["", " ", "\t\n", "\u{a0}"] {
            assert_eq!(Info::parse(text), Err(BrokenProfileRule::Info));
        }
    }
}
