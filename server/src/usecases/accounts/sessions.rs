//! Signing in and out, and keeping signed in.

use domain::{Email, Role, hash_token};
use secrecy::SecretString;
use sqlx::PgConnection;
use store::{
    refresh_tokens::{self, NewRefreshToken, Successor},
    sessions::{self, Session},
    users,
};
use uuid::Uuid;

use crate::{
    App,
    auth::{Caller, hasher::Verdict, tokens::TokenError},
    http::ClientAddress,
    problem::Problem,
};

/// Devices that one account can be signed in on. With one more, the one used longest ago is signed out.
const SESSIONS_MAX: i64 = 100;

/// What a session is signed in from.
pub(crate) struct Device {
    /// The user agent, as it names itself.
    pub(crate) user_agent: Option<String>,
    /// The client's address.
    pub(crate) address: ClientAddress,
}

/// What a client holds while it is signed in.
pub(crate) struct TokenPair {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

/// Starts a session. An unknown address and a wrong password are told apart by neither the answer nor
/// the time it takes.
pub(crate) async fn sign_in(
    app: &App,
    email: &Email,
    password: SecretString,
    device: Device,
) -> Result<TokenPair, Problem> {
    app.limits.count_sign_in(email, device.address).await?;
    let user = users::credentials(&mut *app.db.acquire().await?, email).await?;
    let stored = user.as_ref().map(|user| user.hashed_password.as_str());
    let verdict = app.hasher.verify(password, stored).await?;

    let (Some(user), false) = (user, verdict == Verdict::Wrong) else {
        app.limits.sign_in_failed(email, device.address).await;
        return Err(Problem::InvalidCredentials);
    };
    app.limits.sign_in_succeeded(email, device.address).await;
    if !user.is_active {
        return Err(Problem::AccountNotActivated);
    }

    let session_id = Uuid::now_v7();
    let next = app.tokens.next_refresh();
    let mut tx = app.db.begin().await?;
    // While this request hashed, the password may have been changed or the account deactivated, which
    // ended all sessions. This one must not slip in after that; trying again tells why.
    let role = users::lock_unchanged(&mut tx, user.id, &user.hashed_password)
        .await?
        .ok_or(Problem::Unavailable)?;
    if let Verdict::RightWithBetterHash(better) = verdict {
        users::set_password(&mut tx, user.id, &better).await?;
    }
    sessions::insert(
        &mut tx,
        session_id,
        user.id,
        device.user_agent.as_deref(),
        Some(device.address.0),
        next.expires_at,
    )
    .await?;
    let (_, tokens) = issue(app, &mut tx, user.id, session_id, role, next).await?;
    let ended = sessions::end_oldest(&mut tx, user.id, SESSIONS_MAX).await?;
    tx.commit().await?;
    app.session_states.changed(&ended).await;
    Ok(tokens)
}

/// Exchanges a refresh token for new tokens (RFC 9700, 4.14.2). `claimed_user` is whose access token
/// came along, if one did.
///
/// A token that was just exchanged gives the same refresh token again, for the client that lost
/// the answer. One that was exchanged before is in two hands, so its whole session ends.
pub(crate) async fn refresh(
    app: &App,
    token: &str,
    claimed_user: Option<i32>,
) -> Result<TokenPair, Problem> {
    let claims = app.tokens.verify_refresh(token)?;
    if claimed_user.is_some_and(|user_id| user_id != claims.sub) {
        return Err(Problem::TokenOwnerMismatch);
    }
    let (user_id, session_id) = (claims.sub, claims.sid);

    let mut tx = app.db.begin().await?;
    let holder = sessions::lock(&mut tx, session_id, user_id)
        .await?
        .ok_or(Problem::RefreshTokenNotFound)?;
    if !holder.is_active {
        return Err(Problem::InactiveUser);
    }
    let stored = refresh_tokens::lock(&mut tx, &hash_token(token))
        .await?
        .ok_or(Problem::RefreshTokenNotFound)?;
    if stored.expired {
        return Err(Problem::RefreshTokenExpired);
    }
    let Some(used_ago) = stored.used_ago else {
        let next = app.tokens.next_refresh();
        let (successor_id, tokens) =
            issue(app, &mut tx, user_id, session_id, holder.role, next).await?;
        refresh_tokens::exchange(&mut tx, stored.id, successor_id).await?;
        sessions::prolong(&mut tx, session_id, next.expires_at).await?;
        tx.commit().await?;
        return Ok(tokens);
    };

    let successor = match stored.successor_id {
        Some(id) if used_ago <= app.config.auth.refresh_grace.as_secs_f64() => {
            refresh_tokens::unused(&mut tx, id).await?
        }
        _ => None,
    };
    if let Some(successor) = successor {
        return Ok(sign(app, user_id, session_id, holder.role, successor));
    }
    sessions::end(&mut tx, session_id, user_id).await?;
    tx.commit().await?;
    tracing::warn!(user_id, %session_id, "a refresh token was used twice, its session is ended");
    app.session_states.changed(&[session_id]).await;
    Err(Problem::InvalidToken)
}

/// Ends the caller's session, or the one of the given refresh token where that is another of the
/// caller's.
pub(crate) async fn sign_out(
    app: &App,
    caller: Caller,
    refresh_token: &str,
) -> Result<(), Problem> {
    let named = match app.tokens.verify_refresh(refresh_token) {
        Ok(claims) if claims.sub != caller.user_id => return Err(Problem::TokenOwnerMismatch),
        Ok(claims) => Some(claims.sid),
        Err(TokenError::Expired) => None,
        Err(TokenError::Invalid) => return Err(Problem::InvalidToken),
    };
    let mut ended = vec![caller.session_id];
    ended.extend(named.filter(|id| *id != caller.session_id));

    let mut tx = app.db.begin().await?;
    for id in &ended {
        sessions::end(&mut tx, *id, caller.user_id).await?;
    }
    tx.commit().await?;
    app.session_states.changed(&ended).await;
    Ok(())
}

/// The caller's sessions, last used first.
pub(crate) async fn list_sessions(app: &App, caller: Caller) -> Result<Vec<Session>, Problem> {
    Ok(sessions::list(&mut *app.db.acquire().await?, caller.user_id).await?)
}

/// Ends one of the caller's sessions. Somebody else's doesn't exist for the caller.
pub(crate) async fn end_session(app: &App, caller: Caller, id: Uuid) -> Result<(), Problem> {
    let ended = sessions::end(&mut *app.db.acquire().await?, id, caller.user_id).await?;
    if !ended {
        return Err(Problem::SessionNotFound);
    }
    app.session_states.changed(&[id]).await;
    Ok(())
}

/// Ends all of the caller's sessions but the current one.
pub(crate) async fn end_others(app: &App, caller: Caller) -> Result<(), Problem> {
    let ended = sessions::end_all(
        &mut *app.db.acquire().await?,
        caller.user_id,
        Some(caller.session_id),
    )
    .await?;
    app.session_states.changed(&ended).await;
    Ok(())
}

/// Signs tokens and stores the refresh token's hash. Returns its row id with them.
async fn issue(
    app: &App,
    tx: &mut PgConnection,
    user_id: i32,
    session_id: Uuid,
    role: Role,
    next: Successor,
) -> Result<(i32, TokenPair), Problem> {
    let tokens = sign(app, user_id, session_id, role, next);
    let hash = hash_token(&tokens.refresh);
    let row = NewRefreshToken {
        hash: &hash,
        jti: next.jti,
        expires_at: next.expires_at,
        user_id,
        session_id,
    };
    Ok((refresh_tokens::insert(tx, row).await?, tokens))
}

fn sign(app: &App, user_id: i32, session_id: Uuid, role: Role, refresh: Successor) -> TokenPair {
    TokenPair {
        access: app.tokens.sign_access(user_id, session_id, role),
        refresh: app
            .tokens
            .sign_refresh(user_id, session_id, refresh.jti, refresh.expires_at),
    }
}
