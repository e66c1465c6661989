//! What is done in the background and can be looked at: imports of films.

use jobs::{ImportMovies, outbox};
use store::{
    audit::Actor,
    imports::{self, Import},
};
use uuid::Uuid;

use crate::{App, problem::Problem};

/// Keeps a file of films until a worker has imported it.
pub(crate) async fn import_movies(
    app: &App,
    actor: &Actor,
    file: &[u8],
) -> Result<Import, Problem> {
    let mut tx = app.db.begin().await?;
    let import = imports::insert(&mut tx, Uuid::now_v7(), actor, file).await?;
    let job = ImportMovies {
        import_id: import.id,
    };
    outbox::enqueue(&mut tx, &job).await?;
    tx.commit().await?;
    Ok(import)
}

/// How far an import is.
pub(crate) async fn get(app: &App, id: Uuid) -> Result<Import, Problem> {
    let mut db = app.reads.acquire().await?;
    let import = imports::find(&mut db, id).await?;
    db.release();
    import.ok_or(Problem::JobNotFound)
}
