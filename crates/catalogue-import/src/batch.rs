//! Some rows of a file, and what is done with them in one transaction.

use domain::Film;
use sqlx::PgConnection;
use store::imports::BadRow;

/// Rows that stand together in a file.
#[derive(Debug, Default)]
pub struct Batch {
    /// The rows that are films.
    pub films: Vec<Film>,
    /// The rows that are none.
    pub bad_rows: Vec<BadRow>,
}

impl Batch {
    /// Rows of the file that it stands for.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.films.len() + self.bad_rows.len()
    }

    /// Adds the films that are not in the catalogue yet, and leaves those that are as they are. Returns how
    /// many were added.
    ///
    /// Looks before it changes anything: each change of the catalogue makes every server forget what it
    /// has cached, and most films of a file that is imported again are there.
    pub async fn add(&self, tx: &mut PgConnection) -> sqlx::Result<usize> {
        let absent = store::films::absent(tx, &self.films).await?;
        if absent.is_empty() {
            return Ok(0);
        }
        store::catalogue::begin_change(tx).await?;
        store::films::insert_missing(tx, &absent).await
    }
}
