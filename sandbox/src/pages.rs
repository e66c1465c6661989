//! What people see: templates, the style sheet, and what browsers are told about both.

mod checkout;
mod dashboard;
mod switches;

use std::sync::Arc;

use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::DateTime;
use http::{HeaderValue, StatusCode, header};
use minijinja::{Environment, UndefinedBehavior, context};

use crate::{App, books};

const TEMPLATES: [(&str, &str); 8] = [
    ("layout.html", include_str!("../templates/layout.html")),
    ("macros.html", include_str!("../templates/macros.html")),
    ("checkout.html", include_str!("../templates/checkout.html")),
    ("pay.html", include_str!("../templates/pay.html")),
    ("over.html", include_str!("../templates/over.html")),
    ("missing.html", include_str!("../templates/missing.html")),
    (
        "dashboard.html",
        include_str!("../templates/dashboard.html"),
    ),
    ("switches.html", include_str!("../templates/switches.html")),
];

const STYLE: &str = include_str!("../templates/style.css");
const ICON: &str = include_str!("../templates/icon.svg");

/// The templates, compiled.
pub(crate) struct Pages(Environment<'static>);

impl Pages {
    /// Compiles every template, so that a broken one refuses the start.
    pub(crate) fn new() -> Result<Self, minijinja::Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        for (name, text) in TEMPLATES {
            environment.add_template(name, text)?;
        }
        Ok(Self(environment))
    }

    fn show(&self, status: StatusCode, name: &str, values: minijinja::Value) -> Response {
        self.show_with_form_to(status, name, values, "")
    }

    /// A page whose form leads on to another site: browsers hold the redirect behind a form to the policy, too.
    fn show_with_form_to(
        &self,
        status: StatusCode,
        name: &str,
        values: minijinja::Value,
        site: &str,
    ) -> Response {
        let rendered = self
            .0
            .get_template(name)
            .and_then(|template| template.render(values));
        let html = match rendered {
            Ok(html) => html,
            Err(error) => {
                tracing::error!(%error, page = name, "a page cannot be shown");
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
        };
        let policy = format!(
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' {site}; base-uri 'none'; \
             frame-ancestors 'none'"
        );
        let policy =
            HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"));
        let headers = [
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/html; charset=utf-8"),
            ),
            (header::CONTENT_SECURITY_POLICY, policy),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (
                header::REFERRER_POLICY,
                HeaderValue::from_static("no-referrer"),
            ),
            (
                header::X_CONTENT_TYPE_OPTIONS,
                HeaderValue::from_static("nosniff"),
            ),
        ];
        (status, headers, html).into_response()
    }

    fn missing(&self) -> Response {
        self.show(StatusCode::NOT_FOUND, "missing.html", context! {})
    }
}

/// All pages.
pub(crate) fn router(app: &Arc<App>) -> Router {
    let lost = Arc::clone(app);
    Router::new()
        .merge(checkout::router(Arc::clone(app)))
        .merge(dashboard::router(Arc::clone(app)))
        .merge(switches::router(Arc::clone(app)))
        .route(
            "/style.css",
            get(async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)),
        )
        .route(
            "/icon.svg",
            get(async || ([(header::CONTENT_TYPE, "image/svg+xml")], ICON)),
        )
        .fallback(move || async move { lost.pages.missing() })
}

/// Goes on with a GET.
fn see_other(url: &str) -> Response {
    match HeaderValue::try_from(url) {
        Ok(url) => (StatusCode::SEE_OTHER, [(header::LOCATION, url)]).into_response(),
        // Addresses are checked when a session is made; this one is no header all the same.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// An amount of cents as people write it.
fn money(cents: i64, currency: &str) -> String {
    match currency {
        "usd" => books::dollars(cents),
        other => format!(
            "{}.{:02} {}",
            cents / 100,
            cents % 100,
            other.to_uppercase()
        ),
    }
}

/// A time of Stripe's as people write it, in UTC.
fn time(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0)
        .map(|time| time.format("%Y-%m-%d %H:%M:%S").to_string())
        .unwrap_or_default()
}
