//! What is known about the caller: all of it in a file, and none of it any more.

use chrono::{DateTime, Utc};
use domain::{OrderStatus, hash_token};
use jobs::{EraseTraces, ExportAccount, outbox};
use secrecy::SecretString;
use store::{
    account_exports,
    audit::{self, Actor, Change},
    erasure::{self, Leaving},
    orders, password_resets, profiles, sessions,
};
use uuid::Uuid;

use crate::{
    App,
    auth::Caller,
    http::ClientAddress,
    problem::Problem,
    usecases::{accounts, avatars},
};

/// How far the caller's file is.
#[derive(Debug)]
pub(crate) enum Export {
    /// A worker has it in hand.
    BeingMade,
    /// It can be downloaded.
    Ready {
        /// What the link carries.
        token: String,
        /// Until when it works.
        expires_at: DateTime<Utc>,
    },
}

/// Says where the caller's file is, and has it made if there is none.
pub(crate) async fn request_export(app: &App, caller: Caller) -> Result<Export, Problem> {
    let mut tx = app.db.begin().await?;
    if let Some(export) = account_exports::find(&mut tx, caller.user_id).await? {
        return Ok(if export.is_made {
            Export::Ready {
                token: app.tokens.export_link(export.id).as_str().to_owned(),
                expires_at: export.expires_at,
            }
        } else {
            Export::BeingMade
        });
    }
    let export_id = Uuid::now_v7();
    let token = app.tokens.export_link(export_id).hash();
    if account_exports::insert(&mut tx, export_id, caller.user_id, &token).await? {
        outbox::enqueue(&mut tx, &ExportAccount { export_id }).await?;
    }
    tx.commit().await?;
    Ok(Export::BeingMade)
}

/// The file behind a link, as JSON.
pub(crate) async fn download_export(app: &App, token: &str) -> Result<String, Problem> {
    let mut db = app.reads.acquire().await?;
    let content = account_exports::content(&mut db, &hash_token(token)).await?;
    db.release();
    content.ok_or(Problem::ExportNotFound)
}

/// Deletes the caller's account. What bookkeeping needs stays, without a name. Traces of it that take time to find are
/// erased by the worker.
pub(crate) async fn delete_account(
    app: &App,
    caller: Caller,
    from: ClientAddress,
    password: SecretString,
) -> Result<(), Problem> {
    let proven = accounts::prove_own(app, caller, from, None, password).await?;
    let user_id = caller.user_id;

    let mut tx = app.db.begin().await?;
    let leaving = erasure::lock(&mut tx, user_id).await?;
    let leaving = leaving.ok_or(Problem::UnknownUser)?;
    check(&leaving, &proven.hashed_password)?;
    let ended = sessions::end_all(&mut tx, user_id, None).await?;
    // The cart before the order, as when an order is made: there will be none after this.
    erasure::delete_cart(&mut tx, user_id).await?;
    if let Some(order) = orders::lock_pending(&mut tx, user_id).await? {
        bookkeeping::end_waiting(&mut tx, order.id, OrderStatus::Cancelled).await?;
    }
    if let Some(picture) = profiles::delete(&mut tx, user_id).await? {
        avatars::forget(&mut tx, picture).await?;
    }
    erasure::delete_activation_token(&mut tx, user_id).await?;
    password_resets::delete_token(&mut tx, user_id).await?;
    erasure::delete_reset_requests(&mut tx, &leaving.email).await?;
    note(&mut tx, user_id, &leaving).await?;
    outbox::enqueue(&mut tx, &EraseTraces { user_id }).await?;
    erasure::anonymise(&mut tx, user_id).await?;
    tx.commit().await?;
    app.session_states.changed(&ended).await;
    Ok(())
}

/// Looks at the locked account once more: things may have changed since the password was checked.
fn check(leaving: &Leaving, proven_hash: &str) -> Result<(), Problem> {
    if leaving.is_deleted {
        return Err(Problem::UnknownUser);
    }
    if !leaving.standing.is_active {
        return Err(Problem::InactiveUser);
    }
    if leaving.hashed_password != proven_hash {
        return Err(Problem::InvalidCredentials);
    }
    if leaving.is_last_admin {
        return Err(Problem::LastAdmin);
    }
    Ok(())
}

/// Notes who is gone, but not from where.
async fn note(tx: &mut sqlx::PgConnection, user_id: i32, leaving: &Leaving) -> Result<(), Problem> {
    let actor = Actor {
        user_id: Some(user_id),
        ..Actor::default()
    };
    let change = Change {
        action: "delete-account",
        entity: accounts::ENTITY,
        entity_id: &user_id.to_string(),
        before: Some(&leaving.standing),
        after: None,
    };
    Ok(audit::insert(tx, &actor, &change).await?)
}
