//! Films: how they are read, and how they are changed.

mod changes;

use uuid::Uuid;

pub(crate) use changes::{create, delete, update};

use crate::{App, problem::Problem};

/// One film.
pub(crate) async fn get(app: &App, uuid: Uuid) -> Result<store::movies::Film, Problem> {
    let mut db = app.db.acquire().await?;
    store::movies::find(&mut db, uuid)
        .await?
        .ok_or(Problem::MovieNotFound)
}
