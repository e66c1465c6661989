//! Requests for a new password, and the tokens of mailed reset links, stored as SHA-256.

use chrono::{DateTime, Utc};
use domain::Email;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::users::User;

/// Notes that somebody asked for a reset of this address, whether or not it has an account.
pub async fn insert_request(tx: &mut PgConnection, id: Uuid, email: &Email) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO password_reset_requests (id, email) VALUES ($1, $2)",
        id,
        email.as_str()
    )
    .execute(tx)
    .await
    .map(drop)
}

/// The active account that a request names, if there is one.
pub async fn requested_account(
    tx: &mut PgConnection,
    request_id: Uuid,
) -> sqlx::Result<Option<User>> {
    sqlx::query_as!(
        User,
        r#"SELECT users.id, users.email, users.is_active, users.deactivated_at IS NOT NULL AS "is_deactivated!"
           FROM password_reset_requests AS request
           JOIN users ON users.email = request.email
           WHERE request.id = $1 AND users.is_active"#,
        request_id
    )
    .fetch_optional(tx)
    .await
}

/// Makes `token_hash` the account's one reset token.
pub async fn put_token(
    tx: &mut PgConnection,
    user_id: i32,
    token_hash: &str,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO password_reset_tokens (user_id, token, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (user_id) DO UPDATE SET token = EXCLUDED.token, expires_at = EXCLUDED.expires_at",
        user_id,
        token_hash,
        expires_at
    )
    .execute(tx)
    .await
    .map(drop)
}

/// The active account that a valid token belongs to, if the address is the account's. Asked before the
/// costly hash of the new password.
pub async fn token_holder(
    db: &mut PgConnection,
    email: &Email,
    token_hash: &str,
) -> sqlx::Result<Option<i32>> {
    sqlx::query_scalar!(
        "SELECT users.id
         FROM password_reset_tokens AS reset
         JOIN users ON users.id = reset.user_id
         WHERE users.email = $1 AND users.is_active AND reset.token = $2 AND reset.expires_at > now()",
        email.as_str(),
        token_hash
    )
    .fetch_optional(db)
    .await
}

/// Uses up the token if it is the account's and still valid. A wrong token changes nothing.
pub async fn consume_token(
    tx: &mut PgConnection,
    user_id: i32,
    token_hash: &str,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM password_reset_tokens WHERE user_id = $1 AND token = $2 AND expires_at > now()",
        user_id,
        token_hash
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Withdraws the account's reset link.
pub async fn delete_token(tx: &mut PgConnection, user_id: i32) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM password_reset_tokens WHERE user_id = $1",
        user_id
    )
    .execute(tx)
    .await
    .map(drop)
}
