//! What one server ends, every server refuses.

use serde_json::json;

use crate::support::{Answer, Cinema, Client, PASSWORD, Tokens, eventually};

async fn two_servers() -> Cinema {
    Cinema::builder().servers(2).workers(0).start().await
}

async fn ask(client: &Client, tokens: &Tokens) -> Answer {
    client
        .bearer(&tokens.access)
        .get("/accounts/sessions/")
        .await
}

#[track_caller]
fn is_revoked(answer: &Answer) {
    answer.refuses(
        401,
        "token-revoked",
        "Token revoked",
        "Token has been blacklisted",
    );
}

#[tokio::test]
async fn a_sign_out_holds_on_another_server_at_once() {
    let cinema = two_servers().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let (here, there) = (cinema.client_of(0), cinema.client_of(1));
    // Both servers know the session as a live one.
    assert_eq!(
        (
            ask(&here, &tokens).await.status,
            ask(&there, &tokens).await.status
        ),
        (200, 200)
    );

    let body = json!({ "refresh_token": tokens.refresh });
    assert_eq!(
        here.bearer(&tokens.access)
            .post("/accounts/logout/", body)
            .await
            .status,
        200
    );
    is_revoked(&ask(&there, &tokens).await);
    is_revoked(&ask(&here, &tokens).await);
}

#[tokio::test]
async fn a_password_change_holds_on_another_server_at_once() {
    let cinema = two_servers().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let (here, there) = (cinema.client_of(0), cinema.client_of(1));
    assert_eq!(ask(&there, &tokens).await.status, 200);
    let body = json!({ "old_password": PASSWORD, "new_password": "Battery-Staple?8" });
    assert_eq!(
        here.bearer(&tokens.access)
            .post("/accounts/change-password/", body)
            .await
            .status,
        200
    );
    is_revoked(&ask(&there, &tokens).await);
}

#[tokio::test]
async fn a_deleted_account_is_unknown_to_every_server() {
    let cinema = two_servers().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let clients = [cinema.client_of(0), cinema.client_of(1)];
    for client in &clients {
        assert_eq!(ask(client, &tokens).await.status, 200);
    }
    let delete = "WITH gone AS (DELETE FROM users WHERE email = $1 RETURNING id)
        INSERT INTO stale_sessions (session_id) SELECT sessions.id FROM sessions JOIN gone ON gone.id = user_id";
    assert_eq!(cinema.execute(delete, "anna@example.com").await, 1);
    eventually("Redis knows about the change", async || {
        (cinema.count("SELECT count(*) FROM stale_sessions").await == 0).then_some(())
    })
    .await;
    for client in &clients {
        ask(client, &tokens)
            .await
            .refuses(401, "unknown-user", "Unknown user", "User not found.");
    }
}

#[tokio::test]
async fn a_new_role_is_in_the_next_tokens() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    cinema
        .execute(
            "UPDATE users SET group_id = 3 WHERE email = $1",
            "anna@example.com",
        )
        .await;
    let renewed = cinema.refresh(&tokens.refresh).await.tokens();
    assert_eq!(
        *crate::support::Claims::of(&renewed.access).get("role"),
        json!("moderator")
    );
}
