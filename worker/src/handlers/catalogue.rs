//! Imports of films.
//!
//! An import may take minutes, so its batches commit one by one, each with the note of how far it got: everybody
//! sees it grow, and whoever takes it up after a crash goes on where the last commit ended. Meanwhile the
//! transaction that records the job stays open, and makes every other delivery of the job wait.

use catalogue_import::{CatalogueFile, FileError};
use jobs::{Envelope, ImportMovies, handled};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};
use store::{
    audit::{self, Actor, Change},
    imports::{self, Progress, Started},
};
use uuid::Uuid;

use super::Handlers;
use crate::outcome::JobError;

/// What a moderator is told about an import that was given up for another reason than its file.
const GIVEN_UP: &str = "Something went wrong on our side. Upload the file again: films that are there are left as they are.";

/// Why an import stopped.
#[derive(Debug, thiserror::Error)]
enum ImportError {
    /// The file is no catalogue. It won't become one.
    #[error(transparent)]
    File(#[from] FileError),
    /// The rest can be tried again.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl Handlers {
    /// Brings in the films of an uploaded file. An import that has ended, or was cleaned up, needs nothing.
    pub(super) async fn import_movies(
        &self,
        job: &Envelope,
        ImportMovies { import_id }: ImportMovies,
    ) -> Result<(), JobError> {
        // Not one of the pool's connections, which are for what is quick.
        let mut own = self.db.connect_options().connect().await?;
        let Some(mut tx) = handled::begin(&mut own, job).await? else {
            return Ok(());
        };
        match self.bring_in(import_id).await {
            Ok(None) => {}
            Ok(Some(actor)) => {
                let counts = imports::finish(&mut tx, import_id).await?;
                let change = Change {
                    action: "import-movies",
                    entity: "import",
                    entity_id: &import_id.to_string(),
                    before: None,
                    after: Some(&counts),
                };
                audit::insert(&mut tx, &actor, &change).await?;
                tracing::info!(?counts, "films imported");
            }
            Err(ImportError::File(error)) => {
                imports::fail(&mut tx, import_id, &error.to_string()).await?;
            }
            Err(ImportError::Database(error)) => return Err(error.into()),
        }
        tx.commit().await?;
        Ok(())
    }

    /// Brings in what is left of the file. Returns for whom, if there was an import to go on with.
    async fn bring_in(&self, id: Uuid) -> Result<Option<Actor>, ImportError> {
        let mut db = self.db.acquire().await?;
        let Some(started) = imports::start(&mut db, id).await? else {
            return Ok(None);
        };
        let Started {
            file,
            rows_done,
            actor,
        } = started;
        let total = CatalogueFile::open(file.as_slice())?.count()?;
        imports::set_total(&mut db, id, total).await?;
        let mut rows = CatalogueFile::open(file.as_slice())?;
        rows.skip(rows_done.unsigned_abs())?;
        while let Some(batch) = rows.next_batch()? {
            let mut tx = db.begin().await?;
            let added = batch.add(&mut tx, &actor).await?;
            let progress = Progress {
                added,
                already_there: batch.films.len() - added,
                bad_rows: &batch.bad_rows,
            };
            imports::advance(&mut tx, id, &progress).await?;
            tx.commit().await?;
        }
        Ok(Some(actor))
    }
}

/// Tells the moderator that an import will not go on by itself.
pub(super) async fn give_import_up(
    tx: &mut PgConnection,
    ImportMovies { import_id }: ImportMovies,
    reason: &str,
) -> sqlx::Result<()> {
    tracing::error!(%import_id, reason, "an import is given up");
    imports::give_up(tx, import_id, GIVEN_UP).await
}
