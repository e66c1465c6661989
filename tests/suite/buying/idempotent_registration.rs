//! `Idempotency-Key` of a registration. It belongs to no account yet.

use futures_util::future::join_all;
use serde_json::json;

use super::{add_films, ordered};
use crate::support::{Answer, Cinema, PASSWORD};

const KEY: &str = "b6a1f0c2-registration";

async fn register(cinema: &Cinema, email: &str, password: &str) -> Answer {
    let client = cinema.client().header("idempotency-key", KEY);
    let body = json!({ "email": email, "password": password });
    client.post("/accounts/register/", body).await
}

#[tokio::test]
async fn who_registers_again_with_the_same_key_gets_the_same_answer_and_one_mail() {
    let cinema = Cinema::builder()
        .workers(0)
        .set("rate_limits.mail", "1/1h")
        .start()
        .await;
    let first = register(&cinema, "anna@example.com", PASSWORD).await;
    assert_eq!(first.status, 201, "{}", first.text);
    assert_eq!(first.header("idempotent-replayed"), None);
    let again = register(&cinema, "anna@example.com", PASSWORD).await;
    again.is(201, &first.json());
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(cinema.count("SELECT count(*) FROM users").await, 1);
}

#[tokio::test]
async fn the_key_of_another_registration_is_refused() {
    let cinema = Cinema::without_worker().await;
    assert_eq!(
        register(&cinema, "anna@example.com", PASSWORD).await.status,
        201
    );
    for (email, password) in [
        ("berta@example.com", PASSWORD),
        ("anna@example.com", "Battery-Staple?8"),
    ] {
        let answer = register(&cinema, email, password).await;
        answer.names_fields(&[("idempotency-key", "rule")]);
        let problem = answer.json();
        assert_eq!(
            problem["type"],
            "urn:problem-type:cinema:idempotency-key-reused"
        );
        let text = "This Idempotency-Key was used for another request.";
        assert_eq!(
            (&problem["detail"], &problem["errors"][0]["message"]),
            (&json!(text), &json!(text))
        );
    }
    assert_eq!(cinema.count("SELECT count(*) FROM users").await, 1);
}

#[tokio::test]
async fn the_key_of_a_registration_is_free_for_other_operations() {
    let cinema = Cinema::without_worker().await;
    assert_eq!(
        register(&cinema, "anna@example.com", PASSWORD).await.status,
        201
    );
    let tokens = cinema.signed_in_member("berta@example.com").await;
    let buyer = cinema.client().bearer(&tokens.access);
    let films = add_films(&cinema, &["Heat"]).await;
    ordered(&buyer.header("idempotency-key", KEY), &films).await;
}

#[tokio::test]
async fn sixteen_registrations_at_once_with_one_key_make_one_account() {
    let cinema = Cinema::without_worker().await;
    let answers = join_all((0..16).map(|_| register(&cinema, "anna@example.com", PASSWORD))).await;
    for answer in &answers {
        if answer.status != 201 {
            answer.is_problem(409);
            assert_eq!(
                answer.json()["type"],
                "urn:problem-type:cinema:idempotency-key-in-use"
            );
        }
    }
    let now =
        |answer: &&Answer| answer.status == 201 && answer.header("idempotent-replayed").is_none();
    assert_eq!(answers.iter().filter(now).count(), 1);
    assert_eq!(cinema.count("SELECT count(*) FROM carts").await, 1);
}

#[tokio::test]
async fn nothing_of_a_password_is_kept_but_a_keyed_hash() {
    let cinema = Cinema::without_worker().await;
    assert_eq!(
        register(&cinema, "anna@example.com", PASSWORD).await.status,
        201
    );
    let kept = "SELECT octet_length(fingerprint) + strpos(idempotency_keys::text, 'anna') FROM idempotency_keys";
    let length: i32 = sqlx::query_scalar(kept)
        .fetch_one(&cinema.db)
        .await
        .expect("one row");
    assert_eq!(length, 32, "HMAC-SHA-256, and no address beside it");
}
