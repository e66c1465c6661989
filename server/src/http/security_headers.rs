//! Headers that make browsers careful with every answer (OWASP ASVS 5, 3.4).

use http::{HeaderMap, HeaderName, HeaderValue, header};

static HEADERS: [(HeaderName, HeaderValue); 6] = [
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    ),
    // Browsers heed it on HTTPS only.
    (
        header::STRICT_TRANSPORT_SECURITY,
        HeaderValue::from_static("max-age=31536000; includeSubDomains"),
    ),
    // Answers are data: nothing in them may load or run.
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
    ),
    // Answers carry tokens and personal data unless an operation says otherwise.
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// Adds what the answer does not set itself.
pub fn add_missing(headers: &mut HeaderMap) {
    for (name, value) in &HEADERS {
        // Not an entry, which would make room before it knows that there is something to put into it.
        if !headers.contains_key(name) {
            headers.insert(name, value.clone());
        }
    }
}
