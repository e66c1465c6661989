//! `POST /accounts/reset-password/request/` and `POST /accounts/reset-password/complete/`

use serde_json::json;

use crate::support::{Answer, Cinema, PASSWORD, eventually};

const NEW: &str = "Battery-Staple?8";
const SUBJECT: &str = "Reset your Online Cinema password";

async fn request(cinema: &Cinema, email: &str) {
    let answer = cinema
        .client()
        .post(
            "/accounts/reset-password/request/",
            json!({ "email": email }),
        )
        .await;
    answer.says("If you have an account, you will receive an email with instructions.");
}

async fn complete(cinema: &Cinema, email: &str, token: &str, password: &str) -> Answer {
    let body = json!({ "email": email, "token": token, "password": password });
    cinema
        .client()
        .post("/accounts/reset-password/complete/", body)
        .await
}

/// The token of a link that was mailed.
async fn mailed_token(cinema: &Cinema, email: &str) -> String {
    request(cinema, email).await;
    cinema.mail_to(&email.to_lowercase(), SUBJECT).await.token()
}

#[track_caller]
fn is_refused(answer: &Answer) {
    answer.refuses(
        400,
        "invalid-reset-token",
        "Invalid reset token",
        "Invalid email or token.",
    );
}

#[tokio::test]
async fn the_mailed_token_sets_a_new_password_once() {
    let cinema = Cinema::start().await;
    cinema.member("anna@example.com").await;
    let token = mailed_token(&cinema, "Anna@Example.com").await;

    complete(&cinema, "ANNA@example.com", &token, NEW)
        .await
        .says("Your password has been successfully changed!");
    cinema
        .mail_to(
            "anna@example.com",
            "Your Online Cinema password was changed",
        )
        .await;
    assert_eq!(
        cinema
            .try_sign_in("anna@example.com", PASSWORD)
            .await
            .status,
        401
    );
    cinema.try_sign_in("anna@example.com", NEW).await.tokens();
    is_refused(&complete(&cinema, "anna@example.com", &token, PASSWORD).await);
}

#[tokio::test]
async fn nobody_but_an_active_account_gets_a_mail() {
    let cinema = Cinema::start().await;
    cinema.member("anna@example.com").await;
    cinema.register("inactive@example.com").await;
    for email in [
        "nobody@example.com",
        "inactive@example.com",
        "anna@example.com",
    ] {
        request(&cinema, email).await;
    }
    eventually("every request is handled", async || {
        let handled = "SELECT count(*) FROM handled_jobs WHERE kind = 'send-password-reset-email'";
        (cinema.count(handled).await == 3).then_some(())
    })
    .await;
    let mails = cinema.smtp.mails();
    let recipients: Vec<_> = mails
        .iter()
        .filter(|mail| mail.subject == SUBJECT)
        .map(|mail| &mail.recipient)
        .collect();
    assert_eq!(recipients, ["anna@example.com"]);
}

#[tokio::test]
async fn a_wrong_token_leaves_the_right_one_alone() {
    let cinema = Cinema::start().await;
    for email in ["anna@example.com", "berta@example.com"] {
        cinema.member(email).await;
    }
    let token = mailed_token(&cinema, "anna@example.com").await;
    is_refused(&complete(&cinema, "anna@example.com", "wrong", NEW).await);
    is_refused(&complete(&cinema, "berta@example.com", &token, NEW).await);
    is_refused(&complete(&cinema, "nobody@example.com", &token, NEW).await);
    complete(&cinema, "anna@example.com", &token, "weak")
        .await
        .names_fields(&[("password", "rule")]);
    complete(&cinema, "anna@example.com", &token, NEW)
        .await
        .says("Your password has been successfully changed!");
}

#[tokio::test]
async fn a_token_does_not_work_after_its_day() {
    let cinema = Cinema::start().await;
    cinema.member("anna@example.com").await;
    let token = mailed_token(&cinema, "anna@example.com").await;
    cinema
        .execute(
            "UPDATE password_reset_tokens SET expires_at = now() - $1::interval",
            "1 second",
        )
        .await;
    is_refused(&complete(&cinema, "anna@example.com", &token, NEW).await);
}

#[tokio::test]
async fn a_new_request_replaces_the_link_of_the_last_one() {
    let cinema = Cinema::start().await;
    cinema.member("anna@example.com").await;
    let first = mailed_token(&cinema, "anna@example.com").await;
    request(&cinema, "anna@example.com").await;
    let second = eventually("another link works", async || {
        let stored: String = sqlx::query_scalar("SELECT token FROM password_reset_tokens")
            .fetch_one(&cinema.db)
            .await
            .unwrap();
        let mails = cinema
            .smtp
            .mails()
            .into_iter()
            .filter(|mail| mail.subject == SUBJECT);
        mails
            .map(|mail| mail.token())
            .find(|token| *token != first && domain::hash_token(token) == stored)
    })
    .await;
    is_refused(&complete(&cinema, "anna@example.com", &first, NEW).await);
    complete(&cinema, "anna@example.com", &second, NEW)
        .await
        .says("Your password has been successfully changed!");
}

#[tokio::test]
async fn of_two_uses_of_a_token_at_once_one_holds() {
    let cinema = Cinema::start().await;
    cinema.member("anna@example.com").await;
    let token = mailed_token(&cinema, "anna@example.com").await;
    let uses = (0..8).map(|number| {
        let (cinema, token) = (&cinema, &token);
        async move {
            complete(
                cinema,
                "anna@example.com",
                token,
                &format!("Battery-Staple?{number}"),
            )
            .await
            .status
        }
    });
    let mut statuses = futures_util::future::join_all(uses).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400, 400, 400, 400, 400, 400, 400]);
}
