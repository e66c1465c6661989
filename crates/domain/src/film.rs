//! Films: the facts that the catalogue keeps, and their limits.

use std::collections::HashSet;

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
/// Longest description, in characters. Bounds a row, not an author.
const DESCRIPTION_MAX: usize = 10_000;

/// What is said about a film, unchecked.
#[derive(Debug, Clone, PartialEq)]
pub struct FilmFacts {
    /// Title as shown; case is kept.
    pub name: String,
    /// Year of release.
    pub year: i32,
    /// Running time in minutes.
    pub time: i32,
    /// IMDb rating, 1 to 10.
    pub imdb: f64,
    /// Number of IMDb votes.
    pub votes: i32,
    /// Metascore, 0 to 100.
    pub meta_score: Option<f64>,
    /// Box-office gross in US dollars.
    pub gross: Option<f64>,
    /// One or more sentences for the shop window.
    pub description: String,
    /// Price in US dollars with at most two decimal places.
    pub price: Decimal,
    /// Age certification.
    pub certification: String,
    /// Names of genres.
    pub genres: Vec<String>,
    /// Names of directors.
    pub directors: Vec<String>,
    /// Names of leading actors.
    pub stars: Vec<String>,
}

/// A film whose facts are within their limits. Names are trimmed, and a name that stands twice in
/// a list (ignoring case) is kept once.
#[derive(Debug, Clone, PartialEq)]
pub struct Film(FilmFacts);

/// A fact outside its limits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub struct InvalidFact {
    /// The fact's name in the API.
    pub field: &'static str,
    /// What is wrong with it, for the person who sent it.
    pub message: String,
}

impl Film {
    /// Checks every fact and reports all that are wrong.
    pub fn new(mut facts: FilmFacts) -> Result<Self, Vec<InvalidFact>> {
        tidy(&mut facts);
        let mut errors = Vec::new();
        let mut require = |ok: bool, field, message: &dyn Fn() -> String| {
            if !ok {
                errors.push(InvalidFact {
                    field,
                    message: message(),
                });
            }
        };

        let next_year = clock::now().year() + 1;
        require(is_name(&facts.name, NAME_MAX), "name", &|| {
            name_rule(NAME_MAX)
        });
        require(facts.year >= FIRST_YEAR, "year", &|| {
            format!("Year cannot be before {FIRST_YEAR}")
        });
        require(facts.year <= next_year, "year", &|| {
            format!("Year cannot be in future: {}", facts.year)
        });
        require(facts.time > 0, "time", &|| {
            "Time must be greater than 0".to_owned()
        });
        require((1.0..=10.0).contains(&facts.imdb), "imdb", &|| {
            "Must be from 1 to 10".to_owned()
        });
        require(facts.votes >= 0, "votes", &|| {
            "Must not be negative".to_owned()
        });
        require(
            facts
                .meta_score
                .is_none_or(|score| (0.0..=100.0).contains(&score)),
            "meta_score",
            &|| "Must be from 0 to 100".to_owned(),
        );
        require(
            facts
                .gross
                .is_none_or(|gross| gross >= 0.0 && gross.is_finite()),
            "gross",
            &|| "Must not be negative".to_owned(),
        );
        require(
            is_text(&facts.description, DESCRIPTION_MAX),
            "description",
            &|| format!("Must have 1 to {DESCRIPTION_MAX} characters"),
        );
        require(
            !facts.price.is_sign_negative() && facts.price <= PRICE_MAX && facts.price.scale() <= 2,
            "price",
            &|| "Must be an amount of 0 or more with at most two decimal places".to_owned(),
        );
        require(
            is_name(&facts.certification, PERSON_NAME_MAX),
            "certification",
            &|| name_rule(PERSON_NAME_MAX),
        );
        for (field, names) in [
            ("genres", &facts.genres),
            ("directors", &facts.directors),
            ("stars", &facts.stars),
        ] {
            let ok = !names.is_empty() && names.iter().all(|name| is_name(name, PERSON_NAME_MAX));
            require(ok, field, &|| {
                format!("Name at least one; {}", name_rule(PERSON_NAME_MAX))
            });
        }

        if errors.is_empty() {
            Ok(Self(facts))
        } else {
            Err(errors)
        }
    }

    /// The checked facts.
    #[must_use]
    pub const fn facts(&self) -> &FilmFacts {
        &self.0
    }
}

fn tidy(facts: &mut FilmFacts) {
    for text in [
        &mut facts.name,
        &mut facts.description,
        &mut facts.certification,
    ] {
        *text = text.trim().to_owned();
    }
    for names in [&mut facts.genres, &mut facts.directors, &mut facts.stars] {
        let mut seen = HashSet::new();
        names.retain_mut(|name| {
            *name = name.trim().to_owned();
            seen.insert(name.to_lowercase())
        });
    }
}

fn name_rule(max: usize) -> String {
    format!("a name has 1 to {max} characters and no control characters")
}

fn is_name(text: &str, max: usize) -> bool {
    is_text(text, max) && !text.chars().any(char::is_control)
}

/// PostgreSQL keeps no NUL in text.
fn is_text(text: &str, max: usize) -> bool {
    (1..=max).contains(&text.chars().count()) && !text.contains('\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> FilmFacts {
        FilmFacts {
            name: " Heat ".into(),
            year: 1995,
            time: 170,
            imdb: 8.2,
            votes: 1,
            meta_score: None,
            gross: None,
            description: "A film.".into(),
            price: Decimal::new(999, 2),
            certification: "UA".into(),
            genres: vec!["Crime".into(), " crime".into()],
            directors: vec!["Michael Mann".into()],
            stars: vec!["Al Pacino".into()],
        }
    }

    #[test]
    fn names_are_trimmed_and_repeated_names_are_kept_once() {
        let film = Film::new(facts()).expect("valid");
        assert_eq!(film.facts().name, "Heat");
        assert_eq!(film.facts().genres, ["Crime"]);
    }

    #[test]
    fn every_fact_that_is_wrong_is_reported() {
        let wrong = FilmFacts {
            name: String::new(),
            year: 1894,
            time: 0,
            imdb: f64::NAN,
            votes: -1,
            meta_score: Some(100.5),
            gross: Some(-1.0),
            description: "\0".into(),
            price: Decimal::new(9999, 3),
            certification: "a\u{7}".into(),
            genres: vec![],
            directors: vec!["x".repeat(101)],
            stars: vec![String::new()],
        };
        let errors = Film::new(wrong).expect_err("invalid");
        let fields: Vec<_> = errors.iter().map(|e| e.field).collect();
        assert_eq!(
            fields,
            [
                "name",
                "year",
                "time",
                "imdb",
                "votes",
                "meta_score",
                "gross",
                "description",
                "price",
                "certification",
                "genres",
                "directors",
                "stars"
            ]
        );
        assert_eq!(errors[1].message, "Year cannot be before 1895");
    }

    #[test]
    fn the_largest_price_is_what_the_column_holds() {
        assert_eq!(PRICE_MAX.to_string(), "99999999.99");
    }

    #[test]
    fn a_film_may_be_announced_for_next_year_but_no_later() {
        let next = clock::now().year() + 1;
        assert!(
            Film::new(FilmFacts {
                year: next,
                ..facts()
            })
            .is_ok()
        );
        let errors = Film::new(FilmFacts {
            year: next + 1,
            ..facts()
        })
        .expect_err("too late");
        assert_eq!(
            errors[0].message,
            format!("Year cannot be in future: {}", next + 1)
        );
    }
}
