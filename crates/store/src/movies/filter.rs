//! Which films a list has, and how many they are.

use rust_decimal::Decimal;
use sqlx::{Postgres, QueryBuilder};

use super::{
    COUNTED_MAX,
    genres::{Genres, Way},
};
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

/// Joins conditions: `WHERE` stands before the first, `AND` before all others.
pub(super) struct Conditions {
    any: bool,
}

impl Conditions {
    pub(super) const fn new() -> Self {
        Self { any: false }
    }

    pub(super) const fn next(&mut self) -> &'static str {
        if std::mem::replace(&mut self.any, true) {
            " AND "
        } else {
            " WHERE "
        }
    }
}

/// The name of a certification, as SQL up to the value.
const CERTIFICATION_ID: &str = "(SELECT id FROM certifications WHERE lower(name) = lower(";

impl Filter {
    /// Whether every film passes.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Conditions on `movies`.
    pub(super) fn push(
        &self,
        query: &mut QueryBuilder<Postgres>,
        conditions: &mut Conditions,
        way: Way,
    ) {
        self.push_year(query, "movies.year", conditions);
        self.push_imdb(query, "movies.imdb", conditions);
        if let Some(price) = self.price_to {
            query
                .push(conditions.next())
                .push("movies.price <= ")
                .push_bind(price);
        }
        if let Some(name) = &self.certification {
            query
                .push(conditions.next())
                .push("movies.certification_id = ")
                .push(CERTIFICATION_ID)
                .push_bind(name.clone())
                .push("))");
        }
        match (self.genres(), self.collection) {
            (Some(genres), _) => {
                query.push(conditions.next());
                genres.push_condition(query, way);
            }
            (None, Some(collection)) => {
                let (_, links, column) = collection.kind.tables();
                query
                    .push(conditions.next())
                    .push(format_args!(
                        "EXISTS (SELECT FROM {links} WHERE movie_id = movies.id AND {column} = "
                    ))
                    .push_bind(collection.id)
                    .push(")");
            }
            (None, None) => {}
        }
    }

    /// The genres of which a film needs one.
    pub(super) fn genres(&self) -> Option<Genres<'_>> {
        match (&self.genre, self.collection) {
            (Some(part), _) => Some(Genres::Named(part)),
            (
                None,
                Some(Collection {
                    kind: Kind::Genre,
                    id,
                }),
            ) => Some(Genres::Id(id)),
            (None, _) => None,
        }
    }

    fn push_year(
        &self,
        query: &mut QueryBuilder<Postgres>,
        column: &str,
        conditions: &mut Conditions,
    ) {
        for (comparison, year) in [
            ("=", self.year),
            (">=", self.year_from),
            ("<=", self.year_to),
        ] {
            if let Some(year) = year {
                query
                    .push(conditions.next())
                    .push(format_args!("{column} {comparison} "))
                    .push_bind(year);
            }
        }
    }

    fn push_imdb(
        &self,
        query: &mut QueryBuilder<Postgres>,
        column: &str,
        conditions: &mut Conditions,
    ) {
        for (comparison, imdb) in [("=", self.imdb), (">=", self.imdb_from)] {
            if let Some(imdb) = imdb {
                query
                    .push(conditions.next())
                    .push(format_args!("{column} {comparison} "))
                    .push_bind(imdb);
            }
        }
    }

    /// A statement that counts the films. What has one condition is counted already, all else up to
    /// [`COUNTED_MAX`].
    pub(super) fn push_total(&self, query: &mut QueryBuilder<Postgres>) {
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
        let by_year = year.is_some() || year_from.is_some() || year_to.is_some();
        let by_imdb = imdb.is_some() || imdb_from.is_some();
        match (by_year, by_imdb, price_to, genre, certification, collection) {
            (false, false, None, None, None, None) => {
                query.push(counts("movies"));
            }
            (true, false, None, None, None, None) => {
                query.push(counts("year"));
                self.push_year(query, "value", &mut Conditions { any: true });
            }
            (false, true, None, None, None, None) => {
                query.push(counts("imdb"));
                self.push_imdb(query, "value", &mut Conditions { any: true });
            }
            (false, false, Some(price), None, None, None) => {
                query
                    .push(counts("price"))
                    .push(" AND value <= ")
                    .push_bind(*price)
                    .push("::double precision");
            }
            (false, false, None, Some(part), None, None) => self.push_total_of_genres(query, part),
            (false, false, None, None, Some(name), None) => {
                query
                    .push(counts("certification"))
                    .push(" AND value = ")
                    .push(CERTIFICATION_ID)
                    .push_bind(name.clone())
                    .push("))");
            }
            (
                false,
                false,
                None,
                None,
                None,
                Some(Collection {
                    kind: Kind::Genre,
                    id,
                }),
            ) => {
                query
                    .push(counts("genre"))
                    .push(" AND value = ")
                    .push_bind(*id);
            }
            (false, false, None, None, None, Some(collection)) => {
                let (_, links, column) = collection.kind.tables();
                query
                    .push(format_args!(
                        "SELECT count(*) FROM {links} WHERE {column} = "
                    ))
                    .push_bind(collection.id);
            }
            _ => self.push_bounded_count(query),
        }
    }

    /// A film may have two genres that are meant, so only a single one is counted already.
    fn push_total_of_genres(&self, query: &mut QueryBuilder<Postgres>, part: &str) {
        let genres = Genres::Named(part);
        query.push("SELECT CASE (SELECT count(*) FROM ");
        genres.push(query);
        query
            .push(" AS meant) WHEN 0 THEN 0 WHEN 1 THEN (")
            .push(counts("genre"));
        query.push(" AND value IN ");
        genres.push(query);
        query.push(") ELSE (");
        self.push_bounded_count(query);
        query.push(") END");
    }

    fn push_bounded_count(&self, query: &mut QueryBuilder<Postgres>) {
        query.push("SELECT count(*) FROM (SELECT FROM movies");
        self.push(query, &mut Conditions::new(), Way::Probe);
        query.push(format_args!(" LIMIT {COUNTED_MAX}) AS counted"));
    }

    /// The name of the collection, or NULL.
    pub(super) fn push_collection(&self, query: &mut QueryBuilder<Postgres>) {
        match self.collection {
            Some(collection) => {
                let (names, ..) = collection.kind.tables();
                query
                    .push(format_args!("(SELECT name FROM {names} WHERE id = "))
                    .push_bind(collection.id)
                    .push(")");
            }
            None => {
                query.push("NULL::varchar");
            }
        }
    }
}

pub(super) fn counts(facet: &str) -> String {
    format!("SELECT COALESCE(sum(count), 0)::bigint FROM catalogue_counts WHERE facet = '{facet}'")
}
