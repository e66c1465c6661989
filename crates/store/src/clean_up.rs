//! Deletes what has served its time, a bounded number of rows at a time.
//!
//! Rows that another transaction holds are passed over: they are somebody's business right now, and
//! the next run finds them again.

use sqlx::PgConnection;

/// Deletes expired activation tokens, at most `limit`; returns how many.
pub async fn activation_tokens(db: &mut PgConnection, limit: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM activation_tokens WHERE id IN (
             SELECT id FROM activation_tokens WHERE expires_at < now()
             ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
         )",
        limit
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Deletes expired reset tokens, at most `limit`; returns how many.
pub async fn password_reset_tokens(db: &mut PgConnection, limit: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM password_reset_tokens WHERE id IN (
             SELECT id FROM password_reset_tokens WHERE expires_at < now()
             ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
         )",
        limit
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Deletes expired refresh tokens, used ones too, at most `limit`; returns how many.
pub async fn refresh_tokens(db: &mut PgConnection, limit: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM refresh_tokens WHERE id IN (
             SELECT id FROM refresh_tokens WHERE expires_at < now()
             ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
         )",
        limit
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Deletes sessions that ran out, at most `limit`, with what is left of their refresh tokens;
/// returns how many.
pub async fn sessions(db: &mut PgConnection, limit: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM sessions WHERE id IN (
             SELECT id FROM sessions WHERE expires_at < now()
             ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
         )",
        limit
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Deletes files of data that can no longer be downloaded, at most `limit`; returns how many.
pub async fn account_exports(db: &mut PgConnection, limit: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM account_exports WHERE id IN (
             SELECT id FROM account_exports WHERE expires_at < now()
             ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
         )",
        limit
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Deletes requests for a reset whose link would have expired by now, at most `limit`; returns how
/// many.
pub async fn password_reset_requests(db: &mut PgConnection, limit: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM password_reset_requests WHERE id IN (
             SELECT id FROM password_reset_requests WHERE requested_at < now() - interval '1 day'
             ORDER BY requested_at LIMIT $1 FOR UPDATE SKIP LOCKED
         )",
        limit
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Deletes imports that began more than 30 days ago, at most `limit`; returns how many. Their films stay.
pub async fn imports(db: &mut PgConnection, limit: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM imports WHERE id IN (
             SELECT id FROM imports WHERE created_at < now() - interval '30 days'
             ORDER BY created_at LIMIT $1 FOR UPDATE SKIP LOCKED
         )",
        limit
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Deletes idempotency keys older than the 24 hours for which the API keeps its promise, at most
/// `limit`; returns how many.
pub async fn idempotency_keys(db: &mut PgConnection, limit: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM idempotency_keys WHERE (scope, key) IN (
             SELECT scope, key FROM idempotency_keys WHERE created_at < now() - interval '24 hours'
             ORDER BY created_at LIMIT $1 FOR UPDATE SKIP LOCKED
         )",
        limit
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
