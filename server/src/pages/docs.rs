//! The documentation: Swagger UI, Redoc and the API document, for admins or for everybody.

mod cookie;
mod document;
mod sign_in;

use axum::{
    Router,
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use domain::Role;
use http::{HeaderValue, StatusCode, header, request::Parts};
use minijinja::context;
use store::sessions::SessionState;

pub use document::Document;

use crate::{
    App,
    api::Api,
    auth::{self, Caller},
    config::Access,
    http::negotiation::wants_page,
    problem::Problem,
};

const SWAGGER: &str = "/docs/";
const REDOC: &str = "/redoc/";
const JSON: &str = "/openapi.json/";
const YAML: &str = "/openapi.yaml/";
/// The document under the name that old clients know.
const OLD_JSON: &str = "/openapi/";
/// Where admins sign in.
const SIGN_IN: &str = "/docs/sign-in/form/";
/// Where they sign out.
const SIGN_OUT: &str = "/docs/sign-out/form/";

/// Everything that only those who may read the documentation get. Browsers without a cookie are led to a page.
pub const GUARDED: [&str; 5] = [SWAGGER, REDOC, JSON, YAML, OLD_JSON];

/// What Swagger UI needs: its script, its style sheet, the pictures in that, and the API.
const SWAGGER_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);
/// What Redoc needs. It fills its style elements by script, which is allowed; that they stand in the page, empty or
/// with the one rule for its scroll bar, has to be said by their hashes. Its search is a worker.
const REDOC_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' 'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='; img-src 'self' data:; connect-src 'self'; worker-src blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);
/// Forms of these pages are checked by where they come from, which `no-referrer` would hide.
const REFERRER_POLICY: HeaderValue = HeaderValue::from_static("same-origin");

/// What people and programs get alike.
pub fn guarded() -> Router<Api> {
    Router::new()
        .route(SWAGGER, get(swagger))
        .route(REDOC, get(redoc))
        .route(JSON, get(json))
        .route(OLD_JSON, get(json))
        .route(YAML, get(yaml))
}

/// Signing in and out.
pub fn doors() -> Router<Api> {
    Router::new()
        .route(SIGN_IN, get(sign_in::ask).post(sign_in::sign_in))
        .route(SIGN_OUT, post(sign_in::sign_out))
}

async fn swagger(State(api): State<Api>, parts: Parts) -> Result<Response, Response> {
    admit(api.app(), &parts).await?;
    Ok(tool(api.app(), "docs/swagger.html", SWAGGER_POLICY))
}

async fn redoc(State(api): State<Api>, parts: Parts) -> Result<Response, Response> {
    admit(api.app(), &parts).await?;
    Ok(tool(api.app(), "docs/redoc.html", REDOC_POLICY))
}

async fn json(State(api): State<Api>, parts: Parts) -> Result<Response, Response> {
    admit(api.app(), &parts).await?;
    let headers = [(header::CONTENT_TYPE, "application/json")];
    Ok((headers, api.app().document.json()).into_response())
}

async fn yaml(State(api): State<Api>, parts: Parts) -> Result<Response, Response> {
    admit(api.app(), &parts).await?;
    let headers = [(header::CONTENT_TYPE, "application/yaml")];
    Ok((headers, api.app().document.yaml()).into_response())
}

fn tool(app: &App, template: &str, policy: HeaderValue) -> Response {
    let signed_in = app.config.docs.access == Access::Admins;
    let mut page = app
        .pages
        .show(StatusCode::OK, template, context! { signed_in });
    let headers = page.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(header::REFERRER_POLICY, REFERRER_POLICY);
    page
}

/// Lets those pass who may read the documentation: by their cookie, or by an access token as an operation would.
async fn admit(app: &App, parts: &Parts) -> Result<(), Response> {
    if app.config.docs.access == Access::Public {
        return Ok(());
    }
    match reader(app, parts).await {
        Ok(Some(_)) => return Ok(()),
        Ok(None) => {}
        Err(problem) => return Err(problem.into_response()),
    }
    let brings_token = parts.headers.contains_key(header::AUTHORIZATION);
    if wants_page(&parts.headers) && !brings_token {
        return Err(sign_in::leading_to(app, parts.uri.path()));
    }
    auth::authenticate(app, &parts.headers)
        .await
        .and_then(|caller| auth::authorize(caller, &[Role::Admin.as_str()]))
        .map_err(Problem::into_response)
}

/// Who reads with a cookie. A session that has ended reads nothing any more, nor does an account that is no admin.
async fn reader(app: &App, parts: &Parts) -> Result<Option<Caller>, Problem> {
    let claims = cookie::token(&parts.headers).map(|token| app.tokens.verify_docs(token));
    let Some(Ok(claims)) = claims else {
        return Ok(None);
    };
    let state = app.session_states.get(claims.sid, claims.sub).await?;
    Ok(match state {
        SessionState::Live(Role::Admin) => Some(Caller {
            user_id: claims.sub,
            session_id: claims.sid,
            role: Role::Admin,
        }),
        _ => None,
    })
}

/// Goes on to a path of this server with GET.
fn go_to(app: &App, path: &str) -> Response {
    Redirect::to(&format!("{}{path}", app.config.server.base_path())).into_response()
}
