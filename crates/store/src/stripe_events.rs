//! Stripe's events as received, and what became of them.

use chrono::{DateTime, Utc};
use domain::EventStatus;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sqlx::{PgConnection, types::Json};

use crate::pages::{LongPage, Search};

/// Which events a page shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those of this type.
    pub r#type: Option<String>,
    /// Only those that have come so far.
    pub status: Option<EventStatus>,
}

/// An event as the API shows it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Event {
    id: String,
    r#type: String,
    status: String,
    outcome: Option<String>,
    created_at: DateTime<Utc>,
    received_at: DateTime<Utc>,
    handled_at: Option<DateTime<Utc>>,
    payload: Box<RawValue>,
}

/// What became of an event.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Handling {
    /// When it was dealt with.
    pub handled_at: Option<DateTime<Utc>>,
    /// What was done about it, or why nothing could be.
    pub outcome: Option<String>,
}

/// A page of events, the newest first.
pub async fn page(
    db: &mut PgConnection,
    filter: &Filter,
    size: i64,
    offset: i64,
) -> sqlx::Result<LongPage<Event>> {
    Search::of("stripe_events", "received_at DESC, id DESC")
        .only_with("type = ?", filter.r#type.as_ref())
        .only(filter.status.map(condition))
        .page(
            db,
            "SELECT id, type, outcome, created_at, received_at, handled_at, payload,
                    CASE WHEN handled_at IS NOT NULL THEN 'handled' WHEN outcome IS NOT NULL THEN 'given_up' ELSE 'received' END AS status
             FROM page",
            size,
            offset,
        )
        .await
}

/// How the table tells where an event stands, in the words of its partial indexes.
const fn condition(status: EventStatus) -> &'static str {
    match status {
        EventStatus::Received => "handled_at IS NULL AND outcome IS NULL",
        EventStatus::Handled => "handled_at IS NOT NULL",
        EventStatus::GivenUp => "handled_at IS NULL AND outcome IS NOT NULL",
    }
}

/// Has an event wait for a worker again, and says what had become of it. Nothing if there is no such event.
pub async fn reset(tx: &mut PgConnection, id: &str) -> sqlx::Result<Option<Handling>> {
    sqlx::query_as!(
        Handling,
        "WITH before AS (SELECT id, handled_at, outcome FROM stripe_events WHERE id = $1 FOR UPDATE)
         UPDATE stripe_events SET handled_at = NULL, outcome = NULL FROM before WHERE stripe_events.id = before.id
         RETURNING before.handled_at, before.outcome",
        id
    )
    .fetch_optional(tx)
    .await
}

/// Stores an event as received. False if it was received before.
pub async fn insert(
    tx: &mut PgConnection,
    id: &str,
    r#type: &str,
    created_at: DateTime<Utc>,
    payload: &RawValue,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO stripe_events (id, type, created_at, payload) VALUES ($1, $2, $3, $4)
         ON CONFLICT (id) DO NOTHING",
        id,
        r#type,
        created_at,
        Json(payload) as _
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The payload of an event that was not dealt with. Nothing if there is no such event, or it is dealt with.
pub async fn find_unhandled(
    db: &mut PgConnection,
    id: &str,
) -> sqlx::Result<Option<Box<RawValue>>> {
    let payload = sqlx::query_scalar!(
        r#"SELECT payload AS "payload: Json<Box<RawValue>>" FROM stripe_events
           WHERE id = $1 AND handled_at IS NULL"#,
        id
    )
    .fetch_optional(db)
    .await?;
    Ok(payload.map(|payload| payload.0))
}

/// Takes an event that was not dealt with, until the transaction ends. False if somebody has dealt with it.
pub async fn lock_unhandled(tx: &mut PgConnection, id: &str) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        "SELECT id FROM stripe_events WHERE id = $1 AND handled_at IS NULL FOR UPDATE",
        id
    )
    .fetch_optional(tx)
    .await?;
    Ok(found.is_some())
}

/// Notes that an event is dealt with, and how.
pub async fn set_handled(tx: &mut PgConnection, id: &str, outcome: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE stripe_events SET handled_at = now(), outcome = $2 WHERE id = $1",
        id,
        outcome
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Notes why nobody can deal with an event.
pub async fn set_given_up(db: &mut PgConnection, id: &str, reason: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE stripe_events SET outcome = $2 WHERE id = $1 AND handled_at IS NULL",
        id,
        reason
    )
    .execute(db)
    .await
    .map(drop)
}
