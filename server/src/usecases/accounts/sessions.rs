//! Signing in and out, and keeping signed in.

use domain::{Email, Role, hash_token};
use secrecy::SecretString;
use sqlx::PgConnection;
use store::{
    refresh_tokens::{self, NewRefreshToken, Successor},
    sessions::{self, Session},
    users::{self, Credentials},
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
    loop {
        let proven = prove(app, email, password.clone(), device.address).await?;
        if let Some(tokens) = open_session(app, &proven, &device).await? {
            return Ok(tokens);
        }
        // The account has changed while this request hashed. Trying again tells how.
    }
}

/// An account whose password was given.
struct Proven {
    user: Credentials,
    better_hash: Option<String>,
}

/// Compares the password with the one of an active account.
async fn prove(
    app: &App,
    email: &Email,
    password: SecretString,
    from: ClientAddress,
) -> Result<Proven, Problem> {
    let user = users::credentials(&mut *app.db.acquire().await?, email).await?;
    let stored = user.as_ref().map(|user| user.hashed_password.as_str());
    let verdict = app.hasher.verify(password, stored).await?;
    let (user, better_hash) = match (user, verdict) {
        (Some(user), Verdict::Right) => (user, None),
        (Some(user), Verdict::RightWithBetterHash(better)) => (user, Some(better)),
        _ => {
            app.limits.sign_in_failed(email, from).await;
            return Err(Problem::InvalidCredentials);
        }
    };
    app.limits.sign_in_succeeded(email, from).await;
    if !user.is_active {
        return Err(Problem::AccountNotActivated);
    }
    Ok(Proven { user, better_hash })
}

/// Starts the session, unless the account has changed since: a new password and a deactivation end all
/// sessions, and this one must not slip in after that. Another sign-in may also have stored a better hash.
async fn open_session(
    app: &App,
    Proven { user, better_hash }: &Proven,
    device: &Device,
) -> Result<Option<TokenPair>, Problem> {
    let session_id = Uuid::now_v7();
    let next = app.tokens.next_refresh();
    let mut tx = app.db.begin().await?;
    let Some(role) = users::lock_unchanged(&mut tx, user.id, &user.hashed_password).await? else {
        return Ok(None);
    };
    if let Some(better) = better_hash {
        users::set_password(&mut tx, user.id, better).await?;
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
    Ok(Some(tokens))
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
