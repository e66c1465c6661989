//! The first admin, from the command line, and what admins do with accounts.

use domain::{Email, Password, Role};
use jobs::{SendActivationCompleteEmail, outbox};
use sqlx::PgConnection;
use store::{
    audit::{self, Actor, Change},
    carts, sessions,
    users::{self, Locked, Standing},
};

use super::registration::insert_user;
use crate::{App, auth::Caller, problem::Problem};

/// An admin at work.
pub(crate) struct Admin {
    /// Who it is.
    pub(crate) caller: Caller,
    /// The same for the audit log.
    pub(crate) actor: Actor,
}

/// Whether a request had anything to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// It is as it was asked for now.
    Now,
    /// It was so before.
    Before,
}

/// What the audit log calls an account.
pub(crate) const ENTITY: &str = "user";

/// What became of an admin to be created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdminCreated {
    /// The account is there and active.
    Created,
    /// An admin with this address was there before; nothing has changed.
    AlreadyThere,
}

/// Creates an active admin. An address that belongs to somebody without the role is refused: handing
/// out the role is for another admin, see [`change_group`].
pub async fn create_admin(
    app: &App,
    email: &Email,
    password: Password,
) -> Result<AdminCreated, Problem> {
    let hash = app.hasher.hash(password.into_secret()).await?;

    let mut tx = app.db.begin().await?;
    match users::credentials(&mut tx, email).await? {
        Some(user) if user.group_id == Role::Admin.group_id() => {
            return Ok(AdminCreated::AlreadyThere);
        }
        Some(_) => return Err(Problem::EmailTaken(email.to_string())),
        None => {}
    }
    let user_id = insert_user(&mut tx, email, &hash, Role::Admin).await?;
    users::activate(&mut tx, user_id).await?;
    carts::insert(&mut tx, user_id).await?;
    let standing = Standing {
        group_id: Role::Admin.group_id(),
        is_active: true,
        is_deactivated: false,
    };
    let change = Change {
        action: "create-admin",
        entity: ENTITY,
        entity_id: &user_id.to_string(),
        before: None,
        after: Some(&standing),
    };
    audit::insert(&mut tx, &Actor::default(), &change).await?;
    tx.commit().await?;
    Ok(AdminCreated::Created)
}

/// Has an account's owner sign in, whether it was never activated or an admin had deactivated it.
pub(crate) async fn activate_account(
    app: &App,
    admin: &Admin,
    email: &Email,
) -> Result<Done, Problem> {
    let mut tx = app.db.begin().await?;
    let user = lock(&mut tx, admin, email).await?;
    if user.standing.is_active {
        return Ok(Done::Before);
    }
    let to = Standing {
        is_active: true,
        is_deactivated: false,
        ..user.standing
    };
    change(&mut tx, admin, "activate-account", &user, to).await?;
    outbox::enqueue(&mut tx, &SendActivationCompleteEmail { user_id: user.id }).await?;
    tx.commit().await?;
    Ok(Done::Now)
}

/// Ends all sessions of an account. Its owner can neither sign in nor activate it again.
pub(crate) async fn deactivate_account(
    app: &App,
    admin: &Admin,
    email: &Email,
) -> Result<Done, Problem> {
    let mut tx = app.db.begin().await?;
    let user = lock(&mut tx, admin, email).await?;
    if user.id == admin.caller.user_id {
        return Err(Problem::OwnAccount);
    }
    if user.standing.is_deactivated {
        return Ok(Done::Before);
    }
    let to = Standing {
        is_active: false,
        is_deactivated: true,
        ..user.standing
    };
    change(&mut tx, admin, "deactivate-account", &user, to).await?;
    let ended = sessions::end_all(&mut tx, user.id, None).await?;
    tx.commit().await?;
    app.session_states.changed(&ended).await;
    Ok(Done::Now)
}

/// Gives an account another role. Its sessions go on, and may do what the role may from the next request on.
pub(crate) async fn change_group(
    app: &App,
    admin: &Admin,
    email: &Email,
    group_id: i32,
) -> Result<Done, Problem> {
    let role = Role::from_group_id(group_id).ok_or(Problem::InvalidGroup)?;
    let mut tx = app.db.begin().await?;
    let user = lock(&mut tx, admin, email).await?;
    if user.id == admin.caller.user_id {
        return Err(Problem::OwnGroup);
    }
    if user.standing.group_id == role.group_id() {
        return Ok(Done::Before);
    }
    let to = Standing {
        group_id: role.group_id(),
        ..user.standing
    };
    change(&mut tx, admin, "change-group", &user, to).await?;
    let stale = sessions::mark_all_stale(&mut tx, user.id).await?;
    tx.commit().await?;
    app.session_states.changed(&stale).await;
    Ok(Done::Now)
}

/// Locks an account together with the admin's own. The admin may have lost the role since the request was let in:
/// of two admins who take it from each other at once, one keeps it.
async fn lock(tx: &mut PgConnection, admin: &Admin, email: &Email) -> Result<Locked, Problem> {
    let locked = users::lock_both(tx, admin.caller.user_id, email).await?;
    let own = locked.iter().find(|user| user.id == admin.caller.user_id);
    let own = own.ok_or(Problem::UnknownUser)?.standing;
    if !own.is_active {
        return Err(Problem::InactiveUser);
    }
    if own.group_id != Role::Admin.group_id() {
        return Err(Problem::AdminRequired);
    }
    let user = locked.into_iter().find(|user| user.email == email.as_str());
    user.ok_or_else(|| Problem::UnknownEmail(email.to_string()))
}

/// Changes a locked account, and notes it.
async fn change(
    tx: &mut PgConnection,
    admin: &Admin,
    action: &str,
    user: &Locked,
    to: Standing,
) -> Result<(), Problem> {
    users::set_standing(tx, user.id, to).await?;
    let change = Change {
        action,
        entity: ENTITY,
        entity_id: &user.id.to_string(),
        before: Some(&user.standing),
        after: Some(&to),
    };
    audit::insert(tx, &admin.actor, &change).await?;
    Ok(())
}
