//! `POST /accounts/refresh/`: rotation, reuse, grace.

use futures_util::future::join_all;
use jsonwebtoken::Algorithm;
use serde_json::json;

use crate::support::{ACCESS_KEY, Answer, Cinema, Claims, REFRESH_KEY, Tokens, forge};

/// As if the last exchange had happened a minute ago, when no lost answer is made up for any more.
async fn let_the_grace_pass(cinema: &Cinema) {
    cinema
        .execute(
            "UPDATE refresh_tokens SET used_at = used_at - $1::interval",
            "1 minute",
        )
        .await;
}

#[track_caller]
fn is_unknown(answer: &Answer) {
    answer.refuses(
        404,
        "refresh-token-not-found",
        "Refresh token not found",
        "Refresh token not found.",
    );
}

#[track_caller]
fn is_invalid(answer: &Answer) {
    answer.refuses(401, "invalid-token", "Invalid token", "Invalid token");
}

#[tokio::test]
async fn a_refresh_gives_new_tokens_of_the_same_session() {
    let cinema = Cinema::without_worker().await;
    let first = cinema.signed_in_member("anna@example.com").await;
    let second = cinema.refresh(&first.refresh).await.tokens();
    assert_ne!(second.refresh, first.refresh);
    assert_ne!(second.access, first.access);
    let session = |token: &str| Claims::of(token).get("sid").clone();
    for token in [&second.access, &second.refresh, &first.refresh] {
        assert_eq!(session(token), session(&first.access));
    }
    assert_eq!(cinema.sessions(&second.access).await.status, 200);
    cinema.refresh(&second.refresh).await.tokens();
}

#[tokio::test]
async fn a_refresh_token_used_twice_ends_its_session_and_no_other() {
    let cinema = Cinema::without_worker().await;
    let stolen = cinema.signed_in_member("anna@example.com").await;
    let elsewhere = cinema.sign_in("anna@example.com").await;
    let renewed = cinema.refresh(&stolen.refresh).await.tokens();
    let_the_grace_pass(&cinema).await;

    is_invalid(&cinema.refresh(&stolen.refresh).await);
    let answer = cinema.sessions(&renewed.access).await;
    answer.refuses(
        401,
        "token-revoked",
        "Token revoked",
        "Token has been blacklisted",
    );
    is_unknown(&cinema.refresh(&renewed.refresh).await);
    assert_eq!(cinema.sessions(&elsewhere.access).await.status, 200);
}

#[tokio::test]
async fn a_lost_answer_is_given_again_within_the_grace() {
    let cinema = Cinema::without_worker().await;
    let first = cinema.signed_in_member("anna@example.com").await;
    let second = cinema.refresh(&first.refresh).await.tokens();
    let again = cinema.refresh(&first.refresh).await.tokens();
    assert_eq!(again.refresh, second.refresh);
    assert_eq!(cinema.sessions(&again.access).await.status, 200);
    cinema.refresh(&second.refresh).await.tokens();
}

#[tokio::test]
async fn there_is_no_grace_once_the_answer_has_been_used() {
    let cinema = Cinema::without_worker().await;
    let first = cinema.signed_in_member("anna@example.com").await;
    let second = cinema.refresh(&first.refresh).await.tokens();
    let third = cinema.refresh(&second.refresh).await.tokens();
    is_invalid(&cinema.refresh(&first.refresh).await);
    is_unknown(&cinema.refresh(&third.refresh).await);
}

#[tokio::test]
async fn sixteen_refreshes_at_once_get_one_successor_and_the_session_lives() {
    let cinema = Cinema::without_worker().await;
    let first = cinema.signed_in_member("anna@example.com").await;
    let answers = join_all((0..16).map(|_| cinema.refresh(&first.refresh))).await;
    let tokens: Vec<Tokens> = answers.iter().map(Answer::tokens).collect();
    assert!(tokens.iter().all(|pair| pair.refresh == tokens[0].refresh));
    assert_eq!(cinema.sessions(&tokens[7].access).await.status, 200);
    cinema.refresh(&tokens[0].refresh).await.tokens();
}

#[tokio::test]
async fn expired_unknown_and_foreign_tokens_are_told_apart() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let claims = Claims::of(&tokens.refresh);
    let sign = |claims: &Claims| forge(claims, Algorithm::HS256, REFRESH_KEY);

    let expired = sign(&claims.clone().expired());
    cinema.refresh(&expired).await.refuses(
        401,
        "token-expired",
        "Token expired",
        "Token has expired",
    );
    let unknown = sign(
        &claims
            .clone()
            .with("jti", "5f8f4f0e-3e9c-4b57-9a55-3b0d6f1f9a10"),
    );
    is_unknown(&cinema.refresh(&unknown).await);
    for invalid in [
        "garbage",
        &tokens.access,
        &forge(&claims, Algorithm::HS256, ACCESS_KEY),
        &claims.unsigned(),
    ] {
        is_invalid(&cinema.refresh(invalid).await);
    }

    cinema
        .execute(
            "UPDATE refresh_tokens SET expires_at = now() - $1::interval",
            "1 second",
        )
        .await;
    let answer = cinema.refresh(&tokens.refresh).await;
    answer.refuses(
        401,
        "refresh-token-expired",
        "Refresh token expired",
        "Refresh token expired.",
    );
}

#[tokio::test]
async fn an_access_token_that_comes_along_must_belong_to_the_same_account() {
    let cinema = Cinema::without_worker().await;
    let anna = cinema.signed_in_member("anna@example.com").await;
    let berta = cinema.signed_in_member("berta@example.com").await;
    let refresh = async |access: &str| {
        let body = json!({ "refresh_token": anna.refresh });
        cinema
            .client()
            .bearer(access)
            .post("/accounts/refresh/", body)
            .await
    };
    let detail = "Token does not belong to the authenticated user.";
    refresh(&berta.access).await.refuses(
        401,
        "token-owner-mismatch",
        "Token of another user",
        detail,
    );
    is_invalid(&refresh("garbage").await);
    let annas = forge(
        &Claims::of(&anna.access).expired(),
        Algorithm::HS256,
        ACCESS_KEY,
    );
    refresh(&annas).await.tokens();
}

#[tokio::test]
async fn an_inactive_account_is_not_refreshed() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    cinema
        .execute(
            "UPDATE users SET is_active = false WHERE email = $1",
            "anna@example.com",
        )
        .await;
    let answer = cinema.refresh(&tokens.refresh).await;
    answer.refuses(403, "inactive-user", "Inactive user", "Inactive user.");
}
