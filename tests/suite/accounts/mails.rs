//! The four mails, as they arrive. `cargo insta review` shows what a change to a template does to them.

use serde_json::json;

use crate::support::{Cinema, Mail, PASSWORD};

/// Everything but what differs from run to run.
fn shown(mail: &Mail) -> String {
    format!(
        "From: {}\nTo: {}\nSubject: {}\n\n{}\n\n{}",
        mail.from, mail.recipient, mail.subject, mail.text, mail.html
    )
}

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"token=[A-Za-z0-9_-]{43}", "token=[token]");
    settings.add_filter(r"\d{1,2} [A-Z][a-z]+ 20\d\d, \d\d:\d\d", "[time]");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

#[tokio::test]
async fn every_mail_reads_as_it_was_approved() {
    let cinema = Cinema::start().await;
    let anna = "anna@example.com";
    cinema.register(anna).await;
    let activation = cinema
        .mail_to(anna, "Activate your Online Cinema account")
        .await;
    cinema.client().get(&activation.operation()).await;
    let complete = cinema
        .mail_to(anna, "Your Online Cinema account is active")
        .await;

    cinema
        .client()
        .post(
            "/accounts/reset-password/request/",
            json!({ "email": anna }),
        )
        .await;
    let reset = cinema
        .mail_to(anna, "Reset your Online Cinema password")
        .await;
    let body = json!({ "email": anna, "token": reset.token(), "password": PASSWORD });
    cinema
        .client()
        .post("/accounts/reset-password/complete/", body)
        .await;
    let changed = cinema
        .mail_to(anna, "Your Online Cinema password was changed")
        .await;

    settings().bind(|| {
        insta::assert_snapshot!("activation", shown(&activation));
        insta::assert_snapshot!("activation_complete", shown(&complete));
        insta::assert_snapshot!("password_reset", shown(&reset));
        insta::assert_snapshot!("password_reset_complete", shown(&changed));
    });
}

#[tokio::test]
async fn a_mail_shows_an_address_with_special_characters_as_text() {
    let cinema = Cinema::start().await;
    cinema.register("o'neill&co+x@example.com").await;
    let mail = cinema
        .mail_to(
            "o'neill&co+x@example.com",
            "Activate your Online Cinema account",
        )
        .await;
    assert!(
        mail.html.contains("o&#x27;neill&amp;co+x@example.com"),
        "{}",
        mail.html
    );
    assert!(mail.text.contains("o'neill&co+x@example.com"));
    assert!(
        mail.link()
            .contains("email=o%27neill%26co%2Bx%40example.com"),
        "{}",
        mail.link()
    );
    cinema
        .client()
        .get(&mail.operation())
        .await
        .says("User account activated successfully.");
}
