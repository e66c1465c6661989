//! When recurring jobs ran last and run next, and which worker enqueues them.

use chrono::{DateTime, Utc};
use sqlx::{ConnectOptions as _, PgConnection, PgPool};

/// The advisory lock that the leading scheduler holds: "cinema" in ASCII, one per database.
const LEADER_LOCK: i64 = 0x6369_6e65_6d61;

/// PostgreSQL ends a scheduler's session after this silence, in milliseconds. A scheduler asks something
/// every second; one that doesn't is dead, stopped or cut off, and its lock must not outlive it.
/// (TCP keepalives would notice the first and the last, but not a process that hangs.)
const SILENCE_MAX: &str = "5000";

/// A recurring job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The job's kind.
    pub name: String,
    /// When it was enqueued last.
    pub last_run_at: Option<DateTime<Utc>>,
    /// When it is enqueued next.
    pub next_run_at: DateTime<Utc>,
}

/// A connection of its own for a scheduler, because the leader's lock lives as long as its connection.
pub async fn connect(db: &PgPool) -> sqlx::Result<PgConnection> {
    let options = db.connect_options().as_ref().clone();
    let timeouts = [
        "idle_session_timeout",
        "idle_in_transaction_session_timeout",
    ];
    options
        .options(timeouts.map(|name| (name, SILENCE_MAX)))
        .connect()
        .await
}

/// Tries to become the leader. The lock is kept until the connection ends.
pub async fn try_lead(db: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT pg_try_advisory_lock($1) AS "leads!""#,
        LEADER_LOCK
    )
    .fetch_one(db)
    .await
}

/// Adds a schedule. One that exists runs at `next_run_at` at the latest, so that a shortened period
/// counts at once.
pub async fn put(
    tx: &mut PgConnection,
    name: &str,
    next_run_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO schedules (name, next_run_at) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE
         SET next_run_at = LEAST(schedules.next_run_at, EXCLUDED.next_run_at)",
        name,
        next_run_at
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Those of the named schedules that are due, locked until the transaction ends.
pub async fn lock_due(
    tx: &mut PgConnection,
    names: &[&str],
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT name FROM schedules
         WHERE name = ANY($1::text[]) AND next_run_at <= $2
         ORDER BY name
         FOR UPDATE",
        names as &[&str],
        now
    )
    .fetch_all(tx)
    .await
}

/// Notes that a schedule's job was enqueued.
pub async fn set_run(
    tx: &mut PgConnection,
    name: &str,
    last_run_at: DateTime<Utc>,
    next_run_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE schedules SET last_run_at = $2, next_run_at = $3 WHERE name = $1",
        name,
        last_run_at,
        next_run_at
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Every schedule that a worker has ever run.
pub async fn all(db: &mut PgConnection) -> sqlx::Result<Vec<Schedule>> {
    sqlx::query_as!(
        Schedule,
        "SELECT name, last_run_at, next_run_at FROM schedules ORDER BY name"
    )
    .fetch_all(db)
    .await
}
