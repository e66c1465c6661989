//! Adding, renaming and deleting genres, stars and directors.

use domain::Name;
use sqlx::PgConnection;
use store::{
    audit::{self, Actor, Change},
    catalogue,
    names::{self, Kind, Named},
};

use crate::{
    App,
    http::entity_tag::{EntityTag, Precondition},
    problem::Problem,
};

/// Adds a name.
pub(crate) async fn create(
    app: &App,
    actor: &Actor,
    kind: Kind,
    name: &Name,
) -> Result<Named, Problem> {
    let mut tx = app.db.begin().await?;
    let version = catalogue::begin_change(&mut tx).await?;
    let id = names::insert(&mut tx, kind, name)
        .await
        .map_err(|error| exists_or(error, kind, name))?;
    let named = Named {
        id,
        name: name.to_string(),
    };
    note(&mut tx, actor, kind, "create", None, Some(&named)).await?;
    tx.commit().await?;
    app.catalogue.changed(version);
    Ok(named)
}

/// Gives another name, be it the same in another case. The name that is there already leaves nothing behind.
pub(crate) async fn rename(
    app: &App,
    actor: &Actor,
    kind: Kind,
    id: i32,
    precondition: &Precondition,
    name: &Name,
) -> Result<Named, Problem> {
    let mut tx = app.db.begin().await?;
    let version = catalogue::begin_change(&mut tx).await?;
    let before = lock(&mut tx, kind, id).await?;
    precondition.check(&EntityTag::of(&before))?;
    if before.name == name.as_str() {
        tx.rollback().await?;
        return Ok(before);
    }

    names::rename(&mut tx, kind, id, name)
        .await
        .map_err(|error| exists_or(error, kind, name))?;
    let after = Named {
        id,
        name: name.to_string(),
    };
    note(&mut tx, actor, kind, "update", Some(&before), Some(&after)).await?;
    tx.commit().await?;
    app.catalogue.changed(version);
    Ok(after)
}

/// Deletes a name, also from the films that have it.
pub(crate) async fn delete(
    app: &App,
    actor: &Actor,
    kind: Kind,
    id: i32,
    precondition: &Precondition,
) -> Result<(), Problem> {
    let mut tx = app.db.begin().await?;
    let version = catalogue::begin_change(&mut tx).await?;
    let before = lock(&mut tx, kind, id).await?;
    precondition.check(&EntityTag::of(&before))?;

    names::delete(&mut tx, kind, id).await?;
    note(&mut tx, actor, kind, "delete", Some(&before), None).await?;
    tx.commit().await?;
    app.catalogue.changed(version);
    Ok(())
}

async fn lock(tx: &mut PgConnection, kind: Kind, id: i32) -> Result<Named, Problem> {
    let found = names::lock(tx, kind, id).await?;
    found.ok_or(match kind {
        Kind::Genre => Problem::GenreNotFound,
        Kind::Star => Problem::StarNotFound,
        Kind::Director => Problem::DirectorNotFound,
    })
}

async fn note(
    tx: &mut PgConnection,
    actor: &Actor,
    kind: Kind,
    verb: &str,
    before: Option<&Named>,
    after: Option<&Named>,
) -> sqlx::Result<()> {
    let entity = match kind {
        Kind::Genre => "genre",
        Kind::Star => "star",
        Kind::Director => "director",
    };
    let id = after.or(before).map(|named| named.id).unwrap_or_default();
    let change = Change {
        action: &format!("{verb}-{entity}"),
        entity,
        entity_id: &id.to_string(),
        before,
        after,
    };
    audit::insert(tx, actor, &change).await
}

fn exists_or(error: sqlx::Error, kind: Kind, name: &Name) -> Problem {
    if store::violated_constraint(&error) != Some(kind.name_key()) {
        return error.into();
    }
    match kind {
        Kind::Genre => Problem::GenreExists(name.to_string()),
        Kind::Star => Problem::StarExists(name.to_string()),
        Kind::Director => Problem::DirectorExists(name.to_string()),
    }
}
