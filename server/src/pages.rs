//! Pages for people: where a mailed link or a payment leads. They call the same use cases as the API, need no script,
//! and look like the mails.

mod activation;
mod assets;
mod docs;
mod explain;
mod form;
mod password_reset;
mod payments;

use axum::{
    Router,
    extract::State,
    middleware,
    response::{IntoResponse as _, Response},
    routing::get,
};
pub use docs::Document;
use http::{HeaderValue, StatusCode, header};
use minijinja::{Environment, UndefinedBehavior, Value, context, syntax::SyntaxConfig};
use telemetry::error_chain;

use crate::{api::Api, config, http::name_page, problem::Problem};

/// Says what this server is.
const HOME: &str = "/";
/// The operation that activates an account. A mailed link leads to [`ACTIVATE_FORM`] instead.
pub const ACTIVATE: &str = "/accounts/activate/";
/// Where an activation link is looked at and confirmed.
const ACTIVATE_FORM: &str = "/accounts/activate/form/";
/// Where another activation link is asked for.
const RESEND_FORM: &str = "/accounts/resend-activation/form/";
/// The operation that sets a password with a link.
const RESET: &str = "/accounts/reset-password/complete/";
/// Where a reset link leads, and where the new password is sent to.
const RESET_FORM: &str = "/accounts/reset-password/complete/form/";
/// Where a reset link is asked for.
const REQUEST_RESET_FORM: &str = "/accounts/reset-password/request/form/";
/// Where Stripe sends those who have paid.
const PAID: &str = "/payments/success/";
/// Where Stripe sends those who have not.
const NOT_PAID: &str = "/payments/cancel/";

/// Whether `path` is a page or data, as `Accept` prefers.
pub fn is_in_both_forms(path: &str) -> bool {
    [ACTIVATE, RESET, PAID, NOT_PAID].contains(&path) || docs::GUARDED.contains(&path)
}

/// Whether nothing but pages is at a path.
pub fn is_only_for_people(path: &str) -> bool {
    path == HOME || path.ends_with("/form/")
}

/// No script, nothing from elsewhere, and forms that lead nowhere but here.
const CONTENT_SECURITY_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

macro_rules! templates {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../templates/pages/", $name)))),+]
    };
}

const TEMPLATES: [(&str, &str); 17] = templates![
    "layout.html",
    "field.html",
    "activate.html",
    "activated.html",
    "activation_link_unusable.html",
    "mail_sent.html",
    "password_reset.html",
    "password_reset_done.html",
    "password_reset_request.html",
    "paid.html",
    "not_paid.html",
    "problem.html",
    "home.html",
    "docs/layout.html",
    "docs/sign_in.html",
    "docs/swagger.html",
    "docs/redoc.html",
];

/// The templates, compiled.
pub struct Pages(Environment<'static>);

impl Pages {
    /// Compiles every template, so that a broken one refuses the start.
    pub fn new(server: &config::Server) -> anyhow::Result<Self> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(
            SyntaxConfig::builder()
                .trim_blocks(true)
                .lstrip_blocks(true)
                .build()?,
        );
        // Debug mode adds the variables to error texts, and links carry credentials.
        environment.set_debug(false);
        // Paths, not URLs: a page works under whatever name its server was called by.
        let base = server.base_path().to_owned();
        environment.add_function("asset", {
            let base = base.clone();
            move |name: &str| assets::path(&base, name)
        });
        environment.add_global("base", Value::from_safe_string(base));
        for (name, text) in TEMPLATES {
            environment.add_template(name, text)?;
        }
        Ok(Self(environment))
    }

    fn show(&self, status: StatusCode, name: &str, values: Value) -> Response {
        match self.render(name, values) {
            Some(html) => {
                let headers = [
                    (header::CONTENT_TYPE, HTML),
                    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
                ];
                (status, headers, html).into_response()
            }
            None => Problem::Internal.into_response(),
        }
    }

    fn render(&self, name: &str, values: Value) -> Option<String> {
        let template = self.0.get_template(name);
        template
            .and_then(|template| template.render(values))
            .inspect_err(|error| {
                let error = error_chain(error);
                tracing::error!(error, page = name, "a page cannot be shown");
            })
            .ok()
    }
}

/// The pages.
pub fn router() -> Router<Api> {
    Router::new()
        .route(ACTIVATE, get(activation::look))
        .route(
            ACTIVATE_FORM,
            get(activation::look).post(activation::confirm),
        )
        .route(RESEND_FORM, get(activation::ask).post(activation::resend))
        .route(RESET, get(password_reset::look))
        .route(
            RESET_FORM,
            get(password_reset::look).post(password_reset::complete),
        )
        .route(
            REQUEST_RESET_FORM,
            get(password_reset::ask).post(password_reset::request),
        )
        .route(PAID, get(payments::paid))
        .route(NOT_PAID, get(payments::not_paid))
        .route(HOME, get(home))
        .merge(docs::guarded())
        .merge(docs::doors())
        .route_layer(middleware::from_fn(name_page))
}

/// What pages are made with, and what is the same for people and programs.
pub fn shared() -> Router<Api> {
    Router::new()
        .route(assets::ROUTE, get(assets::serve))
        .merge(docs::guarded())
        .route_layer(middleware::from_fn(name_page))
}

async fn home(State(api): State<Api>) -> Response {
    let app = api.app();
    let for_admins = app.config.docs.access == config::Access::Admins;
    app.pages
        .show(StatusCode::OK, "home.html", context! { for_admins })
}
