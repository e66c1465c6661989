//! Every operation that needs an access token, and every token that is none.

use std::time::Duration;

use cinema_api::server::ops;
use http_runtime::{Auth, Op};
use jsonwebtoken::Algorithm;
use serde_json::json;

use crate::support::{
    ACCESS_KEY, Answer, Cinema, Claims, Client, REFRESH_KEY, SomePath as _, Tokens, eventually,
    forge,
};

/// A way to be refused: what the `Authorization` header says, and the problem that comes back.
type Refusal = (
    &'static str,
    Option<String>,
    u16,
    &'static str,
    &'static str,
);

/// Long enough for a slow machine to show a token while it is valid.
const SOON: Duration = Duration::from_secs(8);
const MALFORMED: &str = "Invalid Authorization header format. Expected 'Bearer <token>'";

async fn call(client: &Client, op: &Op, authorization: Option<&str>) -> Answer {
    let path = op.some_path();
    let client = match authorization {
        Some(value) => client.header("authorization", value),
        None => client.clone(),
    };
    if op.method == "POST" {
        client.post(&path, json!({})).await
    } else {
        client.call(op.method, &path).await
    }
}

fn protected() -> impl Iterator<Item = &'static Op> {
    ops::ALL
        .iter()
        .copied()
        .filter(|op| op.auth == Auth::Required)
}

/// Tokens that are wrong from the moment they are made.
fn refusals(good: &Tokens) -> Vec<Refusal> {
    let claims = Claims::of(&good.access);
    let bearer = |token: &str| Some(format!("Bearer {token}"));
    let forged = |claims: &Claims, key: &str| bearer(&forge(claims, Algorithm::HS256, key));
    let invalid =
        |what, authorization| (what, authorization, 401, "invalid-token", "Invalid token");
    let malformed = |what, value: &str| {
        (
            what,
            Some(value.to_owned()),
            401,
            "authorization-malformed",
            MALFORMED,
        )
    };
    let (head, signature) = good.access.rsplit_once('.').expect("a JWT");
    let (_, refresh_signature) = good.refresh.rsplit_once('.').expect("a JWT");
    vec![
        (
            "none",
            None,
            401,
            "authorization-missing",
            "Authorization header is missing",
        ),
        malformed("another scheme", "Basic YW5uYTpwYXNz"),
        malformed("a scheme alone", "Bearer"),
        malformed("an empty token", "Bearer "),
        malformed("two tokens", "Bearer one two"),
        malformed("a token alone", &good.access),
        invalid("garbage", bearer("garbage")),
        invalid("three parts of garbage", bearer("a.b.c")),
        invalid(
            "a cut signature",
            bearer(&format!("{head}.{}", &signature[1..])),
        ),
        invalid(
            "the signature of another token",
            bearer(&format!("{head}.{refresh_signature}")),
        ),
        invalid("no signature", bearer(&format!("{head}."))),
        invalid("alg: none", bearer(&claims.unsigned())),
        invalid(
            "the wrong key",
            forged(&claims, "some-other-key-of-thirty-two-characters"),
        ),
        invalid("the refresh key", forged(&claims, REFRESH_KEY)),
        invalid(
            "another algorithm",
            bearer(&forge(&claims, Algorithm::HS512, ACCESS_KEY)),
        ),
        invalid("a refresh token", bearer(&good.refresh)),
        invalid(
            "another subject type",
            forged(&claims.clone().with("sub", json!({})), ACCESS_KEY),
        ),
        (
            "expired",
            forged(&claims.clone().expired(), ACCESS_KEY),
            401,
            "token-expired",
            "Token has expired",
        ),
        (
            "a session that never was",
            forged(
                &claims.with("sid", "5f8f4f0e-3e9c-4b57-9a55-3b0d6f1f9a10"),
                ACCESS_KEY,
            ),
            401,
            "token-revoked",
            "Token has been blacklisted",
        ),
    ]
}

#[track_caller]
fn refused(answer: &Answer, op: &Op, what: &str, status: u16, id: &str, detail: &str) {
    answer.is_problem(status);
    let body = answer.json();
    let found = (body["type"].as_str(), body["detail"].as_str());
    let problem = format!("urn:problem-type:cinema:{id}");
    assert_eq!(
        found,
        (Some(problem.as_str()), Some(detail)),
        "{} with {what}",
        op.id
    );
}

#[tokio::test]
async fn every_protected_operation_refuses_what_is_no_access_token() {
    let cinema = Cinema::without_worker().await;
    let good = cinema.signed_in_member("anna@example.com").await;
    let refusals = refusals(&good);
    let mut checked = 0;
    for op in protected() {
        for (what, authorization, status, id, detail) in &refusals {
            let answer = call(&cinema.client(), op, authorization.as_deref()).await;
            refused(&answer, op, what, *status, id, detail);
            checked += 1;
        }
    }
    assert_eq!(
        checked,
        54 * refusals.len(),
        "the contract has 54 protected operations"
    );
    assert_eq!(
        cinema.sessions(&good.access).await.status,
        200,
        "the true token still works"
    );
}

#[tokio::test]
async fn a_token_that_was_taken_is_refused_once_it_has_expired() {
    let cinema = Cinema::without_worker().await;
    let good = cinema.signed_in_member("anna@example.com").await;
    let soon = Claims::of(&good.access).ending_in(SOON);
    let token = forge(&soon, Algorithm::HS256, ACCESS_KEY);
    assert_eq!(cinema.sessions(&token).await.status, 200);
    let refusal = eventually("the token has expired", async || {
        let answer = cinema.sessions(&token).await;
        (answer.status != 200).then_some(answer)
    })
    .await;
    refusal.is_problem(401);
    assert_eq!(refusal.json()["detail"], "Token has expired");
    assert_eq!(
        cinema.sessions(&good.access).await.status,
        200,
        "the session goes on"
    );
}

#[tokio::test]
async fn every_protected_operation_refuses_a_revoked_token() {
    let cinema = Cinema::without_worker().await;
    let gone = cinema.signed_in_member("anna@example.com").await;
    let body = json!({ "refresh_token": gone.refresh });
    assert_eq!(
        cinema
            .client()
            .bearer(&gone.access)
            .post("/accounts/logout/", body)
            .await
            .status,
        200
    );
    let authorization = format!("Bearer {}", gone.access);
    for op in protected() {
        let answer = call(&cinema.client(), op, Some(&authorization)).await;
        refused(
            &answer,
            op,
            "a revoked token",
            401,
            "token-revoked",
            "Token has been blacklisted",
        );
    }
}

#[tokio::test]
async fn every_protected_operation_refuses_an_account_that_is_inactive_or_gone() {
    let cinema = Cinema::without_worker().await;
    let inactive = cinema.signed_in_member("anna@example.com").await;
    let gone = cinema.signed_in_member("berta@example.com").await;
    cinema
        .execute(
            "UPDATE users SET is_active = false WHERE email = $1",
            "anna@example.com",
        )
        .await;
    cinema
        .execute("DELETE FROM users WHERE email = $1", "berta@example.com")
        .await;
    for op in protected() {
        let answer = call(
            &cinema.client(),
            op,
            Some(&format!("Bearer {}", inactive.access)),
        )
        .await;
        refused(
            &answer,
            op,
            "an inactive account",
            403,
            "inactive-user",
            "Inactive user.",
        );
        let answer = call(
            &cinema.client(),
            op,
            Some(&format!("Bearer {}", gone.access)),
        )
        .await;
        refused(
            &answer,
            op,
            "a deleted account",
            401,
            "unknown-user",
            "User not found.",
        );
    }
}

#[tokio::test]
async fn the_scheme_is_understood_in_any_case() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let client = cinema
            .client()
            .header("authorization", &format!("{scheme} {}", tokens.access));
        assert_eq!(
            client.get("/accounts/sessions/").await.status,
            200,
            "{scheme}"
        );
    }
}
