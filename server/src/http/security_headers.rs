//! Headers that make browsers careful with every answer (OWASP ASVS 5, 3.4).

use http::{HeaderMap, HeaderName, HeaderValue, header};

const HEADERS: [(HeaderName, HeaderValue); 6] = [
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

/// Adds what the answer does not set itself. One that was kept sets all of them: its headers need not grow.
pub fn add_missing(headers: &mut HeaderMap) {
    let is_missing = |(name, _): &&(HeaderName, HeaderValue)| !headers.contains_key(name);
    let missing = HEADERS.iter().filter(is_missing).count();
    if missing == 0 {
        return;
    }
    headers.reserve(missing);
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(value);
    }
}
