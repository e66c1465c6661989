//! Whether an answer is a page for a person or data for a program.

use axum::{extract::Request, response::Response};
use http::{HeaderMap, HeaderValue, Method, header};

use crate::pages;

/// Others may get another form of the same answer: caches have to know.
const BY_FORM: HeaderValue = HeaderValue::from_static("accept");

/// In which form a request is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// Whether it is a page, also where something goes wrong.
    pub is_page: bool,
    depends_on_accept: bool,
}

impl Form {
    /// Looks at the path, and at `Accept` where both forms exist.
    pub fn of(request: &Request) -> Self {
        let (method, path) = (request.method(), request.uri().path());
        let depends_on_accept =
            matches!(*method, Method::GET | Method::HEAD) && pages::is_in_both_forms(path);
        // A program that only wants the headers must not activate an account by that.
        let asks_for_headers_of_a_link = path == pages::ACTIVATE && *method == Method::HEAD;
        Self {
            is_page: pages::is_only_for_people(path)
                || asks_for_headers_of_a_link
                || depends_on_accept && wants_page(request.headers()),
            depends_on_accept,
        }
    }

    /// Says in the answer what it depends on.
    pub fn declare(self, answer: &mut Response) {
        if self.depends_on_accept {
            answer.headers_mut().append(header::VARY, BY_FORM);
        }
    }
}

/// Whether `Accept` prefers a page (RFC 9110, 12.5.1). Data is the default: who takes anything gets data, and so does
/// who says nothing.
pub fn wants_page(headers: &HeaderMap) -> bool {
    let (mut page, mut data, mut anything) = (0.0_f32, 0.0_f32, 0.0_f32);
    let lists = headers.get_all(header::ACCEPT).iter();
    for range in lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.split(','))
    {
        let mut parts = range.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts
            .find_map(|parameter| parameter.strip_prefix("q="))
            .map_or(1.0, |q| q.parse().unwrap_or(0.0));
        match kind.as_str() {
            "text/html" => page = weight,
            "application/json" | "application/problem+json" => data = data.max(weight),
            "*/*" | "application/*" => anything = anything.max(weight),
            _ => {}
        }
    }
    page > data && page >= anything
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_get_pages_and_programs_get_data() {
        for (accept, expected) in [
            (
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
                true,
            ),
            ("text/html", true),
            ("TEXT/HTML; charset=utf-8", true),
            ("text/html, */*", true),
            ("text/html;q=0.9, application/json;q=0.8", true),
            ("", false),
            ("*/*", false),
            ("application/json", false),
            ("application/json, text/plain, */*", false),
            ("application/json, text/html", false),
            ("text/html;q=0.5, application/json", false),
            ("text/html;q=0.5, */*", false),
            ("text/html;q=0", false),
            ("text/html;q=nonsense", false),
            ("image/*", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            assert_eq!(wants_page(&headers), expected, "{accept:?}");
        }
        assert!(!wants_page(&HeaderMap::new()));
    }
}
