//! From a form to an active account.

use domain::{Email, Password, Role, hash_token};
use jobs::{SendActivationCompleteEmail, SendActivationEmail, outbox};
use sqlx::PgConnection;
use store::{activation_tokens, carts, users};

use crate::{
    App,
    idempotency::{self, Key, Once},
    problem::Problem,
};

/// Registers an account and sends its activation mail. Returns its id.
pub(crate) async fn register(
    app: &App,
    email: &Email,
    password: Password,
    key: Option<Key>,
) -> Result<Once<i32>, Problem> {
    let key = key.as_ref();
    if let Some(before) = idempotency::find(app, key).await? {
        return Ok(before);
    }
    app.limits.count_registration(email).await?;
    let hash = app.hasher.hash(password.into_secret()).await?;

    let begun = idempotency::begin(app, key, async |tx| {
        let user_id = insert_user(tx, email, &hash, Role::User).await?;
        carts::insert(tx, user_id).await?;
        outbox::enqueue(tx, &SendActivationEmail { user_id }).await?;
        idempotency::keep(tx, key, &user_id).await?;
        Ok(user_id)
    });
    Ok(begun.await?.ended())
}

/// Inserts an inactive account, or says that the address has one.
pub(super) async fn insert_user(
    tx: &mut PgConnection,
    email: &Email,
    hash: &str,
    role: Role,
) -> Result<i32, Problem> {
    users::insert(tx, email, hash, role).await.map_err(|error| {
        match store::violated_constraint(&error) {
            Some(users::EMAIL_KEY) => Problem::EmailTaken(email.to_string()),
            _ => error.into(),
        }
    })
}

/// What became of a request for another activation mail.
pub(crate) enum Resent {
    /// It is on its way.
    Sent,
    /// There is nothing to activate.
    AlreadyActive,
}

/// Sends another activation mail, unless the last one still works or an admin has deactivated the account.
pub(crate) async fn resend_activation(app: &App, email: &Email) -> Result<Resent, Problem> {
    app.limits.count_mail(email).await?;

    let mut tx = app.db.begin().await?;
    let Some(user) = users::find_by_email(&mut tx, email).await? else {
        return Err(Problem::UnknownEmail(email.to_string()));
    };
    if user.is_active {
        return Ok(Resent::AlreadyActive);
    }
    if user.is_deactivated {
        return Err(Problem::InactiveUser);
    }
    if activation_tokens::has_valid(&mut tx, user.id).await? {
        return Err(Problem::ActivationTokenStillValid);
    }
    outbox::enqueue(&mut tx, &SendActivationEmail { user_id: user.id }).await?;
    tx.commit().await?;
    Ok(Resent::Sent)
}

/// What an activation link is good for.
pub(crate) enum LinkState {
    /// It activates the account.
    Usable,
    /// There is nothing to activate.
    AlreadyActive,
    /// It is wrong, used or expired.
    Unusable,
}

/// Looks at an activation link and uses nothing up. Whether an account is active is no secret: asking for another
/// link says so, too.
pub(crate) async fn activation_link(
    app: &App,
    email: &Email,
    token: &str,
) -> Result<LinkState, Problem> {
    let mut db = app.db.acquire().await?;
    let Some(user) = users::find_by_email(&mut db, email).await? else {
        return Ok(LinkState::Unusable);
    };
    if user.is_active {
        return Ok(LinkState::AlreadyActive);
    }
    let works = activation_tokens::is_valid(&mut db, user.id, &hash_token(token)).await?;
    Ok(if works && !user.is_deactivated {
        LinkState::Usable
    } else {
        LinkState::Unusable
    })
}

/// Activates the account that the token was mailed to, unless an admin has deactivated it. A wrong token leaves the
/// right one alone.
pub(crate) async fn activate(app: &App, email: &Email, token: &str) -> Result<(), Problem> {
    let mut tx = app.db.begin().await?;
    let user = users::find_by_email(&mut tx, email)
        .await?
        .ok_or(Problem::InvalidActivationToken)?;
    // The account before its token, as whoever deletes the account locks them.
    if !users::activate(&mut tx, user.id).await? {
        return Err(Problem::InvalidActivationToken);
    }
    if !activation_tokens::consume(&mut tx, user.id, &hash_token(token)).await? {
        return Err(Problem::InvalidActivationToken);
    }
    outbox::enqueue(&mut tx, &SendActivationCompleteEmail { user_id: user.id }).await?;
    tx.commit().await?;
    Ok(())
}
