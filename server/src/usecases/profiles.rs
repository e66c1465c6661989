//! Profiles: what members tell about themselves.

use domain::{BirthDate, Gender, Info, PersonName, Role};
use http_runtime::Upload;
use store::{
    audit::{self, Actor},
    profiles::{self, Fields, Profile},
    users,
};

use crate::{
    App,
    auth::Caller,
    problem::{Problem, ProfileAct},
    usecases::avatars::{self, Uploaded},
};

/// What is said about a field: nothing where it was not given, and `Some(None)` where it is to go.
pub(crate) type Said<T> = Option<Option<T>>;

/// What is said anew about a member.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) first_name: Said<PersonName>,
    pub(crate) last_name: Said<PersonName>,
    pub(crate) avatar: Said<Upload>,
    pub(crate) gender: Said<Gender>,
    pub(crate) date_of_birth: Said<BirthDate>,
    pub(crate) info: Option<Info>,
}

/// Makes a member's profile.
pub(crate) async fn create(
    app: &App,
    actor: &Actor,
    caller: Caller,
    user_id: i32,
    mut changes: Changes,
) -> Result<Profile, Problem> {
    authorize(caller, user_id, ProfileAct::Create)?;
    let picture = match take_upload(&mut changes) {
        Some(upload) => {
            check_is_missing(app, user_id).await?;
            Some(avatars::upload(app, upload).await?)
        }
        None => None,
    };
    let made = insert(app, actor, caller, user_id, changes, picture.as_ref()).await;
    settle(app, made, picture).await
}

async fn insert(
    app: &App,
    actor: &Actor,
    caller: Caller,
    user_id: i32,
    changes: Changes,
    picture: Option<&Uploaded>,
) -> Result<Profile, Problem> {
    let fields = apply(Fields::default(), changes, picture);
    let mut tx = app.db.begin().await?;
    if let Some(picture) = picture {
        picture.finish(&mut tx).await?;
    }
    let id = profiles::insert(&mut tx, user_id, &fields)
        .await
        .map_err(|error| match store::violated_constraint(&error) {
            Some(profiles::USER_KEY) => Problem::ProfileExists,
            _ => error.into(),
        })?
        .ok_or(Problem::UserNotFound)?;
    note(&mut tx, actor, caller, user_id, "create-profile").await?;
    tx.commit().await?;
    Ok(Profile {
        id,
        user_id,
        fields,
    })
}

/// Changes what is given of a member's profile.
pub(crate) async fn update(
    app: &App,
    actor: &Actor,
    caller: Caller,
    user_id: i32,
    mut changes: Changes,
) -> Result<Profile, Problem> {
    authorize(caller, user_id, ProfileAct::Update)?;
    let picture = match take_upload(&mut changes) {
        Some(upload) => {
            check_is_there(app, user_id).await?;
            Some(avatars::upload(app, upload).await?)
        }
        None => None,
    };
    let outcome = change(app, actor, caller, user_id, changes, picture.as_ref()).await;
    settle(app, outcome, picture).await
}

async fn change(
    app: &App,
    actor: &Actor,
    caller: Caller,
    user_id: i32,
    changes: Changes,
    picture: Option<&Uploaded>,
) -> Result<Profile, Problem> {
    let mut tx = app.db.begin().await?;
    let profile = profiles::lock(&mut tx, user_id).await?;
    let profile = profile.ok_or(Problem::ProfileNotFound)?;
    let before = profile.fields.avatar.clone();
    let fields = apply(profile.fields, changes, picture);
    // First: a picture that was given up may have no row that a profile could name.
    if let Some(picture) = picture {
        picture.finish(&mut tx).await?;
    }
    profiles::update(&mut tx, profile.id, &fields).await?;
    if let Some(replaced) = before.filter(|name| fields.avatar.as_ref() != Some(name)) {
        avatars::forget(&mut tx, replaced).await?;
    }
    note(&mut tx, actor, caller, user_id, "update-profile").await?;
    tx.commit().await?;
    Ok(Profile { fields, ..profile })
}

/// A member's profile.
pub(crate) async fn get(app: &App, caller: Caller, user_id: i32) -> Result<Profile, Problem> {
    authorize(caller, user_id, ProfileAct::View)?;
    let mut db = app.reads.acquire().await?;
    let profile = profiles::find(&mut db, user_id).await?;
    db.release();
    profile.ok_or(Problem::ProfileNotFound)
}

/// Owners and admins may. Others learn nothing, not even whether there is such an account.
fn authorize(caller: Caller, user_id: i32, act: ProfileAct) -> Result<(), Problem> {
    if caller.user_id == user_id || caller.role == Role::Admin {
        Ok(())
    } else {
        Err(Problem::NotProfileOwner(act))
    }
}

/// Takes the picture out of the changes, which still say that one is given.
fn take_upload(changes: &mut Changes) -> Option<Upload> {
    changes.avatar.as_mut().and_then(Option::take)
}

/// Looks whether a profile can be made, before a picture costs work.
async fn check_is_missing(app: &App, user_id: i32) -> Result<(), Problem> {
    let mut db = app.db.acquire().await?;
    users::find(&mut db, user_id)
        .await?
        .ok_or(Problem::UserNotFound)?;
    match profiles::find(&mut db, user_id).await? {
        Some(_) => Err(Problem::ProfileExists),
        None => Ok(()),
    }
}

/// Looks whether there is a profile to change, before a picture costs work.
async fn check_is_there(app: &App, user_id: i32) -> Result<(), Problem> {
    let mut db = app.db.acquire().await?;
    let profile = profiles::find(&mut db, user_id).await?;
    profile.map(drop).ok_or(Problem::ProfileNotFound)
}

/// Leaves no picture behind of what was refused after all.
async fn settle(
    app: &App,
    outcome: Result<Profile, Problem>,
    picture: Option<Uploaded>,
) -> Result<Profile, Problem> {
    if let (Err(_), Some(picture)) = (&outcome, picture) {
        picture.abandon(app).await;
    }
    outcome
}

/// The fields after the changes. A picture that was taken out of them comes with its file.
fn apply(mut fields: Fields, changes: Changes, picture: Option<&Uploaded>) -> Fields {
    if let Some(name) = changes.first_name {
        fields.first_name = name.map(PersonName::into_string);
    }
    if let Some(name) = changes.last_name {
        fields.last_name = name.map(PersonName::into_string);
    }
    if changes.avatar.is_some() {
        fields.avatar = picture.map(|picture| picture.name().to_owned());
    }
    if let Some(gender) = changes.gender {
        fields.gender = gender;
    }
    if let Some(date) = changes.date_of_birth {
        fields.date_of_birth = date.map(BirthDate::date);
    }
    if let Some(info) = changes.info {
        fields.info = Some(info.into_string());
    }
    fields
}

/// Notes what an admin did to somebody else's profile. What it says is personal, and not for the log.
async fn note(
    tx: &mut sqlx::PgConnection,
    actor: &Actor,
    caller: Caller,
    user_id: i32,
    action: &str,
) -> sqlx::Result<()> {
    if caller.user_id == user_id {
        return Ok(());
    }
    let change = audit::Change::<()> {
        action,
        entity: "profile",
        entity_id: &user_id.to_string(),
        before: None,
        after: None,
    };
    audit::insert(tx, actor, &change).await
}
