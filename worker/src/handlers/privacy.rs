//! What is known about somebody: put into a file, and erased.

use jobs::{Envelope, EraseTraces, ExportAccount, handled, outbox};
use sqlx::PgConnection;
use store::{account_exports, erasure};

use super::Handlers;
use crate::outcome::JobError;

/// Lines of the audit log that are changed at once.
const BATCH: i64 = 5000;

impl Handlers {
    /// Makes a file that somebody waits for.
    pub(super) async fn export_account(
        &self,
        job: &Envelope,
        ExportAccount { export_id }: ExportAccount,
    ) -> Result<(), JobError> {
        let Some(mut tx) = handled::begin(&self.db, job).await? else {
            return Ok(());
        };
        let base = self.public_url.as_str().trim_end_matches('/');
        let avatars = format!("{base}/profiles/avatars/");
        account_exports::fill(&mut tx, export_id, &avatars).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Erases what else tells who had a deleted account. It finds, too, what requests that were under way have written
    /// since. Doing so twice does no harm, so that the job leaves no record.
    pub(super) async fn erase_traces(
        &self,
        EraseTraces { user_id }: EraseTraces,
    ) -> Result<(), JobError> {
        let mut db = self.db.acquire().await?;
        while erasure::strip_audit_log(&mut db, user_id, BATCH).await? > 0 {}
        erasure::strip_imports(&mut db, user_id).await?;
        erasure::strip_stripe_events(&mut db, user_id).await?;
        tracing::info!(user_id, "the traces of a deleted account are erased");
        Ok(())
    }
}

/// Has the traces erased again if an event, which may name the payer, is about a deleted account.
pub(super) async fn erase_again(tx: &mut PgConnection, event_id: &str) -> sqlx::Result<()> {
    if let Some(user_id) = erasure::deleted_payer(tx, event_id).await? {
        outbox::enqueue(tx, &EraseTraces { user_id }).await?;
    }
    Ok(())
}
