//! Signing out, and what else ends sessions.

use serde_json::{Value, json};

use crate::support::{Answer, Cinema, Claims, PASSWORD, Tokens};

#[track_caller]
fn is_revoked(answer: &Answer) {
    answer.refuses(
        401,
        "token-revoked",
        "Token revoked",
        "Token has been blacklisted",
    );
}

async fn sign_out(cinema: &Cinema, access: &str, refresh: &str) -> Answer {
    cinema
        .client()
        .bearer(access)
        .post("/accounts/logout/", json!({ "refresh_token": refresh }))
        .await
}

/// The ids of the caller's sessions, and whether each is the caller's own.
async fn listed(cinema: &Cinema, tokens: &Tokens) -> Vec<(String, bool)> {
    let body = cinema.sessions(&tokens.access).await.json();
    let sessions = body["sessions"].as_array().expect("a list").iter();
    sessions
        .map(|one| {
            (
                one["id"].as_str().expect("an id").to_owned(),
                one["current"] == true,
            )
        })
        .collect()
}

fn session_of(tokens: &Tokens) -> String {
    Claims::of(&tokens.access)
        .get("sid")
        .as_str()
        .expect("a session")
        .to_owned()
}

#[tokio::test]
async fn signing_out_ends_the_session_and_no_other() {
    let cinema = Cinema::without_worker().await;
    let phone = cinema.signed_in_member("anna@example.com").await;
    let desktop = cinema.sign_in("anna@example.com").await;
    sign_out(&cinema, &phone.access, &phone.refresh)
        .await
        .says("Logged out successfully.");

    is_revoked(&cinema.sessions(&phone.access).await);
    is_revoked(&sign_out(&cinema, &phone.access, &phone.refresh).await);
    assert_eq!(cinema.refresh(&phone.refresh).await.status, 404);
    assert_eq!(
        listed(&cinema, &desktop).await,
        [(session_of(&desktop), true)]
    );
}

#[tokio::test]
async fn signing_out_with_somebody_elses_or_no_refresh_token_is_refused() {
    let cinema = Cinema::without_worker().await;
    let anna = cinema.signed_in_member("anna@example.com").await;
    let berta = cinema.signed_in_member("berta@example.com").await;
    let detail = "Token does not belong to the authenticated user.";
    let answer = sign_out(&cinema, &anna.access, &berta.refresh).await;
    answer.refuses(401, "token-owner-mismatch", "Token of another user", detail);
    sign_out(&cinema, &anna.access, "garbage").await.refuses(
        401,
        "invalid-token",
        "Invalid token",
        "Invalid token",
    );
    for tokens in [anna, berta] {
        assert_eq!(cinema.sessions(&tokens.access).await.status, 200);
    }
}

#[tokio::test]
async fn sessions_are_listed_with_device_and_address() {
    let cinema = Cinema::without_worker().await;
    cinema.member("anna@example.com").await;
    let body = json!({ "email": "anna@example.com", "password": PASSWORD });
    let phone = cinema
        .client()
        .header("user-agent", "Phone/1.0")
        .post("/accounts/login/", body.clone())
        .await
        .tokens();
    let desktop = cinema
        .client()
        .post("/accounts/login/", body)
        .await
        .tokens();

    let listed = cinema.sessions(&desktop.access).await;
    let stamp = |session: usize, name: &str| listed.json()["sessions"][session][name].clone();
    let expected = |number: usize, tokens: &Tokens, device: Value, current: bool| {
        json!({
            "id": session_of(tokens),
            "device": device,
            "address": "127.0.0.1",
            "created_at": stamp(number, "created_at"),
            "last_used_at": stamp(number, "last_used_at"),
            "current": current,
        })
    };
    let sessions = [
        expected(0, &desktop, Value::Null, true),
        expected(1, &phone, "Phone/1.0".into(), false),
    ];
    listed.is(200, &json!({ "sessions": sessions }));
    let time = stamp(0, "created_at");
    let time = time.as_str().expect("a time");
    assert!(
        time.ends_with('Z') && time.parse::<chrono::DateTime<chrono::Utc>>().is_ok(),
        "{time}"
    );
}

#[tokio::test]
async fn one_session_or_all_others_can_be_ended() {
    let cinema = Cinema::without_worker().await;
    let first = cinema.signed_in_member("anna@example.com").await;
    let mut others = Vec::new();
    for _ in 0..3 {
        others.push(cinema.sign_in("anna@example.com").await);
    }
    let signed_in = cinema.client().bearer(&first.access);

    let path = format!("/accounts/sessions/{}/", session_of(&others[0]));
    signed_in
        .delete(&path)
        .await
        .says("Session has been ended successfully.");
    is_revoked(&cinema.sessions(&others[0].access).await);
    assert_eq!(listed(&cinema, &first).await.len(), 3);
    let detail = "Session with the given ID was not found.";
    signed_in
        .delete(&path)
        .await
        .refuses(404, "session-not-found", "Session not found", detail);

    signed_in
        .delete("/accounts/sessions/")
        .await
        .says("All other sessions have been ended successfully.");
    is_revoked(&cinema.sessions(&others[1].access).await);
    is_revoked(&cinema.sessions(&others[2].access).await);
    assert_eq!(listed(&cinema, &first).await, [(session_of(&first), true)]);
}

#[tokio::test]
async fn somebody_elses_session_does_not_exist_for_the_caller() {
    let cinema = Cinema::without_worker().await;
    let anna = cinema.signed_in_member("anna@example.com").await;
    let berta = cinema.signed_in_member("berta@example.com").await;
    let path = format!("/accounts/sessions/{}/", session_of(&berta));
    let answer = cinema.client().bearer(&anna.access).delete(&path).await;
    answer.refuses(
        404,
        "session-not-found",
        "Session not found",
        "Session with the given ID was not found.",
    );
    cinema
        .client()
        .bearer(&anna.access)
        .delete("/accounts/sessions/")
        .await;
    assert_eq!(listed(&cinema, &berta).await, [(session_of(&berta), true)]);
}

#[tokio::test]
async fn changing_the_password_ends_every_session() {
    let cinema = Cinema::without_worker().await;
    let phone = cinema.signed_in_member("anna@example.com").await;
    let desktop = cinema.sign_in("anna@example.com").await;
    let body = json!({ "old_password": PASSWORD, "new_password": "Battery-Staple?8" });
    let answer = cinema
        .client()
        .bearer(&phone.access)
        .post("/accounts/change-password/", body)
        .await;
    assert_eq!(answer.status, 200);
    for tokens in [phone, desktop] {
        is_revoked(&cinema.sessions(&tokens.access).await);
        assert_eq!(cinema.refresh(&tokens.refresh).await.status, 404);
    }
}

#[tokio::test]
async fn resetting_the_password_ends_every_session() {
    let cinema = Cinema::start().await;
    let phone = cinema.signed_in_member("anna@example.com").await;
    let desktop = cinema.sign_in("anna@example.com").await;
    let client = cinema.client();
    client
        .post(
            "/accounts/reset-password/request/",
            json!({ "email": "anna@example.com" }),
        )
        .await;
    let token = cinema
        .mail_to("anna@example.com", "Reset your Online Cinema password")
        .await
        .token();
    let body =
        json!({ "email": "anna@example.com", "token": token, "password": "Battery-Staple?8" });
    assert_eq!(
        client
            .post("/accounts/reset-password/complete/", body)
            .await
            .status,
        200
    );
    for tokens in [phone, desktop] {
        is_revoked(&cinema.sessions(&tokens.access).await);
        assert_eq!(cinema.refresh(&tokens.refresh).await.status, 404);
    }
}

#[tokio::test]
async fn with_one_device_too_many_the_one_used_longest_ago_is_signed_out() {
    let cinema = Cinema::without_worker().await;
    let first = cinema.signed_in_member("anna@example.com").await;
    let second = cinema.sign_in("anna@example.com").await;
    for _ in 2..100 {
        cinema.sign_in("anna@example.com").await;
    }
    assert_eq!(listed(&cinema, &first).await.len(), 100);
    cinema.sign_in("anna@example.com").await;
    is_revoked(&cinema.sessions(&first.access).await);
    assert_eq!(listed(&cinema, &second).await.len(), 100);
}
