//! Pages for people who follow a mailed link. They call the same use cases as the API.

use axum::{
    Form, Router,
    extract::{
        Query, State,
        rejection::{FormRejection, QueryRejection},
    },
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::{Email, Password};
use http::{HeaderValue, StatusCode, header};
use minijinja::{Environment, UndefinedBehavior, context};
use serde::Deserialize;
use telemetry::error_chain;

use crate::{App, api::Api, http::name_page, problem::Problem, usecases::accounts};

const STYLE: &str = include_str!("../../templates/pages/style.css");
const TEMPLATES: [(&str, &str); 3] = [
    (
        "layout.html",
        include_str!("../../templates/pages/layout.html"),
    ),
    (
        "password_reset.html",
        include_str!("../../templates/pages/password_reset.html"),
    ),
    (
        "password_reset_done.html",
        include_str!("../../templates/pages/password_reset_done.html"),
    ),
];

/// No script, nothing from elsewhere, and forms that lead nowhere but here.
const CONTENT_SECURITY_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// The templates, compiled.
pub struct Pages(Environment<'static>);

impl Pages {
    /// Compiles every template, so that a broken one refuses the start.
    pub fn new() -> anyhow::Result<Self> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        for (name, text) in TEMPLATES {
            environment.add_template(name, text)?;
        }
        Ok(Self(environment))
    }

    fn show(&self, status: StatusCode, name: &str, values: minijinja::Value) -> Response {
        match self
            .0
            .get_template(name)
            .and_then(|template| template.render(values))
        {
            Ok(html) => {
                let headers = [
                    (
                        header::CONTENT_TYPE,
                        HeaderValue::from_static("text/html; charset=utf-8"),
                    ),
                    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
                ];
                (status, headers, html).into_response()
            }
            Err(error) => {
                tracing::error!(
                    error = error_chain(&error),
                    page = name,
                    "a page cannot be shown"
                );
                Problem::Internal.into_response()
            }
        }
    }
}

/// The pages, to be merged with the operations.
pub fn router() -> Router<Api> {
    Router::new()
        .route("/accounts/reset-password/complete/", get(show_reset_form))
        .route("/accounts/reset-password/form/", post(take_reset_form))
        .route("/pages/style.css/", get(style))
        .route_layer(middleware::from_fn(name_page))
}

async fn style() -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/css; charset=utf-8"),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=3600"),
        ),
    ];
    (headers, STYLE).into_response()
}

/// What a mailed reset link carries.
#[derive(Deserialize)]
struct ResetLink {
    #[serde(default)]
    email: String,
    #[serde(default)]
    token: String,
}

/// What the form sends.
#[derive(Deserialize)]
struct ResetForm {
    #[serde(flatten)]
    link: ResetLink,
    password: String,
    again: String,
}

/// Shows the form and uses nothing up: mail scanners follow links too.
async fn show_reset_form(
    State(api): State<Api>,
    link: Result<Query<ResetLink>, QueryRejection>,
) -> Response {
    match link {
        Ok(Query(link)) => show_form(api.app(), StatusCode::OK, &link, None),
        Err(_) => Problem::Malformed("the link is damaged".to_owned()).into_response(),
    }
}

async fn take_reset_form(
    State(api): State<Api>,
    form: Result<Form<ResetForm>, FormRejection>,
) -> Response {
    let app = api.app();
    let form = match form {
        Ok(Form(form)) => form,
        Err(FormRejection::InvalidFormContentType(_)) => {
            return Problem::UnsupportedMediaType("application/x-www-form-urlencoded")
                .into_response();
        }
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return Problem::ContentTooLarge.into_response();
        }
        Err(_) => {
            return Problem::Malformed("it is not what the form sends".to_owned()).into_response();
        }
    };
    match complete_reset(app, &form).await {
        Ok(()) => app.pages.show(
            StatusCode::OK,
            "password_reset_done.html",
            context! { base => base(app) },
        ),
        Err(problem) => match explain(&problem) {
            Some(text) => show_form(app, problem.status(), &form.link, Some(text)),
            None => problem.into_response(),
        },
    }
}

/// What the person who filled in the form can do about it, if anything.
fn explain(problem: &Problem) -> Option<&str> {
    match problem {
        Problem::Invalid(errors) => errors.first().map(|error| error.message.as_str()),
        Problem::InvalidResetToken => {
            Some("This link has expired or was used before. Ask for a new one.")
        }
        _ => None,
    }
}

async fn complete_reset(app: &App, form: &ResetForm) -> Result<(), Problem> {
    let rule = |text: String| Problem::field("password", http_runtime::Code::Rule, text);
    let email = Email::parse(&form.link.email).map_err(|_| Problem::InvalidResetToken)?;
    if form.password != form.again {
        return Err(rule("The passwords differ.".to_owned()));
    }
    let password =
        Password::parse(form.password.as_str().into()).map_err(|error| rule(error.to_string()))?;
    accounts::complete_reset(app, &email, &form.link.token, password).await
}

fn show_form(app: &App, status: StatusCode, link: &ResetLink, error: Option<&str>) -> Response {
    let values = context! { base => base(app), email => &link.email, token => &link.token, error };
    app.pages.show(status, "password_reset.html", values)
}

/// What stands before the paths of this server.
fn base(app: &App) -> &str {
    app.config.server.public_url.as_str().trim_end_matches('/')
}
