//! Compresses answers for whoever can read that.

use std::{convert::Infallible, future::ready};

use axum::{body::Body, extract::Request, response::Response};
use futures_util::FutureExt as _;
use http::{HeaderValue, header};
use tower::{Service as _, service_fn};
use tower_http::compression::{Compression, Predicate as _, predicate::SizeAbove};

/// Smaller bodies fit into one packet as they are.
const WORTH_IT: SizeAbove = SizeAbove::new(1024);

/// Others may get the same answer compressed: caches have to know.
const BY_CODING: HeaderValue = HeaderValue::from_static("accept-encoding");

/// What the caller can read: `Accept-Encoding`.
pub struct Codings(Vec<HeaderValue>);

impl Codings {
    /// Reads the header.
    pub fn of(request: &Request) -> Self {
        let lists = request.headers().get_all(header::ACCEPT_ENCODING);
        Self(lists.iter().cloned().collect())
    }

    /// Compresses a body that is worth it. Pictures and what is compressed already stay as they are.
    ///
    /// Only such an answer meets the service that compresses: its bodies have room for an encoder, and to move
    /// that around costs more than a short answer.
    pub fn compress(self, mut answer: Response) -> Response {
        let compressed = answer.headers().contains_key(header::CONTENT_ENCODING);
        if compressed || !WORTH_IT.should_compress(&answer) {
            return answer;
        }
        if self.0.is_empty() {
            answer.headers_mut().append(header::VARY, BY_CODING);
            return answer;
        }
        let mut asked = http::Request::new(answer);
        for list in self.0 {
            asked.headers_mut().append(header::ACCEPT_ENCODING, list);
        }
        let answered =
            |asked: http::Request<Response>| ready(Ok::<_, Infallible>(asked.into_body()));
        let answer = Compression::new(service_fn(answered)).call(asked);
        let Ok(answer) = answer.now_or_never().expect("the answer is there");
        answer.map(Body::new)
    }
}
