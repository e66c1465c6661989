//! From an activation link to an active account.
//!
//! Following the link uses nothing up, whoever follows it and however: mail scanners and previews follow links, too.
//! The button does.

use axum::{extract::State, response::Response};
use domain::Email;
use http::StatusCode;
use minijinja::context;

use super::form::{Followed, Link, Recipient, Sent};
use crate::{
    App,
    api::Api,
    problem::Problem,
    usecases::accounts::{self, LinkState, Resent},
};

/// Shows what the link is good for.
pub async fn look(
    State(api): State<Api>,
    Followed(link): Followed<Link>,
) -> Result<Response, Problem> {
    let app = api.app();
    let state = match Email::parse(&link.email) {
        Ok(email) => accounts::activation_link(app, &email, &link.token).await?,
        Err(_) => LinkState::Unusable,
    };
    Ok(match state {
        LinkState::Usable => {
            let values = context! { email => link.email, token => link.token };
            app.pages.show(StatusCode::OK, "activate.html", values)
        }
        LinkState::AlreadyActive => already_active(app, &link.email),
        LinkState::Unusable => unusable(app, &link.email),
    })
}

/// Activates the account.
pub async fn confirm(State(api): State<Api>, Sent(link): Sent<Link>) -> Result<Response, Problem> {
    let app = api.app();
    let Ok(email) = Email::parse(&link.email) else {
        return Ok(unusable(app, &link.email));
    };
    match accounts::activate(app, &email, &link.token).await {
        Ok(()) => Ok(activated(app, &link.email, false)),
        // Perhaps by the first of two clicks.
        Err(Problem::InvalidActivationToken) => {
            match accounts::activation_link(app, &email, &link.token).await? {
                LinkState::AlreadyActive => Ok(already_active(app, &link.email)),
                LinkState::Usable | LinkState::Unusable => Ok(unusable(app, &link.email)),
            }
        }
        Err(problem) => Err(problem),
    }
}

/// Shows the form for another link.
pub async fn ask(State(api): State<Api>) -> Response {
    show_form(api.app(), StatusCode::OK, "", false, None)
}

/// Sends another link.
pub async fn resend(
    State(api): State<Api>,
    Sent(form): Sent<Recipient>,
) -> Result<Response, Problem> {
    let app = api.app();
    let refuse = |status, text: &str| Ok(show_form(app, status, &form.email, false, Some(text)));
    let email = match Email::parse(&form.email) {
        Ok(email) => email,
        Err(error) => return refuse(StatusCode::UNPROCESSABLE_ENTITY, &error.to_string()),
    };
    let sent = |before| {
        let values = context! { email => email.as_str(), purpose => "activation", before };
        Ok(app.pages.show(StatusCode::OK, "mail_sent.html", values))
    };
    match accounts::resend_activation(app, &email).await {
        Ok(Resent::Sent) => sent(false),
        Ok(Resent::AlreadyActive) => Ok(already_active(app, email.as_str())),
        Err(Problem::ActivationTokenStillValid) => sent(true),
        Err(problem @ Problem::UnknownEmail(_)) => refuse(
            problem.status(),
            "No account was registered with this address.",
        ),
        Err(problem) => Err(problem),
    }
}

fn unusable(app: &App, email: &str) -> Response {
    show_form(app, StatusCode::BAD_REQUEST, email, true, None)
}

fn already_active(app: &App, email: &str) -> Response {
    activated(app, email, true)
}

fn activated(app: &App, email: &str, before: bool) -> Response {
    let values = context! { email, before };
    app.pages.show(StatusCode::OK, "activated.html", values)
}

/// The form for another link, because somebody asked for it or because the `link` does not work.
fn show_form(
    app: &App,
    status: StatusCode,
    email: &str,
    link: bool,
    error: Option<&str>,
) -> Response {
    let values = context! { email, link, error };
    app.pages
        .show(status, "activation_link_unusable.html", values)
}
