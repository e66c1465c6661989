//! Films: the facts that the catalogue keeps, and their limits.

mod rules;

use std::collections::HashSet;

use rust_decimal::Decimal;

pub use rules::{BrokenRule, NAME_MAX, PERSON_NAME_MAX, check_description, check_name, check_year};

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

/// What is to change about a film, unchecked. What is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FilmChanges {
    /// Title as shown; case is kept.
    pub name: Option<String>,
    /// Year of release.
    pub year: Option<i32>,
    /// Running time in minutes.
    pub time: Option<i32>,
    /// IMDb rating, 1 to 10.
    pub imdb: Option<f64>,
    /// Number of IMDb votes.
    pub votes: Option<i32>,
    /// Metascore, 0 to 100, or that there is none.
    pub meta_score: Option<Option<f64>>,
    /// Box-office gross in US dollars, or that it is unknown.
    pub gross: Option<Option<f64>>,
    /// One or more sentences for the shop window.
    pub description: Option<String>,
    /// Price in US dollars with at most two decimal places.
    pub price: Option<Decimal>,
    /// Age certification.
    pub certification: Option<String>,
    /// Names of all its genres.
    pub genres: Option<Vec<String>>,
    /// Names of all its directors.
    pub directors: Option<Vec<String>>,
    /// Names of all its leading actors.
    pub stars: Option<Vec<String>>,
}

/// Changes whose facts are within their limits. Names are trimmed, and a name that stands twice in a list
/// (ignoring case) is kept once. What does not change is not checked: films from before may break a rule, and
/// can still be given another price.
#[derive(Debug, Clone, PartialEq)]
pub struct FilmPatch(FilmChanges);

/// A film whose facts are within their limits, tidied as those of a [`FilmPatch`] are.
#[derive(Debug, Clone, PartialEq)]
pub struct Film(FilmFacts);

/// A fact outside its limits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {rule}")]
pub struct InvalidFact {
    /// The fact's name in the API.
    pub field: &'static str,
    /// What is wrong with it.
    pub rule: BrokenRule,
}

impl Film {
    /// Checks every fact and reports all that are wrong.
    pub fn new(mut facts: FilmFacts) -> Result<Self, Vec<InvalidFact>> {
        for text in [
            &mut facts.name,
            &mut facts.description,
            &mut facts.certification,
        ] {
            tidy(text);
        }
        for names in [&mut facts.genres, &mut facts.directors, &mut facts.stars] {
            tidy_names(names);
        }
        FilmPatch::new(facts.clone().into())?;
        Ok(Self(facts))
    }

    /// The checked facts.
    #[must_use]
    pub const fn facts(&self) -> &FilmFacts {
        &self.0
    }
}

impl FilmPatch {
    /// Checks every fact that is given and reports all that are wrong.
    pub fn new(mut changes: FilmChanges) -> Result<Self, Vec<InvalidFact>> {
        for text in [
            &mut changes.name,
            &mut changes.description,
            &mut changes.certification,
        ] {
            text.as_mut().map(tidy);
        }
        for names in [
            &mut changes.genres,
            &mut changes.directors,
            &mut changes.stars,
        ] {
            names.as_mut().map(tidy_names);
        }
        let errors = invalid_facts(&changes);
        if errors.is_empty() {
            Ok(Self(changes))
        } else {
            Err(errors)
        }
    }

    /// The checked changes.
    #[must_use]
    pub const fn changes(&self) -> &FilmChanges {
        &self.0
    }
}

/// A film that is new changes in every fact.
impl From<FilmFacts> for FilmChanges {
    fn from(facts: FilmFacts) -> Self {
        Self {
            name: Some(facts.name),
            year: Some(facts.year),
            time: Some(facts.time),
            imdb: Some(facts.imdb),
            votes: Some(facts.votes),
            meta_score: Some(facts.meta_score),
            gross: Some(facts.gross),
            description: Some(facts.description),
            price: Some(facts.price),
            certification: Some(facts.certification),
            genres: Some(facts.genres),
            directors: Some(facts.directors),
            stars: Some(facts.stars),
        }
    }
}

fn invalid_facts(given: &FilmChanges) -> Vec<InvalidFact> {
    let title = |name: &String| rules::check_name(name, NAME_MAX);
    let name = |name: &String| rules::check_name(name, PERSON_NAME_MAX);
    let names = |names: &Vec<String>| rules::check_names(names);
    let outcomes = [
        ("name", given.name.as_ref().map(title)),
        ("year", given.year.map(rules::check_year)),
        ("time", given.time.map(rules::check_time)),
        ("imdb", given.imdb.map(rules::check_imdb)),
        ("votes", given.votes.map(rules::check_votes)),
        ("meta_score", given.meta_score.map(rules::check_meta_score)),
        ("gross", given.gross.map(rules::check_gross)),
        (
            "description",
            given.description.as_deref().map(rules::check_description),
        ),
        ("price", given.price.map(rules::check_price)),
        ("certification", given.certification.as_ref().map(name)),
        ("genres", given.genres.as_ref().map(names)),
        ("directors", given.directors.as_ref().map(names)),
        ("stars", given.stars.as_ref().map(names)),
    ];
    outcomes
        .into_iter()
        .filter_map(|(field, outcome)| {
            let rule = outcome?.err()?;
            Some(InvalidFact { field, rule })
        })
        .collect()
}

fn tidy(text: &mut String) {
    *text = text.trim().to_owned();
}

fn tidy_names(names: &mut Vec<String>) {
    let mut seen = HashSet::new();
    names.retain_mut(|name| {
        tidy(name);
        seen.insert(name.to_lowercase())
    });
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
        assert_eq!(errors[1].to_string(), "year: Year cannot be before 1895");
    }

    #[test]
    fn changes_are_checked_as_far_as_they_go() {
        let patch = FilmPatch::new(FilmChanges {
            name: Some(" Heat ".into()),
            meta_score: Some(None),
            stars: Some(vec!["Al Pacino".into(), "AL PACINO".into()]),
            ..FilmChanges::default()
        })
        .expect("valid");
        assert_eq!(patch.changes().name.as_deref(), Some("Heat"));
        assert_eq!(patch.changes().stars, Some(vec!["Al Pacino".to_owned()]));
        let errors = FilmPatch::new(FilmChanges {
            imdb: Some(100.0),
            stars: Some(vec![]),
            ..FilmChanges::default()
        })
        .expect_err("invalid");
        let fields: Vec<_> = errors.iter().map(|e| e.field).collect();
        assert_eq!(fields, ["imdb", "stars"]);
    }
}
