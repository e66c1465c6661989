//! New passwords, with the old one or with a mailed link. Both end every session: whoever knew the
//! old password is out.

use domain::{Email, Password, hash_token};
use jobs::{SendPasswordResetCompleteEmail, SendPasswordResetEmail, outbox};
use secrecy::{ExposeSecret as _, SecretString};
use store::{
    password_resets, sessions,
    users::{self, Credentials},
};
use uuid::Uuid;

use crate::{
    App,
    auth::{Caller, hasher::Verdict},
    http::ClientAddress,
    problem::Problem,
};

/// Replaces the caller's password. `email`, where given, must be the caller's.
pub(crate) async fn change_password(
    app: &App,
    caller: Caller,
    from: ClientAddress,
    email: Option<Email>,
    old: SecretString,
    new: Password,
) -> Result<(), Problem> {
    let stored = prove_own(app, caller, from, email, old.clone())
        .await?
        .hashed_password;
    let new = new.into_secret();
    if new.expose_secret() == old.expose_secret() {
        return Err(Problem::PasswordUnchanged);
    }
    let hash = app.hasher.hash(new).await?;

    let mut tx = app.db.begin().await?;
    if !users::replace_hash(&mut tx, caller.user_id, &stored, &hash).await? {
        // Somebody changed it while this request hashed: the old password is no longer the old one.
        return Err(Problem::InvalidCredentials);
    }
    shut_out_everybody(app, tx, caller.user_id).await
}

/// Checks the caller's password once more, with the limits and delays of signing in. `email`, where given, must be the
/// caller's.
pub(crate) async fn prove_own(
    app: &App,
    caller: Caller,
    from: ClientAddress,
    email: Option<Email>,
    password: SecretString,
) -> Result<Credentials, Problem> {
    let user = users::credentials_of(&mut *app.db.acquire().await?, caller.user_id)
        .await?
        .ok_or(Problem::UnknownUser)?;
    let own = Email::parse(&user.email).map_err(|_| Problem::InvalidCredentials)?;
    if email.is_some_and(|email| email != own) {
        return Err(Problem::InvalidCredentials);
    }
    app.limits.count_sign_in(&own, from).await?;
    let verdict = app.hasher.verify(password, Some(&user.hashed_password));
    if verdict.await? == Verdict::Wrong {
        app.limits.sign_in_failed(&own, from).await;
        return Err(Problem::InvalidCredentials);
    }
    Ok(user)
}

/// Asks for a reset link. Nothing here depends on whether the address has an account, neither the
/// answer nor the time it takes; the worker finds out.
pub(crate) async fn request_reset(app: &App, email: &Email) -> Result<(), Problem> {
    app.limits.count_mail(email).await?;

    let request_id = Uuid::now_v7();
    let mut tx = app.db.begin().await?;
    password_resets::insert_request(&mut tx, request_id, email).await?;
    outbox::enqueue(&mut tx, &SendPasswordResetEmail { request_id }).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether a reset link still works. Uses nothing up.
pub(crate) async fn is_reset_link(app: &App, email: &Email, token: &str) -> Result<bool, Problem> {
    let mut db = app.db.acquire().await?;
    let holder = password_resets::token_holder(&mut db, email, &hash_token(token)).await?;
    Ok(holder.is_some())
}

/// Sets a new password with the token of a reset link. A wrong token leaves the right one alone.
pub(crate) async fn complete_reset(
    app: &App,
    email: &Email,
    token: &str,
    new: Password,
) -> Result<(), Problem> {
    let token_hash = hash_token(token);
    let user_id = password_resets::token_holder(&mut *app.db.acquire().await?, email, &token_hash)
        .await?
        .ok_or(Problem::InvalidResetToken)?;
    let hash = app.hasher.hash(new.into_secret()).await?;

    // The account first, its token second: the order in which changing the password locks them.
    let mut tx = app.db.begin().await?;
    users::set_password(&mut tx, user_id, &hash).await?;
    if !password_resets::consume_token(&mut tx, user_id, &token_hash).await? {
        return Err(Problem::InvalidResetToken);
    }
    outbox::enqueue(&mut tx, &SendPasswordResetCompleteEmail { user_id }).await?;
    shut_out_everybody(app, tx, user_id).await
}

/// Ends all sessions, withdraws the reset link and the link to the account's data, and commits.
async fn shut_out_everybody(
    app: &App,
    mut tx: sqlx::Transaction<'_, sqlx::Postgres>,
    user_id: i32,
) -> Result<(), Problem> {
    password_resets::delete_token(&mut tx, user_id).await?;
    let ended = sessions::end_all(&mut tx, user_id, None).await?;
    tx.commit().await?;
    app.session_states.changed(&ended).await;
    Ok(())
}
