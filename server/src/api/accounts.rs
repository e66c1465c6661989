//! Section Accounts.

use cinema_api::{
    apis::accounts::{
        Accounts, ActivateUserResponse, ChangePasswordResponse, CompletePasswordResetResponse,
        ListSessionsResponse, LoginUserResponse, LogoutUserResponse, RefreshTokensResponse,
        RegisterUserResponse, RequestPasswordResetResponse, ResendActivationResponse,
        RevokeOtherSessionsResponse, RevokeSessionResponse,
    },
    models,
};
use domain::{Email, Password};
use http::header;
use http_runtime::{Code, Cx, Json};

use crate::{
    api::{Api, message},
    auth::Caller,
    http::ClientAddress,
    idempotency,
    problem::Problem,
    usecases::accounts::{self, Device, Resent, TokenPair},
};

impl Accounts for Api {
    async fn register_user(
        &self,
        cx: Cx,
        headers: models::RegisterUserHeaderParams,
        body: models::Registration,
    ) -> Result<RegisterUserResponse, Problem> {
        let key = idempotency::key(self.app(), cx.op, None, headers.idempotency_key, &body);
        let email = email(&body.email)?;
        let password = new_password("password", body.password)?;
        let registered = accounts::register(self.app(), &email, password, key).await?;
        let user = models::RegisteredUser {
            id: registered.answer.into(),
            email: email.to_string(),
        };
        Ok(RegisterUserResponse::S201 {
            idempotent_replayed: registered.header(),
            body: user.into(),
        })
    }

    async fn resend_activation(
        &self,
        _cx: Cx,
        body: models::EmailRequest,
    ) -> Result<ResendActivationResponse, Problem> {
        let body = match accounts::resend_activation(self.app(), &email(&body.email)?).await? {
            Resent::Sent => message("A new activation link has been sent."),
            Resent::AlreadyActive => message("User is already activated."),
        };
        Ok(ResendActivationResponse::S200 { body })
    }

    async fn activate_user(
        &self,
        _cx: Cx,
        query: models::ActivateUserQueryParams,
    ) -> Result<ActivateUserResponse, Problem> {
        let email = Email::parse(&query.email).map_err(|_| Problem::InvalidActivationToken)?;
        accounts::activate(self.app(), &email, &query.token).await?;
        Ok(ActivateUserResponse::S200 {
            body: message("User account activated successfully."),
        })
    }

    async fn login_user(
        &self,
        cx: Cx,
        body: models::Credentials,
    ) -> Result<LoginUserResponse, Problem> {
        // An address that could not have been registered belongs to nobody.
        let email = Email::parse(&body.email).map_err(|_| Problem::InvalidCredentials)?;
        let tokens =
            accounts::sign_in(self.app(), &email, body.password.into(), device(&cx)).await?;
        Ok(LoginUserResponse::S200 {
            body: token_pair(tokens),
        })
    }

    async fn logout_user(
        &self,
        _cx: Cx,
        caller: Caller,
        body: models::RefreshTokenRequest,
    ) -> Result<LogoutUserResponse, Problem> {
        accounts::sign_out(self.app(), caller, &body.refresh_token).await?;
        Ok(LogoutUserResponse::S200 {
            body: message("Logged out successfully."),
        })
    }

    async fn refresh_tokens(
        &self,
        _cx: Cx,
        caller: Option<Caller>,
        body: models::RefreshTokenRequest,
    ) -> Result<RefreshTokensResponse, Problem> {
        let claimed_user = caller.map(|caller| caller.user_id);
        let tokens = accounts::refresh(self.app(), &body.refresh_token, claimed_user).await?;
        Ok(RefreshTokensResponse::S200 {
            body: token_pair(tokens),
        })
    }

    async fn change_password(
        &self,
        cx: Cx,
        caller: Caller,
        body: models::PasswordChange,
    ) -> Result<ChangePasswordResponse, Problem> {
        let email = body.email.as_deref().map(email).transpose()?;
        let new = new_password("new_password", body.new_password)?;
        accounts::change_password(
            self.app(),
            caller,
            ClientAddress::of(&cx.parts.extensions),
            email,
            body.old_password.into(),
            new,
        )
        .await?;
        Ok(ChangePasswordResponse::S200 {
            body: message("Password has been changed successfully!"),
        })
    }

    async fn request_password_reset(
        &self,
        _cx: Cx,
        body: models::EmailRequest,
    ) -> Result<RequestPasswordResetResponse, Problem> {
        accounts::request_reset(self.app(), &email(&body.email)?).await?;
        let text = "If you have an account, you will receive an email with instructions.";
        Ok(RequestPasswordResetResponse::S200 {
            body: message(text),
        })
    }

    async fn complete_password_reset(
        &self,
        _cx: Cx,
        body: models::PasswordReset,
    ) -> Result<CompletePasswordResetResponse, Problem> {
        let email = email(&body.email)?;
        let new = new_password("password", body.password)?;
        accounts::complete_reset(self.app(), &email, &body.token, new).await?;
        Ok(CompletePasswordResetResponse::S200 {
            body: message("Your password has been successfully changed!"),
        })
    }

    async fn list_sessions(
        &self,
        _cx: Cx,
        caller: Caller,
    ) -> Result<ListSessionsResponse, Problem> {
        let sessions = accounts::list_sessions(self.app(), caller).await?;
        let sessions = sessions
            .into_iter()
            .map(|session| models::Session {
                current: session.id == caller.session_id,
                id: session.id,
                device: session.device,
                address: session.address.map(|address| address.to_string()),
                created_at: session.created_at,
                last_used_at: session.last_used_at,
            })
            .collect();
        Ok(ListSessionsResponse::S200 {
            body: models::SessionList { sessions }.into(),
        })
    }

    async fn revoke_session(
        &self,
        _cx: Cx,
        caller: Caller,
        path: models::RevokeSessionPathParams,
    ) -> Result<RevokeSessionResponse, Problem> {
        accounts::end_session(self.app(), caller, path.session_id).await?;
        Ok(RevokeSessionResponse::S200 {
            body: message("Session has been ended successfully."),
        })
    }

    async fn revoke_other_sessions(
        &self,
        _cx: Cx,
        caller: Caller,
    ) -> Result<RevokeOtherSessionsResponse, Problem> {
        accounts::end_others(self.app(), caller).await?;
        Ok(RevokeOtherSessionsResponse::S200 {
            body: message("All other sessions have been ended successfully."),
        })
    }
}

fn token_pair(tokens: TokenPair) -> Json<models::TokenPair> {
    models::TokenPair {
        access_token: tokens.access,
        refresh_token: tokens.refresh,
        token_type: models::TokenType::Bearer,
    }
    .into()
}

fn email(text: &str) -> Result<Email, Problem> {
    Email::parse(text).map_err(|error| Problem::field("email", Code::Format, error.to_string()))
}

fn new_password(field: &str, text: String) -> Result<Password, Problem> {
    Password::parse(text.into())
        .map_err(|error| Problem::field(field, Code::Rule, error.to_string()))
}

fn device(cx: &Cx) -> Device {
    let user_agent = cx.parts.headers.get(header::USER_AGENT);
    Device {
        user_agent: user_agent
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned),
        address: ClientAddress::of(&cx.parts.extensions),
    }
}
