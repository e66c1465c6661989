//! Imports: files of films that moderators uploaded, and what became of them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{
    PgConnection,
    types::{Json, ipnetwork::IpNetwork},
};
use uuid::Uuid;

use crate::audit::Actor;

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "importstatusenum", rename_all = "UPPERCASE")]
pub enum Status {
    /// No worker has begun it.
    Queued,
    /// A worker is at it, or will take it up again.
    Running,
    /// It has ended, and every row that is a film is in the catalogue.
    Done,
    /// The file as a whole is no catalogue, or the import was given up.
    Failed,
}

/// A row that is no film.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadRow {
    /// Line of the file on which the row begins, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

/// An import as its moderator sees it.
#[derive(Debug)]
pub struct Import {
    /// Its id.
    pub id: Uuid,
    /// How far it is.
    pub status: Status,
    /// Rows of the file, once a worker has counted them.
    pub rows_total: Option<i64>,
    /// Rows that are done: the sum of the three below.
    pub rows_done: i64,
    /// Films that are new.
    pub added: i64,
    /// Films that were there before and are left as they are.
    pub already_there: i64,
    /// Rows that are no film.
    pub bad: i64,
    /// The first 1000 of them.
    pub bad_rows: Json<Vec<BadRow>>,
    /// Why the file as a whole could not be imported, or that the import was given up.
    pub error: Option<String>,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
    /// When a worker began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended, one way or the other.
    pub finished_at: Option<DateTime<Utc>>,
}

/// What a worker must know to go on with an import.
#[derive(Debug)]
pub struct Started {
    /// The file as it was uploaded.
    pub file: Vec<u8>,
    /// Its rows that are done.
    pub rows_done: i64,
    /// Who uploaded it.
    pub actor: Actor,
}

/// What was done with some rows.
#[derive(Debug)]
pub struct Progress<'a> {
    /// Films that are new.
    pub added: usize,
    /// Films that were there before.
    pub already_there: usize,
    /// Rows that are no film.
    pub bad_rows: &'a [BadRow],
}

/// What an import did.
#[derive(Debug, Serialize)]
pub struct Counts {
    /// Films that are new.
    pub added: i64,
    /// Films that were there before.
    pub already_there: i64,
    /// Rows that are no film.
    pub bad: i64,
}

/// Keeps a file until a worker has imported it, with who uploaded it.
pub async fn insert(
    tx: &mut PgConnection,
    id: Uuid,
    actor: &Actor,
    file: &[u8],
) -> sqlx::Result<Import> {
    sqlx::query_as!(
        Import,
        r#"INSERT INTO imports (id, file, created_by, address, request_id)
           VALUES ($1, $2, $3,
               CASE WHEN NOT EXISTS (SELECT FROM users WHERE id = $3 AND deleted_at IS NOT NULL) THEN $4::inet END, $5)
           RETURNING id, status AS "status: Status", rows_total, rows_done, added, already_there, bad,
                     bad_rows AS "bad_rows: Json<Vec<BadRow>>", error, created_at, started_at, finished_at"#,
        id,
        file,
        actor.user_id,
        actor.address.map(IpNetwork::from),
        actor.request_id,
    )
    .fetch_one(tx)
    .await
}

/// One import.
pub async fn find(db: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<Import>> {
    sqlx::query_as!(
        Import,
        r#"SELECT id, status AS "status: Status", rows_total, rows_done, added, already_there, bad,
                  bad_rows AS "bad_rows: Json<Vec<BadRow>>", error, created_at, started_at, finished_at
           FROM imports WHERE id = $1"#,
        id
    )
    .fetch_optional(db)
    .await
}

/// Begins an import, or takes it up again, also one that was given up. `None` if it is gone or has ended.
pub async fn start(db: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<Started>> {
    let row = sqlx::query!(
        r#"UPDATE imports
           SET status = 'RUNNING', started_at = COALESCE(started_at, now()), finished_at = NULL, error = NULL
           WHERE id = $1 AND file IS NOT NULL
           RETURNING file AS "file!", rows_done, created_by, address, request_id"#,
        id
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Started {
        file: row.file,
        rows_done: row.rows_done,
        actor: Actor {
            user_id: row.created_by,
            address: row.address.map(|network| network.ip()),
            request_id: row.request_id,
        },
    }))
}

/// Notes how many rows the file has.
pub async fn set_total(db: &mut PgConnection, id: Uuid, rows: u64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE imports SET rows_total = $2 WHERE id = $1",
        id,
        rows.cast_signed()
    )
    .execute(db)
    .await
    .map(drop)
}

/// Notes what was done, in the transaction that did it: an import that is taken up again goes on from there.
pub async fn advance(tx: &mut PgConnection, id: Uuid, progress: &Progress<'_>) -> sqlx::Result<()> {
    let Progress {
        added,
        already_there,
        bad_rows,
    } = *progress;
    sqlx::query!(
        "UPDATE imports
         SET rows_done = rows_done + $2 + $3 + $4,
             added = added + $2,
             already_there = already_there + $3,
             bad = bad + $4,
             bad_rows = jsonb_path_query_array(bad_rows || $5, '$[0 to 999]')
         WHERE id = $1",
        id,
        count(added),
        count(already_there),
        count(bad_rows.len()),
        Json(bad_rows) as _
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Ends an import and forgets its file. Returns what it did. Takes the time from the clock, because the worker's
/// transaction is as old as its work.
pub async fn finish(tx: &mut PgConnection, id: Uuid) -> sqlx::Result<Counts> {
    sqlx::query_as!(
        Counts,
        "UPDATE imports SET status = 'DONE', error = NULL, finished_at = clock_timestamp(), file = NULL
         WHERE id = $1
         RETURNING added, already_there, bad",
        id
    )
    .fetch_one(tx)
    .await
}

/// Ends an import whose file is no catalogue and forgets the file, with the reason for the moderator.
pub async fn fail(tx: &mut PgConnection, id: Uuid, error: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE imports SET status = 'FAILED', error = $2, finished_at = clock_timestamp(), file = NULL
         WHERE id = $1",
        id,
        error
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Ends an import, unless it has ended, with the reason for the moderator. Its file stays: it may be taken up again.
pub async fn give_up(tx: &mut PgConnection, id: Uuid, error: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE imports SET status = 'FAILED', error = $2, finished_at = clock_timestamp()
         WHERE id = $1 AND finished_at IS NULL",
        id,
        error
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Counts of rows are far below the limit of either type.
fn count(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
