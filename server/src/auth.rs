//! Who calls: bearer tokens, what they are worth right now, and who may do what.

pub mod hasher;
pub mod session_states;
pub mod tokens;

use domain::Role;
use http::{HeaderMap, header};
use store::sessions::SessionState;
use uuid::Uuid;

use crate::{App, auth::tokens::TokenError, problem::Problem};

/// Somebody with a valid access token.
#[derive(Debug, Clone, Copy)]
pub struct Caller {
    /// The account.
    pub user_id: i32,
    /// The session whose token was shown.
    pub session_id: Uuid,
    /// The role as it is now, not as it was when the token was signed.
    pub role: Role,
}

/// Checks the `Authorization` header: signature, expiry, and the state of session and account.
pub async fn authenticate(app: &App, headers: &HeaderMap) -> Result<Caller, Problem> {
    let token = bearer(headers)?.ok_or(Problem::AuthorizationMissing)?;
    let claims = app.tokens.verify_access(token)?;
    match app.session_states.get(claims.sid, claims.sub).await? {
        SessionState::Live(role) => Ok(Caller {
            user_id: claims.sub,
            session_id: claims.sid,
            role,
        }),
        SessionState::Inactive => Err(Problem::InactiveUser),
        SessionState::Ended => Err(Problem::TokenRevoked),
        SessionState::NoUser => Err(Problem::UnknownUser),
    }
}

/// Who an access token names, expired or not, if there is one. For operations where a token is neither
/// needed nor enough, but must not be somebody else's: nobody is asked whether it still holds.
pub fn identify(app: &App, headers: &HeaderMap) -> Result<Option<Caller>, Problem> {
    let Some(token) = bearer(headers)? else {
        return Ok(None);
    };
    let claims = app.tokens.verify_access_ignoring_expiry(token)?;
    Ok(Some(Caller {
        user_id: claims.sub,
        session_id: claims.sid,
        role: claims.role,
    }))
}

/// Checks the scopes that the contract lists: the caller needs one of them. Admins may do what
/// moderators may.
pub fn authorize(caller: Caller, scopes: &[&str]) -> Result<(), Problem> {
    let for_moderators = scopes.contains(&Role::Moderator.as_str());
    let needed = match scopes {
        [] => return Ok(()),
        _ if for_moderators => Role::Moderator,
        _ => Role::Admin,
    };
    match needed {
        needed if caller.role >= needed => Ok(()),
        Role::Moderator => Err(Problem::ModeratorRequired),
        Role::User | Role::Admin => Err(Problem::AdminRequired),
    }
}

/// The token of `Authorization: Bearer <token>` (RFC 6750, 2.1; the scheme's case does not matter).
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let text = value
        .to_str()
        .map_err(|_| Problem::AuthorizationMalformed)?;
    match text.split_once(' ') {
        Some((scheme, token))
            if scheme.eq_ignore_ascii_case("bearer")
                && !token.is_empty()
                && !token.contains(' ') =>
        {
            Ok(Some(token))
        }
        _ => Err(Problem::AuthorizationMalformed),
    }
}

impl From<TokenError> for Problem {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Expired => Self::TokenExpired,
            TokenError::Invalid => Self::InvalidToken,
        }
    }
}
