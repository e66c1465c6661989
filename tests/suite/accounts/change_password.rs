//! `POST /accounts/change-password/`

use serde_json::{Value, json};

use crate::support::{Answer, Cinema, PASSWORD};

const NEW: &str = "Battery-Staple?8";

async fn change(cinema: &Cinema, access_token: &str, body: Value) -> Answer {
    cinema
        .client()
        .bearer(access_token)
        .post("/accounts/change-password/", body)
        .await
}

#[tokio::test]
async fn the_new_password_signs_in_and_the_old_one_does_not() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let body =
        json!({ "email": "ANNA@example.com", "old_password": PASSWORD, "new_password": NEW });
    change(&cinema, &tokens.access, body)
        .await
        .says("Password has been changed successfully!");

    assert_eq!(
        cinema
            .try_sign_in("anna@example.com", PASSWORD)
            .await
            .status,
        401
    );
    cinema.try_sign_in("anna@example.com", NEW).await.tokens();
}

#[tokio::test]
async fn a_wrong_old_password_or_another_address_is_refused() {
    let cinema = Cinema::without_worker().await;
    cinema.member("berta@example.com").await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    for body in [
        json!({ "old_password": "Wrong-Horse!7", "new_password": NEW }),
        json!({ "email": "berta@example.com", "old_password": PASSWORD, "new_password": NEW }),
        json!({ "email": "nobody@example.com", "old_password": PASSWORD, "new_password": NEW }),
    ] {
        let answer = change(&cinema, &tokens.access, body).await;
        answer.refuses(
            401,
            "invalid-credentials",
            "Invalid credentials",
            "Invalid email or password.",
        );
    }
    cinema
        .try_sign_in("anna@example.com", PASSWORD)
        .await
        .tokens();
    cinema
        .try_sign_in("berta@example.com", PASSWORD)
        .await
        .tokens();
}

#[tokio::test]
async fn the_new_password_must_be_another() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let body = json!({ "old_password": PASSWORD, "new_password": PASSWORD });
    let answer = change(&cinema, &tokens.access, body).await;
    answer.refuses(
        409,
        "password-unchanged",
        "Password unchanged",
        "New password cannot be same as the old one.",
    );
    assert_eq!(
        cinema.sessions(&tokens.access).await.status,
        200,
        "the session goes on"
    );
}

#[tokio::test]
async fn the_new_password_must_satisfy_the_rule() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let body = json!({ "email": "anna", "old_password": PASSWORD, "new_password": "weak" });
    change(&cinema, &tokens.access, body)
        .await
        .names_fields(&[("email", "format"), ("new_password", "rule")]);
    cinema
        .try_sign_in("anna@example.com", PASSWORD)
        .await
        .tokens();
}

#[tokio::test]
async fn of_two_changes_at_once_one_holds() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let passwords: Vec<_> = (0..8)
        .map(|number| format!("Battery-Staple?{number}"))
        .collect();
    let changes = passwords.iter().map(|new| {
        let body = json!({ "old_password": PASSWORD, "new_password": new });
        change(&cinema, &tokens.access, body)
    });
    let answers = futures_util::future::join_all(changes).await;
    let winners: Vec<_> = passwords
        .iter()
        .zip(&answers)
        .filter(|(_, answer)| answer.status == 200)
        .collect();
    let [(winner, _)] = winners[..] else {
        panic!("{} changes succeeded", winners.len())
    };
    assert!(
        answers
            .iter()
            .all(|answer| matches!(answer.status, 200 | 401))
    );
    cinema
        .try_sign_in("anna@example.com", winner)
        .await
        .tokens();
}
