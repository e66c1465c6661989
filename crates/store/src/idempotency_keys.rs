//! Answers that are given again to who asks again with the same `Idempotency-Key`.

use std::time::Duration;

use serde_json::Value;
use sqlx::PgConnection;

/// A key that an operation's caller gave to a request.
#[derive(Debug, Clone)]
pub struct Key {
    /// Whose key it is: the operation's and the caller's.
    pub scope: String,
    /// The key.
    pub key: String,
    /// What the request asked for, beyond recognition.
    pub fingerprint: Vec<u8>,
}

/// What is known of a key.
#[derive(Debug)]
pub struct Known {
    /// What was asked for under it.
    pub fingerprint: Vec<u8>,
    /// What was answered. Nothing while the request is running.
    pub answer: Option<Value>,
}

/// Takes turns with other requests under the same key until the transaction ends. False if one is running.
pub async fn try_lock(tx: &mut PgConnection, key: &Key) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT pg_try_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 0)) AS "locked!""#,
        key.scope,
        key.key
    )
    .fetch_one(tx)
    .await
}

/// Writes that a request is running under a key. False if the key has an answer, or another request is running
/// under it that came less than `request_timeout` ago: an older one has died. Also false if the key stands for another request.
pub async fn insert(
    tx: &mut PgConnection,
    key: &Key,
    request_timeout: Duration,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO idempotency_keys AS kept (scope, key, fingerprint) VALUES ($1, $2, $3)
         ON CONFLICT (scope, key) DO UPDATE
             SET fingerprint = excluded.fingerprint, answer = NULL, created_at = now()
             WHERE kept.created_at < now() - interval '24 hours'
                 OR kept.answer IS NULL AND kept.created_at < now() - make_interval(secs => $4)
                     AND kept.fingerprint = excluded.fingerprint",
        key.scope,
        key.key,
        key.fingerprint,
        request_timeout.as_secs_f64()
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What is known of a key.
pub async fn find(db: &mut PgConnection, key: &Key) -> sqlx::Result<Option<Known>> {
    sqlx::query_as!(
        Known,
        "SELECT fingerprint, answer FROM idempotency_keys
         WHERE scope = $1 AND key = $2 AND created_at >= now() - interval '24 hours'",
        key.scope,
        key.key
    )
    .fetch_optional(db)
    .await
}

/// Keeps the answer of the request that is running under a key.
pub async fn set_answer(tx: &mut PgConnection, key: &Key, answer: &Value) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE idempotency_keys SET answer = $3 WHERE scope = $1 AND key = $2",
        key.scope,
        key.key,
        answer
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Forgets a key whose request has failed.
pub async fn delete_unanswered(db: &mut PgConnection, key: &Key) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM idempotency_keys WHERE scope = $1 AND key = $2 AND answer IS NULL",
        key.scope,
        key.key
    )
    .execute(db)
    .await
    .map(drop)
}
