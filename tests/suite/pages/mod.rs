//! Pages for people, as their browsers ask for them.

mod activation;
mod docs;
mod docs_in_the_browser;
mod in_the_browser;
mod negotiation;
mod password_reset;

use crate::support::{Answer, Cinema, Client};

/// What browsers say that they take.
const BROWSER: &str =
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

const ACTIVATION: &str = "Activate your Online Cinema account";
const RESET: &str = "Reset your Online Cinema password";

/// Somebody with a browser.
fn browser(cinema: &Cinema) -> Client {
    cinema.client().header("accept", BROWSER)
}

/// Sends a form as a browser does.
async fn submit(client: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    let declared = "application/x-www-form-urlencoded";
    client.post_as(path, declared, form.finish()).await
}

/// Asserts that an answer is a page that says something and lets nothing run or load that is not ours.
#[track_caller]
fn is_page(answer: &Answer, status: u16, texts: &[&str]) {
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (status, Some("text/html; charset=utf-8")),
        "{}",
        answer.text
    );
    for text in texts {
        assert!(answer.text.contains(text), "{text:?} in {}", answer.text);
    }
    for (name, value) in [
        (
            "content-security-policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    for unwanted in ["<script", " style=", " onclick", "http://", "https://"] {
        assert!(
            !answer.text.contains(unwanted),
            "{unwanted:?} in {}",
            answer.text
        );
    }
}

/// A hidden field as it stands in a page.
fn hidden(name: &str, value: &str) -> String {
    format!(r#"<input type="hidden" name="{name}" value="{value}">"#)
}
