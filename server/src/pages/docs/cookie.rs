//! The cookie with which a browser reads the documentation.
//!
//! It is sent nowhere else: there is one for each path, and no other site can make a browser send it.

use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};

use crate::{App, auth::tokens::DOCS_TTL};

const NAME: &str = "cinema_docs";
/// What it is sent to: a path in a cookie includes what is below it.
const PATHS: [&str; 5] = [
    "/docs",
    "/redoc",
    "/openapi.json",
    "/openapi.yaml",
    "/openapi",
];

/// The token in a request.
pub fn token(headers: &HeaderMap) -> Option<&str> {
    let lists = headers.get_all(header::COOKIE).iter();
    lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == NAME).then_some(value))
}

/// Lets the browser keep a token for as long as it is worth something.
pub fn give(app: &App, answer: &mut Response, token: &str) {
    set(app, answer, token, DOCS_TTL.as_secs());
}

/// Makes the browser forget it.
pub fn take(app: &App, answer: &mut Response) {
    set(app, answer, "", 0);
}

fn set(app: &App, answer: &mut Response, token: &str, seconds: u64) {
    let server = &app.config.server;
    let base = server.base_path();
    let secure = if server.public_url.scheme() == "https" {
        "; Secure"
    } else {
        ""
    };
    for path in PATHS {
        let cookie = format!(
            "{NAME}={token}; Path={base}{path}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
        );
        let cookie = HeaderValue::from_str(&cookie).expect("tokens and paths of URLs are ASCII");
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
}
