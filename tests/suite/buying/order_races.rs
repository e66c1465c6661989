//! Impatient buyers. What the service that this one replaces got wrong is here with 16 and 64 clients at once.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::Value;

use super::{add_film, add_films, another, cart, count, order, ordered, path_of, put, with_buyer};
use crate::support::{Cinema, Client};

const ROUNDS: usize = 200;
const CROWDS: [usize; 2] = [16, 64];

#[tokio::test]
async fn of_many_orders_at_once_one_is_made() {
    let (cinema, _) = with_buyer().await;
    let films = add_films(&cinema, &["Heat", "Ronin"]).await;
    for crowd in CROWDS {
        let buyer = another(&cinema, &format!("buyer{crowd}@example.com")).await;
        for film in &films {
            put(&buyer, film).await;
        }
        let answers = join_all((0..crowd).map(|_| order(&buyer))).await;
        assert_eq!((count(&answers, 201), count(&answers, 400)), (1, crowd - 1));
        let refused = answers.iter().filter(|answer| answer.status == 400);
        for answer in refused {
            answer.refuses(400, "cart-empty", "Cart empty", "Cart is empty.");
        }
        assert_eq!(buyer.get("/orders/").await.json()["total_items"], 1);
    }
    assert_eq!(cinema.count("SELECT count(*) FROM order_items").await, 4);
}

#[tokio::test]
async fn of_many_equal_additions_at_once_one_succeeds() {
    let (cinema, _) = with_buyer().await;
    let heat = add_film(&cinema, "Heat", "9.99").await;
    for crowd in CROWDS {
        let buyer = another(&cinema, &format!("buyer{crowd}@example.com")).await;
        let answers = join_all((0..crowd).map(|_| put(&buyer, &heat))).await;
        assert_eq!((count(&answers, 200), count(&answers, 409)), (1, crowd - 1));
        assert_eq!(cart(&buyer).await, [heat.as_str()]);
    }
}

#[tokio::test]
async fn of_many_films_that_are_added_at_once_none_is_lost() {
    let (cinema, _) = with_buyer().await;
    let mut films = Vec::new();
    for number in 0..64 {
        films.push(add_film(&cinema, &format!("Film {number}"), "1.00").await);
    }
    for crowd in CROWDS {
        let buyer = another(&cinema, &format!("buyer{crowd}@example.com")).await;
        let answers = join_all(films[..crowd].iter().map(|film| put(&buyer, film))).await;
        assert_eq!(count(&answers, 200), crowd);
        let stored: BTreeSet<_> = cart(&buyer).await.into_iter().collect();
        assert_eq!(stored, films[..crowd].iter().cloned().collect());
    }
}

#[tokio::test]
async fn many_buyers_at_once_all_have_their_orders() {
    let (cinema, _) = with_buyer().await;
    let films = add_films(&cinema, &["Heat", "Ronin"]).await;
    let addresses: Vec<_> = (0..64)
        .map(|number| format!("buyer{number}@example.com"))
        .collect();
    let buyers = join_all(addresses.iter().map(|email| another(&cinema, email))).await;
    let orders = join_all(buyers.iter().map(|buyer| ordered(buyer, &films))).await;
    let numbers: BTreeSet<_> = orders.iter().map(|order| order["id"].as_i64()).collect();
    assert_eq!(numbers.len(), 64);
    for (buyer, order) in buyers.iter().zip(&orders) {
        buyer.get(&path_of(order)).await.is(200, order);
    }
}

/// A buyer for many rounds, with an unpaid order of one film.
struct Rounds {
    cinema: Cinema,
    buyer: Client,
    films: Vec<String>,
}

impl Rounds {
    async fn begin() -> Self {
        let (cinema, buyer) = with_buyer().await;
        let films = add_films(&cinema, &["Heat", "Ronin"]).await;
        Self {
            cinema,
            buyer,
            films,
        }
    }

    async fn cancel(&self, order: &Value) -> u16 {
        let path = format!("/orders/cancel/{}/", order["id"]);
        self.buyer.call("POST", &path).await.status
    }

    /// Every film of the buyer is in the cart or in the unpaid order, and none is in both.
    async fn nothing_is_there_twice(&self) {
        let twice = "SELECT count(*) FROM cart_items JOIN carts ON carts.id = cart_id
            JOIN orders USING (user_id) JOIN order_items ON order_items.order_id = orders.id
            WHERE orders.status = 'PENDING' AND order_items.movie_id = cart_items.movie_id";
        assert_eq!(self.cinema.count(twice).await, 0);
    }
}

#[tokio::test]
async fn a_film_that_is_added_while_an_order_is_made_is_in_the_order_or_in_the_cart() {
    let rounds = Rounds::begin().await;
    let (buyer, films) = (&rounds.buyer, &rounds.films);
    let (mut in_order, mut in_cart) = (0, 0);
    for _ in 0..ROUNDS {
        assert_eq!(put(buyer, &films[0]).await.status, 200);
        let (made, added) = tokio::join!(order(buyer), put(buyer, &films[1]));
        assert_eq!((made.status, added.status), (201, 200));
        let order = made.json();
        let ordered = order["movies"].as_array().expect("a list").len();
        let left = cart(buyer).await;
        match ordered {
            1 => assert_eq!(left, films[1..]),
            _ => assert_eq!((ordered, left.len()), (2, 0)),
        }
        *(if ordered == 1 {
            &mut in_cart
        } else {
            &mut in_order
        }) += 1;
        rounds.nothing_is_there_twice().await;
        assert_eq!(rounds.cancel(&order).await, 200);
        buyer.delete("/cart/items/").await;
    }
    assert_eq!(in_order + in_cart, ROUNDS);
}

#[tokio::test]
async fn the_same_film_that_is_added_while_it_is_ordered_is_not_there_twice() {
    let rounds = Rounds::begin().await;
    let (buyer, films) = (&rounds.buyer, &rounds.films);
    for _ in 0..ROUNDS {
        assert_eq!(put(buyer, &films[0]).await.status, 200);
        let (made, added) = tokio::join!(order(buyer), put(buyer, &films[0]));
        assert_eq!(made.status, 201);
        // It was still in the cart, or it was in the order already.
        assert!([400, 409].contains(&added.status), "{}", added.text);
        assert!(cart(buyer).await.is_empty());
        assert_eq!(rounds.cancel(&made.json()).await, 200);
    }
}

#[tokio::test]
async fn a_film_that_is_added_while_its_order_is_cancelled_is_refused_or_in_the_cart() {
    let rounds = Rounds::begin().await;
    let (buyer, films) = (&rounds.buyer, &rounds.films);
    for _ in 0..ROUNDS {
        let order = ordered(buyer, &films[..1]).await;
        let (cancelled, added) = tokio::join!(rounds.cancel(&order), put(buyer, &films[0]));
        assert_eq!(cancelled, 200);
        if added.status == 200 {
            assert_eq!(cart(buyer).await, films[..1]);
        } else {
            added.is_problem(400);
            assert!(cart(buyer).await.is_empty());
        }
        rounds.nothing_is_there_twice().await;
        buyer.delete("/cart/items/").await;
    }
}

#[tokio::test]
async fn a_film_that_is_taken_out_while_an_order_is_made_is_gone_or_ordered() {
    let rounds = Rounds::begin().await;
    let (buyer, films) = (&rounds.buyer, &rounds.films);
    for _ in 0..ROUNDS {
        for film in films {
            assert_eq!(put(buyer, film).await.status, 200);
        }
        let item = format!("/cart/items/{}/", films[0]);
        let (made, taken) = tokio::join!(order(buyer), buyer.delete(&item));
        assert_eq!(made.status, 201);
        let ordered = made.json()["movies"].as_array().expect("a list").len();
        let expected = if ordered == 1 { 200 } else { 404 };
        assert_eq!(taken.status, expected, "{}", taken.text);
        assert_eq!(rounds.cancel(&made.json()).await, 200);
    }
}

#[tokio::test]
async fn of_many_cancellations_at_once_one_succeeds() {
    let rounds = Rounds::begin().await;
    for crowd in CROWDS {
        let order = ordered(&rounds.buyer, &rounds.films).await;
        let statuses = join_all((0..crowd).map(|_| rounds.cancel(&order))).await;
        let with = |status| statuses.iter().filter(|found| **found == status).count();
        assert_eq!((with(200), with(409)), (1, crowd - 1));
    }
}
