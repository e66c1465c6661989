//! Limits how often one address may use the account operations. Limits per account are the use cases'.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::HeaderValue;

use crate::{
    api::Api,
    config::Rate,
    http::{ClientAddress, RATE_LIMIT, RATE_LIMIT_POLICY},
    limits::{Allowance, Limit},
};

const LIMITED: &str = "/accounts/";

/// Counts the request and says in the answer what is left.
pub async fn by_address(State(api): State<Api>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with(LIMITED) {
        return next.run(request).await;
    }
    let who = ClientAddress::of(request.extensions())
        .network()
        .to_string();
    let limits = &api.app().limits;
    let (mut response, allowance) = match limits.count(Limit::Address, &who).await {
        Ok(allowance) => (next.run(request).await, Some(allowance)),
        Err(problem) => (problem.into_response(), None),
    };
    let (policy, left) = describe(limits.rate(Limit::Address), allowance);
    for (name, text) in [(RATE_LIMIT_POLICY, policy), (RATE_LIMIT, left)] {
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn describe(rate: Rate, allowance: Option<Allowance>) -> (String, String) {
    let name = Limit::Address.name();
    let policy = format!(
        "\"{name}\";q={};w={}",
        rate.count,
        rate.period.as_secs().max(1)
    );
    let left = match allowance {
        Some(left) => format!(
            "\"{name}\";r={};t={}",
            left.remaining,
            left.reset.as_secs_f64().ceil()
        ),
        None => format!("\"{name}\";r=0;t={}", rate.interval().as_secs_f64().ceil()),
    };
    (policy, left)
}
