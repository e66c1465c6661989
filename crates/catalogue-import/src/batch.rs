//! Some rows of a file, and what is done with them in one transaction.

use domain::Film;
use sqlx::PgConnection;
use store::{
    audit::{self, Actor, Change},
    catalogue, films,
    imports::BadRow,
    movies,
};
use uuid::Uuid;

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

    /// Adds the films that are not in the catalogue yet, for the actor, and leaves those that are as they are. Returns
    /// how many were added.
    ///
    /// Looks before it changes anything: each change of the catalogue makes every server forget what it
    /// has cached, and most films of a file that is imported again are there.
    pub async fn add(&self, tx: &mut PgConnection, actor: &Actor) -> sqlx::Result<usize> {
        if films::absent(tx, &self.films).await?.is_empty() {
            return Ok(0);
        }
        catalogue::begin_change(tx).await?;
        // Somebody else may have added some of them before it was our turn.
        let absent = films::absent(tx, &self.films).await?;
        let added = films::insert_all(tx, &absent).await?;
        note(tx, actor, &added).await?;
        Ok(added.len())
    }
}

/// Notes each new film as the API shows it.
async fn note(tx: &mut PgConnection, actor: &Actor, added: &[Uuid]) -> sqlx::Result<()> {
    let shown = movies::find_all(tx, added).await?;
    let shown = shown
        .into_iter()
        .map(|(uuid, film)| (uuid.to_string(), movies::as_json(film)));
    let shown: Vec<_> = shown.collect();
    let changes = shown.iter().map(|(uuid, film)| Change {
        action: "import-movie",
        entity: "movie",
        entity_id: uuid,
        before: None,
        after: Some(&**film),
    });
    audit::insert_all(tx, actor, &changes.collect::<Vec<_>>()).await
}
