//! Requests that were answered before, word by word.
//!
//! What anybody may see of the catalogue is asked again and again in the same words. Such an answer is kept with
//! its request line and given again without the request being routed and read, for as long as the catalogue has
//! the version for which it was given.

use std::sync::Arc;

use axum::{
    body::{Body, HttpBody as _},
    extract::Request,
    response::Response,
};
use bytes::Bytes;
use futures_util::FutureExt as _;
use http::{HeaderMap, Method, StatusCode, header};
use http_body_util::BodyExt as _;
use http_runtime::Op;
use moka::sync::Cache;

use crate::{App, catalogue::Catalogue, http::security_headers};

/// What an answer takes beside its text and its request line: headers and bookkeeping, in bytes.
const OVERHEAD: usize = 1024;

/// Answers, by their request lines.
#[derive(Clone)]
pub struct Repeats {
    catalogue: Catalogue,
    /// Nothing where none is to be kept.
    answers: Option<Cache<String, Arc<Kept>>>,
}

struct Kept {
    version: i64,
    operation: &'static Op,
    headers: HeaderMap,
    body: Bytes,
}

/// What a request asks, and the catalogue's version when it did.
pub struct Question {
    line: String,
    version: i64,
}

/// What is known about a request before it is read.
pub enum Recalled {
    /// Its answer.
    Answer(Response),
    /// That its answer may be [kept](Repeats::keep).
    Unanswered(Question),
    /// Nothing.
    Unknown,
}

impl Repeats {
    /// Keeps nothing yet.
    pub fn new(app: &App) -> Self {
        let capacity = app.config.catalogue.cache_bytes / 2;
        let answers = Cache::builder()
            .max_capacity(capacity)
            .weigher(|line: &String, kept: &Arc<Kept>| {
                u32::try_from(line.len() + kept.body.len() + OVERHEAD).unwrap_or(u32::MAX)
            })
            .build();
        Self {
            catalogue: app.catalogue.clone(),
            answers: (capacity > 0).then_some(answers),
        }
    }

    /// Looks for the answer to a request.
    pub fn recall(&self, request: &Request) -> Recalled {
        let Some(answers) = &self.answers else {
            return Recalled::Unknown;
        };
        // Who is signed in mostly asks for what only they may see.
        if request.headers().contains_key(header::AUTHORIZATION) {
            return Recalled::Unknown;
        }
        let line = match (request.method(), request.uri().path_and_query()) {
            (&Method::GET, Some(line)) => line.as_str(),
            _ => return Recalled::Unknown,
        };
        let Some(version) = self.catalogue.trusted_version() else {
            return Recalled::Unknown;
        };
        match answers.get(line) {
            Some(kept) if kept.version == version => Recalled::Answer(kept.again()),
            _ => Recalled::Unanswered(Question {
                line: line.to_owned(),
                version,
            }),
        }
    }

    /// Keeps an answer if anybody may have it.
    pub fn keep(&self, question: Question, answer: Response) -> Response {
        let operation = answer.extensions().get::<&'static Op>().copied();
        let (Some(answers), Some(operation), true) = (&self.answers, operation, is_public(&answer))
        else {
            return answer;
        };
        // A stream is not there yet, and nobody knows how long it gets.
        if answer.body().size_hint().exact().is_none() {
            return answer;
        }
        let (mut parts, body) = answer.into_parts();
        let body = body.collect().now_or_never().and_then(Result::ok);
        let body = body
            .expect("a body of a known size is bytes that are there")
            .to_bytes();
        security_headers::add_missing(&mut parts.headers);
        let kept = Kept {
            version: question.version,
            operation,
            headers: parts.headers.clone(),
            body: body.clone(),
        };
        answers.insert(question.line, Arc::new(kept));
        Response::from_parts(parts, Body::from(body))
    }
}

impl Kept {
    fn again(&self) -> Response {
        let mut answer = Response::new(Body::from(self.body.clone()));
        *answer.headers_mut() = self.headers.clone();
        answer.extensions_mut().insert(self.operation);
        answer
    }
}

/// What never changes is none of the catalogue's: pictures of members, which are large, and which are gone when their
/// owners want them gone.
fn is_public(answer: &Response) -> bool {
    let policy = answer.headers().get(header::CACHE_CONTROL);
    let policy = policy.and_then(|policy| policy.to_str().ok());
    answer.status() == StatusCode::OK
        && policy
            .is_some_and(|policy| policy.starts_with("public") && !policy.ends_with("immutable"))
}
