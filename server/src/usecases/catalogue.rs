//! Filling the catalogue from a CSV file at once, as the command does. Uploaded files are the worker's.

use std::io::Read;

use catalogue_import::{BadRow, CatalogueFile, FileError};
use sqlx::PgPool;
use store::audit::Actor;

/// What an import did.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Report {
    /// Films that are new.
    pub added: usize,
    /// Films that were there before and are left as they are.
    pub already_there: usize,
    /// Rows that are no film.
    pub bad_rows: Vec<BadRow>,
}

/// Why an import stopped. What was added before stays; running it again goes on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is no catalogue, or cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The database does not take the films.
    #[error("the database does not take the films")]
    Database(#[from] sqlx::Error),
}

/// Adds the films of a file that are not there yet. Reads as it writes, so the file may be of any size. The audit log names
/// nobody: whoever runs commands has no account. `progress` hears how many rows are done.
pub async fn import(
    db: &PgPool,
    input: impl Read,
    mut progress: impl FnMut(usize),
) -> Result<Report, ImportError> {
    let mut file = CatalogueFile::open(input)?;
    let mut report = Report::default();
    while let Some(mut batch) = file.next_batch()? {
        let mut tx = db.begin().await?;
        let added = batch.add(&mut tx, &Actor::default()).await?;
        tx.commit().await?;
        report.added += added;
        report.already_there += batch.films.len() - added;
        report.bad_rows.append(&mut batch.bad_rows);
        progress(report.added + report.already_there + report.bad_rows.len());
    }
    Ok(report)
}
