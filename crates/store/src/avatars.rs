//! Which pictures are kept, and who needs them.
//!
//! A picture is needed while a profile names it, and while an upload of it is under way. The row of its file is the
//! lock: who begins an upload and who removes the file wait for each other.

use sqlx::PgConnection;
use uuid::Uuid;

/// Notes that there is about to be a file with this name. Waits for who removes it.
pub async fn insert_file(tx: &mut PgConnection, name: &str) -> sqlx::Result<()> {
    // DO NOTHING would not wait, and see a row that is being deleted.
    sqlx::query!(
        "INSERT INTO avatar_files (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = excluded.name",
        name
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Begins an upload. The file is not removed until it ends.
pub async fn begin_upload(tx: &mut PgConnection, id: Uuid, name: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO avatar_uploads (id, name) VALUES ($1, $2)",
        id,
        name
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Ends an upload, or says that it was taken to have failed.
pub async fn end_upload(tx: &mut PgConnection, id: Uuid) -> sqlx::Result<bool> {
    let done = sqlx::query!("DELETE FROM avatar_uploads WHERE id = $1", id)
        .execute(tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes uploads that began so many minutes ago to have failed, at most `limit`; returns how many.
pub async fn give_up_uploads(db: &mut PgConnection, minutes: i32, limit: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM avatar_uploads WHERE id IN (
             SELECT id FROM avatar_uploads WHERE started_at < now() - make_interval(mins => $1)
             ORDER BY started_at LIMIT $2 FOR UPDATE SKIP LOCKED
         )",
        minutes,
        limit
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Names of files that nobody seems to need, at most `limit`, in order, after `after`.
pub async fn unneeded(db: &mut PgConnection, after: &str, limit: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT name FROM avatar_files
         WHERE name > $1
           AND NOT EXISTS (SELECT FROM user_profiles WHERE avatar = avatar_files.name)
           AND NOT EXISTS (SELECT FROM avatar_uploads WHERE avatar_uploads.name = avatar_files.name)
         ORDER BY name
         LIMIT $2",
        after,
        limit
    )
    .fetch_all(db)
    .await
}

/// Has everybody wait who would come to need this file. Says whether there is one.
pub async fn lock_file(tx: &mut PgConnection, name: &str) -> sqlx::Result<bool> {
    let locked = sqlx::query_scalar!(
        "SELECT name FROM avatar_files WHERE name = $1 FOR UPDATE",
        name
    )
    .fetch_optional(tx)
    .await?;
    Ok(locked.is_some())
}

/// Deletes the row of a locked file, unless somebody needs it; says whether it did. The statement has to come after
/// the lock: it sees what was committed until then.
pub async fn delete_file_if_unneeded(tx: &mut PgConnection, name: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM avatar_files
         WHERE name = $1
           AND NOT EXISTS (SELECT FROM user_profiles WHERE avatar = $1)
           AND NOT EXISTS (SELECT FROM avatar_uploads WHERE name = $1)",
        name
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
