//! Problems as people read them.

use axum::{body::Body, response::Response};
use http::header;
use minijinja::context;

use super::{CONTENT_SECURITY_POLICY, HTML, Pages};
use crate::problem::Problem;

impl Pages {
    /// Makes the answer to a problem a page. Says whether it did.
    pub fn explain(&self, answer: &mut Response, problem: &Problem, request_id: &str) -> bool {
        let title = problem.title();
        let text = problem.to_string();
        // Nobody who clicked a link can mend what broke here; the number helps those who can.
        let ours = problem.status().is_server_error();
        let values = context! { title, text, ours, request_id };
        let Some(html) = self.render("problem.html", values) else {
            return false;
        };
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_TYPE, HTML);
        headers.insert(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
        headers.remove(header::CONTENT_LENGTH);
        *answer.body_mut() = Body::from(html);
        true
    }
}
