//! Limits how often one address may use the account operations. Limits per account are the use cases'.

use std::{convert::Infallible, net::IpAddr};

use axum::{
    extract::Request,
    response::{IntoResponse as _, Response},
};
use http::HeaderValue;

use crate::{
    api::Api,
    config::Rate,
    http::{ClientAddress, RATE_LIMIT, RATE_LIMIT_POLICY},
    limits::{Allowance, Limit},
};

/// Where accounts are used, and where the documentation's sign-in page is.
const LIMITED: [&str; 2] = ["/accounts/", "/docs/sign-in/"];

/// Whose allowance the request is to be counted against, if it asks for something that is limited.
pub fn counted_against(request: &Request) -> Option<IpAddr> {
    let path = request.uri().path();
    let limited = LIMITED.iter().any(|prefix| path.starts_with(prefix));
    limited.then(|| ClientAddress::of(request.extensions()).network())
}

/// Counts the request and says in the answer what is left. Nothing happens for an `answer` that is not
/// waited for: futures do nothing by themselves.
pub async fn by_address(
    api: Api,
    who: IpAddr,
    answer: impl Future<Output = Result<Response, Infallible>>,
) -> Result<Response, Infallible> {
    let limits = &api.app().limits;
    let (mut answer, allowance) = match limits.count(Limit::Address, &who.to_string()).await {
        Ok(allowance) => (answer.await?, Some(allowance)),
        Err(problem) => (problem.into_response(), None),
    };
    let (policy, left) = describe(limits.rate(Limit::Address), allowance);
    for (name, text) in [(RATE_LIMIT_POLICY, policy), (RATE_LIMIT, left)] {
        if let Ok(value) = HeaderValue::from_str(&text) {
            answer.headers_mut().insert(name, value);
        }
    }
    Ok(answer)
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
