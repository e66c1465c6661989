//! The router, and what it knows about each operation.
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
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
    S: apis::hooks::Hooks + apis::movie_theater::MovieTheater + Clone,
{
    Router::new()
        .route(
            "/forms/",
            routing::post(post_form::<S>).layer(DefaultBodyLimit::max(8000)),
        )
        .route(
            "/hooks",
            routing::post(post_hook::<S>).layer(DefaultBodyLimit::max(3000)),
        )
        .route("/things/{kind}/{id}/", routing::delete(delete_things::<S>))
        .route("/things/{kind}/{id}/", routing::get(list_things::<S>))
        .route("/things/{kind}/{id}/", routing::patch(patch_thing::<S>))
        .route("/things/{kind}/{id}/", routing::put(replace_thing::<S>))
}

/// Static facts about every operation: for authentication, metrics, rate limits and tests.
pub mod ops {
    use http_runtime::{Auth, Op};

    /// Every operation of the API.
    pub static ALL: &[&Op] = &[
        &POST_FORM,
        &POST_HOOK,
        &DELETE_THINGS,
        &LIST_THINGS,
        &PATCH_THING,
        &REPLACE_THING,
    ];

    /// `postForm`
    pub static POST_FORM: Op = Op {
        id: "postForm",
        method: "POST",
        path: "/forms/",
        tag: "hooks",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200],
    };

    /// `postHook`
    pub static POST_HOOK: Op = Op {
        id: "postHook",
        method: "POST",
        path: "/hooks",
        tag: "hooks",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 304],
    };

    /// `deleteThings`
    pub static DELETE_THINGS: Op = Op {
        id: "deleteThings",
        method: "DELETE",
        path: "/things/{kind}/{id}/",
        tag: "movie theater",
        auth: Auth::None,
        scopes: &[],
        statuses: &[202],
    };

    /// `listThings`
    pub static LIST_THINGS: Op = Op {
        id: "listThings",
        method: "GET",
        path: "/things/{kind}/{id}/",
        tag: "movie theater",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 302, 304, 404],
    };

    /// `patchThing`
    pub static PATCH_THING: Op = Op {
        id: "patchThing",
        method: "PATCH",
        path: "/things/{kind}/{id}/",
        tag: "movie theater",
        auth: Auth::Optional,
        scopes: &[],
        statuses: &[200],
    };

    /// `replaceThing`
    pub static REPLACE_THING: Op = Op {
        id: "replaceThing",
        method: "PUT",
        path: "/things/{kind}/{id}/",
        tag: "movie theater",
        auth: Auth::Required,
        scopes: &["admin", "moderator"],
        statuses: &[204],
    };
}

async fn post_form<S: apis::hooks::Hooks>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::POST_FORM;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let form = cx
            .form(body, models::PostFormForm::PARTS, &mut errors)
            .await?;
        let form = models::PostFormForm::read(form, &mut errors);
        let (Some(form), true) = (form, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.post_form(cx, form).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn post_hook<S: apis::hooks::Hooks>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::POST_HOOK;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let body = Some(cx.raw(body, "application/json").await?);
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.post_hook(cx, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn delete_things<S: apis::movie_theater::MovieTheater>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::DELETE_THINGS;
    let (mut cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let path = models::DeleteThingsPathParams::read(&cx.path().await?, &mut errors);
        let body = cx
            .json_optional::<Vec<i64>>(
                body,
                &Limits::NONE.max_items(3).each(&Limits::NONE),
                &mut errors,
            )
            .await?;
        let (Some(path), Some(body), true) = (path, body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.delete_things(cx, path, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_things<S: apis::movie_theater::MovieTheater>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::LIST_THINGS;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let path = models::ListThingsPathParams::read(&cx.path().await?, &mut errors);
        let query = models::ListThingsQueryParams::read(&cx.query(), &mut errors);
        let headers = models::ListThingsHeaderParams::read(&cx.headers(), &mut errors);
        let (Some(path), Some(query), Some(headers), true) =
            (path, query, headers, errors.is_empty())
        else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.list_things(cx, path, query, headers).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn patch_thing<S: apis::movie_theater::MovieTheater>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::PATCH_THING;
    let (mut cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate_optional(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::PatchThingPathParams::read(&cx.path().await?, &mut errors);
        let body = cx
            .json::<models::Patch>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(path), Some(body), true) = (path, body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.patch_thing(cx, claims, path, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn replace_thing<S: apis::movie_theater::MovieTheater>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::REPLACE_THING;
    let (mut cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::ReplaceThingPathParams::read(&cx.path().await?, &mut errors);
        let body = cx
            .json::<models::Thing>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(path), Some(body), true) = (path, body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.replace_thing(cx, claims, path, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}
