//! Adding, changing and deleting films. Each change waits for the one before it, and notes what it does.

use domain::FilmPatch;
use sqlx::PgConnection;
use store::{
    audit::{self, Actor, Change},
    catalogue,
    films::{self, Holders, Locked, NAME_YEAR_TIME_KEY},
    movies::{self, Film},
};
use uuid::Uuid;

use crate::{
    App,
    http::entity_tag::{EntityTag, Precondition},
    problem::Problem,
};

/// Adds a film. Returns its id, and the film as the API shows it.
pub(crate) async fn create(
    app: &App,
    actor: &Actor,
    film: &domain::Film,
) -> Result<(Uuid, Film), Problem> {
    let mut tx = app.db.begin().await?;
    let version = catalogue::begin_change(&mut tx).await?;
    let facts = film.facts();
    let uuid = films::insert(&mut tx, film)
        .await
        .map_err(|error| exists_or(error, &facts.name, facts.year, facts.time))?;
    let shown = find(&mut tx, uuid).await?;
    note(&mut tx, actor, "create-movie", uuid, None, Some(&shown)).await?;
    tx.commit().await?;
    app.catalogue.changed(version);
    Ok((uuid, shown))
}

/// Changes a film and returns it as it is then. A patch that changes nothing leaves nothing behind.
pub(crate) async fn update(
    app: &App,
    actor: &Actor,
    uuid: Uuid,
    precondition: &Precondition,
    patch: &FilmPatch,
) -> Result<Film, Problem> {
    let mut tx = app.db.begin().await?;
    let version = catalogue::begin_change(&mut tx).await?;
    let film = lock(&mut tx, uuid).await?;
    let before = find(&mut tx, uuid).await?;
    precondition.check(&EntityTag::of_bytes(before.as_bytes()))?;

    let changes = patch.changes();
    films::update(&mut tx, film.id, patch)
        .await
        .map_err(|error| {
            let name = changes.name.as_ref().unwrap_or(&film.name);
            let year = changes.year.unwrap_or(film.year);
            let time = changes.time.unwrap_or(film.time);
            exists_or(error, name, year, time)
        })?;
    let after = find(&mut tx, uuid).await?;
    if after == before {
        tx.rollback().await?;
        return Ok(before);
    }
    note(
        &mut tx,
        actor,
        "update-movie",
        uuid,
        Some(&before),
        Some(&after),
    )
    .await?;
    tx.commit().await?;
    app.catalogue.changed(version);
    Ok(after)
}

/// Deletes a film that nobody has and nobody is about to have. Carts and orders that are about to take it have
/// done so before it is locked, or find it gone.
pub(crate) async fn delete(
    app: &App,
    actor: &Actor,
    uuid: Uuid,
    precondition: &Precondition,
) -> Result<(), Problem> {
    let mut tx = app.db.begin().await?;
    let version = catalogue::begin_change(&mut tx).await?;
    let Locked { id, .. } = lock(&mut tx, uuid).await?;
    let before = find(&mut tx, uuid).await?;
    precondition.check(&EntityTag::of_bytes(before.as_bytes()))?;

    match films::holders(&mut tx, id).await? {
        Holders { in_carts: true, .. } => return Err(Problem::MovieInCarts),
        Holders {
            purchased: true, ..
        } => return Err(Problem::MoviePurchased),
        Holders { ordered: true, .. } => return Err(Problem::MovieOrdered),
        _ => films::delete(&mut tx, id).await?,
    }
    note(&mut tx, actor, "delete-movie", uuid, Some(&before), None).await?;
    tx.commit().await?;
    app.catalogue.changed(version);
    Ok(())
}

async fn lock(tx: &mut PgConnection, uuid: Uuid) -> Result<Locked, Problem> {
    films::lock(tx, uuid).await?.ok_or(Problem::MovieNotFound)
}

async fn find(tx: &mut PgConnection, uuid: Uuid) -> Result<Film, Problem> {
    movies::find(tx, uuid).await?.ok_or(Problem::MovieNotFound)
}

async fn note(
    tx: &mut PgConnection,
    actor: &Actor,
    action: &str,
    uuid: Uuid,
    before: Option<&Film>,
    after: Option<&Film>,
) -> sqlx::Result<()> {
    let json = |film: &Film| movies::as_json(film.clone());
    let (before, after) = (before.map(json), after.map(json));
    let change = Change {
        action,
        entity: "movie",
        entity_id: &uuid.to_string(),
        before: before.as_deref(),
        after: after.as_deref(),
    };
    audit::insert(tx, actor, &change).await
}

fn exists_or(error: sqlx::Error, name: &str, year: i32, time: i32) -> Problem {
    match store::violated_constraint(&error) {
        Some(NAME_YEAR_TIME_KEY) => Problem::MovieExists {
            name: name.to_owned(),
            year,
            time,
        },
        _ => error.into(),
    }
}
