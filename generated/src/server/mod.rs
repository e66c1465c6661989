//! The router, and what it knows about each operation.
use axum::{
    Router,
    extract::{Request, State},
    response::Response,
    routing,
};
use http_runtime::{Cx, Errors, Limits, Regex, Rejection, Service};
use std::{
    ops::Bound::{Excluded, Included},
    sync::LazyLock,
};

use crate::{apis, models};

/// Every route of the API, at its canonical path.
pub fn router<S>() -> Router<S>
where
    S: apis::accounts::Accounts + apis::health::Health + apis::movies::Movies + Clone,
{
    Router::new()
        .route("/accounts/activate/", routing::get(activate_user::<S>))
        .route(
            "/accounts/change-password/",
            routing::post(change_password::<S>),
        )
        .route(
            "/accounts/reset-password/complete/",
            routing::post(complete_password_reset::<S>),
        )
        .route("/accounts/sessions/", routing::get(list_sessions::<S>))
        .route("/accounts/login/", routing::post(login_user::<S>))
        .route("/accounts/logout/", routing::post(logout_user::<S>))
        .route("/accounts/refresh/", routing::post(refresh_tokens::<S>))
        .route("/accounts/register/", routing::post(register_user::<S>))
        .route(
            "/accounts/reset-password/request/",
            routing::post(request_password_reset::<S>),
        )
        .route(
            "/accounts/resend-activation/",
            routing::post(resend_activation::<S>),
        )
        .route(
            "/accounts/sessions/",
            routing::delete(revoke_other_sessions::<S>),
        )
        .route(
            "/accounts/sessions/{session_id}/",
            routing::delete(revoke_session::<S>),
        )
        .route("/health/live/", routing::get(get_liveness::<S>))
        .route("/health/ready/", routing::get(get_readiness::<S>))
        .route("/movies/{movie_uuid}/", routing::get(get_movie::<S>))
        .route("/movies/", routing::get(list_movies::<S>))
}

/// Static facts about every operation: for authentication, metrics, rate limits and tests.
pub mod ops {
    use http_runtime::{Auth, Op};

    /// Every operation of the API.
    pub static ALL: &[&Op] = &[
        &ACTIVATE_USER,
        &CHANGE_PASSWORD,
        &COMPLETE_PASSWORD_RESET,
        &LIST_SESSIONS,
        &LOGIN_USER,
        &LOGOUT_USER,
        &REFRESH_TOKENS,
        &REGISTER_USER,
        &REQUEST_PASSWORD_RESET,
        &RESEND_ACTIVATION,
        &REVOKE_OTHER_SESSIONS,
        &REVOKE_SESSION,
        &GET_LIVENESS,
        &GET_READINESS,
        &GET_MOVIE,
        &LIST_MOVIES,
    ];

    /// `activateUser`
    pub static ACTIVATE_USER: Op = Op {
        id: "activateUser",
        method: "GET",
        path: "/accounts/activate/",
        tag: "accounts",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 400, 422, 429, 503],
    };

    /// `changePassword`
    pub static CHANGE_PASSWORD: Op = Op {
        id: "changePassword",
        method: "POST",
        path: "/accounts/change-password/",
        tag: "accounts",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 400, 401, 403, 409, 413, 415, 422, 429, 503],
    };

    /// `completePasswordReset`
    pub static COMPLETE_PASSWORD_RESET: Op = Op {
        id: "completePasswordReset",
        method: "POST",
        path: "/accounts/reset-password/complete/",
        tag: "accounts",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 400, 413, 415, 422, 429, 503],
    };

    /// `listSessions`
    pub static LIST_SESSIONS: Op = Op {
        id: "listSessions",
        method: "GET",
        path: "/accounts/sessions/",
        tag: "accounts",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 429, 503],
    };

    /// `loginUser`
    pub static LOGIN_USER: Op = Op {
        id: "loginUser",
        method: "POST",
        path: "/accounts/login/",
        tag: "accounts",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 400, 401, 403, 413, 415, 422, 429, 503],
    };

    /// `logoutUser`
    pub static LOGOUT_USER: Op = Op {
        id: "logoutUser",
        method: "POST",
        path: "/accounts/logout/",
        tag: "accounts",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 400, 401, 403, 413, 415, 422, 429, 503],
    };

    /// `refreshTokens`
    pub static REFRESH_TOKENS: Op = Op {
        id: "refreshTokens",
        method: "POST",
        path: "/accounts/refresh/",
        tag: "accounts",
        auth: Auth::Optional,
        scopes: &[],
        statuses: &[200, 400, 401, 403, 404, 413, 415, 422, 429, 503],
    };

    /// `registerUser`
    pub static REGISTER_USER: Op = Op {
        id: "registerUser",
        method: "POST",
        path: "/accounts/register/",
        tag: "accounts",
        auth: Auth::None,
        scopes: &[],
        statuses: &[201, 400, 409, 413, 415, 422, 429, 503],
    };

    /// `requestPasswordReset`
    pub static REQUEST_PASSWORD_RESET: Op = Op {
        id: "requestPasswordReset",
        method: "POST",
        path: "/accounts/reset-password/request/",
        tag: "accounts",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 400, 413, 415, 422, 429, 503],
    };

    /// `resendActivation`
    pub static RESEND_ACTIVATION: Op = Op {
        id: "resendActivation",
        method: "POST",
        path: "/accounts/resend-activation/",
        tag: "accounts",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 400, 404, 413, 415, 422, 429, 503],
    };

    /// `revokeOtherSessions`
    pub static REVOKE_OTHER_SESSIONS: Op = Op {
        id: "revokeOtherSessions",
        method: "DELETE",
        path: "/accounts/sessions/",
        tag: "accounts",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 429, 503],
    };

    /// `revokeSession`
    pub static REVOKE_SESSION: Op = Op {
        id: "revokeSession",
        method: "DELETE",
        path: "/accounts/sessions/{session_id}/",
        tag: "accounts",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 404, 422, 429, 503],
    };

    /// `getLiveness`
    pub static GET_LIVENESS: Op = Op {
        id: "getLiveness",
        method: "GET",
        path: "/health/live/",
        tag: "health",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200],
    };

    /// `getReadiness`
    pub static GET_READINESS: Op = Op {
        id: "getReadiness",
        method: "GET",
        path: "/health/ready/",
        tag: "health",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 503],
    };

    /// `getMovie`
    pub static GET_MOVIE: Op = Op {
        id: "getMovie",
        method: "GET",
        path: "/movies/{movie_uuid}/",
        tag: "movies",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 404, 422, 503],
    };

    /// `listMovies`
    pub static LIST_MOVIES: Op = Op {
        id: "listMovies",
        method: "GET",
        path: "/movies/",
        tag: "movies",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 422, 503],
    };
}

async fn activate_user<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::ACTIVATE_USER;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let query = models::ActivateUserQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.activate_user(cx, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn change_password<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::CHANGE_PASSWORD;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::PasswordChange>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.change_password(cx, claims, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn complete_password_reset<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::COMPLETE_PASSWORD_RESET;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::PasswordReset>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.complete_password_reset(cx, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_sessions<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::LIST_SESSIONS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let answer = api.list_sessions(cx, claims).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn login_user<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::LOGIN_USER;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::Credentials>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.login_user(cx, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn logout_user<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::LOGOUT_USER;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::RefreshTokenRequest>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.logout_user(cx, claims, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn refresh_tokens<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::REFRESH_TOKENS;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate_optional(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::RefreshTokenRequest>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.refresh_tokens(cx, claims, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn register_user<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::REGISTER_USER;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::Registration>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.register_user(cx, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn request_password_reset<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::REQUEST_PASSWORD_RESET;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::EmailRequest>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.request_password_reset(cx, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn resend_activation<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::RESEND_ACTIVATION;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::EmailRequest>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.resend_activation(cx, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn revoke_other_sessions<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::REVOKE_OTHER_SESSIONS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let answer = api.revoke_other_sessions(cx, claims).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn revoke_session<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::REVOKE_SESSION;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::RevokeSessionPathParams::read(&cx.path().await?, &mut errors);
        let (Some(path), true) = (path, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.revoke_session(cx, claims, path).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn get_liveness<S: apis::health::Health>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::GET_LIVENESS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let answer = api.get_liveness(cx).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn get_readiness<S: apis::health::Health>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::GET_READINESS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let answer = api.get_readiness(cx).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn get_movie<S: apis::movies::Movies>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::GET_MOVIE;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::GetMoviePathParams::read(&cx.path().await?, &mut errors);
        let (Some(path), true) = (path, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.get_movie(cx, claims, path).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_movies<S: apis::movies::Movies>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::LIST_MOVIES;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let query = models::ListMoviesQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.list_movies(cx, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}
