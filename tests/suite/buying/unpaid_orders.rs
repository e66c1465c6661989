//! Orders that nobody pays.

use serde_json::Value;

use super::{add_films, another, ordered, path_of};
use crate::support::{Cinema, Client, eventually};

/// An installation that cancels orders after an hour, and looks every second.
async fn with_short_patience() -> Cinema {
    let patience = Cinema::builder().set("orders.unpaid_lifetime", "1h");
    patience
        .set("schedules.cancel_unpaid_orders", "1s")
        .start()
        .await
}

/// A buyer's order that has waited for so long.
async fn waiting(cinema: &Cinema, email: &str, films: &[String], minutes: u8) -> (Client, Value) {
    let buyer = another(cinema, email).await;
    let order = ordered(&buyer, films).await;
    sqlx::query("UPDATE orders SET created_at = now() - make_interval(mins => $1) WHERE id = $2")
        .bind(i32::from(minutes))
        .bind(order["id"].as_i64())
        .execute(&cinema.db)
        .await
        .expect("the statement is valid");
    (buyer, order)
}

async fn with_checkout(cinema: &Cinema, order: &Value, status: &str, stripe_id: Option<&str>) {
    sqlx::query(
        "INSERT INTO checkout_sessions (id, order_id, stripe_id, amount, status, expires_at)
         VALUES (gen_random_uuid(), $1, $2, 9.99, $3::checkoutsessionstatusenum, now() + interval '1 h')",
    )
    .bind(i32::try_from(order["id"].as_i64().expect("a number")).expect("a short one"))
    .bind(stripe_id)
    .bind(status)
    .execute(&cinema.db)
    .await
    .expect("the statement is valid");
}

#[tokio::test]
async fn an_order_that_nobody_pays_is_cancelled_in_time() {
    let cinema = with_short_patience().await;
    let films = add_films(&cinema, &["Heat"]).await;
    let (buyer, _) = waiting(&cinema, "young@example.com", &films, 50).await;
    let (open, open_order) = waiting(&cinema, "open@example.com", &films, 0).await;
    with_checkout(&cinema, &open_order, "OPEN", Some("cs_test_1")).await;
    let (paying, paying_order) = waiting(&cinema, "paying@example.com", &films, 0).await;
    with_checkout(&cinema, &paying_order, "COMPLETE", Some("cs_test_2")).await;
    let (lost, lost_order) = waiting(&cinema, "lost@example.com", &films, 0).await;
    with_checkout(&cinema, &lost_order, "OPEN", None).await;
    let (expired, expired_order) = waiting(&cinema, "expired@example.com", &films, 0).await;
    with_checkout(&cinema, &expired_order, "EXPIRED", Some("cs_test_3")).await;
    let age = "UPDATE orders SET created_at = now() - $1::interval FROM users
        WHERE users.id = user_id AND email <> 'young@example.com'";
    assert_eq!(cinema.execute(age, "61 min").await, 4);

    let status = async |buyer: &Client, order: &Value| {
        buyer.get(&path_of(order)).await.json()["status"].clone()
    };
    eventually("both are cancelled", async || {
        let (lost, expired) = (
            status(&lost, &lost_order).await,
            status(&expired, &expired_order).await,
        );
        (lost == "cancelled" && expired == "cancelled").then_some(())
    })
    .await;
    // One run has decided about all of them.
    for (buyer, order) in [(&open, &open_order), (&paying, &paying_order)] {
        assert_eq!(status(buyer, order).await, "pending");
    }
    assert_eq!(
        buyer.get("/orders/").await.json()["orders"][0]["status"],
        "pending"
    );
    let left = "SELECT count(*) FROM checkout_sessions WHERE status = 'OPEN'";
    assert_eq!(
        cinema.count(left).await,
        1,
        "what Stripe did not know of has expired"
    );
    ordered(&lost, &films).await;
}

#[tokio::test]
async fn hundreds_of_forgotten_orders_are_cancelled_in_one_run() {
    let cinema = with_short_patience().await;
    let films = add_films(&cinema, &["Heat"]).await;
    waiting(&cinema, "anna@example.com", &films, 0).await;
    let forgotten = "WITH forgetful AS (
            INSERT INTO users (email, _hashed_password, group_id)
            SELECT 'user' || number || '@example.com', $1, group_id FROM users, generate_series(1, 250) AS number
            RETURNING id
        )
        INSERT INTO orders (user_id, total_amount, created_at) SELECT id, 9.99, now() - interval '2 h' FROM forgetful";
    assert_eq!(cinema.execute(forgotten, "no hash").await, 250);
    let cancelled = "SELECT count(*) FROM orders WHERE status = 'CANCELLED'";
    eventually("all are cancelled", async || {
        (cinema.count(cancelled).await == 250).then_some(())
    })
    .await;
    let pending = "SELECT count(*) FROM orders WHERE status = 'PENDING'";
    assert_eq!(cinema.count(pending).await, 1);
}
