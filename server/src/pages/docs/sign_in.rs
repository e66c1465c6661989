//! The door to the documentation: signing in as an admin with a browser, and out.

use axum::{extract::State, response::Response};
use domain::Email;
use http::{HeaderMap, StatusCode, header, request::Parts};
use minijinja::context;
use serde::Deserialize;
use url::Url;

use super::{GUARDED, REFERRER_POLICY, SIGN_IN, SWAGGER, cookie, go_to, reader};
use crate::{
    App,
    api::Api,
    config::Access,
    http::ClientAddress,
    pages::form::{Followed, Sent},
    problem::Problem,
    usecases::accounts::{self, Device},
};

/// What the address of the sign-in page says.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Door {
    to: String,
}

/// What its form sends.
#[derive(Deserialize)]
pub struct Credentials {
    to: String,
    email: String,
    password: String,
}

/// Leads to the sign-in page, and from there to `path`.
pub fn leading_to(app: &App, path: &str) -> Response {
    go_to(app, &format!("{SIGN_IN}?to={path}"))
}

/// Shows the form.
pub async fn ask(State(api): State<Api>, Followed(door): Followed<Door>) -> Response {
    let app = api.app();
    if app.config.docs.access == Access::Public {
        return go_to(app, behind(&door.to));
    }
    show(app, StatusCode::OK, "", &door.to, None)
}

/// Signs an admin in.
pub async fn sign_in(
    State(api): State<Api>,
    parts: Parts,
    Sent(form): Sent<Credentials>,
) -> Result<Response, Problem> {
    let app = api.app();
    comes_from_here(app, &parts.headers)?;
    match prove(app, &parts, &form).await {
        Ok(token) => {
            let mut answer = go_to(app, behind(&form.to));
            cookie::give(app, &mut answer, &token);
            Ok(answer)
        }
        Err(
            problem @ (Problem::InvalidCredentials
            | Problem::AccountNotActivated
            | Problem::AdminRequired),
        ) => {
            let text = problem.to_string();
            let status = problem.status();
            Ok(show(app, status, &form.email, &form.to, Some(&text)))
        }
        Err(problem) => Err(problem),
    }
}

/// Ends the session.
pub async fn sign_out(State(api): State<Api>, parts: Parts) -> Result<Response, Problem> {
    let app = api.app();
    comes_from_here(app, &parts.headers)?;
    if let Some(caller) = reader(app, &parts).await? {
        accounts::end_session(app, caller, caller.session_id).await?;
    }
    let mut answer = go_to(app, SIGN_IN);
    cookie::take(app, &mut answer);
    Ok(answer)
}

async fn prove(app: &App, parts: &Parts, form: &Credentials) -> Result<String, Problem> {
    // An address that could not have been registered belongs to nobody.
    let email = Email::parse(&form.email).map_err(|_| Problem::InvalidCredentials)?;
    let user_agent = parts.headers.get(header::USER_AGENT);
    let device = Device {
        user_agent: user_agent
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned),
        address: ClientAddress::of(&parts.extensions),
    };
    accounts::sign_in_to_docs(app, &email, form.password.as_str().into(), device).await
}

/// Where somebody wants to go who is at the door: nowhere but to the documentation.
fn behind(path: &str) -> &'static str {
    let known = GUARDED.into_iter().find(|known| *known == path);
    known.unwrap_or(SWAGGER)
}

fn show(app: &App, status: StatusCode, email: &str, to: &str, error: Option<&str>) -> Response {
    let values = context! { email, to => behind(to), error };
    let mut page = app.pages.show(status, "docs/sign_in.html", values);
    page.headers_mut()
        .insert(header::REFERRER_POLICY, REFERRER_POLICY);
    page
}

/// Refuses what a page of another site sent. Browsers say where a form comes from; those that do not know
/// `Sec-Fetch-Site` say so by `Origin`.
fn comes_from_here(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    let is_ours = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => {
            let host = Url::parse(origin).ok();
            let host = host
                .as_ref()
                .map(|url| &url[url::Position::BeforeHost..url::Position::AfterPort]);
            origin == app.config.server.public_url.origin().ascii_serialization()
                || host.is_some() && host == text(header::HOST.as_str())
        }
        // No browser of the last years: nobody's cookies come along.
        (None, None) => true,
    };
    if is_ours {
        Ok(())
    } else {
        Err(Problem::ForeignForm)
    }
}
