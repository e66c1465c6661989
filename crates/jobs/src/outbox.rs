//! The outbox: jobs that commit with the change that causes them. A job that is in here is as safe as
//! the change itself, whatever happens to the broker.

use serde_json::Value;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use crate::{Envelope, Job, Queue, envelope::unix_now};

/// Channel on which PostgreSQL announces new rows.
pub(crate) const CHANNEL: &str = "outbox";

/// A job that is to be done after all.
#[derive(Debug)]
pub struct Replayed {
    /// The id that it always had.
    pub id: Uuid,
    /// The queue that carries it.
    pub queue: Queue,
    /// [`Job::KIND`].
    pub kind: String,
    /// [`Job::VERSION`].
    pub version: i16,
    /// JSON.
    pub payload: Value,
    /// W3C trace context of the request that caused the job.
    pub traceparent: Option<String>,
}

/// Enqueues a job in the caller's transaction. A relay publishes it after the commit.
pub async fn enqueue<J: Job>(tx: &mut PgConnection, job: &J) -> sqlx::Result<()> {
    let payload = serde_json::to_value(job).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query!(
        "INSERT INTO outbox (id, queue, kind, version, payload, traceparent) VALUES ($1, $2, $3, $4, $5, $6)",
        Uuid::now_v7(),
        J::QUEUE.as_str(),
        J::KIND,
        J::VERSION,
        payload,
        telemetry::trace_context::current(),
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Enqueues a job that was given up, under its old id: what has taken effect does not do so again. One that waits
/// in here is left as it is.
pub async fn enqueue_again(tx: &mut PgConnection, job: &Replayed) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO outbox (id, queue, kind, version, payload, traceparent) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO NOTHING",
        job.id,
        job.queue.as_str(),
        job.kind,
        job.version,
        job.payload,
        job.traceparent
    )
    .execute(tx)
    .await
    .map(drop)
}

/// The oldest jobs that no other relay holds, locked until the transaction ends.
pub(crate) async fn claim(tx: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<Envelope>> {
    let rows = sqlx::query!(
        "SELECT id, queue, kind, version, payload, traceparent
         FROM outbox
         ORDER BY created_at, id
         LIMIT $1
         FOR UPDATE SKIP LOCKED",
        limit
    )
    .fetch_all(tx)
    .await?;
    let published_at = unix_now();
    Ok(rows
        .into_iter()
        .map(|row| Envelope {
            id: row.id,
            queue: row.queue,
            kind: row.kind,
            version: row.version,
            payload: row.payload.to_string().into_bytes(),
            traceparent: row.traceparent,
            published_at,
            attempts: Vec::new(),
        })
        .collect())
}

/// Deletes jobs that the broker has confirmed.
pub(crate) async fn delete(tx: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM outbox WHERE id = ANY($1)", ids)
        .execute(tx)
        .await
        .map(drop)
}

/// What waits to be published.
pub(crate) struct Backlog {
    /// Jobs.
    pub(crate) waiting: f64,
    /// How long the oldest of them has been waiting.
    pub(crate) oldest_seconds: f64,
}

/// Measures the outbox, in the numbers that gauges take.
pub(crate) async fn backlog(db: impl PgExecutor<'_>) -> sqlx::Result<Backlog> {
    sqlx::query_as!(
        Backlog,
        r#"SELECT count(*)::float8 AS "waiting!",
                  COALESCE(extract(epoch FROM now() - min(created_at)), 0)::float8 AS "oldest_seconds!"
           FROM outbox"#
    )
    .fetch_one(db)
    .await
}
