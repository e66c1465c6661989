//! Reading films. PostgreSQL writes them as the API shows them, so that a page is one statement whatever
//! its films consist of, and its bytes pass through the server as they are.

mod filter;
mod genres;
mod order;
mod search;

use std::sync::LazyLock;

use sqlx::{AssertSqlSafe, FromRow, PgConnection, Postgres, QueryBuilder, types::Json};
use uuid::Uuid;

use filter::Conditions;
pub use filter::{Collection, Filter};
use genres::Way;
pub use order::{Position, Sort, SortKey};
pub use search::FOUND_MAX;

/// Where counting stops when a total would cost a scan.
pub const COUNTED_MAX: i64 = 1000;

/// A film as the API shows it: JSON, as PostgreSQL has written it. It comes as text, because decoding JSON would read
/// all of it once more, to see that it is some.
pub type Film = String;

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

static FIND: LazyLock<String> = LazyLock::new(|| {
    format!("SELECT row_to_json(film)::text FROM ({SHOWN} WHERE movies.uuid = $1) AS film")
});

/// One film by its public id.
pub async fn find(db: &mut PgConnection, uuid: Uuid) -> sqlx::Result<Option<Film>> {
    let query = sqlx::query_scalar(AssertSqlSafe(FIND.as_str()));
    query.bind(uuid).fetch_optional(db).await
}

/// `size` films of a selection.
pub async fn page(
    db: &mut PgConnection,
    selection: &Selection,
    start: &Start,
    size: i64,
) -> sqlx::Result<Page> {
    page_query(selection, start, size)
        .build_query_as()
        .fetch_one(db)
        .await
}

/// The films are chosen by their ids, and one more than the page has, to see whether it is the last. Only
/// those on the page are then put together. `LIMIT` is no parameter, because the planner wants to know it.
fn page_query(selection: &Selection, start: &Start, size: i64) -> QueryBuilder<Postgres> {
    let Selection {
        filter,
        search,
        sort,
    } = selection;
    let mut query = QueryBuilder::new("WITH ");
    if let Some(asked) = search {
        search::push_found(&mut query, asked, filter);
    }
    query.push("chosen AS (");
    if search.is_none() && filter.genres().is_some() {
        query.push("(");
        push_chosen(&mut query, selection, start, size, Way::Probe);
        query.push(") UNION ALL (");
        push_chosen(&mut query, selection, start, size, Way::Collect);
        query.push(")");
    } else {
        push_chosen(&mut query, selection, start, size, Way::Probe);
    }
    query.push("), numbered AS (SELECT id, ");
    order::push_position(&mut query, sort);
    query.push(" AS keys, row_number() OVER (ORDER BY ");
    order::push(&mut query, sort);
    query.push(") AS position FROM chosen) SELECT (");
    match search {
        Some(_) => drop(query.push("SELECT count(*) FROM found")),
        None => filter.push_total(&mut query),
    }
    query.push(") AS total, ");
    filter.push_collection(&mut query);
    query.push(format_args!(
        " AS collection,
         (SELECT count(*) FROM numbered) > {size} AS more,
         (SELECT keys FROM numbered WHERE position <= {size} ORDER BY position DESC LIMIT 1) AS last,
         (SELECT COALESCE(json_agg(row_to_json(film) ORDER BY position), '[]')::text
          FROM numbered CROSS JOIN LATERAL ({SHOWN} WHERE movies.id = numbered.id) AS film
          WHERE position <= {size}) AS films"
    ));
    query
}

/// A statement for the ids and keys of the films of a page and of the one behind it. Of genres there are two,
/// of which PostgreSQL executes one.
fn push_chosen(
    query: &mut QueryBuilder<Postgres>,
    selection: &Selection,
    start: &Start,
    size: i64,
    way: Way,
) {
    let Selection {
        filter,
        search,
        sort,
    } = selection;
    query.push("SELECT ");
    order::push_columns(query, sort);
    // What is found is looked up among the films only where their columns decide the order.
    let sorted_as_found = sort.iter().all(|sort| sort.key.is_of_searches());
    query.push("id FROM ").push(match search {
        Some(_) if sorted_as_found => "found",
        Some(_) => "found JOIN movies USING (id)",
        None => "movies",
    });
    let mut conditions = Conditions::new();
    if search.is_none() {
        if let Some(genres) = filter.genres() {
            query.push(conditions.next());
            genres.push_choice(query, way);
        }
        filter.push(query, &mut conditions, way);
    }
    if let Start::After(position) = start {
        query.push(conditions.next());
        order::push_after(query, sort, position);
    }
    query.push(" ORDER BY ");
    order::push(query, sort);
    query.push(format_args!(" LIMIT {}", size + 1));
    if let Start::Offset(offset @ 1..) = start {
        // Pages of all films are read in the same way wherever they begin. A planner that knows where plans each of
        // them anew, which takes as long as reading it.
        let of_all = search.is_none() && filter.is_empty();
        query.push(if of_all {
            " OFFSET (SELECT "
        } else {
            " OFFSET "
        });
        query.push_bind(*offset);
        query.push(if of_all { "::bigint)" } else { "" });
    }
}
