//! Jobs that were given up, and what an admin decides about them.

use jobs::outbox;
use serde_json::json;
use sqlx::PgConnection;
use store::{
    audit::{self, Actor, Change},
    dead_letters::{self, Kept},
    pages::LongPage,
};
use uuid::Uuid;

use crate::{App, problem::Problem, usecases::pages::Page};

/// A page of them; only those of a kind, if one is given.
pub(crate) async fn list(
    app: &App,
    kind: Option<&str>,
    page: Page,
) -> Result<LongPage<Kept>, Problem> {
    let mut db = app.reads.acquire().await?;
    let found = dead_letters::page(&mut db, kind, page.size, page.offset()).await?;
    db.release();
    Ok(found)
}

/// Has a job done after all, with all its attempts before it.
pub(crate) async fn replay(app: &App, actor: &Actor, id: Uuid) -> Result<(), Problem> {
    let mut tx = app.db.begin().await?;
    let letter = take(&mut tx, actor, "replay-job", id).await?;
    let job = letter.into_job().ok_or(Problem::NotReplayable)?;
    outbox::enqueue_again(&mut tx, &job).await?;
    tx.commit().await?;
    Ok(())
}

/// Forgets a job. The audit log keeps what it was.
pub(crate) async fn delete(app: &App, actor: &Actor, id: Uuid) -> Result<(), Problem> {
    let mut tx = app.db.begin().await?;
    take(&mut tx, actor, "delete-job", id).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a dead letter out, and notes why.
async fn take(
    tx: &mut PgConnection,
    actor: &Actor,
    action: &str,
    id: Uuid,
) -> Result<Kept, Problem> {
    let letter = dead_letters::take(tx, id).await?;
    let letter = letter.ok_or(Problem::DeadJobNotFound)?;
    // Without the errors of its attempts: what mail servers say may name people, and the log is kept.
    let before = json!({
        "queue": letter.queue,
        "kind": letter.kind,
        "version": letter.version,
        "payload": letter.payload,
    });
    let change = Change {
        action,
        entity: "dead-job",
        entity_id: &id.to_string(),
        before: Some(&before),
        after: None,
    };
    audit::insert(tx, actor, &change).await?;
    Ok(letter)
}
