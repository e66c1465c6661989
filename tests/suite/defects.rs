//! What the service that this one replaces got wrong about accounts, each as it was seen. Films are in
//! `films/`, profiles in `profiles/create.rs` (`gender=MAN`), `profiles/avatars.rs` (names and URLs of
//! pictures) and `profiles/removal.rs`.

use futures_util::future::join_all;
use jsonwebtoken::Algorithm;
use serde_json::json;

use crate::support::{ACCESS_KEY, Cinema, Claims, PASSWORD, eventually, forge};

const NEW: &str = "Battery-Staple?8";

#[tokio::test]
async fn anna_can_register_while_joanna_exists() {
    let cinema = Cinema::without_worker().await;
    cinema.member("joanna@example.com").await;
    assert_eq!(cinema.register("anna@example.com").await.status, 201);
}

#[tokio::test]
async fn anna_cannot_have_joannas_token_mailed_to_her() {
    let cinema = Cinema::start().await;
    cinema.member("joanna@example.com").await;
    let client = cinema.client();
    client
        .post(
            "/accounts/reset-password/request/",
            json!({ "email": "anna@example.com" }),
        )
        .await;
    client
        .post(
            "/accounts/reset-password/request/",
            json!({ "email": "joanna@example.com" }),
        )
        .await;
    let token = cinema
        .mail_to("joanna@example.com", "Reset your Online Cinema password")
        .await
        .token();
    eventually("both requests are handled", async || {
        let handled = "SELECT count(*) FROM handled_jobs WHERE kind = 'send-password-reset-email'";
        (cinema.count(handled).await == 2).then_some(())
    })
    .await;
    assert!(
        cinema
            .smtp
            .mails()
            .iter()
            .all(|mail| mail.recipient == "joanna@example.com")
    );

    let body = json!({ "email": "anna@example.com", "token": token, "password": NEW });
    assert_eq!(
        client
            .post("/accounts/reset-password/complete/", body)
            .await
            .status,
        400
    );
    cinema
        .try_sign_in("joanna@example.com", PASSWORD)
        .await
        .tokens();
}

#[tokio::test]
async fn a_pattern_signs_in_as_nobody() {
    let cinema = Cinema::without_worker().await;
    cinema.member("anna@example.com").await;
    for pattern in [
        "%@example.com",
        "____@example.com",
        "%",
        "a%a@example.com",
        "*@example.com",
    ] {
        assert_eq!(
            cinema.try_sign_in(pattern, PASSWORD).await.status,
            401,
            "{pattern}"
        );
    }
}

#[tokio::test]
async fn a_new_password_of_four_characters_is_refused() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let body = json!({ "old_password": PASSWORD, "new_password": "Aa1!" });
    let answer = cinema
        .client()
        .bearer(&tokens.access)
        .post("/accounts/change-password/", body)
        .await;
    answer.names_fields(&[("new_password", "rule")]);
    cinema
        .try_sign_in("anna@example.com", PASSWORD)
        .await
        .tokens();
}

#[tokio::test]
async fn old_tokens_are_dead_after_a_password_change() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let body = json!({ "old_password": PASSWORD, "new_password": NEW });
    assert_eq!(
        cinema
            .client()
            .bearer(&tokens.access)
            .post("/accounts/change-password/", body)
            .await
            .status,
        200
    );
    assert_eq!(cinema.sessions(&tokens.access).await.status, 401);
    assert_eq!(cinema.refresh(&tokens.refresh).await.status, 404);
}

#[tokio::test]
async fn signing_in_on_device_b_leaves_device_a_signed_in() {
    let cinema = Cinema::without_worker().await;
    let a = cinema.signed_in_member("anna@example.com").await;
    let b = cinema.sign_in("anna@example.com").await;
    for tokens in [a, b] {
        let renewed = cinema.refresh(&tokens.refresh).await.tokens();
        assert_eq!(cinema.sessions(&renewed.access).await.status, 200);
    }
}

#[tokio::test]
async fn a_session_is_refreshed_after_its_access_token_expired() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let expired = forge(
        &Claims::of(&tokens.access).expired(),
        Algorithm::HS256,
        ACCESS_KEY,
    );
    assert_eq!(cinema.sessions(&expired).await.status, 401);
    let body = json!({ "refresh_token": tokens.refresh });
    let renewed = cinema
        .client()
        .bearer(&expired)
        .post("/accounts/refresh/", body)
        .await
        .tokens();
    assert_eq!(cinema.sessions(&renewed.access).await.status, 200);
}

#[tokio::test]
async fn another_activation_link_is_mailed_once_the_first_has_expired() {
    let cinema = Cinema::start().await;
    let subject = "Activate your Online Cinema account";
    cinema.register("anna@example.com").await;
    let first = cinema.mail_to("anna@example.com", subject).await;
    cinema
        .execute(
            "UPDATE activation_tokens SET expires_at = now() - $1::interval",
            "1 second",
        )
        .await;

    let body = json!({ "email": "anna@example.com" });
    let answer = cinema
        .client()
        .post("/accounts/resend-activation/", body)
        .await;
    answer.says("A new activation link has been sent.");
    eventually("the second mail is handled", async || {
        (cinema.count("SELECT count(*) FROM handled_jobs").await == 2).then_some(())
    })
    .await;
    let second = cinema.smtp.mails().pop().expect("a mail");
    assert_ne!(second.token(), first.token());
    assert_eq!(cinema.client().get(&first.operation()).await.status, 400);
    cinema
        .client()
        .get(&second.operation())
        .await
        .says("User account activated successfully.");
}

#[tokio::test]
async fn thirty_two_people_who_register_at_once_all_have_an_account_and_a_cart() {
    let cinema = Cinema::without_worker().await;
    let addresses: Vec<_> = (0..32)
        .map(|number| format!("person{number}@example.com"))
        .collect();
    let answers = join_all(addresses.iter().map(|email| cinema.register(email))).await;
    assert!(answers.iter().all(|answer| answer.status == 201));
    let complete = "SELECT count(*) FROM users JOIN carts ON carts.user_id = users.id";
    assert_eq!(cinema.count(complete).await, 32);
}

#[tokio::test]
async fn of_thirty_two_registrations_of_one_address_at_once_one_succeeds() {
    let cinema = Cinema::without_worker().await;
    let answers = join_all((0..32).map(|_| cinema.register("anna@example.com"))).await;
    let count = |status| {
        answers
            .iter()
            .filter(|answer| answer.status == status)
            .count()
    };
    assert_eq!((count(201), count(409)), (1, 31));
    assert_eq!(cinema.count("SELECT count(*) FROM carts").await, 1);
}

#[tokio::test]
async fn sixty_four_sign_ins_at_once_are_all_answered() {
    let cinema = Cinema::without_worker().await;
    cinema.member("anna@example.com").await;
    let answers = join_all((0..64).map(|_| cinema.try_sign_in("anna@example.com", PASSWORD))).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_eq!(cinema.count("SELECT count(*) FROM sessions").await, 64);
}

#[tokio::test]
async fn sixteen_reads_at_once_lose_no_registration() {
    let cinema = Cinema::without_worker().await;
    let client = cinema.client();
    let reads = join_all((0..16).map(|_| client.get("/movies/")));
    let addresses: Vec<_> = (0..20)
        .map(|number| format!("person{number}@example.com"))
        .collect();
    let writes = join_all(addresses.iter().map(|email| cinema.register(email)));
    let (reads, writes) = tokio::join!(reads, writes);
    assert!(reads.iter().all(|answer| answer.status == 200));
    assert!(writes.iter().all(|answer| answer.status == 201));
    assert_eq!(cinema.count("SELECT count(*) FROM users").await, 20);
}

#[tokio::test]
async fn the_mailed_reset_link_is_answered_in_a_browser() {
    let cinema = Cinema::start().await;
    cinema.member("anna@example.com").await;
    cinema
        .client()
        .post(
            "/accounts/reset-password/request/",
            json!({ "email": "anna@example.com" }),
        )
        .await;
    let link = cinema
        .mail_to("anna@example.com", "Reset your Online Cinema password")
        .await
        .link();
    let answer = cinema
        .client()
        .header("accept", "text/html")
        .get(&link)
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}
