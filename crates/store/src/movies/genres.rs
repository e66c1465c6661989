//! Films of genres: common ones and rare ones are looked for in different ways.

use sqlx::{Postgres, QueryBuilder};

use super::filter::counts;

/// The share of films, as one in so many, from which on genres are common: reading films in order finds a
/// page sooner than collecting all films of the genres would.
const COMMON: i64 = 200;

/// How films of genres are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Films are read in order and asked for their genres, until a page is full.
    Probe,
    /// All films of the genres are collected and sorted.
    Collect,
}

/// Genres of which a film needs one.
#[derive(Debug, Clone, Copy)]
pub(super) enum Genres<'a> {
    /// Those with this text in their names.
    Named(&'a str),
    /// The one with this id.
    Id(i32),
}

impl Genres<'_> {
    /// A statement for their ids, in parentheses.
    pub(super) fn push(self, query: &mut QueryBuilder<Postgres>) {
        match self {
            Self::Named(part) => query
                .push("(SELECT id FROM genres WHERE name ILIKE ")
                .push_bind(format!("%{}%", escape_like(part))),
            Self::Id(id) => query.push("(SELECT ").push_bind(id).push("::integer"),
        }
        .push(")");
    }

    /// The condition on `movies`. The genres are an array, so that PostgreSQL looks them up once and not for
    /// every film.
    pub(super) fn push_condition(self, query: &mut QueryBuilder<Postgres>, way: Way) {
        query.push(match way {
            Way::Probe => "EXISTS (SELECT FROM movies_genres WHERE movie_id = movies.id AND genre_id = ANY (ARRAY",
            Way::Collect => "movies.id = ANY (ARRAY(SELECT movie_id FROM movies_genres WHERE genre_id = ANY (ARRAY",
        });
        self.push(query);
        query.push(match way {
            Way::Probe => "))",
            Way::Collect => ")))",
        });
    }

    /// The condition that this is the way for genres as common as these. PostgreSQL decides it once per
    /// statement, when it knows which genres are meant; its planner does not.
    pub(super) fn push_choice(self, query: &mut QueryBuilder<Postgres>, way: Way) {
        query.push(format_args!(
            "{COMMON} * ({} AND value IN ",
            counts("genre")
        ));
        self.push(query);
        let comparison = match way {
            Way::Probe => ">",
            Way::Collect => "<=",
        };
        query.push(format_args!(") {comparison} ({})", counts("movies")));
    }
}

/// `%` and `_` mean themselves.
fn escape_like(text: &str) -> String {
    text.replace('\\', r"\\")
        .replace('%', r"\%")
        .replace('_', r"\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_in_a_genre_mean_themselves() {
        assert_eq!(escape_like(r"100%_\"), r"100\%\_\\");
    }
}
