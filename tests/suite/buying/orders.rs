//! Section Orders, but for refunds.

use domain::Role;
use jobs::Queue;
use serde_json::{Value, json};

use super::{
    add_film, add_films, another, cart, order, ordered, path_of, pay, put, text, with_buyer,
};
use crate::support::{Answer, Cinema, Client, PUBLIC_URL, eventually};

/// A statement that opens a checkout for the order `$1`, as Stripe would have it.
const OPEN_CHECKOUT: &str = "INSERT INTO checkout_sessions (id, order_id, stripe_id, url, amount, expires_at)
    VALUES (gen_random_uuid(), $1::int, 'cs_test_1', 'https://checkout.test/', 9.99, now() + interval '1 h')";

async fn cancel(buyer: &Client, order: &Value) -> Answer {
    let path = format!("/orders/cancel/{}/", order["id"]);
    buyer.call("POST", &path).await
}

/// How many jobs about payments there are, once all are with the broker.
async fn payment_jobs(cinema: &Cinema) -> u32 {
    eventually("the outbox is empty", async || {
        (cinema.count("SELECT count(*) FROM outbox").await == 0).then_some(())
    })
    .await;
    cinema.queue_length(Queue::Payments).await
}

#[track_caller]
fn is_unknown(answer: &Answer) {
    answer.refuses(
        404,
        "order-not-found",
        "Order not found",
        "Order with given ID was not found.",
    );
}

#[tokio::test]
async fn an_order_has_the_films_of_the_cart_and_empties_it() {
    let (cinema, buyer) = with_buyer().await;
    let ronin = add_film(&cinema, "Ronin", "7.5").await;
    let heat = add_film(&cinema, "Heat", "9.99").await;
    put(&buyer, &ronin).await;
    put(&buyer, &heat).await;

    let answer = order(&buyer).await;
    let order = answer.json();
    let (id, created_at) = (&order["id"], text(&order, "created_at"));
    assert!(created_at.ends_with('Z'), "{created_at}");
    let expected = json!({
        "id": id,
        "status": "pending",
        "total_amount": "17.49",
        "created_at": created_at,
        "movies": [
            { "uuid": heat, "name": "Heat", "price": "9.99" },
            { "uuid": ronin, "name": "Ronin", "price": "7.50" },
        ],
    });
    answer.is(201, &expected);
    let location = format!("{PUBLIC_URL}{}", path_of(&order));
    assert_eq!(answer.header("location"), Some(location.as_str()));
    assert_eq!(answer.header("idempotent-replayed"), None);
    assert!(cart(&buyer).await.is_empty());
    buyer.get(&location).await.is(200, &expected);
}

#[tokio::test]
async fn an_empty_cart_cannot_be_ordered() {
    let (_cinema, buyer) = with_buyer().await;
    let answer = order(&buyer).await;
    answer.refuses(400, "cart-empty", "Cart empty", "Cart is empty.");
}

#[tokio::test]
async fn there_is_one_unpaid_order_at_a_time() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat", "Ronin"]).await;
    let first = ordered(&buyer, &films[..1]).await;
    put(&buyer, &films[1]).await;
    order(&buyer).await.refuses(
        400,
        "order-pending",
        "Order pending",
        "You already have an unpaid (pending) order.",
    );
    assert_eq!(cart(&buyer).await, films[1..], "the cart is as it was");

    pay(&cinema, &first).await;
    assert_eq!(order(&buyer).await.status, 201);
}

#[tokio::test]
async fn films_that_were_bought_meanwhile_are_not_ordered_again() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat", "Ronin"]).await;
    for film in &films {
        put(&buyer, film).await;
    }
    let own =
        "INSERT INTO purchases (user_id, movie_id) SELECT users.id, movies.id FROM users, movies
        WHERE movies.uuid = $1::uuid";
    assert_eq!(cinema.execute(own, &films[0]).await, 1);
    order(&buyer).await.refuses(
        409,
        "some-movies-purchased",
        "Some movies purchased",
        "Some movies already purchased",
    );
    assert_eq!(cart(&buyer).await, films, "the cart is as it was");
    assert_eq!(cinema.count("SELECT count(*) FROM orders").await, 0);
}

#[tokio::test]
async fn what_stripe_would_not_take_is_refused_at_once() {
    let (cinema, buyer) = with_buyer().await;
    for (name, price) in [("Heat", "0.49"), ("Ronin", "1000000")] {
        let film = add_film(&cinema, name, price).await;
        put(&buyer, &film).await;
        order(&buyer).await.refuses(
            400,
            "total-not-payable",
            "Total not payable",
            "An order must come to 0.00 or to between 0.50 and 999999.99.",
        );
        buyer.delete("/cart/items/").await;
    }
    let free = add_film(&cinema, "Alien", "0").await;
    let order = ordered(&buyer, &[free]).await;
    assert_eq!(order["total_amount"], "0.00");
}

#[tokio::test]
async fn a_price_that_changes_leaves_the_order_as_it_was() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat"]).await;
    let order = ordered(&buyer, &films).await;
    let moderator = cinema.signed_in_as(Role::Moderator).await;
    let dearer = json!({ "price": "19.99" });
    let answer = moderator
        .patch(&format!("/movies/{}/", films[0]), dearer)
        .await;
    assert_eq!(answer.status, 200);
    buyer.get(&path_of(&order)).await.is(200, &order);
    assert_eq!(order["total_amount"], "9.99");
}

#[tokio::test]
async fn a_film_in_an_order_cannot_be_deleted() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat"]).await;
    let order = ordered(&buyer, &films).await;
    let moderator = cinema.signed_in_as(Role::Moderator).await;
    moderator
        .delete(&format!("/movies/{}/", films[0]))
        .await
        .refuses(
            400,
            "movie-ordered",
            "Movie ordered",
            "Movie is part of an order and cannot be deleted.",
        );
    buyer.get(&path_of(&order)).await.is(200, &order);
}

#[tokio::test]
async fn orders_are_listed_the_newest_first() {
    let (cinema, buyer) = with_buyer().await;
    let somebody_else = another(&cinema, "berta@example.com").await;
    let films = add_films(&cinema, &["Heat", "Ronin", "Alien"]).await;
    ordered(&somebody_else, &films).await;
    let mut orders = Vec::new();
    for film in &films {
        let mut order = ordered(&buyer, std::slice::from_ref(film)).await;
        assert_eq!(cancel(&buyer, &order).await.status, 200);
        order["status"] = json!("cancelled");
        order.as_object_mut().expect("an object").remove("movies");
        orders.insert(0, order);
    }
    let page = |orders: &[Value], prev: Option<&str>, next: Option<&str>| {
        json!({
            "orders": orders,
            "prev_page": prev.map(|path| format!("{PUBLIC_URL}{path}")),
            "next_page": next.map(|path| format!("{PUBLIC_URL}{path}")),
            "total_pages": 2,
            "total_items": 3,
        })
    };
    let (first, second) = ("/orders/?per_page=2&page=1", "/orders/?per_page=2&page=2");
    let answer = buyer.get("/orders/?per_page=2").await;
    answer.is(200, &page(&orders[..2], None, Some(second)));
    buyer
        .get(second)
        .await
        .is(200, &page(&orders[2..], Some(first), None));
    let beyond = buyer.get("/orders/?per_page=2&page=9").await;
    beyond.is(200, &page(&[], Some(second), None));
    buyer
        .get("/orders/?page=0&per_page=21")
        .await
        .names_fields(&[("page", "range"), ("per_page", "range")]);
}

#[tokio::test]
async fn who_has_ordered_nothing_has_an_empty_list() {
    let (_cinema, buyer) = with_buyer().await;
    let nothing = json!({
        "orders": [],
        "prev_page": null,
        "next_page": null,
        "total_pages": 0,
        "total_items": 0,
    });
    buyer.get("/orders/").await.is(200, &nothing);
}

#[tokio::test]
async fn the_order_of_somebody_else_does_not_exist() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat"]).await;
    let order = ordered(&buyer, &films).await;
    let somebody_else = another(&cinema, "berta@example.com").await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    for caller in [somebody_else, admin] {
        is_unknown(&caller.get(&path_of(&order)).await);
        is_unknown(&cancel(&caller, &order).await);
    }
    buyer.get(&path_of(&order)).await.is(200, &order);
}

#[tokio::test]
async fn an_order_that_does_not_exist_is_not_found() {
    let (_cinema, buyer) = with_buyer().await;
    is_unknown(&buyer.get("/orders/2147483647/").await);
    is_unknown(&cancel(&buyer, &json!({ "id": 2_147_483_647 })).await);
    for id in ["0", "-1", "2147483648", "x"] {
        buyer.get(&format!("/orders/{id}/")).await.is_problem(422);
    }
}

#[tokio::test]
async fn an_unpaid_order_is_cancelled_once() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat"]).await;
    let mut order = ordered(&buyer, &films).await;
    cancel(&buyer, &order)
        .await
        .says("Order successfully cancelled.");
    cancel(&buyer, &order).await.refuses(
        409,
        "order-already-cancelled",
        "Order already cancelled",
        "Order is already cancelled.",
    );
    order["status"] = json!("cancelled");
    buyer.get(&path_of(&order)).await.is(200, &order);
    assert_eq!(payment_jobs(&cinema).await, 0);
}

#[tokio::test]
async fn a_paid_order_is_not_cancelled() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat"]).await;
    let order = ordered(&buyer, &films).await;
    pay(&cinema, &order).await;
    cancel(&buyer, &order).await.refuses(
        409,
        "order-paid",
        "Order paid",
        "Paid orders cannot be cancelled. Please request a refund.",
    );
    assert_eq!(buyer.get(&path_of(&order)).await.json()["status"], "paid");
}

#[tokio::test]
async fn cancelling_has_the_open_pay_page_closed() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat"]).await;
    let order = ordered(&buyer, &films).await;
    assert_eq!(
        cinema
            .execute(OPEN_CHECKOUT, &order["id"].to_string())
            .await,
        1
    );
    assert_eq!(cancel(&buyer, &order).await.status, 200);
    assert_eq!(payment_jobs(&cinema).await, 1);
}

#[tokio::test]
async fn cancelling_ends_a_checkout_of_which_stripe_does_not_know() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat"]).await;
    let order = ordered(&buyer, &films).await;
    let id = order["id"].to_string();
    assert_eq!(cinema.execute(OPEN_CHECKOUT, &id).await, 1);
    let unknown =
        "UPDATE checkout_sessions SET stripe_id = NULL, url = NULL WHERE order_id = $1::int";
    assert_eq!(cinema.execute(unknown, &id).await, 1);
    assert_eq!(cancel(&buyer, &order).await.status, 200);
    let expired = "SELECT count(*) FROM checkout_sessions WHERE status = 'EXPIRED'";
    assert_eq!(cinema.count(expired).await, 1);
    assert_eq!(payment_jobs(&cinema).await, 0);
}

#[tokio::test]
async fn nobody_is_deleted_who_ordered_something() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat"]).await;
    ordered(&buyer, &films).await;
    for statement in [
        "DELETE FROM users",
        "DELETE FROM orders",
        "DELETE FROM movies",
    ] {
        let error = sqlx::query(statement)
            .execute(&cinema.db)
            .await
            .expect_err(statement);
        assert!(store::violated_constraint(&error).is_some(), "{error}");
    }
}
