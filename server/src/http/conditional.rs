//! Answers that the caller has a copy of: `If-None-Match` (RFC 9110, 13.1.2).

use axum::{body::Body, extract::Request, response::Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use crate::http::entity_tag;

/// Headers that speak of a body. The others, such as `Cache-Control` and `Vary`, renew the caller's copy.
const OF_BODY: [http::HeaderName; 3] = [
    header::CONTENT_ENCODING,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
];

/// The tags of the answers that the caller has a copy of.
pub struct Copies(Vec<HeaderValue>);

impl Copies {
    /// Reads the header. Only what GET and HEAD answer can be copied.
    pub fn of(request: &Request) -> Self {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Self(Vec::new());
        }
        let lists = request.headers().get_all(header::IF_NONE_MATCH);
        Self(lists.iter().cloned().collect())
    }

    /// Turns an answer whose `ETag` the caller names into 304 without a body.
    pub fn spare_body(&self, answer: &mut Response) {
        if answer.status() != StatusCode::OK || !self.include(answer.headers()) {
            return;
        }
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        *answer.body_mut() = Body::empty();
        for name in OF_BODY {
            answer.headers_mut().remove(name);
        }
    }

    fn include(&self, answer: &HeaderMap) -> bool {
        let tag = answer.get(header::ETAG).and_then(|tag| tag.to_str().ok());
        tag.is_some_and(|tag| {
            let mut lists = self.0.iter().filter_map(|list| list.to_str().ok());
            lists.any(|list| entity_tag::names_tag(list, tag))
        })
    }
}
