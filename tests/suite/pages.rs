//! Pages for people who follow the link in a reset mail.

use crate::support::{Answer, Cinema, PASSWORD};

const NEW: &str = "Battery-Staple?8";
const FORM: &str = "/accounts/reset-password/form/";

/// An account that has asked for a new password, and the link in the mail.
async fn start() -> (Cinema, String, String) {
    let cinema = Cinema::start().await;
    cinema.member("anna@example.com").await;
    let body = serde_json::json!({ "email": "anna@example.com" });
    cinema
        .client()
        .post("/accounts/reset-password/request/", body)
        .await;
    let mail = cinema
        .mail_to("anna@example.com", "Reset your Online Cinema password")
        .await;
    (cinema, mail.link(), mail.token())
}

/// Fills in the form as a browser does.
async fn fill_in(cinema: &Cinema, token: &str, password: &str, again: &str) -> Answer {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in [
        ("email", "anna@example.com"),
        ("token", token),
        ("password", password),
        ("again", again),
    ] {
        form.append_pair(name, value);
    }
    cinema
        .client()
        .post_as(FORM, "application/x-www-form-urlencoded", form.finish())
        .await
}

#[track_caller]
fn is_page(answer: &Answer, status: u16, text: &str) {
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (status, Some("text/html; charset=utf-8"))
    );
    assert!(answer.text.contains(text), "{text:?} in {}", answer.text);
    let policy = answer.header("content-security-policy").unwrap_or_default();
    assert!(
        policy.contains("default-src 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
}

#[tokio::test]
async fn the_mailed_link_shows_a_form_that_sets_the_password() {
    let (cinema, link, token) = start().await;
    for _ in 0..2 {
        let page = cinema.client().get(&link).await;
        is_page(
            &page,
            200,
            &format!(r#"<input type="hidden" name="token" value="{token}">"#),
        );
    }
    is_page(
        &fill_in(&cinema, &token, NEW, NEW).await,
        200,
        "Your password is changed",
    );
    cinema.try_sign_in("anna@example.com", NEW).await.tokens();
    is_page(
        &fill_in(&cinema, &token, NEW, NEW).await,
        400,
        "This link has expired or was used before.",
    );
}

#[tokio::test]
async fn the_form_says_what_is_wrong_and_keeps_the_link() {
    let (cinema, _, token) = start().await;
    let hidden = format!(r#"<input type="hidden" name="token" value="{token}">"#);
    for (password, again, text) in [
        (NEW, PASSWORD, "The passwords differ."),
        ("weak", "weak", "Password must contain 8-128"),
    ] {
        let page = fill_in(&cinema, &token, password, again).await;
        is_page(&page, 422, text);
        assert!(
            page.text.contains(&hidden) && !page.text.contains(password),
            "{}",
            page.text
        );
    }
    is_page(
        &fill_in(&cinema, "wrong", NEW, NEW).await,
        400,
        "This link has expired or was used before.",
    );
    is_page(
        &fill_in(&cinema, &token, NEW, NEW).await,
        200,
        "Your password is changed",
    );
}

#[tokio::test]
async fn what_a_link_says_is_shown_as_text() {
    let cinema = Cinema::without_worker().await;
    let link = "/accounts/reset-password/complete/?email=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&token=%22%3E%3Cimg%20src=x%3E";
    let page = cinema.client().get(link).await;
    is_page(&page, 200, "&lt;script&gt;");
    assert!(
        !page.text.contains("<script") && !page.text.contains("<img"),
        "{}",
        page.text
    );
}

#[tokio::test]
async fn what_is_no_form_is_a_problem() {
    let cinema = Cinema::without_worker().await;
    let client = cinema.client();
    client
        .post(FORM, serde_json::json!({}))
        .await
        .is_problem(415);
    let form = "application/x-www-form-urlencoded";
    client.post_as(FORM, form, "email=a").await.is_problem(400);
    client
        .post_as(FORM, form, "x".repeat(100_000))
        .await
        .is_problem(413);
}

#[tokio::test]
async fn the_style_sheet_is_served_here() {
    let cinema = Cinema::without_worker().await;
    let answer = cinema.client().get("/pages/style.css").await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("text/css; charset=utf-8"))
    );
}
