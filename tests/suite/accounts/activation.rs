//! `GET /accounts/activate/` and `POST /accounts/resend-activation/`

use serde_json::json;

use crate::support::{Answer, Cinema, eventually};

const ACTIVATE: &str = "Activate your Online Cinema account";

async fn resend(cinema: &Cinema, email: &str) -> Answer {
    cinema
        .client()
        .post("/accounts/resend-activation/", json!({ "email": email }))
        .await
}

async fn activate(cinema: &Cinema, email: &str, token: &str) -> Answer {
    cinema
        .client()
        .get(&format!("/accounts/activate/?email={email}&token={token}"))
        .await
}

#[track_caller]
fn is_refused(answer: &Answer) {
    answer.refuses(
        400,
        "invalid-activation-token",
        "Invalid activation token",
        "Invalid or expired token",
    );
}

#[tokio::test]
async fn the_mailed_link_works_once() {
    let cinema = Cinema::start().await;
    cinema.register("anna@example.com").await;
    let link = cinema
        .mail_to("anna@example.com", ACTIVATE)
        .await
        .operation();
    cinema
        .client()
        .get(&link)
        .await
        .says("User account activated successfully.");
    is_refused(&cinema.client().get(&link).await);
}

#[tokio::test]
async fn a_wrong_token_leaves_the_right_one_alone() {
    let cinema = Cinema::start().await;
    for email in ["anna@example.com", "berta@example.com"] {
        cinema.register(email).await;
    }
    let annas = cinema.mail_to("anna@example.com", ACTIVATE).await.token();
    let bertas = cinema.mail_to("berta@example.com", ACTIVATE).await.token();

    is_refused(&activate(&cinema, "anna@example.com", "wrong").await);
    is_refused(&activate(&cinema, "anna@example.com", &bertas).await);
    is_refused(&activate(&cinema, "nobody@example.com", &annas).await);
    is_refused(&activate(&cinema, "no-address", &annas).await);

    activate(&cinema, "ANNA@example.com", &annas)
        .await
        .says("User account activated successfully.");
    activate(&cinema, "berta@example.com", &bertas)
        .await
        .says("User account activated successfully.");
}

#[tokio::test]
async fn a_link_does_not_work_after_its_day() {
    let cinema = Cinema::start().await;
    cinema.register("anna@example.com").await;
    let link = cinema
        .mail_to("anna@example.com", ACTIVATE)
        .await
        .operation();
    cinema
        .execute(
            "UPDATE activation_tokens SET expires_at = now() - $1::interval",
            "1 second",
        )
        .await;
    is_refused(&cinema.client().get(&link).await);
}

#[tokio::test]
async fn a_token_is_stored_as_its_hash_only() {
    let cinema = Cinema::start().await;
    cinema.register("anna@example.com").await;
    let token = cinema.mail_to("anna@example.com", ACTIVATE).await.token();
    let stored: String = sqlx::query_scalar("SELECT token FROM activation_tokens")
        .fetch_one(&cinema.db)
        .await
        .unwrap();
    assert_eq!(stored, domain::hash_token(&token));
    assert_ne!(stored, token);
}

#[tokio::test]
async fn another_link_is_refused_while_the_last_one_works() {
    let cinema = Cinema::start().await;
    cinema.register("anna@example.com").await;
    cinema.mail_to("anna@example.com", ACTIVATE).await;
    let answer = resend(&cinema, "Anna@example.com").await;
    answer.refuses(
        400,
        "activation-token-still-valid",
        "Activation token still valid",
        "Activation token still valid.",
    );
}

#[tokio::test]
async fn there_is_no_link_for_an_active_account_or_an_unknown_address() {
    let cinema = Cinema::without_worker().await;
    cinema.member("anna@example.com").await;
    resend(&cinema, "anna@example.com")
        .await
        .says("User is already activated.");
    let detail = "User with given email nobody@example.com not found.";
    resend(&cinema, "nobody@example.com").await.refuses(
        404,
        "unknown-email",
        "Unknown email",
        detail,
    );
    resend(&cinema, "nobody")
        .await
        .names_fields(&[("email", "format")]);
}

#[tokio::test]
async fn asking_twice_before_a_worker_runs_sends_one_link_which_works() {
    let mut cinema = Cinema::without_worker().await;
    cinema.register("anna@example.com").await;
    resend(&cinema, "anna@example.com")
        .await
        .says("A new activation link has been sent.");
    cinema.start_worker();
    eventually("both jobs are done", async || {
        (cinema.count("SELECT count(*) FROM handled_jobs").await == 2).then_some(())
    })
    .await;
    let mails = cinema.smtp.mails();
    assert_eq!(mails.len(), 1);
    cinema
        .client()
        .get(&mails[0].operation())
        .await
        .says("User account activated successfully.");
}
