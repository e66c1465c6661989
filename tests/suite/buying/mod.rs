//! Carts, orders, payments and libraries.

mod cart;
mod idempotency;
mod idempotent_registration;
mod in_the_browser;
mod library;
mod order_races;
mod orders;
mod payments;
mod unpaid_orders;
mod webhook_log;

use domain::Role;
use serde_json::{Value, json};
use server::usecases::catalogue;

use crate::support::{Answer, Cinema, Client, eventually};

/// One server, and somebody who wants to buy.
async fn with_buyer() -> (Cinema, Client) {
    let cinema = Cinema::without_worker().await;
    let buyer = cinema.signed_in_as(Role::User).await;
    (cinema, buyer)
}

/// Somebody else.
pub(crate) async fn another(cinema: &Cinema, email: &str) -> Client {
    let tokens = cinema.signed_in_member(email).await;
    cinema.client().bearer(&tokens.access)
}

/// Adds a film to the catalogue, and returns its UUID.
pub(crate) async fn add_film(cinema: &Cinema, name: &str, price: &str) -> String {
    let csv = format!(
        "name,year,time,certification,genres,stars,imdb,votes,meta_score,gross,directors,description,price\n\
         {name},1995,170,R,Drama,Somebody,5.5,10,,,Somebody,A film.,{price}\n"
    );
    let report = catalogue::import(&cinema.db, csv.as_bytes(), |_| ()).await;
    let report = report.expect("the database takes it");
    assert_eq!((report.added, report.bad_rows), (1, vec![]));
    sqlx::query_scalar("SELECT uuid::text FROM movies WHERE name = $1")
        .bind(name)
        .fetch_one(&cinema.db)
        .await
        .expect("the film")
}

/// Adds films at 9.99.
async fn add_films(cinema: &Cinema, names: &[&str]) -> Vec<String> {
    let mut films = Vec::new();
    for name in names {
        films.push(add_film(cinema, name, "9.99").await);
    }
    films
}

/// Puts a film into the cart.
async fn put(buyer: &Client, film: &str) -> Answer {
    let body = json!({ "movie_uuid": film });
    buyer.post("/cart/add/", body).await
}

/// Orders what is in the cart.
pub(crate) async fn order(buyer: &Client) -> Answer {
    buyer.call("POST", "/orders/create/").await
}

/// Puts films into the cart and orders them.
pub(crate) async fn ordered(buyer: &Client, films: &[String]) -> Value {
    for film in films {
        put(buyer, film)
            .await
            .says("Movie has been added to cart successfully.");
    }
    let answer = order(buyer).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()
}

/// The UUIDs of the films in the cart.
async fn cart(buyer: &Client) -> Vec<String> {
    let answer = buyer.get("/cart/").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let items = answer.json();
    let items = items["cart_items"].as_array().expect("a list").iter();
    items.map(|item| text(item, "movie_uuid")).collect()
}

/// A member that is a text.
pub(crate) fn text(value: &Value, member: &str) -> String {
    let text = value[member].as_str();
    text.unwrap_or_else(|| panic!("{member} in {value}"))
        .to_owned()
}

/// Where an order is.
fn path_of(order: &Value) -> String {
    format!("/orders/{}/", order["id"])
}

/// Has an order paid, as far as the database tells: its status is `PAID`, and the buyer owns its films.
async fn pay(cinema: &Cinema, order: &Value) {
    let id = order["id"].to_string();
    let own = "INSERT INTO purchases (user_id, movie_id) SELECT user_id, movie_id
        FROM orders JOIN order_items ON order_items.order_id = orders.id WHERE orders.id = $1::int";
    assert!(cinema.execute(own, &id).await > 0);
    let pay = "UPDATE orders SET status = 'PAID' WHERE id = $1::int";
    assert_eq!(cinema.execute(pay, &id).await, 1);
}

fn count(answers: &[Answer], status: u16) -> usize {
    let with_status = answers.iter().filter(|answer| answer.status == status);
    with_status.count()
}

/// Returns once a statement of the installation waits for a lock that somebody else holds.
pub(crate) async fn waits_for_a_lock(cinema: &Cinema) {
    wait_for_locks(cinema, 1).await;
}

/// Waits until so many statements wait for locks.
pub(crate) async fn wait_for_locks(cinema: &Cinema, statements: i64) {
    let waiting = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    eventually("statements wait for locks", async || {
        (cinema.count(waiting).await >= statements).then_some(())
    })
    .await;
}
