//! `POST /accounts/login/`

use futures_util::future::join_all;
use serde_json::json;

use crate::support::{Answer, Cinema, Claims, PASSWORD};

#[track_caller]
fn is_refused(answer: &Answer) {
    answer.refuses(
        401,
        "invalid-credentials",
        "Invalid credentials",
        "Invalid email or password.",
    );
}

#[tokio::test]
async fn signing_in_gives_a_pair_of_tokens() {
    let cinema = Cinema::without_worker().await;
    let id = cinema.member("anna@example.com").await;
    let tokens = cinema
        .try_sign_in("anna@example.com", PASSWORD)
        .await
        .tokens();

    let access = Claims::of(&tokens.access);
    assert_eq!(access.names(), ["exp", "iat", "jti", "role", "sid", "sub"]);
    assert_eq!(*access.get("sub"), json!(id.to_string()));
    assert_eq!(*access.get("role"), json!("user"));
    let seconds = |claims: &Claims, name| claims.get(name).as_i64().expect("seconds");
    assert_eq!(seconds(&access, "exp") - seconds(&access, "iat"), 15 * 60);

    let refresh = Claims::of(&tokens.refresh);
    assert_eq!(refresh.names(), ["exp", "jti", "sid", "sub"]);
    assert_eq!(
        (refresh.get("sub"), refresh.get("sid")),
        (access.get("sub"), access.get("sid"))
    );
    let week = "SELECT count(*) FROM refresh_tokens WHERE expires_at BETWEEN now() + interval '6 days 23 hours' AND now() + interval '7 days'";
    assert_eq!(cinema.count(week).await, 1);
}

#[tokio::test]
async fn refresh_tokens_are_stored_as_their_hash_only() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let stored: String = sqlx::query_scalar("SELECT token FROM refresh_tokens")
        .fetch_one(&cinema.db)
        .await
        .unwrap();
    assert_eq!(stored, domain::hash_token(&tokens.refresh));
}

#[tokio::test]
async fn an_address_signs_in_whatever_its_case() {
    let cinema = Cinema::without_worker().await;
    cinema.member("anna@example.com").await;
    cinema
        .try_sign_in("ANNA@Example.com", PASSWORD)
        .await
        .tokens();
}

#[tokio::test]
async fn an_unknown_address_is_refused_as_a_wrong_password_is() {
    let cinema = Cinema::without_worker().await;
    cinema.member("anna@example.com").await;
    for (email, password) in [
        ("anna@example.com", "Wrong-Horse!7"),
        ("anna@example.com", "correct-horse!7"),
        ("nobody@example.com", PASSWORD),
        ("no address at all", PASSWORD),
    ] {
        is_refused(&cinema.try_sign_in(email, password).await);
    }
}

#[tokio::test]
async fn only_the_right_password_learns_that_an_account_is_not_activated() {
    let cinema = Cinema::without_worker().await;
    cinema.register("anna@example.com").await;
    is_refused(
        &cinema
            .try_sign_in("anna@example.com", "Wrong-Horse!7")
            .await,
    );
    let answer = cinema.try_sign_in("anna@example.com", PASSWORD).await;
    answer.refuses(
        403,
        "account-not-activated",
        "Account not activated",
        "Your account is not activated",
    );
    assert_eq!(cinema.count("SELECT count(*) FROM sessions").await, 0);
}

#[tokio::test]
async fn a_password_from_before_the_rule_signs_in_and_its_hash_is_renewed() {
    let cinema = Cinema::without_worker().await;
    cinema.member("anna@example.com").await;
    let bcrypt = bcrypt::hash("tiny", 4).unwrap();
    cinema
        .execute("UPDATE users SET _hashed_password = $1", &bcrypt)
        .await;

    is_refused(&cinema.try_sign_in("anna@example.com", "tinyy").await);
    cinema
        .try_sign_in("anna@example.com", "tiny")
        .await
        .tokens();
    assert_eq!(
        cinema
            .count("SELECT count(*) FROM users WHERE _hashed_password LIKE '$argon2id$%'")
            .await,
        1
    );
    cinema
        .try_sign_in("anna@example.com", "tiny")
        .await
        .tokens();
}

#[tokio::test]
async fn an_empty_password_is_invalid_input() {
    let cinema = Cinema::without_worker().await;
    cinema
        .try_sign_in("anna@example.com", "")
        .await
        .names_fields(&[("password", "length")]);
}

#[tokio::test]
async fn devices_that_sign_in_at_once_all_succeed_while_an_old_hash_is_renewed() {
    let cinema = Cinema::without_worker().await;
    cinema.member("anna@example.com").await;
    let bcrypt = bcrypt::hash("tiny", 4).unwrap();
    cinema
        .execute("UPDATE users SET _hashed_password = $1", &bcrypt)
        .await;
    let answers = join_all((0..8).map(|_| cinema.try_sign_in("anna@example.com", "tiny"))).await;
    for answer in answers {
        answer.tokens();
    }
}
