//! Operations tagged `Accounts`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `activateUser` answers when it succeeds.
#[derive(Debug)]
pub enum ActivateUserResponse {
    /// The account is active, and a confirmation mail is on its way.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl ActivateUserResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `changePassword` answers when it succeeds.
#[derive(Debug)]
pub enum ChangePasswordResponse {
    /// The new password holds.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl ChangePasswordResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `completePasswordReset` answers when it succeeds.
#[derive(Debug)]
pub enum CompletePasswordResetResponse {
    /// The new password holds, and a confirmation mail is on its way.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl CompletePasswordResetResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `listSessions` answers when it succeeds.
#[derive(Debug)]
pub enum ListSessionsResponse {
    /// The open sessions.
    S200 {
        /// The body.
        body: http_runtime::Json<models::SessionList>,
    },
}

impl ListSessionsResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `loginUser` answers when it succeeds.
#[derive(Debug)]
pub enum LoginUserResponse {
    /// A session is open.
    S200 {
        /// The body.
        body: http_runtime::Json<models::TokenPair>,
    },
}

impl LoginUserResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `logoutUser` answers when it succeeds.
#[derive(Debug)]
pub enum LogoutUserResponse {
    /// The session has ended.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl LogoutUserResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `refreshTokens` answers when it succeeds.
#[derive(Debug)]
pub enum RefreshTokensResponse {
    /// The new pair of tokens.
    S200 {
        /// The body.
        body: http_runtime::Json<models::TokenPair>,
    },
}

impl RefreshTokensResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `registerUser` answers when it succeeds.
#[derive(Debug)]
pub enum RegisterUserResponse {
    /// The account exists, and the activation mail is on its way.
    S201 {
        /// The body.
        body: http_runtime::Json<models::RegisteredUser>,
        /// The header `Idempotent-Replayed`.
        idempotent_replayed: Option<String>,
    },
}

impl RegisterUserResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S201 {
                body,
                idempotent_replayed,
            } => {
                let answer = http_runtime::answer(201);
                let answer = match idempotent_replayed {
                    Some(value) => answer.header("idempotent-replayed", value),
                    None => answer,
                };
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `requestPasswordReset` answers when it succeeds.
#[derive(Debug)]
pub enum RequestPasswordResetResponse {
    /// Heard. An active account gets a mail.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl RequestPasswordResetResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `resendActivation` answers when it succeeds.
#[derive(Debug)]
pub enum ResendActivationResponse {
    /// A mail is on its way, or the account is active already.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl ResendActivationResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `revokeOtherSessions` answers when it succeeds.
#[derive(Debug)]
pub enum RevokeOtherSessionsResponse {
    /// Only the caller's session is left.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl RevokeOtherSessionsResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `revokeSession` answers when it succeeds.
#[derive(Debug)]
pub enum RevokeSessionResponse {
    /// The session has ended.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl RevokeSessionResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// The operations tagged `Accounts`.
pub trait Accounts: Service {
    /// `GET /accounts/activate/`: Activate an account
    fn activate_user(
        &self,
        cx: Cx,
        query: models::ActivateUserQueryParams,
    ) -> impl Future<Output = Result<ActivateUserResponse, Self::Error>> + Send;
    /// `POST /accounts/change-password/`: Change the password
    fn change_password(
        &self,
        cx: Cx,
        claims: Self::Claims,
        body: models::PasswordChange,
    ) -> impl Future<Output = Result<ChangePasswordResponse, Self::Error>> + Send;
    /// `POST /accounts/reset-password/complete/`: Set a new password with a reset token
    fn complete_password_reset(
        &self,
        cx: Cx,
        body: models::PasswordReset,
    ) -> impl Future<Output = Result<CompletePasswordResetResponse, Self::Error>> + Send;
    /// `GET /accounts/sessions/`: List one's sessions
    fn list_sessions(
        &self,
        cx: Cx,
        claims: Self::Claims,
    ) -> impl Future<Output = Result<ListSessionsResponse, Self::Error>> + Send;
    /// `POST /accounts/login/`: Sign in
    fn login_user(
        &self,
        cx: Cx,
        body: models::Credentials,
    ) -> impl Future<Output = Result<LoginUserResponse, Self::Error>> + Send;
    /// `POST /accounts/logout/`: Sign out
    fn logout_user(
        &self,
        cx: Cx,
        claims: Self::Claims,
        body: models::RefreshTokenRequest,
    ) -> impl Future<Output = Result<LogoutUserResponse, Self::Error>> + Send;
    /// `POST /accounts/refresh/`: Trade a refresh token for new tokens
    fn refresh_tokens(
        &self,
        cx: Cx,
        claims: Option<Self::Claims>,
        body: models::RefreshTokenRequest,
    ) -> impl Future<Output = Result<RefreshTokensResponse, Self::Error>> + Send;
    /// `POST /accounts/register/`: Register an account
    fn register_user(
        &self,
        cx: Cx,
        headers: models::RegisterUserHeaderParams,
        body: models::Registration,
    ) -> impl Future<Output = Result<RegisterUserResponse, Self::Error>> + Send;
    /// `POST /accounts/reset-password/request/`: Ask for a password reset mail
    fn request_password_reset(
        &self,
        cx: Cx,
        body: models::EmailRequest,
    ) -> impl Future<Output = Result<RequestPasswordResetResponse, Self::Error>> + Send;
    /// `POST /accounts/resend-activation/`: Ask for another activation mail
    fn resend_activation(
        &self,
        cx: Cx,
        body: models::EmailRequest,
    ) -> impl Future<Output = Result<ResendActivationResponse, Self::Error>> + Send;
    /// `DELETE /accounts/sessions/`: End all other sessions
    fn revoke_other_sessions(
        &self,
        cx: Cx,
        claims: Self::Claims,
    ) -> impl Future<Output = Result<RevokeOtherSessionsResponse, Self::Error>> + Send;
    /// `DELETE /accounts/sessions/{session_id}/`: End one session
    fn revoke_session(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::RevokeSessionPathParams,
    ) -> impl Future<Output = Result<RevokeSessionResponse, Self::Error>> + Send;
}
