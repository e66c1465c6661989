//! `DELETE /accounts/me/`

use serde_json::json;

use super::{ME, delete_account, delete_with, is_deleted, is_nobody, is_wrong};
use crate::support::{Cinema, PASSWORD, eventually};

#[tokio::test]
async fn an_account_is_deleted_by_its_owner_and_its_tokens_are_worth_nothing() {
    let cinema = Cinema::builder().servers(2).workers(0).start().await;
    let phone = cinema.signed_in_member("anna@example.com").await;
    let desktop = cinema.sign_in("anna@example.com").await;
    let anna = cinema.client().bearer(&phone.access);
    is_deleted(&delete_account(&anna).await);

    is_nobody(&delete_account(&anna).await);
    for tokens in [&phone, &desktop] {
        for server in [0, 1] {
            let caller = cinema.client_of(server).bearer(&tokens.access);
            is_nobody(&caller.get("/accounts/sessions/").await);
        }
        cinema.refresh(&tokens.refresh).await.refuses(
            404,
            "refresh-token-not-found",
            "Refresh token not found",
            "Refresh token not found.",
        );
    }
    is_wrong(&cinema.try_sign_in("anna@example.com", PASSWORD).await);
}

#[tokio::test]
async fn the_address_can_be_registered_anew_and_is_somebody_else() {
    let cinema = Cinema::without_worker().await;
    let before = cinema.member("anna@example.com").await;
    let tokens = cinema.sign_in("anna@example.com").await;
    is_deleted(&delete_account(&cinema.client().bearer(&tokens.access)).await);

    let after = cinema.member("anna@example.com").await;
    assert_ne!(before, after);
    let again = cinema.sign_in("anna@example.com").await;
    let anna = cinema.client().bearer(&again.access);
    anna.get("/cart/")
        .await
        .is(200, &json!({ "cart_items": [] }));
    is_nobody(&cinema.sessions(&tokens.access).await);
}

#[tokio::test]
async fn a_wrong_password_deletes_nothing() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let anna = cinema.client().bearer(&tokens.access);
    for wrong in ["Wrong-Horse!7", "x", &"x".repeat(1024)] {
        is_wrong(&delete_with(&anna, wrong).await);
    }
    let delete = async |body| anna.call_with("DELETE", ME, body).await;
    delete(json!({}))
        .await
        .names_fields(&[("password", "required")]);
    delete(json!({ "password": "" }))
        .await
        .names_fields(&[("password", "length")]);
    delete(json!({ "password": PASSWORD, "user_id": 1 }))
        .await
        .names_fields(&[("user_id", "unknown")]);
    anna.delete(ME).await.is_problem(415);
    assert_eq!(cinema.sessions(&tokens.access).await.status, 200);
    assert_eq!(
        cinema
            .count("SELECT count(*) FROM users WHERE is_active")
            .await,
        1
    );
    assert_eq!(cinema.count("SELECT count(*) FROM audit_log").await, 0);
}

#[tokio::test]
async fn passwords_cannot_be_guessed_here_faster_than_at_sign_in() {
    let cinema = Cinema::builder()
        .workers(0)
        .set("rate_limits.free_failures", 1)
        .start()
        .await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let anna = cinema.client().bearer(&tokens.access);
    is_wrong(&delete_with(&anna, "Wrong-Horse!7").await);
    delete_account(&anna).await.is_problem(429);
    let sign_in = cinema.try_sign_in("anna@example.com", PASSWORD).await;
    sign_in.is_problem(429);
    eventually("the delay is over", async || {
        (delete_account(&anna).await.status == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn nobody_can_have_the_address_of_a_deleted_account() {
    let cinema = Cinema::without_worker().await;
    let id = cinema.member("anna@example.com").await;
    let tokens = cinema.sign_in("anna@example.com").await;
    let taken = format!("deleted-{id}@deleted.invalid");
    for email in [&taken, "deleted-2147483647@DELETED.invalid"] {
        let answer = cinema.register(email).await;
        answer.names_fields(&[("email", "format")]);
    }
    is_deleted(&delete_account(&cinema.client().bearer(&tokens.access)).await);
    is_wrong(&cinema.try_sign_in(&taken, "!").await);
    let body = json!({ "email": taken });
    let resend = cinema
        .client()
        .post("/accounts/resend-activation/", body)
        .await;
    resend.names_fields(&[("email", "format")]);
}

#[tokio::test]
async fn of_sixteen_deletions_at_once_one_deletes() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let anna = cinema.client().bearer(&tokens.access);
    let answers = futures_util::future::join_all((0..16).map(|_| delete_account(&anna))).await;
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses[..2], [200, 401]);
    assert!(statuses[1..].iter().all(|status| *status == 401));
    assert_eq!(cinema.count("SELECT count(*) FROM audit_log").await, 1);
}
