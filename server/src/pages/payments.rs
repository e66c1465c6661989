//! Where Stripe sends buyers. Nothing is decided by who comes here: Stripe's webhooks say what was paid.

use axum::{extract::State, response::Response};
use http::StatusCode;
use minijinja::context;

use crate::api::Api;

/// After paying.
pub async fn paid(State(api): State<Api>) -> Response {
    api.app()
        .pages
        .show(StatusCode::OK, "paid.html", context! {})
}

/// After leaving the pay page.
pub async fn not_paid(State(api): State<Api>) -> Response {
    api.app()
        .pages
        .show(StatusCode::OK, "not_paid.html", context! {})
}
