//! The limits of each fact about a film, and what breaking one says.

use chrono::Datelike as _;
use rust_decimal::Decimal;

use crate::clock;

/// Longest film name, in characters.
pub const NAME_MAX: usize = 250;
/// Longest name of a genre, person or certification, in characters.
pub const PERSON_NAME_MAX: usize = 100;
/// The year of the first public film screening.
const FIRST_YEAR: i32 = 1895;
/// Largest amount that `numeric(10, 2)` holds.
const PRICE_MAX: Decimal = Decimal::from_parts(1_410_065_407, 2, 0, false, 2);
/// Genres, directors or stars of one film. Bounds an answer, not a film.
const NAMES_MAX: usize = 50;
/// Largest gross, in dollars.
const GROSS_MAX: f64 = 1e12;
/// Longest description, in characters. Bounds a row, not an author.
const DESCRIPTION_MAX: usize = 10_000;

/// A rule that a fact breaks, said to the person who gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BrokenRule {
    /// A title, or the name of a genre, person or certification. Holds the most characters that it may have.
    #[error("a name has 1 to {0} characters and no control characters")]
    Name(usize),
    /// A list of names.
    #[error(
        "Name 1 to {NAMES_MAX}; a name has 1 to {PERSON_NAME_MAX} characters and no control characters"
    )]
    Names,
    /// The text for the shop window.
    #[error("Must have 1 to {DESCRIPTION_MAX} characters")]
    Description,
    /// A year before there were films.
    #[error("Year cannot be before {FIRST_YEAR}")]
    YearTooEarly,
    /// A year after the next one.
    #[error("Year cannot be in future: {0}")]
    YearInFuture(i32),
    /// The running time.
    #[error("Time must be greater than 0")]
    Time,
    /// The IMDb rating.
    #[error("Must be from 1 to 10")]
    Imdb,
    /// The Metascore.
    #[error("Must be from 0 to 100")]
    MetaScore,
    /// A number of votes.
    #[error("Must not be negative")]
    Negative,
    /// The gross.
    #[error("Must be from 0 to {GROSS_MAX}")]
    Gross,
    /// The price.
    #[error("Must be an amount of 0 or more with at most two decimal places")]
    Price,
}

/// The name of a film (`max` is [`NAME_MAX`]), or of what films carry ([`PERSON_NAME_MAX`]). Spaces around it
/// do not count.
pub fn check_name(text: &str, max: usize) -> Result<(), BrokenRule> {
    let text = text.trim();
    let kept = (1..=max).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    keep(kept, BrokenRule::Name(max))
}

/// The year of release: from the first screening to next year.
pub fn check_year(year: i32) -> Result<(), BrokenRule> {
    keep(year >= FIRST_YEAR, BrokenRule::YearTooEarly)?;
    keep(
        year <= clock::now().year() + 1,
        BrokenRule::YearInFuture(year),
    )
}

/// The text for the shop window. Spaces around it do not count. PostgreSQL keeps no NUL in text.
pub fn check_description(text: &str) -> Result<(), BrokenRule> {
    let length = text.trim().chars().count();
    let kept = (1..=DESCRIPTION_MAX).contains(&length) && !text.contains('\0');
    keep(kept, BrokenRule::Description)
}

pub(super) fn check_names(names: &[String]) -> Result<(), BrokenRule> {
    let kept = (1..=NAMES_MAX).contains(&names.len())
        && names
            .iter()
            .all(|name| check_name(name, PERSON_NAME_MAX).is_ok());
    keep(kept, BrokenRule::Names)
}

pub(super) fn check_time(minutes: i32) -> Result<(), BrokenRule> {
    keep(minutes > 0, BrokenRule::Time)
}

pub(super) fn check_imdb(rating: f64) -> Result<(), BrokenRule> {
    keep((1.0..=10.0).contains(&rating), BrokenRule::Imdb)
}

pub(super) fn check_votes(votes: i32) -> Result<(), BrokenRule> {
    keep(votes >= 0, BrokenRule::Negative)
}

pub(super) fn check_meta_score(score: Option<f64>) -> Result<(), BrokenRule> {
    let kept = score.is_none_or(|score| (0.0..=100.0).contains(&score));
    keep(kept, BrokenRule::MetaScore)
}

pub(super) fn check_gross(gross: Option<f64>) -> Result<(), BrokenRule> {
    let kept = gross.is_none_or(|gross| (0.0..=GROSS_MAX).contains(&gross));
    keep(kept, BrokenRule::Gross)
}

pub(super) fn check_price(price: Decimal) -> Result<(), BrokenRule> {
    let kept = !price.is_sign_negative() && price <= PRICE_MAX && price.scale() <= 2;
    keep(kept, BrokenRule::Price)
}

const fn keep(kept: bool, rule: BrokenRule) -> Result<(), BrokenRule> {
    if kept { Ok(()) } else { Err(rule) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_price_is_what_the_column_holds() {
        assert_eq!(PRICE_MAX.to_string(), "99999999.99");
    }

    #[test]
    fn a_film_may_be_announced_for_next_year_but_no_later() {
        let next = clock::now().year() + 1;
        assert_eq!(check_year(next), Ok(()));
        let late = check_year(next + 1).expect_err("too late");
        assert_eq!(
            late.to_string(),
            format!("Year cannot be in future: {}", next + 1)
        );
        let early = check_year(1894).expect_err("too early");
        assert_eq!(early.to_string(), "Year cannot be before 1895");
    }

    #[test]
    fn spaces_are_no_name() {
        assert_eq!(check_name(" Heat ", 4), Ok(()));
        for text in [" \t\n", "", "He\u{7}at", "Heated"] {
            assert_eq!(check_name(text, 4), Err(BrokenRule::Name(4)), "{text:?}");
        }
    }
}
