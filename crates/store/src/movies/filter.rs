//! Which films a list has.

use std::fmt::{self, Display};

use rust_decimal::Decimal;
use sqlx::{Postgres, QueryBuilder};

use super::order::SortKey;
use crate::names::Kind;

/// Conditions that all hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Year of release.
    pub year: Option<i32>,
    /// Earliest year.
    pub year_from: Option<i32>,
    /// Latest year.
    pub year_to: Option<i32>,
    /// IMDb rating.
    pub imdb: Option<f64>,
    /// Lowest rating.
    pub imdb_from: Option<f64>,
    /// Highest price.
    pub price_to: Option<Decimal>,
    /// Part of a genre's name, ignoring case.
    pub genre: Option<String>,
    /// Name of the certification, ignoring case.
    pub certification: Option<String>,
    /// Whose films.
    pub collection: Option<Collection>,
}

/// A genre, star or director, by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Collection {
    /// Which of them.
    pub kind: Kind,
    /// Its id.
    pub id: i32,
}

/// A property of films by which a list is filtered, with all that is asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facet {
    Year,
    Imdb,
    Price,
    Certification,
    /// Genres with some text in their names.
    Genre,
    Collection(Kind),
}

/// Where a property is kept.
enum Place {
    /// In a column of `movies`.
    Column(&'static str),
    /// In a table beside it.
    Links(Links),
}

/// A table that links films with names.
pub(super) struct Links {
    table: &'static str,
    column: &'static str,
    /// The ids of the names that are asked for, as a column of `wanted`.
    wanted: &'static str,
}

impl Links {
    /// A statement for the films with these names. Some come twice.
    pub(super) fn ids(self) -> impl Display {
        let Self {
            table,
            column,
            wanted,
        } = self;
        fmt::from_fn(move |f| {
            write!(
                f,
                "SELECT movie_id FROM {table} WHERE {column} = ANY ((SELECT {wanted} FROM wanted)::integer[])"
            )
        })
    }
}

impl Kind {
    /// The table of names, the table of links, and the column of links that names.
    const fn tables(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Genre => ("genres", "movies_genres", "genre_id"),
            Self::Star => ("stars", "movies_stars", "star_id"),
            Self::Director => ("directors", "movies_directors", "director_id"),
        }
    }
}

impl Filter {
    /// Whether every film passes.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The properties that are asked for.
    pub(super) fn facets(&self) -> impl Iterator<Item = Facet> + Clone + use<> {
        let by_year = self.year.is_some() || self.year_from.is_some() || self.year_to.is_some();
        let by_imdb = self.imdb.is_some() || self.imdb_from.is_some();
        [
            by_year.then_some(Facet::Year),
            by_imdb.then_some(Facet::Imdb),
            self.price_to.map(|_| Facet::Price),
            self.certification.as_ref().map(|_| Facet::Certification),
            self.genre.as_ref().map(|_| Facet::Genre),
            self.collection.map(|of| Facet::Collection(of.kind)),
        ]
        .into_iter()
        .flatten()
    }

    /// The values that films are compared with, under the names of their parameters, each with a comma. They stand in one
    /// statement of their own, so that names are looked up once.
    pub(super) fn push_values(&self, query: &mut QueryBuilder<Postgres>) {
        let Self {
            year,
            year_from,
            year_to,
            imdb,
            imdb_from,
            price_to,
            genre,
            certification,
            collection,
        } = self;
        let years = [
            ("year", year),
            ("year_from", year_from),
            ("year_to", year_to),
        ];
        for (name, year) in years {
            if let Some(year) = year {
                query
                    .push_bind(*year)
                    .push(format_args!("::integer AS {name}, "));
            }
        }
        for (name, rating) in [("imdb", imdb), ("imdb_from", imdb_from)] {
            if let Some(rating) = rating {
                query
                    .push_bind(*rating)
                    .push(format_args!("::double precision AS {name}, "));
            }
        }
        if let Some(price) = price_to {
            query.push_bind(*price).push("::numeric AS price_to, ");
        }
        if let Some(name) = certification {
            query
                .push("(SELECT id FROM certifications WHERE lower(name) = lower(")
                .push_bind(name.clone())
                .push(")) AS certification, ");
        }
        if let Some(part) = genre {
            query
                .push("ARRAY(SELECT id FROM genres WHERE name ILIKE ")
                .push_bind(format!("%{}%", escape_like(part)))
                .push(") AS genre, ");
        }
        if let Some(collection) = collection {
            query
                .push("ARRAY[")
                .push_bind(collection.id)
                .push("::integer] AS collection, ");
        }
    }

    /// The condition on a property that stands in this column.
    fn comparison(&self, facet: Facet, column: &'static str) -> impl Display + use<> {
        let year = [
            ("=", "year", self.year.is_some()),
            (">=", "year_from", self.year_from.is_some()),
            ("<=", "year_to", self.year_to.is_some()),
        ];
        let imdb = [
            ("=", "imdb", self.imdb.is_some()),
            (">=", "imdb_from", self.imdb_from.is_some()),
        ];
        fmt::from_fn(move |f| {
            let comparisons = match facet {
                Facet::Year => &year[..],
                Facet::Imdb => &imdb,
                Facet::Price => &[("<=", "price_to", true)],
                Facet::Certification => &[("=", "certification", true)],
                Facet::Genre | Facet::Collection(_) => &[],
            };
            let asked = comparisons.iter().filter(|(.., given)| *given);
            let conditions = asked.map(|(operator, name, _)| {
                fmt::from_fn(move |f| write!(f, "{column} {operator} (SELECT {name} FROM wanted)"))
            });
            joined(conditions, " AND ").fmt(f)
        })
    }

    /// The condition on `movies`, in words by which an index finds the films.
    pub(super) fn by_index(&self, facet: Facet) -> impl Display {
        fmt::from_fn(move |f| match facet.place() {
            Place::Column(column) => self.comparison(facet, column).fmt(f),
            Place::Links(links) => write!(f, "movies.id = ANY (ARRAY({}))", links.ids()),
        })
    }

    /// The condition on `movies`, in words that fit no index: films come from elsewhere, and are asked one by one.
    pub(super) fn by_film(&self, facet: Facet) -> impl Display {
        fmt::from_fn(move |f| match facet.place() {
            Place::Column(column) => write!(f, "({}) IS TRUE", self.comparison(facet, column)),
            // EXISTS would be free to read all the links first.
            Place::Links(Links {
                table,
                column,
                wanted,
            }) => write!(
                f,
                "(SELECT true FROM {table} WHERE movie_id = movies.id
                     AND {column} = ANY ((SELECT {wanted} FROM wanted)::integer[]) LIMIT 1)"
            ),
        })
    }

    /// A statement for the number of films that pass the condition. A film counts for each genre that is meant.
    pub(super) fn count(&self, facet: Facet) -> impl Display {
        fmt::from_fn(move |f| match facet {
            Facet::Year | Facet::Imdb | Facet::Certification => {
                let condition = self.comparison(facet, "value");
                write!(f, "{} AND {condition}", counts(facet.name()))
            }
            // Counts are kept by numbers of double precision, which don't compare as prices do.
            Facet::Price => write!(
                f,
                "{} AND value::numeric <= (SELECT price_to FROM wanted)",
                counts("price")
            ),
            Facet::Genre => write!(
                f,
                "{} AND value = ANY ((SELECT genre FROM wanted)::integer[])",
                counts("genre")
            ),
            Facet::Collection(Kind::Genre) => write!(
                f,
                "{} AND value = ANY ((SELECT collection FROM wanted)::integer[])",
                counts("genre")
            ),
            Facet::Collection(kind @ (Kind::Star | Kind::Director)) => {
                let (_, links, column) = kind.tables();
                write!(
                    f,
                    "SELECT count(*) FROM {links}
                     WHERE {column} = ANY ((SELECT collection FROM wanted)::integer[])"
                )
            }
        })
    }

    /// The name of the collection, or NULL.
    pub(super) fn collection_name(&self) -> impl Display {
        fmt::from_fn(move |f| match self.collection {
            Some(collection) => {
                let (names, ..) = collection.kind.tables();
                write!(
                    f,
                    "(SELECT name FROM {names} WHERE id = (SELECT collection[1] FROM wanted))"
                )
            }
            None => f.write_str("NULL::varchar"),
        })
    }
}

impl Facet {
    /// What statements call it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Imdb => "imdb",
            Self::Price => "price",
            Self::Certification => "certification",
            Self::Genre => "genre",
            Self::Collection(_) => "collection",
        }
    }

    /// Whether films stand in an index by this key as they do by the property.
    pub(super) const fn is_sorted_by(self, key: SortKey) -> bool {
        matches!(
            (self, key),
            (Self::Year, SortKey::Year)
                | (Self::Imdb, SortKey::Imdb)
                | (Self::Price, SortKey::Price)
        )
    }

    /// The links, if it is kept beside the films.
    pub(super) const fn links(self) -> Option<Links> {
        match self.place() {
            Place::Column(_) => None,
            Place::Links(links) => Some(links),
        }
    }

    const fn place(self) -> Place {
        let (kind, wanted) = match self {
            Self::Year => return Place::Column("movies.year"),
            Self::Imdb => return Place::Column("movies.imdb"),
            Self::Price => return Place::Column("movies.price"),
            Self::Certification => return Place::Column("movies.certification_id"),
            Self::Genre => (Kind::Genre, "genre"),
            Self::Collection(kind) => (kind, "collection"),
        };
        let (_, table, column) = kind.tables();
        Place::Links(Links {
            table,
            column,
            wanted,
        })
    }
}

/// A statement for the number of films with any value of a property: triggers keep it. Conditions on `value` may
/// follow.
pub(super) fn counts(facet: &'static str) -> impl Display {
    fmt::from_fn(move |f| {
        write!(
            f,
            "SELECT COALESCE(sum(count), 0)::bigint FROM catalogue_counts WHERE facet = '{facet}'"
        )
    })
}

/// Parts of a statement, and what stands between them.
pub(super) fn joined(
    parts: impl Iterator<Item: Display> + Clone,
    separator: &'static str,
) -> impl Display {
    fmt::from_fn(move |f| {
        for (index, part) in parts.clone().enumerate() {
            if index > 0 {
                f.write_str(separator)?;
            }
            part.fmt(f)?;
        }
        Ok(())
    })
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
