//! Clean-up. Deleting what is expired does no harm if it happens twice, so these jobs leave no record,
//! and commit each batch by itself: a large backlog never holds its locks for long.

use jobs::{CleanUpAccounts, CleanUpMessaging, handled};
use store::clean_up;

use super::Handlers;
use crate::outcome::JobError;

/// Rows of a table that one statement deletes.
const BATCH: i64 = 1000;
/// A broker that was away for that long still finds the record of what it delivers again.
const HANDLED_JOBS_DAYS: i32 = 30;

impl Handlers {
    /// Deletes expired tokens, sessions and files of data.
    pub(super) async fn clean_up_accounts(
        &self,
        CleanUpAccounts {}: CleanUpAccounts,
    ) -> Result<(), JobError> {
        let mut db = self.db.acquire().await?;
        let mut deleted = 0;
        loop {
            let batches = [
                clean_up::activation_tokens(&mut db, BATCH).await?,
                clean_up::password_reset_tokens(&mut db, BATCH).await?,
                clean_up::refresh_tokens(&mut db, BATCH).await?,
                clean_up::sessions(&mut db, BATCH).await?,
                clean_up::account_exports(&mut db, BATCH).await?,
            ];
            deleted += batches.iter().sum::<u64>();
            if !batches.into_iter().any(is_full) {
                break;
            }
        }
        tracing::info!(
            deleted,
            "expired tokens, sessions and files of data deleted"
        );
        Ok(())
    }

    /// Deletes what proves that something happened once, after nobody can ask any more.
    pub(super) async fn clean_up_messaging(
        &self,
        CleanUpMessaging {}: CleanUpMessaging,
    ) -> Result<(), JobError> {
        let mut db = self.db.acquire().await?;
        let mut deleted = 0;
        loop {
            let batches = [
                handled::delete_older_than(&mut db, HANDLED_JOBS_DAYS, BATCH).await?,
                clean_up::password_reset_requests(&mut db, BATCH).await?,
                clean_up::idempotency_keys(&mut db, BATCH).await?,
                clean_up::imports(&mut db, BATCH).await?,
            ];
            deleted += batches.iter().sum::<u64>();
            if !batches.into_iter().any(is_full) {
                break;
            }
        }
        tracing::info!(deleted, "old records of jobs, requests and imports deleted");
        Ok(())
    }
}

fn is_full(deleted: u64) -> bool {
    deleted >= BATCH.unsigned_abs()
}
