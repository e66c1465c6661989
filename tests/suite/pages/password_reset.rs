//! From the reset mail to a new password, in a browser.

use serde_json::json;

use super::{RESET, browser, hidden, is_page, submit};
use crate::support::{Answer, Cinema, Mail, PASSWORD};

const ANNA: &str = "anna@example.com";
const NEW: &str = "Battery-Staple?8";
const FORM: &str = "/accounts/reset-password/complete/form/";
const REQUEST: &str = "/accounts/reset-password/request/form/";

/// An account that has asked for a new password, and the mail.
async fn asked() -> (Cinema, Mail) {
    let cinema = Cinema::start().await;
    cinema.member(ANNA).await;
    let body = json!({ "email": ANNA });
    cinema
        .client()
        .post("/accounts/reset-password/request/", body)
        .await;
    let mail = cinema.mail_to(ANNA, RESET).await;
    (cinema, mail)
}

/// Fills in the form.
async fn fill_in(cinema: &Cinema, token: &str, password: &str, again: &str) -> Answer {
    let fields = [
        ("email", ANNA),
        ("token", token),
        ("password", password),
        ("again", again),
    ];
    submit(&browser(cinema), FORM, &fields).await
}

#[tokio::test]
async fn the_mailed_link_shows_a_form_that_sets_the_password() {
    let (cinema, mail) = asked().await;
    let token = mail.token();
    // However often it is looked at, and by whom: also under the name of the operation, in a browser.
    for (client, link) in [
        (cinema.client(), mail.link()),
        (browser(&cinema), mail.link()),
        (browser(&cinema), mail.operation()),
    ] {
        assert_eq!(client.call("HEAD", &link).await.status, 200);
        let page = client.get(&link).await;
        is_page(
            &page,
            200,
            &["Choose a new password", &hidden("token", &token)],
        );
    }
    is_page(
        &fill_in(&cinema, &token, NEW, NEW).await,
        200,
        &["Your password is changed"],
    );
    cinema.try_sign_in(ANNA, NEW).await.tokens();

    let used = ["This link does not work", "used before"];
    is_page(&fill_in(&cinema, &token, NEW, NEW).await, 400, &used);
    is_page(&browser(&cinema).get(&mail.link()).await, 400, &used);
}

#[tokio::test]
async fn the_form_says_what_is_wrong_beside_the_field_and_keeps_the_link() {
    let (cinema, mail) = asked().await;
    let token = mail.token();
    let differ = r#"<p class="mistake" id="again-mistake">The passwords differ.</p>"#;
    let weak = r#"<p class="mistake" id="password-mistake">Password must contain 8-128 characters"#;
    for (password, again, texts) in [
        (NEW, PASSWORD, &[differ, r##"<a href="#again">"##][..]),
        ("weak", "weak", &[weak, r##"<a href="#password">"##]),
        (
            "weak",
            "other",
            &[weak, differ, "Some things are not right yet"],
        ),
    ] {
        let page = fill_in(&cinema, &token, password, again).await;
        is_page(&page, 422, texts);
        is_page(&page, 422, &["<title>Error: ", &hidden("token", &token)]);
        assert!(!page.text.contains(password), "{}", page.text);
    }
    is_page(
        &fill_in(&cinema, "wrong", NEW, NEW).await,
        400,
        &["This link does not work"],
    );
    is_page(
        &fill_in(&cinema, &token, NEW, NEW).await,
        200,
        &["Your password is changed"],
    );
}

#[tokio::test]
async fn an_expired_link_leads_to_another_one() {
    let (cinema, mail) = asked().await;
    let expire = "UPDATE password_reset_tokens SET expires_at = now() - $1::interval";
    cinema.execute(expire, "1 second").await;
    let page = browser(&cinema).get(&mail.link()).await;
    is_page(&page, 400, &["This link does not work", REQUEST, ANNA]);
    let answer = "If you have an account, you will receive an email with instructions.";
    for email in [ANNA, "nobody@example.com"] {
        let sent = submit(&browser(&cinema), REQUEST, &[("email", email)]).await;
        is_page(&sent, 200, &["Look into your mailbox", answer, email]);
    }
}

#[tokio::test]
async fn the_form_for_a_link_takes_addresses_only() {
    let cinema = Cinema::without_worker().await;
    let client = browser(&cinema);
    is_page(&client.get(REQUEST).await, 200, &["Forgot your password?"]);
    let page = submit(&client, REQUEST, &[("email", "nobody")]).await;
    let texts = [
        "<title>Error: ",
        "Enter a valid email address, such as name@example.com.",
    ];
    is_page(&page, 422, &texts);
}

#[tokio::test]
async fn what_is_typed_is_shown_as_text() {
    let cinema = Cinema::without_worker().await;
    let link = format!("{FORM}?email=%22%3E%3Cimg%20src=x%3E&token=%22%3E%3Cimg%20src=x%3E");
    let typed = submit(&browser(&cinema), REQUEST, &[("email", "\"><img src=x>")]).await;
    for (page, status) in [(browser(&cinema).get(&link).await, 400), (typed, 422)] {
        is_page(&page, status, &["&lt;img src=x&gt;"]);
        assert!(!page.text.contains("<img"), "{}", page.text);
    }
}
