//! Bodies that are refused before an operation sees them.

use serde_json::json;

use super::credentials;
use crate::support::{Answer, Cinema};

/// A password that must not come back, wherever it was sent.
const SECRET: &str = "Hunter2-secret";

#[tokio::test]
async fn a_body_of_another_type_is_refused() {
    let cinema = Cinema::without_worker().await;
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/xml",
        "application/jsonx",
        "",
    ] {
        let answer = cinema
            .client()
            .post_as("/accounts/login/", content_type, credentials().to_string())
            .await;
        let detail = "The request body must be application/json.";
        answer.refuses(
            415,
            "unsupported-media-type",
            "Unsupported media type",
            detail,
        );
    }
    let answer = cinema
        .client()
        .post_as(
            "/accounts/login/",
            "Application/JSON; charset=utf-8",
            credentials().to_string(),
        )
        .await;
    assert_eq!(
        answer.status, 401,
        "the type may have parameters and any case"
    );
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let cinema = Cinema::without_worker().await;
    let body = json!({ "email": "anna@example.com", "password": "x".repeat(64 * 1024) });
    let answer = cinema.client().post("/accounts/login/", body).await;
    answer.refuses(
        413,
        "content-too-large",
        "Content too large",
        "The request body is too large.",
    );
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused() {
    let cinema = Cinema::without_worker().await;
    let broken: [&[u8]; 7] = [
        b"",
        b"{",
        b"null and void",
        b"{\"email\": }",
        b"{\"email\": \"a\",}",
        b"{'email': 'a'}",
        b"\xff\xfe",
    ];
    for body in broken {
        let answer = cinema.client().post_bytes("/accounts/login/", body).await;
        answer.is_problem(400);
        assert_eq!(
            answer.json()["type"],
            "urn:problem-type:cinema:malformed-request"
        );
    }
}

#[tokio::test]
async fn a_member_that_is_unknown_or_given_twice_is_refused() {
    let cinema = Cinema::without_worker().await;
    let client = cinema.client();
    let mut body = credentials();
    body["remember_me"] = true.into();
    client
        .post("/accounts/login/", body)
        .await
        .names_fields(&[("remember_me", "unknown")]);
    let twice = r#"{"email": "anna@example.com", "email": "anna@example.com", "password": "x"}"#;
    client
        .post_bytes("/accounts/login/", twice)
        .await
        .names_fields(&[("email", "duplicate")]);
}

#[tokio::test]
async fn a_refused_value_is_never_repeated() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let client = cinema.client();
    let signed_in = client.bearer(&tokens.access);
    let register = "/accounts/register/";
    let answers: Vec<Answer> = vec![
        client
            .post(register, json!({ "email": SECRET, "password": SECRET }))
            .await,
        client
            .post(
                register,
                json!({ "email": [SECRET], "password": { "a": SECRET } }),
            )
            .await,
        client.post(register, json!(SECRET)).await,
        client.post(register, json!([SECRET])).await,
        client
            .post_bytes(register, format!("{{\"password\": \"{SECRET}"))
            .await,
        client
            .post_bytes(register, format!("{{\"password\": {SECRET}}}"))
            .await,
        client.post_bytes(register, SECRET).await,
        client.post_as(register, "text/plain", SECRET).await,
        client
            .post(
                "/accounts/login/",
                json!({ "email": SECRET, "password": SECRET }),
            )
            .await,
        client
            .post(
                "/accounts/reset-password/request/",
                json!({ "email": SECRET }),
            )
            .await,
        client
            .post(
                "/accounts/reset-password/complete/",
                json!({ "email": SECRET, "token": SECRET, "password": SECRET }),
            )
            .await,
        client
            .post("/accounts/refresh/", json!({ "refresh_token": SECRET }))
            .await,
        client
            .get(&format!(
                "/accounts/activate/?email={SECRET}&token={SECRET}"
            ))
            .await,
        client
            .get(&format!(
                "/movies/?page={SECRET}&sort={SECRET}&year={SECRET}&price_to={SECRET}"
            ))
            .await,
        client.get(&format!("/{SECRET}/")).await,
        client.bearer(SECRET).get("/accounts/sessions/").await,
        signed_in
            .delete(&format!("/accounts/sessions/{SECRET}/"))
            .await,
        signed_in
            .post(
                "/accounts/change-password/",
                json!({ "email": SECRET, "old_password": SECRET, "new_password": "x" }),
            )
            .await,
    ];
    for answer in answers {
        answer.is_problem(answer.status);
        assert!((400..500).contains(&answer.status), "{}", answer.text);
        assert!(!answer.text.contains("Hunter2"), "{}", answer.text);
        let repeated = answer
            .headers
            .values()
            .any(|value| value.as_bytes().windows(7).any(|part| part == b"Hunter2"));
        assert!(!repeated, "{:?}", answer.headers);
    }
}
