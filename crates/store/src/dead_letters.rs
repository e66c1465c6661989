//! Jobs that were given up. The worker brings them here from the broker; admins decide what becomes of them.

use chrono::{DateTime, Utc};
use jobs::{Attempt, DeadLetter, Envelope, Queue, outbox::Replayed};
use serde::Deserialize;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use crate::pages::{LongPage, Search};

/// A dead letter as it is kept. What is no job has neither queue nor kind nor version.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Kept {
    /// The job's id. What is no job is given one.
    pub id: Uuid,
    /// The queue that carried it.
    pub queue: Option<String>,
    /// What was to be done.
    pub kind: Option<String>,
    /// The version of its payload.
    pub version: Option<i16>,
    /// The body of the message.
    pub payload: String,
    /// W3C trace context of the request that caused the job.
    pub traceparent: Option<String>,
    /// When it was published first.
    pub published_at: Option<DateTime<Utc>>,
    /// Why it was given up.
    pub reason: String,
    /// The attempts that failed, oldest first.
    pub attempts: Vec<Attempt>,
    /// When it came here.
    pub died_at: DateTime<Utc>,
}

impl Kept {
    /// The job that can be done again, if it is one that the broker would take.
    #[must_use]
    pub fn into_job(self) -> Option<Replayed> {
        Some(Replayed {
            id: self.id,
            queue: self.queue?.parse::<Queue>().ok()?,
            kind: self.kind?,
            version: self.version?,
            payload: json(&self.payload)?,
            traceparent: self.traceparent,
        })
    }
}

/// A payload that PostgreSQL takes as JSON, too.
fn json(payload: &str) -> Option<Value> {
    let payload = Some(payload).filter(|text| !text.contains("\\u0000"));
    serde_json::from_str(payload?).ok()
}

/// Keeps a dead letter. One that is delivered twice is kept once. Says whether it is new.
pub async fn insert(db: &mut PgConnection, letter: &DeadLetter) -> sqlx::Result<bool> {
    let job = letter.job.as_ref();
    let attempts = job.map_or(&[][..], |job| &job.attempts);
    let attempts = attempts.iter().map(|attempt| Attempt {
        at: attempt.at,
        error: storable(&attempt.error),
    });
    let done = sqlx::query!(
        "INSERT INTO dead_letters (id, queue, kind, version, payload, traceparent, published_at, reason, attempts)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (id) DO NOTHING",
        job.map_or_else(Uuid::now_v7, |job| job.id),
        job.map(|job| storable(&job.queue)),
        job.map(|job| storable(&job.kind)),
        job.map(|job| job.version),
        storable(&String::from_utf8_lossy(&letter.body)),
        job.and_then(|job| job.traceparent.as_deref()).map(storable),
        job.and_then(published_at),
        storable(&letter.reason),
        Json(attempts.collect::<Vec<_>>()) as _
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Seconds since 1970 as a time. A message need not have any.
fn published_at(job: &Envelope) -> Option<DateTime<Utc>> {
    let seconds = i64::try_from(job.published_at).ok();
    DateTime::from_timestamp(seconds.filter(|seconds| *seconds > 0)?, 0)
}

/// Text without U+0000, which PostgreSQL refuses. Whoever can publish a message can put it there.
#[must_use]
pub fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// A page of dead letters, the newest first; only those of a kind, if one is given.
pub async fn page(
    db: &mut PgConnection,
    kind: Option<&str>,
    size: i64,
    offset: i64,
) -> sqlx::Result<LongPage<Kept>> {
    Search::of("dead_letters", "died_at DESC, id DESC")
        .only_with("kind = ?", kind)
        .page(
            db,
            "SELECT id, queue, kind, version, payload, traceparent, published_at, reason, attempts, died_at
             FROM page",
            size,
            offset,
        )
        .await
}

/// Takes a dead letter out. Nothing if there is no such letter, or somebody else has taken it.
pub async fn take(tx: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<Kept>> {
    let row = sqlx::query!(
        r#"DELETE FROM dead_letters WHERE id = $1
           RETURNING id, queue, kind, version, payload, traceparent, published_at, reason,
                     attempts AS "attempts: Json<Vec<Attempt>>", died_at"#,
        id
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.map(|row| Kept {
        id: row.id,
        queue: row.queue,
        kind: row.kind,
        version: row.version,
        payload: row.payload,
        traceparent: row.traceparent,
        published_at: row.published_at,
        reason: row.reason,
        attempts: row.attempts.0,
        died_at: row.died_at,
    }))
}
