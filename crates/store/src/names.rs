//! What films carry by name: genres, stars and directors. Each kind is a table of its own, kept alike.

use domain::Name;
use serde::Serialize;
use sqlx::PgConnection;

/// A genre, star or director, as the API shows it.
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
