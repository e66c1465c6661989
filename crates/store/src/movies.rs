//! Reading the catalogue.

use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, types::Json};
use uuid::Uuid;

/// A film with its people and genres, as the API shows it.
#[derive(Debug, FromRow)]
pub struct Movie {
    /// Public id.
    pub uuid: Uuid,
    /// Title.
    pub name: String,
    /// Year of release.
    pub year: i32,
    /// Minutes.
    pub time: i32,
    /// IMDb rating.
    pub imdb: f64,
    /// IMDb votes.
    pub votes: i32,
    /// Metascore.
    pub meta_score: Option<f64>,
    /// US dollars.
    pub gross: Option<f64>,
    /// For the shop window.
    pub description: String,
    /// US dollars.
    pub price: Decimal,
    /// Age certification.
    pub certification: String,
    /// By name.
    pub genres: Json<Vec<Named>>,
    /// By name.
    pub directors: Json<Vec<Named>>,
    /// By name.
    pub stars: Json<Vec<Named>>,
}

/// A genre, star or director.
#[derive(Debug, Deserialize)]
pub struct Named {
    /// Its id.
    pub id: i32,
    /// Its name.
    pub name: String,
}

/// What a page of films is made of.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// Year of release.
    pub year: Option<i32>,
    /// IMDb rating.
    pub imdb: Option<f64>,
    /// Part of a genre's name, ignoring case.
    pub genre: Option<String>,
    /// Name of the certification, ignoring case.
    pub certification: Option<String>,
    /// Earliest year.
    pub year_from: Option<i32>,
    /// Latest year.
    pub year_to: Option<i32>,
    /// Lowest rating.
    pub imdb_from: Option<f64>,
    /// Highest price.
    pub price_to: Option<Decimal>,
    /// Sort keys, most significant first; empty for none but the id.
    pub sort: Vec<Sort>,
}

/// A sort key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// What is compared.
    pub key: SortKey,
    /// Largest first.
    pub descending: bool,
}

/// What films can be sorted by. Each has an index that ends in the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortKey {
    /// Title.
    Name,
    /// Year of release.
    Year,
    /// IMDb rating.
    Imdb,
    /// Price.
    Price,
    /// IMDb votes.
    Votes,
}

impl SortKey {
    const fn column(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Year => "year",
            Self::Imdb => "imdb",
            Self::Price => "price",
            Self::Votes => "votes",
        }
    }
}

/// A film and the size of the whole selection, so that a page costs one statement.
#[derive(FromRow)]
struct PageRow {
    total: i64,
    #[sqlx(flatten)]
    movie: Movie,
}

/// Everything of a film that is shown, for rows `movies` that the statement has chosen. The lists come
/// as JSON so that a page is one statement whatever its films consist of.
const SHOWN: &str = "
    movies.uuid, movies.name, movies.year, movies.time, movies.imdb, movies.votes, movies.meta_score,
    movies.gross, movies.description, movies.price,
    (SELECT name FROM certifications WHERE id = movies.certification_id) AS certification,
    (SELECT COALESCE(json_agg(json_build_object('id', genres.id, 'name', genres.name) ORDER BY genres.name), '[]')
     FROM movies_genres JOIN genres ON genres.id = genre_id WHERE movie_id = movies.id) AS genres,
    (SELECT COALESCE(json_agg(json_build_object('id', directors.id, 'name', directors.name) ORDER BY directors.name), '[]')
     FROM movies_directors JOIN directors ON directors.id = director_id WHERE movie_id = movies.id) AS directors,
    (SELECT COALESCE(json_agg(json_build_object('id', stars.id, 'name', stars.name) ORDER BY stars.name), '[]')
     FROM movies_stars JOIN stars ON stars.id = star_id WHERE movie_id = movies.id) AS stars";

/// One page of a selection, and how many films the selection has. A page beyond the last is empty
/// and tells the total as well.
pub async fn page(
    db: &mut PgConnection,
    selection: &Selection,
    limit: i64,
    offset: i64,
) -> sqlx::Result<(Vec<Movie>, i64)> {
    let rows: Vec<PageRow> = page_query(selection, limit, offset)
        .build_query_as()
        .fetch_all(&mut *db)
        .await?;
    match rows.first() {
        Some(row) => {
            let total = row.total;
            Ok((rows.into_iter().map(|row| row.movie).collect(), total))
        }
        None if offset == 0 => Ok((Vec::new(), 0)),
        None => Ok((
            Vec::new(),
            count_query(selection)
                .build_query_scalar()
                .fetch_one(db)
                .await?,
        )),
    }
}

/// One film by its public id.
pub async fn find(db: &mut PgConnection, uuid: Uuid) -> sqlx::Result<Option<Movie>> {
    let mut query = QueryBuilder::<Postgres>::new("SELECT");
    query
        .push(SHOWN)
        .push(" FROM movies WHERE uuid = ")
        .push_bind(uuid);
    query.build_query_as().fetch_optional(db).await
}

fn page_query(selection: &Selection, limit: i64, offset: i64) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new("WITH chosen AS (SELECT movies.id FROM movies");
    push_filters(&mut query, selection);
    push_order(&mut query, &selection.sort);
    query
        .push(" LIMIT ")
        .push_bind(limit)
        .push(" OFFSET ")
        .push_bind(offset);
    query.push("), total AS (SELECT count(*) AS total FROM movies");
    push_filters(&mut query, selection);
    query.push(") SELECT total.total,").push(SHOWN);
    query.push(" FROM chosen JOIN movies ON movies.id = chosen.id CROSS JOIN total");
    push_order(&mut query, &selection.sort);
    query
}

fn count_query(selection: &Selection) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new("SELECT count(*) FROM movies");
    push_filters(&mut query, selection);
    query
}

fn push_filters(query: &mut QueryBuilder<Postgres>, selection: &Selection) {
    let mut filter = " WHERE ";
    let mut next = || std::mem::replace(&mut filter, " AND ");
    if let Some(year) = selection.year {
        query.push(next()).push("movies.year = ").push_bind(year);
    }
    if let Some(imdb) = selection.imdb {
        query.push(next()).push("movies.imdb = ").push_bind(imdb);
    }
    if let Some(year) = selection.year_from {
        query.push(next()).push("movies.year >= ").push_bind(year);
    }
    if let Some(year) = selection.year_to {
        query.push(next()).push("movies.year <= ").push_bind(year);
    }
    if let Some(imdb) = selection.imdb_from {
        query.push(next()).push("movies.imdb >= ").push_bind(imdb);
    }
    if let Some(price) = selection.price_to {
        query.push(next()).push("movies.price <= ").push_bind(price);
    }
    if let Some(name) = &selection.certification {
        query
            .push(next())
            .push("movies.certification_id = (SELECT id FROM certifications WHERE lower(name) = lower(")
            .push_bind(name.clone())
            .push("))");
    }
    if let Some(part) = &selection.genre {
        query
            .push(next())
            .push(
                "EXISTS (SELECT FROM movies_genres JOIN genres ON genres.id = genre_id
                 WHERE movie_id = movies.id AND genres.name ILIKE ",
            )
            .push_bind(format!("%{}%", escape_like(part)))
            .push(")");
    }
}

/// Ties are broken by id, in the direction of the last key, so that an index on (key, id) serves the
/// order and no film is on two pages.
fn push_order(query: &mut QueryBuilder<Postgres>, sort: &[Sort]) {
    let direction = |sort: Sort| if sort.descending { " DESC" } else { "" };
    query.push(" ORDER BY ");
    for sort in sort {
        query
            .push("movies.")
            .push(sort.key.column())
            .push(direction(*sort))
            .push(", ");
    }
    query
        .push("movies.id")
        .push(sort.last().map_or("", |sort| direction(*sort)));
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
    fn ties_follow_the_direction_of_the_last_key() {
        let sort = |key, descending| Sort { key, descending };
        for (keys, order) in [
            (vec![], " ORDER BY movies.id"),
            (
                vec![sort(SortKey::Name, true)],
                " ORDER BY movies.name DESC, movies.id DESC",
            ),
            (
                vec![sort(SortKey::Year, true), sort(SortKey::Imdb, false)],
                " ORDER BY movies.year DESC, movies.imdb, movies.id",
            ),
        ] {
            let mut query = QueryBuilder::new("");
            push_order(&mut query, &keys);
            assert_eq!(query.sql().as_str(), order);
        }
    }

    #[test]
    fn wildcards_in_a_genre_mean_themselves() {
        assert_eq!(escape_like(r"100%_\"), r"100\%\_\\");
    }
}
