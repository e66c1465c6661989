//! Tokens of mailed activation links, stored as SHA-256.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// Makes `token_hash` the account's one activation token, unless it has one that still works. Returns
/// whether it did.
pub async fn put(
    tx: &mut PgConnection,
    user_id: i32,
    token_hash: &str,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO activation_tokens (user_id, token, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (user_id) DO UPDATE SET token = EXCLUDED.token, expires_at = EXCLUDED.expires_at
         WHERE activation_tokens.expires_at <= now()",
        user_id,
        token_hash,
        expires_at
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether the account has a token that still works.
pub async fn has_valid(db: &mut PgConnection, user_id: i32) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM activation_tokens WHERE user_id = $1 AND expires_at > now()) AS "valid!""#,
        user_id
    )
    .fetch_one(db)
    .await
}

/// Whether the token is the account's and still valid.
pub async fn is_valid(db: &mut PgConnection, user_id: i32, token_hash: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (
               SELECT FROM activation_tokens WHERE user_id = $1 AND token = $2 AND expires_at > now()
           ) AS "valid!""#,
        user_id,
        token_hash
    )
    .fetch_one(db)
    .await
}

/// Uses up the token if it is the account's and still valid. A wrong token changes nothing.
pub async fn consume(tx: &mut PgConnection, user_id: i32, token_hash: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM activation_tokens WHERE user_id = $1 AND token = $2 AND expires_at > now()",
        user_id,
        token_hash
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
