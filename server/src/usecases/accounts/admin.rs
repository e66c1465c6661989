//! The first admin, from the command line.

use domain::{Email, Password, Role};
use store::{carts, users};

use super::registration::insert_user;
use crate::{App, problem::Problem};

/// What became of an admin to be created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdminCreated {
    /// The account is there and active.
    Created,
    /// An admin with this address was there before; nothing has changed.
    AlreadyThere,
}

/// Creates an active admin. An address that belongs to somebody without the role is refused: handing
/// out the role is a decision that leaves a trace elsewhere.
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
    tx.commit().await?;
    Ok(AdminCreated::Created)
}
