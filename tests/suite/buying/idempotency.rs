//! `Idempotency-Key`, by the example of orders: what is asked twice with one key is done once.

use futures_util::future::join_all;

use super::{add_films, another, cart, count, order, ordered, put, waits_for_a_lock, with_buyer};
use crate::support::{Answer, Client, eventually};

const KEY: &str = "0190d8f2-3c41-7d52-9e0b-7a1f5c3d8e24";

fn keyed(buyer: &Client, key: &str) -> Client {
    buyer.header("idempotency-key", key)
}

#[track_caller]
fn is_replayed(answer: &Answer, first: &Answer) {
    assert_eq!(answer.header("idempotent-replayed"), Some("true"));
    assert_eq!(first.header("idempotent-replayed"), None);
    for name in ["content-type", "location"] {
        assert_eq!(answer.header(name), first.header(name));
    }
    assert_eq!((answer.status, &answer.text), (first.status, &first.text));
}

#[track_caller]
fn is_running(answer: &Answer) {
    answer.refuses(
        409,
        "idempotency-key-in-use",
        "Idempotency key in use",
        "A request with this Idempotency-Key is still running.",
    );
}

#[tokio::test]
async fn the_same_key_gets_the_same_answer() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat", "Ronin"]).await;
    let buyer = keyed(&buyer, KEY);
    put(&buyer, &films[0]).await;
    let first = order(&buyer).await;
    assert_eq!(first.status, 201, "{}", first.text);
    is_replayed(&order(&buyer).await, &first);

    // Whatever has become of the order and the cart since.
    let path = format!("/orders/cancel/{}/", first.json()["id"]);
    assert_eq!(buyer.call("POST", &path).await.status, 200);
    put(&buyer, &films[1]).await;
    is_replayed(&order(&buyer).await, &first);
    assert_eq!(cinema.count("SELECT count(*) FROM orders").await, 1);
    assert_eq!(cart(&buyer).await, films[1..]);
}

#[tokio::test]
async fn another_key_and_no_key_are_other_requests() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat"]).await;
    ordered(&keyed(&buyer, KEY), &films).await;
    for other in [keyed(&buyer, "another-key"), buyer] {
        let answer = order(&other).await;
        answer.refuses(400, "cart-empty", "Cart empty", "Cart is empty.");
    }
}

#[tokio::test]
async fn two_buyers_may_choose_the_same_key() {
    let (cinema, anna) = with_buyer().await;
    let berta = another(&cinema, "berta@example.com").await;
    let films = add_films(&cinema, &["Heat"]).await;
    let annas = ordered(&keyed(&anna, KEY), &films).await;
    let bertas = ordered(&keyed(&berta, KEY), &films).await;
    assert_ne!(annas["id"], bertas["id"]);
}

#[tokio::test]
async fn a_failure_is_not_kept() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat"]).await;
    let buyer = keyed(&buyer, KEY);
    for _ in 0..2 {
        let answer = order(&buyer).await;
        answer.refuses(400, "cart-empty", "Cart empty", "Cart is empty.");
    }
    ordered(&buyer, &films).await;
}

/// A transaction that is only dropped may outlive the answer, and its hold on the key with it.
#[tokio::test]
async fn a_failed_request_lets_go_of_its_key_before_it_is_answered() {
    let (_cinema, buyer) = with_buyer().await;
    let retries = (0..8).map(|retrying| {
        let buyer = keyed(&buyer, &format!("key-{retrying}"));
        async move {
            for _ in 0..50 {
                let answer = order(&buyer).await;
                answer.refuses(400, "cart-empty", "Cart empty", "Cart is empty.");
            }
        }
    });
    join_all(retries).await;
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat"]).await;
    let buyer = keyed(&buyer, KEY);
    let first = ordered(&buyer, &films).await;
    let age = "UPDATE idempotency_keys SET created_at = now() - $1::interval";
    for (interval, status) in [("23 h 59 min", 201), ("24 h 1 min", 400)] {
        assert_eq!(cinema.execute(age, interval).await, 1);
        assert_eq!(order(&buyer).await.status, status, "after {interval}");
    }
    let path = format!("/orders/cancel/{}/", first["id"]);
    assert_eq!(buyer.call("POST", &path).await.status, 200);
    let second = ordered(&buyer, &films).await;
    assert_ne!(first["id"], second["id"]);
}

#[tokio::test]
async fn sixty_four_double_clicks_with_one_key_make_one_order() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat"]).await;
    put(&buyer, &films[0]).await;
    let buyer = keyed(&buyer, KEY);
    let answers = join_all((0..64).map(|_| order(&buyer))).await;
    let made = answers.iter().filter(|answer| answer.status == 201);
    let (replayed, first): (Vec<_>, Vec<_>) =
        made.partition(|answer| answer.header("idempotent-replayed").is_some());
    assert_eq!(first.len(), 1);
    for answer in replayed {
        is_replayed(answer, first[0]);
    }
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        is_running(answer);
    }
    assert_eq!(count(&answers, 201) + count(&answers, 409), 64);
    assert_eq!(cinema.count("SELECT count(*) FROM orders").await, 1);
}

#[tokio::test]
async fn sixty_four_who_ask_again_at_once_all_get_the_answer() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat"]).await;
    put(&buyer, &films[0]).await;
    let buyer = keyed(&buyer, KEY);
    let first = order(&buyer).await;
    assert_eq!(first.status, 201, "{}", first.text);
    for answer in join_all((0..64).map(|_| order(&buyer))).await {
        is_replayed(&answer, &first);
    }
}

#[tokio::test]
async fn a_key_is_visible_ascii() {
    let (_cinema, buyer) = with_buyer().await;
    for (key, code) in [("", "length"), ("two words", "pattern")] {
        let answer = order(&keyed(&buyer, key)).await;
        answer.names_fields(&[("idempotency-key", code)]);
    }
    let answer = order(&keyed(&buyer, &"k".repeat(256))).await;
    answer.names_fields(&[("idempotency-key", "length")]);
    assert_eq!(order(&keyed(&buyer, &"~".repeat(255))).await.status, 400);
}

/// The request waits for the buyer's cart, which the test holds, and its server is killed. Its transaction ends with
/// it, and so does its hold on the key.
#[tokio::test]
async fn a_request_that_is_running_keeps_its_key_until_its_server_is_killed() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat"]).await;
    put(&buyer, &films[0]).await;
    let buyer = keyed(&buyer, KEY);
    let (process, other_server) = cinema.server_process().await;

    let mut holding = cinema.db.begin().await.expect("a transaction");
    sqlx::query("SELECT FROM carts FOR UPDATE")
        .execute(&mut *holding)
        .await
        .expect("nobody else holds it");
    let lost = tokio::spawn({
        let buyer = buyer.at(&other_server);
        async move { order(&buyer).await }
    });
    waits_for_a_lock(&cinema).await;
    is_running(&order(&buyer).await);

    process.kill().await;
    assert!(lost.await.is_err(), "nobody answers");
    holding.rollback().await.expect("rolled back");
    let answer = eventually("the key is free", async || {
        Some(order(&buyer).await).filter(|answer| answer.status != 409)
    })
    .await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    is_replayed(&order(&buyer).await, &answer);
    assert_eq!(cinema.count("SELECT count(*) FROM orders").await, 1);
}

/// What an operation leaves that asks Stripe between two transactions, and is killed there.
#[tokio::test]
async fn a_key_without_an_answer_is_free_once_no_request_can_be_running() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat"]).await;
    put(&buyer, &films[0]).await;
    let buyer = keyed(&buyer, KEY);
    let first = order(&buyer).await;
    let running = "UPDATE idempotency_keys SET answer = NULL, created_at = now() - $1::interval";
    assert_eq!(cinema.execute(running, "0 s").await, 1);
    is_running(&order(&buyer).await);

    // Longer than `server.request_timeout`.
    assert_eq!(cinema.execute(running, "16 s").await, 1);
    // Not for another request, however dead the one is that has it.
    let other = "UPDATE idempotency_keys SET fingerprint = sha256(fingerprint || $1::bytea)";
    let own = "UPDATE idempotency_keys SET fingerprint = $1::bytea";
    let fingerprint: String = sqlx::query_scalar("SELECT fingerprint::text FROM idempotency_keys")
        .fetch_one(&cinema.db)
        .await
        .unwrap();
    assert_eq!(cinema.execute(other, "other").await, 1);
    assert_eq!(order(&buyer).await.status, 422);
    assert_eq!(cinema.execute(own, &fingerprint).await, 1);
    let path = format!("/orders/cancel/{}/", first.json()["id"]);
    assert_eq!(buyer.call("POST", &path).await.status, 200);
    let second = ordered(&buyer, &films).await;
    assert_ne!(first.json()["id"], second["id"]);
}
