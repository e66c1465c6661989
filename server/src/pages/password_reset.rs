//! From a reset link to a new password. Following the link uses nothing up.

use axum::{extract::State, response::Response};
use domain::{Email, Password};
use http::StatusCode;
use minijinja::{Value, context};
use serde::Deserialize;

use super::form::{Followed, Link, Recipient, Sent};
use crate::{App, api::Api, problem::Problem, usecases::accounts};

/// Shows the form, if the link is good for it.
pub async fn look(
    State(api): State<Api>,
    Followed(link): Followed<Link>,
) -> Result<Response, Problem> {
    let app = api.app();
    let works = match Email::parse(&link.email) {
        Ok(email) => accounts::is_reset_link(app, &email, &link.token).await?,
        Err(_) => false,
    };
    Ok(if works {
        show_form(app, StatusCode::OK, &link, &Mistakes::default())
    } else {
        unusable(app, &link.email)
    })
}

/// What the form sends.
#[derive(Deserialize)]
pub struct NewPassword {
    #[serde(flatten)]
    link: Link,
    password: String,
    again: String,
}

/// What is wrong with it, by field.
#[derive(Default)]
struct Mistakes {
    password: Option<String>,
    again: Option<&'static str>,
}

/// Sets the password.
pub async fn complete(
    State(api): State<Api>,
    Sent(form): Sent<NewPassword>,
) -> Result<Response, Problem> {
    let app = api.app();
    let Ok(email) = Email::parse(&form.link.email) else {
        return Ok(unusable(app, &form.link.email));
    };
    let mut mistakes = Mistakes::default();
    if form.again != form.password {
        mistakes.again = Some("The passwords differ.");
    }
    let password = match Password::parse(form.password.into()) {
        Ok(password) if mistakes.again.is_none() => password,
        parsed => {
            mistakes.password = parsed.err().map(|error| error.to_string());
            return Ok(show_form(
                app,
                StatusCode::UNPROCESSABLE_ENTITY,
                &form.link,
                &mistakes,
            ));
        }
    };
    match accounts::complete_reset(app, &email, &form.link.token, password).await {
        Ok(()) => {
            let values = context! { email => form.link.email };
            Ok(app
                .pages
                .show(StatusCode::OK, "password_reset_done.html", values))
        }
        Err(Problem::InvalidResetToken) => Ok(unusable(app, &form.link.email)),
        Err(problem) => Err(problem),
    }
}

/// Shows the form for a link.
pub async fn ask(State(api): State<Api>) -> Response {
    let values = context! { email => "", link => false, error => None::<&str> };
    show_request(api.app(), StatusCode::OK, values)
}

/// Mails a link, if the address has an account. The page does not tell.
pub async fn request(
    State(api): State<Api>,
    Sent(form): Sent<Recipient>,
) -> Result<Response, Problem> {
    let app = api.app();
    let email = match Email::parse(&form.email) {
        Ok(email) => email,
        Err(error) => {
            let error = error.to_string();
            let values = context! { email => form.email, link => false, error };
            return Ok(show_request(app, StatusCode::UNPROCESSABLE_ENTITY, values));
        }
    };
    accounts::request_reset(app, &email).await?;
    let values = context! { email => email.as_str(), purpose => "reset", before => false };
    Ok(app.pages.show(StatusCode::OK, "mail_sent.html", values))
}

fn show_form(app: &App, status: StatusCode, link: &Link, mistakes: &Mistakes) -> Response {
    let values = context! {
        email => &link.email,
        token => &link.token,
        password_error => &mistakes.password,
        again_error => mistakes.again,
    };
    app.pages.show(status, "password_reset.html", values)
}

fn unusable(app: &App, email: &str) -> Response {
    let values = context! { email, link => true, error => None::<&str> };
    show_request(app, StatusCode::BAD_REQUEST, values)
}

fn show_request(app: &App, status: StatusCode, values: Value) -> Response {
    app.pages
        .show(status, "password_reset_request.html", values)
}
