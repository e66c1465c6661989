//! Turns every failure into a problem, wherever it comes from: routing, time limits, panics, operations.

use std::{panic::AssertUnwindSafe, time::Duration};

use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use futures_util::FutureExt as _;
use http::{HeaderValue, header};
use telemetry::panic_message;

use crate::{http::observe::RequestId, problem::Problem};

const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// No operation has this path.
pub async fn not_found() -> Problem {
    Problem::NotFound
}

/// The path has operations, but none with this method. The router adds `Allow`.
pub async fn method_not_allowed() -> Problem {
    Problem::MethodNotAllowed
}

/// Writes the body of a problem, with the request id that only this side knows.
pub async fn write_body(request: Request, next: Next) -> Response {
    let request_id = RequestId::of(request.extensions());
    let mut response = next.run(request).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let body = serde_json::to_vec(&problem.body(request_id.as_str())).unwrap_or_default();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, PROBLEM_JSON);
        response.headers_mut().remove(header::CONTENT_LENGTH);
        *response.body_mut() = Body::from(body);
    }
    response
}

/// Answers 503 when an operation takes too long. Dropping its future rolls its transaction back.
pub async fn limit_time(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let Ok(response) = tokio::time::timeout(limit, next.run(request)).await else {
        tracing::error!(limit = ?limit, "a request took too long");
        return Problem::Unavailable.into_response();
    };
    response
}

/// Answers 500 when an operation panics; the connection and all others live on.
pub async fn catch_panic(request: Request, next: Next) -> Response {
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(panic) => {
            tracing::error!(
                panic = panic_message(panic.as_ref()),
                "an operation panicked"
            );
            Problem::Internal.into_response()
        }
    }
}
