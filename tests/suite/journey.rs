//! The main road, from one end to the other.

use serde_json::json;

use crate::support::{Cinema, PASSWORD};

#[tokio::test]
async fn a_film_lover_registers_activates_signs_in_refreshes_and_signs_out() {
    let cinema = Cinema::start().await;
    let client = cinema.client();

    let registered = cinema.register("Anna@Example.com").await;
    let id = registered.json()["id"].clone();
    registered.is(201, &json!({ "id": id, "email": "anna@example.com" }));

    let mail = cinema
        .mail_to("anna@example.com", "Activate your Online Cinema account")
        .await;
    client
        .get(&mail.operation())
        .await
        .says("User account activated successfully.");
    cinema
        .mail_to("anna@example.com", "Your Online Cinema account is active")
        .await;

    let tokens = cinema
        .try_sign_in("anna@example.com", PASSWORD)
        .await
        .tokens();
    let renewed = cinema.refresh(&tokens.refresh).await.tokens();
    let sessions = cinema.sessions(&renewed.access).await.json();
    assert_eq!(sessions["sessions"].as_array().map(Vec::len), Some(1));

    let signed_in = client.bearer(&renewed.access);
    let body = json!({ "refresh_token": renewed.refresh });
    signed_in
        .post("/accounts/logout/", body)
        .await
        .says("Logged out successfully.");
    cinema.sessions(&renewed.access).await.refuses(
        401,
        "token-revoked",
        "Token revoked",
        "Token has been blacklisted",
    );
    let refused = cinema.refresh(&renewed.refresh).await;
    refused.refuses(
        404,
        "refresh-token-not-found",
        "Refresh token not found",
        "Refresh token not found.",
    );
}
