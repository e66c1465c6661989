//! The record of handled jobs: what makes "at least once" into "once".

use sqlx::{Acquire, PgConnection, Postgres, Transaction};
use uuid::Uuid;

use crate::Envelope;

/// Opens the transaction in which a job takes effect, or says `None` if it has taken effect before.
///
/// The record is written first: a second delivery of the same job waits for this transaction, and
/// finds the job done when it commits or undone when it rolls back, also when this process dies.
pub async fn begin<'c>(
    db: impl Acquire<'c, Database = Postgres>,
    job: &Envelope,
) -> sqlx::Result<Option<Transaction<'c, Postgres>>> {
    let mut tx = db.begin().await?;
    let recorded = insert(&mut tx, job.id, &job.kind).await?;
    Ok(recorded.then_some(tx))
}

async fn insert(tx: &mut PgConnection, id: Uuid, kind: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO handled_jobs (id, kind) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
        id,
        kind
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes records older than any message that could still be delivered again, at most `limit`; returns
/// how many.
pub async fn delete_older_than(db: &mut PgConnection, days: i32, limit: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM handled_jobs WHERE id IN (
             SELECT id FROM handled_jobs WHERE handled_at < now() - make_interval(days => $1)
             ORDER BY handled_at LIMIT $2 FOR UPDATE SKIP LOCKED
         )",
        days,
        limit
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
