//! `POST /accounts/register/`

use serde_json::json;

use crate::support::{Cinema, PASSWORD};

const RULE: &str = "Password must contain 8-128 characters, at least one uppercase and lowercase letter, a number and a \
    special character";

#[tokio::test]
async fn a_new_account_is_inactive_and_has_an_empty_cart() {
    let cinema = Cinema::without_worker().await;
    let answer = cinema.register("anna@example.com").await;
    let id = answer.json()["id"].as_i64().expect("an id");
    answer.is(201, &json!({ "id": id, "email": "anna@example.com" }));

    let active = "SELECT count(*) FROM users WHERE is_active";
    assert_eq!(cinema.count(active).await, 0);
    let carts = "SELECT count(*) FROM carts JOIN users ON users.id = carts.user_id WHERE users.email = 'anna@example.com'";
    assert_eq!(cinema.count(carts).await, 1);
    assert_eq!(cinema.count("SELECT count(*) FROM cart_items").await, 0);
}

#[tokio::test]
async fn an_address_is_stored_in_lower_case_and_registered_once_whatever_its_case() {
    let cinema = Cinema::without_worker().await;
    assert_eq!(
        cinema.register("Anna@Example.COM").await.json()["email"],
        "anna@example.com"
    );
    for spelling in ["anna@example.com", "ANNA@EXAMPLE.COM", "Anna@Example.COM"] {
        let detail = "User with this email anna@example.com already exists.";
        cinema
            .register(spelling)
            .await
            .refuses(409, "email-taken", "Email taken", detail);
    }
    assert_eq!(cinema.count("SELECT count(*) FROM users").await, 1);
}

#[tokio::test]
async fn a_password_is_stored_as_argon2id() {
    let cinema = Cinema::without_worker().await;
    cinema.register("anna@example.com").await;
    let hashed = "SELECT count(*) FROM users WHERE _hashed_password LIKE '$argon2id$v=19$%'";
    assert_eq!(cinema.count(hashed).await, 1);
}

#[tokio::test]
async fn a_weak_password_is_refused_with_the_whole_rule() {
    let cinema = Cinema::without_worker().await;
    let too_long = format!("Aa1!{}", "x".repeat(125));
    for weak in [
        "Abc1!xy",
        "abcdefg1!",
        "ABCDEFG1!",
        "Abcdefgh!",
        "Abcdefgh1",
        "Abcdefg1#",
        &too_long,
    ] {
        let body = json!({ "email": "anna@example.com", "password": weak });
        let answer = cinema.client().post("/accounts/register/", body).await;
        answer.names_fields(&[("password", "rule")]);
        assert_eq!(answer.json()["errors"][0]["message"], RULE, "{weak}");
    }
    assert_eq!(cinema.count("SELECT count(*) FROM users").await, 0);
}

#[tokio::test]
async fn a_password_may_have_8_to_128_characters_of_any_alphabet() {
    let cinema = Cinema::without_worker().await;
    for (name, password) in [
        ("short", "Abcde1!x".to_owned()),
        ("long", format!("Aa1!{}", "ü".repeat(124))),
    ] {
        let body = json!({ "email": format!("{name}@example.com"), "password": password });
        assert_eq!(
            cinema
                .client()
                .post("/accounts/register/", body)
                .await
                .status,
            201
        );
    }
}

#[tokio::test]
async fn what_is_no_address_is_refused() {
    let cinema = Cinema::without_worker().await;
    for wrong in [
        "anna",
        "anna@",
        "@example.com",
        "anna@localhost",
        "an na@example.com",
        "anna@example.com\n",
        "аnna@example.com",
    ] {
        let body = json!({ "email": wrong, "password": PASSWORD });
        cinema
            .client()
            .post("/accounts/register/", body)
            .await
            .names_fields(&[("email", "format")]);
    }
    assert_eq!(cinema.count("SELECT count(*) FROM users").await, 0);
}

#[tokio::test]
async fn everything_that_is_wrong_is_named_at_once() {
    let cinema = Cinema::without_worker().await;
    let client = cinema.client();
    let register = async |body| client.post("/accounts/register/", body).await;

    register(json!({ "email": "anna", "password": "weak" }))
        .await
        .names_fields(&[("email", "format"), ("password", "rule")]);
    register(json!({}))
        .await
        .names_fields(&[("email", "required"), ("password", "required")]);
    register(json!({ "email": 7, "password": null, "admin": true }))
        .await
        .names_fields(&[
            ("email", "type"),
            ("password", "type"),
            ("admin", "unknown"),
        ]);
}
