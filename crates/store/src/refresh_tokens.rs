//! Refresh tokens, stored as SHA-256. A used one stays until it expires, so that using it again is noticed.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// A token to be stored.
#[derive(Debug, Clone, Copy)]
pub struct NewRefreshToken<'a> {
    /// SHA-256 of the token.
    pub hash: &'a str,
    /// Its `jti`.
    pub jti: Uuid,
    /// Its `exp`.
    pub expires_at: DateTime<Utc>,
    /// Its `sub`.
    pub user_id: i32,
    /// Its `sid`.
    pub session_id: Uuid,
}

/// A presented token.
#[derive(Debug)]
pub struct RefreshToken {
    /// Row id.
    pub id: i32,
    /// Whether it has expired by the database's clock.
    pub expired: bool,
    /// Seconds since it was exchanged, if it was.
    pub used_ago: Option<f64>,
    /// The token that it was exchanged for.
    pub successor_id: Option<i32>,
}

/// The token that another was exchanged for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Successor {
    /// Its `jti`.
    pub jti: Uuid,
    /// Its `exp`.
    pub expires_at: DateTime<Utc>,
}

/// Stores a token and returns its row id.
pub async fn insert(tx: &mut PgConnection, token: NewRefreshToken<'_>) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        "INSERT INTO refresh_tokens (token, jti, expires_at, user_id, session_id) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        token.hash,
        token.jti,
        token.expires_at,
        token.user_id,
        token.session_id
    )
    .fetch_one(tx)
    .await
}

/// The token with this hash, locked until the transaction ends.
pub async fn lock(tx: &mut PgConnection, hash: &str) -> sqlx::Result<Option<RefreshToken>> {
    let row = sqlx::query!(
        r#"SELECT id, expires_at <= now() AS "expired!", successor_id,
                  extract(epoch FROM now() - used_at)::float8 AS used_ago
           FROM refresh_tokens
           WHERE token = $1
           FOR UPDATE"#,
        hash
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.map(|row| RefreshToken {
        id: row.id,
        expired: row.expired,
        used_ago: row.used_ago,
        successor_id: row.successor_id,
    }))
}

/// The token with this id if nobody has used it yet. A statement of its own, because one that waited
/// for the lock would not see what the other transaction stored.
pub async fn unused(tx: &mut PgConnection, id: i32) -> sqlx::Result<Option<Successor>> {
    sqlx::query_as!(
        Successor,
        "SELECT jti, expires_at FROM refresh_tokens WHERE id = $1 AND used_at IS NULL",
        id
    )
    .fetch_optional(tx)
    .await
}

/// Marks a token as exchanged for another.
pub async fn exchange(tx: &mut PgConnection, id: i32, successor_id: i32) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE refresh_tokens SET used_at = now(), successor_id = $2 WHERE id = $1",
        id,
        successor_id
    )
    .execute(tx)
    .await
    .map(drop)
}
