//! Reading films. PostgreSQL writes them as the API shows them, so that a page is one statement whatever
//! its films consist of, and its bytes pass through the server as they are.

mod filter;
mod loader;
mod order;
mod search;
mod ways;

use std::{
    fmt::{self, Display},
    sync::LazyLock,
};

use serde_json::value::RawValue;
use sqlx::{AssertSqlSafe, FromRow, PgConnection, Postgres, QueryBuilder, types::Json};
use uuid::Uuid;

use crate::reads::Reads;

pub use filter::{Collection, Filter};
pub use loader::FilmLoader;
pub use order::{Position, Sort, SortKey};
pub use search::FOUND_MAX;

/// Where counting stops when a total would cost a scan.
pub const COUNTED_MAX: i64 = 1000;

/// Room that a statement for a page begins with, in bytes: enough for one without filters. Others grow once or twice.
const STATEMENT_ROOM: usize = 4096;

/// A film as the API shows it: JSON, as PostgreSQL has written it. It comes as text, because decoding JSON would read
/// all of it once more, to see that it is some.
pub type Film = String;

/// A film as a part of other JSON.
///
/// # Panics
/// If it is not as PostgreSQL has written it.
#[must_use]
pub fn as_json(film: Film) -> Box<RawValue> {
    RawValue::from_string(film).expect("PostgreSQL writes JSON")
}

/// What a page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// Which films.
    pub filter: Filter,
    /// What a person searches for. Searches have no more than [`FOUND_MAX`] films.
    pub search: Option<String>,
    /// Sort keys, most significant first. Ties are sorted by id.
    pub sort: Vec<Sort>,
}

/// Where a page begins.
#[derive(Debug, Clone, PartialEq)]
pub enum Start {
    /// So many films from the first.
    Offset(i64),
    /// Behind a film of the same order.
    After(Position),
}

/// A page of films.
#[derive(Debug, FromRow)]
pub struct Page {
    /// A JSON list of films, each as [`Film`].
    pub films: String,
    /// How many films the selection has. Where this would cost a scan, at most [`COUNTED_MAX`].
    pub total: i64,
    /// Whether there are films behind the page.
    pub more: bool,
    /// Where the last film of the page stands, if the page has any.
    pub last: Option<Json<Position>>,
    /// Name of the genre, star or director whose films these are. Nothing if there is none with the id.
    pub collection: Option<String>,
}

/// Everything of a film that is shown, under the names of the API.
const SHOWN: &str = "
    SELECT movies.uuid, movies.name, movies.year, movies.time, movies.imdb, movies.votes, movies.meta_score,
           movies.gross, movies.description, movies.price::text AS price,
           (SELECT row_to_json(shown) FROM (
                SELECT certifications.name FROM certifications WHERE certifications.id = movies.certification_id
            ) AS shown) AS certification,
           (SELECT COALESCE(json_agg(row_to_json(genres) ORDER BY genres.name), '[]')
            FROM movies_genres JOIN genres ON genres.id = genre_id WHERE movie_id = movies.id) AS genres,
           (SELECT COALESCE(json_agg(row_to_json(directors) ORDER BY directors.name), '[]')
            FROM movies_directors JOIN directors ON directors.id = director_id WHERE movie_id = movies.id) AS directors,
           (SELECT COALESCE(json_agg(row_to_json(stars) ORDER BY stars.name), '[]')
            FROM movies_stars JOIN stars ON stars.id = star_id WHERE movie_id = movies.id) AS stars
    FROM movies";

/// The planner does not see how many films are wanted, and would plan every request anew if it did.
static FIND_ALL: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT uuid, row_to_json(film)::text FROM ({SHOWN} WHERE movies.uuid = ANY ((SELECT $1)::uuid[])) AS film"
    )
});

/// One film by its public id.
pub async fn find(db: &mut PgConnection, uuid: Uuid) -> sqlx::Result<Option<Film>> {
    let found = find_all(db, &[uuid]).await?;
    Ok(found.into_iter().next().map(|(_, film)| film))
}

/// Those of the films that are there, in no order.
pub async fn find_all(db: &mut PgConnection, uuids: &[Uuid]) -> sqlx::Result<Vec<(Uuid, Film)>> {
    let query = sqlx::query_as(AssertSqlSafe(FIND_ALL.as_str()));
    query.bind(uuids).fetch_all(db).await
}

/// `size` films of a selection. Takes a connection for no longer than the statement runs: it is written before, because
/// others wait for the connection.
pub async fn page(
    reads: &Reads,
    selection: &Selection,
    start: &Start,
    size: i64,
) -> sqlx::Result<Page> {
    let mut query = page_query(selection, start, size);
    let mut db = reads.acquire().await?;
    let page = query.build_query_as().fetch_one(&mut *db).await?;
    db.release();
    Ok(page)
}

/// All values stand in `wanted`, where the planner does not see them: it would plan every request anew, which takes as long
/// as reading a page, or keep a plan that fits common values alone. `LIMIT` is no value, because the planner wants to know
/// it.
///
/// The films are chosen by their ids, and one more than the page has, to see whether it is the last. Only those on the
/// page are then put together.
///
/// Each part writes itself into the statement where it stands: strings that are put into strings would cost a quarter of
/// the instructions that the server runs for a list.
fn page_query(selection: &Selection, start: &Start, size: i64) -> QueryBuilder<Postgres> {
    let Selection {
        filter,
        search,
        sort,
    } = selection;
    let mut query = QueryBuilder::new(String::with_capacity(STATEMENT_ROOM));
    query.push("WITH wanted AS MATERIALIZED (SELECT ");
    filter.push_values(&mut query);
    if let Some(asked) = search {
        query.push_bind(asked.clone()).push("::text AS search, ");
    }
    let skipped = match start {
        Start::Offset(offset) => *offset,
        Start::After(position) => {
            order::push_values(&mut query, sort, position);
            0
        }
    };
    query.push_bind(skipped).push("::bigint AS skipped), ");
    let total = fmt::from_fn(|f| match search {
        Some(_) => f.write_str("SELECT count(*) FROM found"),
        None => filter.total(sort).fmt(f),
    });
    query
        .push(chosen(selection, start, size))
        .push(format_args!(
            ", numbered AS (
                 SELECT id, {} AS keys, row_number() OVER (ORDER BY {}) AS position FROM chosen
             )
             SELECT ({total}) AS total,
                    {} AS collection,
                    (SELECT count(*) FROM numbered) > {size} AS more,
                    (SELECT keys FROM numbered WHERE position <= {size} ORDER BY position DESC LIMIT 1) AS last,
                    (SELECT COALESCE(json_agg(row_to_json(film) ORDER BY position), '[]')::text
                     FROM numbered CROSS JOIN LATERAL ({SHOWN} WHERE movies.id = numbered.id) AS film
                     WHERE position <= {size}) AS films",
            order::position(sort),
            order::clause(sort),
            filter.collection_name(),
        ));
    query
}

/// The statement `chosen`, the ids and keys of the films of a page and of the one behind it, and those before it that it
/// needs.
fn chosen(selection: &Selection, start: &Start, size: i64) -> impl Display {
    let Selection {
        filter,
        search,
        sort,
    } = selection;
    let behind = fmt::from_fn(move |f| match start {
        Start::Offset(_) => f.write_str("true"),
        Start::After(_) => order::behind(sort).fmt(f),
    });
    fmt::from_fn(move |f| {
        if search.is_some() {
            // What is found is looked up among the films only where their columns decide the order.
            let sorted_as_found = sort.iter().all(|sort| sort.key.is_of_searches());
            let films = if sorted_as_found {
                "found"
            } else {
                "found JOIN movies USING (id)"
            };
            return write!(
                f,
                "{}chosen AS ({})",
                search::found(filter),
                slice(films, &behind, sort, size)
            );
        }
        if filter.is_empty() {
            return write!(f, "chosen AS ({})", slice("movies", &behind, sort, size));
        }
        let walk = filter.walk(sort, &behind, "page_patience");
        let if_given_up = format_args!(
            "(SELECT given_up FROM given_up) AND movies.id = ANY (ARRAY(SELECT id FROM collected)) AND {behind}"
        );
        write!(
            f,
            "{}walked AS MATERIALIZED ({}),
         given_up AS MATERIALIZED (SELECT (SELECT count(*) FROM walked) <= {size} AND {} AS given_up),
         chosen AS (SELECT * FROM walked WHERE NOT (SELECT given_up FROM given_up) UNION ALL ({}))",
            filter.ways(sort, size),
            slice(walk.films(), walk.condition(), sort, size),
            walk.given_up(),
            slice("movies", if_given_up, sort, size)
        )
    })
}

/// A statement for the films of a page and the one behind it.
fn slice(films: impl Display, condition: impl Display, sort: &[Sort], size: i64) -> impl Display {
    fmt::from_fn(move |f| {
        write!(
            f,
            "SELECT {}id FROM {films} WHERE {condition} ORDER BY {} LIMIT {size} + 1 OFFSET (SELECT skipped FROM wanted)",
            order::columns(sort),
            order::clause(sort)
        )
    })
}
