//! Turns every failure into a problem, wherever it comes from: routing, time limits, panics, operations.

use std::{any::Any, convert::Infallible, panic::AssertUnwindSafe, time::Duration};

use axum::{
    body::Body,
    response::{IntoResponse as _, Response},
};
use futures_util::FutureExt as _;
use http::{HeaderValue, header};
use telemetry::panic_message;

use crate::{api::Api, http::observe::RequestId, problem::Problem};

const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// No operation has this path.
pub async fn not_found() -> Problem {
    Problem::NotFound
}

/// The path has operations, but none with this method. The router adds `Allow`.
pub async fn method_not_allowed() -> Problem {
    Problem::MethodNotAllowed
}

/// Waits for the answer of an operation. Whatever comes of it, it is an answer with a body: a page where `reader`
/// is given, which shows pages.
///
/// An operation that takes longer than `time_limit` is dropped, which rolls its transaction back. One
/// that panics ends alone; the connection and all others live on.
pub fn instead_of_failures<F>(
    request_id: RequestId,
    time_limit: Duration,
    reader: Option<Api>,
    answer: F,
) -> impl Future<Output = Result<Response, Infallible>>
where
    F: Future<Output = Result<Response, Infallible>>,
{
    let answer = AssertUnwindSafe(answer).catch_unwind();
    tokio::time::timeout(time_limit, answer).map(move |outcome| {
        let mut answer = match outcome {
            Ok(Ok(Ok(answer))) => answer,
            Ok(Err(panic)) => of_panic(panic.as_ref()).into_response(),
            Err(_) => of_delay(time_limit).into_response(),
        };
        write_body(&mut answer, &request_id, reader.as_ref());
        Ok(answer)
    })
}

fn of_panic(panic: &(dyn Any + Send)) -> Problem {
    tracing::error!(panic = panic_message(panic), "an operation panicked");
    Problem::Internal
}

fn of_delay(limit: Duration) -> Problem {
    tracing::error!(?limit, "a request took too long");
    Problem::Unavailable
}

/// Writes the body of a problem, with the request id that only this side knows.
fn write_body(answer: &mut Response, request_id: &RequestId, reader: Option<&Api>) {
    let Some(problem) = answer.extensions_mut().remove::<Problem>() else {
        return;
    };
    if let Some(api) = reader
        && api
            .app()
            .pages
            .explain(answer, &problem, request_id.as_str())
    {
        return;
    }
    let body = serde_json::to_vec(&problem.body(request_id.as_str())).unwrap_or_default();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, PROBLEM_JSON);
    headers.remove(header::CONTENT_LENGTH);
    *answer.body_mut() = Body::from(body);
}
