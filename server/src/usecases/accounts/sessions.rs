//! Signing in and out, and keeping signed in.

use chrono::{DateTime, Utc};
use domain::{Email, Role, hash_token};
use secrecy::SecretString;
use store::{
    refresh_tokens::{self, NewRefreshToken, Successor},
    sessions::{self, NewSession, Session},
    users::{self, Credentials},
};
use uuid::Uuid;

use crate::{
    App,
    auth::{
        Caller,
        hasher::Verdict,
        tokens::{TokenError, Tokens},
    },
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
    let next = || app.tokens.next_refresh();
    let admitted = admit(app, email, password, device, Role::User, next).await?;
    Ok(TokenPair {
        access: app
            .tokens
            .sign_access(admitted.user_id, admitted.session_id, admitted.role),
        refresh: admitted.refresh,
    })
}

/// Starts a session in which an admin reads the documentation, and gives its token. It ends by itself with the token,
/// or before as every session does.
pub(crate) async fn sign_in_to_docs(
    app: &App,
    email: &Email,
    password: SecretString,
    device: Device,
) -> Result<String, Problem> {
    let next = Tokens::only_refresh_for_docs;
    let admitted = admit(app, email, password, device, Role::Admin, next).await?;
    Ok(app
        .tokens
        .sign_docs(admitted.user_id, admitted.session_id, admitted.expires_at))
}

/// A session that was opened.
struct Admitted {
    user_id: i32,
    session_id: Uuid,
    role: Role,
    /// Its first refresh token, and when that expires.
    refresh: String,
    expires_at: DateTime<Utc>,
}

/// Opens a session for an account with at least this role, whose password was given.
async fn admit(
    app: &App,
    email: &Email,
    password: SecretString,
    device: Device,
    least: Role,
    next: impl Fn() -> Successor,
) -> Result<Admitted, Problem> {
    let attempt = app.limits.count_sign_in(email, device.address).await?;
    loop {
        let Proven { user, better_hash } = prove(app, email, password.clone(), &device).await?;
        if attempt.after_failures {
            app.limits.sign_in_succeeded(email, device.address).await;
        }
        if !user.is_active {
            return Err(Problem::AccountNotActivated);
        }
        if user.role() < least {
            return Err(Problem::AdminRequired);
        }
        let better_hash = better_hash.as_deref();
        if let Some(admitted) = open_session(app, &user, better_hash, &device, next()).await? {
            return Ok(admitted);
        }
        // The account has changed while this request hashed. Trying again tells how.
    }
}

/// An account whose password was given.
struct Proven {
    user: Credentials,
    better_hash: Option<String>,
}

async fn prove(
    app: &App,
    email: &Email,
    password: SecretString,
    device: &Device,
) -> Result<Proven, Problem> {
    let user = users::credentials(&mut *app.db.acquire().await?, email).await?;
    let stored = user.as_ref().map(|user| user.hashed_password.as_str());
    let verdict = app.hasher.verify(password, stored).await?;
    let (user, better_hash) = match (user, verdict) {
        (Some(user), Verdict::Right) => (user, None),
        (Some(user), Verdict::RightWithBetterHash(better)) => (user, Some(better)),
        _ => {
            app.limits.sign_in_failed(email, device.address).await;
            return Err(Problem::InvalidCredentials);
        }
    };
    Ok(Proven { user, better_hash })
}

/// Opens the session, unless the account has changed since: a new password and a deactivation end all
/// sessions, and this one must not slip in after that. Another sign-in may also have stored a better hash.
async fn open_session(
    app: &App,
    user: &Credentials,
    better_hash: Option<&str>,
    device: &Device,
    next: Successor,
) -> Result<Option<Admitted>, Problem> {
    let mut db = app.db.acquire().await?;
    if let Some(better) = better_hash
        && !users::replace_hash(&mut db, user.id, &user.hashed_password, better).await?
    {
        return Ok(None);
    }
    let session_id = Uuid::now_v7();
    let refresh = sign_refresh(app, user.id, session_id, next);
    let new = NewSession {
        id: session_id,
        hashed_password: better_hash.unwrap_or(&user.hashed_password),
        device: device.user_agent.as_deref(),
        address: device.address.0,
        token: NewRefreshToken {
            hash: &hash_token(&refresh),
            jti: next.jti,
            expires_at: next.expires_at,
            user_id: user.id,
            session_id,
        },
        sessions_max: SESSIONS_MAX,
    };
    let Some(opened) = sessions::open(&mut db, new).await? else {
        return Ok(None);
    };
    drop(db);
    app.session_states.changed(&opened.ended).await;
    Ok(Some(Admitted {
        user_id: user.id,
        session_id,
        role: opened.role,
        refresh,
        expires_at: next.expires_at,
    }))
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
        let tokens = sign(app, user_id, session_id, holder.role, next);
        let successor = NewRefreshToken {
            hash: &hash_token(&tokens.refresh),
            jti: next.jti,
            expires_at: next.expires_at,
            user_id,
            session_id,
        };
        let successor_id = refresh_tokens::insert(&mut tx, successor).await?;
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
    let mut db = app.reads.acquire().await?;
    let listed = sessions::list(&mut db, caller.user_id).await?;
    db.release();
    Ok(listed)
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

fn sign(app: &App, user_id: i32, session_id: Uuid, role: Role, refresh: Successor) -> TokenPair {
    TokenPair {
        access: app.tokens.sign_access(user_id, session_id, role),
        refresh: sign_refresh(app, user_id, session_id, refresh),
    }
}

fn sign_refresh(app: &App, user_id: i32, session_id: Uuid, refresh: Successor) -> String {
    app.tokens
        .sign_refresh(user_id, session_id, refresh.jti, refresh.expires_at)
}
