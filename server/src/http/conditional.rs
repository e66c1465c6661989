//! Answers that the caller has a copy of: `If-None-Match` (RFC 9110, 13.1.2).

use axum::{body::Body, extract::Request, middleware::Next, response::Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use crate::http::entity_tag;

/// Headers that speak of a body. The others, such as `Cache-Control` and `Vary`, renew the caller's copy.
const OF_BODY: [http::HeaderName; 3] = [
    header::CONTENT_ENCODING,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
];

/// Turns an answer whose `ETag` the caller names into 304 without a body.
pub async fn answer_not_modified(request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let copies = request.headers().get_all(header::IF_NONE_MATCH);
    let copies: Vec<HeaderValue> = copies.iter().cloned().collect();
    let mut response = next.run(request).await;
    if response.status() == StatusCode::OK && is_among(response.headers(), &copies) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        for name in OF_BODY {
            response.headers_mut().remove(name);
        }
    }
    response
}

fn is_among(answer: &HeaderMap, copies: &[HeaderValue]) -> bool {
    let tag = answer.get(header::ETAG).and_then(|tag| tag.to_str().ok());
    tag.is_some_and(|tag| {
        let mut lists = copies.iter().filter_map(|list| list.to_str().ok());
        lists.any(|list| entity_tag::names_tag(list, tag))
    })
}
