//! Pictures of members that nobody needs any more.

use ::avatars::Name;
use jobs::{Envelope, RemoveAvatar, RemoveOrphanedAvatars, handled};
use sqlx::PgConnection;
use store::avatars;

use super::Handlers;
use crate::outcome::JobError;

/// An upload that began so long ago has failed: requests last for seconds.
const UPLOAD_MINUTES: i32 = 60;
/// Rows that one statement deletes or finds.
const BATCH: i64 = 500;

impl Handlers {
    /// Removes a picture that a profile named until now.
    pub(super) async fn remove_avatar(
        &self,
        job: &Envelope,
        RemoveAvatar { name }: RemoveAvatar,
    ) -> Result<(), JobError> {
        let Some(mut tx) = handled::begin(&self.db, job).await? else {
            return Ok(());
        };
        self.remove_if_unneeded(&mut tx, &name).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Removes what failed uploads have left. Doing so twice finds nothing left to do, so that the job leaves no
    /// record. What cannot be removed keeps nothing else; the first error is returned, for another attempt.
    pub(super) async fn remove_orphaned_avatars(
        &self,
        RemoveOrphanedAvatars {}: RemoveOrphanedAvatars,
    ) -> Result<(), JobError> {
        let mut db = self.db.acquire().await?;
        while avatars::give_up_uploads(&mut db, UPLOAD_MINUTES, BATCH).await? > 0 {}
        let (mut removed, mut last, mut outcome) = (0, String::new(), Ok(()));
        loop {
            let names = avatars::unneeded(&mut db, &last, BATCH).await?;
            let Some(end) = names.last() else { break };
            last.clone_from(end);
            for name in names {
                match self.remove_orphan(&name).await {
                    Ok(done) => removed += u64::from(done),
                    Err(error) => outcome = outcome.and(Err(error)),
                }
            }
        }
        outcome = outcome.and(self.files.delete_leftovers().await.map_err(JobError::from));
        tracing::info!(removed, "pictures that nobody shows are removed");
        outcome
    }

    async fn remove_orphan(&self, name: &str) -> Result<bool, JobError> {
        let mut tx = self.db.begin().await?;
        let removed = self.remove_if_unneeded(&mut tx, name).await?;
        tx.commit().await?;
        Ok(removed)
    }

    /// Removes a picture unless somebody needs it, and says whether it did. Everybody who would come to need it waits
    /// for the transaction. The file goes before the row: who dies in between leaves a row without a file, which the
    /// next run finds, and which the next upload of the same picture gives its file again.
    async fn remove_if_unneeded(
        &self,
        tx: &mut PgConnection,
        name: &str,
    ) -> Result<bool, JobError> {
        if !avatars::lock_file(tx, name).await?
            || !avatars::delete_file_if_unneeded(tx, name).await?
        {
            return Ok(false);
        }
        if let Some(name) = Name::parse(name) {
            self.files.delete(&name).await?;
        }
        Ok(true)
    }
}
