//! What films carry by name: genres, stars and directors. Each kind is a table of its own, kept alike.

use domain::Name;
use serde::Serialize;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder};

/// A genre, star or director.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its id.
    pub id: i32,
    /// Its name.
    pub name: String,
}

/// Which kind of name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What sort of film it is.
    Genre,
    /// Who plays in it.
    Star,
    /// Who directed it.
    Director,
}

impl Kind {
    /// The constraint that lets a name stand once, ignoring case.
    #[must_use]
    pub const fn name_key(self) -> &'static str {
        match self {
            Self::Genre => "genres_name_key",
            Self::Star => "stars_name_key",
            Self::Director => "directors_name_key",
        }
    }
}

/// Adds a name. Violates [`Kind::name_key`] if it is there.
pub async fn insert(tx: &mut PgConnection, kind: Kind, name: &Name) -> sqlx::Result<i32> {
    let name = name.as_str();
    match kind {
        Kind::Genre => {
            sqlx::query_scalar!("INSERT INTO genres (name) VALUES ($1) RETURNING id", name)
                .fetch_one(tx)
                .await
        }
        Kind::Star => {
            sqlx::query_scalar!("INSERT INTO stars (name) VALUES ($1) RETURNING id", name)
                .fetch_one(tx)
                .await
        }
        Kind::Director => {
            sqlx::query_scalar!(
                "INSERT INTO directors (name) VALUES ($1) RETURNING id",
                name
            )
            .fetch_one(tx)
            .await
        }
    }
}

/// Finds a name and keeps it as it is until the transaction ends.
pub async fn lock(tx: &mut PgConnection, kind: Kind, id: i32) -> sqlx::Result<Option<Named>> {
    match kind {
        Kind::Genre => {
            sqlx::query_as!(
                Named,
                "SELECT id, name FROM genres WHERE id = $1 FOR UPDATE",
                id
            )
            .fetch_optional(tx)
            .await
        }
        Kind::Star => {
            sqlx::query_as!(
                Named,
                "SELECT id, name FROM stars WHERE id = $1 FOR UPDATE",
                id
            )
            .fetch_optional(tx)
            .await
        }
        Kind::Director => {
            sqlx::query_as!(
                Named,
                "SELECT id, name FROM directors WHERE id = $1 FOR UPDATE",
                id
            )
            .fetch_optional(tx)
            .await
        }
    }
}

/// Gives another name. Violates [`Kind::name_key`] if another one has it.
pub async fn rename(tx: &mut PgConnection, kind: Kind, id: i32, name: &Name) -> sqlx::Result<()> {
    let name = name.as_str();
    let done = match kind {
        Kind::Genre => {
            sqlx::query!("UPDATE genres SET name = $2 WHERE id = $1", id, name)
                .execute(tx)
                .await
        }
        Kind::Star => {
            sqlx::query!("UPDATE stars SET name = $2 WHERE id = $1", id, name)
                .execute(tx)
                .await
        }
        Kind::Director => {
            sqlx::query!("UPDATE directors SET name = $2 WHERE id = $1", id, name)
                .execute(tx)
                .await
        }
    };
    done.map(drop)
}

/// Deletes a name, also from the films that have it.
pub async fn delete(tx: &mut PgConnection, kind: Kind, id: i32) -> sqlx::Result<()> {
    let done = match kind {
        Kind::Genre => {
            sqlx::query!("DELETE FROM genres WHERE id = $1", id)
                .execute(tx)
                .await
        }
        Kind::Star => {
            sqlx::query!("DELETE FROM stars WHERE id = $1", id)
                .execute(tx)
                .await
        }
        Kind::Director => {
            sqlx::query!("DELETE FROM directors WHERE id = $1", id)
                .execute(tx)
                .await
        }
    };
    done.map(drop)
}

/// Lists of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Genres, with the number of their films.
    Genres,
    /// Stars.
    Stars,
    /// Directors.
    Directors,
    /// Certifications.
    Certifications,
}

impl List {
    /// What the list is called, in the API and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Genres => "genres",
            Self::Stars => "stars",
            Self::Directors => "directors",
            Self::Certifications => "certifications",
        }
    }
}

/// A page of a list.
#[derive(Debug, FromRow)]
pub struct NamesPage {
    /// A JSON list, as the API shows it.
    pub names: String,
    /// How many names the whole list has.
    pub total: i64,
}

/// Names in alphabetical order.
pub async fn page(
    db: &mut PgConnection,
    list: List,
    limit: i64,
    offset: i64,
) -> sqlx::Result<NamesPage> {
    let table = list.name();
    let movies = match list {
        List::Genres => {
            ", (SELECT COALESCE(sum(count), 0)::bigint FROM catalogue_counts
                WHERE facet = 'genre' AND value = genres.id) AS total_movies"
        }
        List::Stars | List::Directors | List::Certifications => "",
    };
    let mut query = QueryBuilder::<Postgres>::new(format!(
        "SELECT (SELECT COALESCE(sum(count), 0)::bigint FROM catalogue_counts WHERE facet = '{table}') AS total,
                (SELECT COALESCE(json_agg(row_to_json(named) ORDER BY lower(name)), '[]')::text FROM (
                     SELECT id, name{movies} FROM {table} ORDER BY lower(name) LIMIT {limit} OFFSET "
    ));
    query.push_bind(offset).push(") AS named) AS names");
    query.build_query_as().fetch_one(db).await
}
