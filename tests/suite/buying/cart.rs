//! Section Cart.

use serde_json::json;

use super::{
    add_film, add_films, another, cart, order, ordered, path_of, pay, put, waits_for_a_lock,
    with_buyer,
};

const ADDED: &str = "Movie has been added to cart successfully.";

#[tokio::test]
async fn a_new_cart_is_empty() {
    let (_cinema, buyer) = with_buyer().await;
    buyer
        .get("/cart/")
        .await
        .is(200, &json!({ "cart_items": [] }));
}

#[tokio::test]
async fn films_stand_in_the_cart_in_the_order_in_which_they_were_put_in() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Ronin", "Heat", "Alien"]).await;
    for film in &films {
        put(&buyer, film).await.says(ADDED);
    }
    let answer = buyer.get("/cart/").await.json();
    let items = answer["cart_items"].as_array().expect("a list");
    let cart_id = cinema.count("SELECT id::bigint FROM carts").await;
    for (item, (film, name)) in items
        .iter()
        .zip(films.iter().zip(["Ronin", "Heat", "Alien"]))
    {
        let added_at = item["added_at"].as_str().expect("a time");
        assert!(added_at.ends_with('Z'), "{added_at}");
        let expected = json!({ "movie_uuid": film, "movie_name": name, "cart_id": cart_id, "added_at": added_at });
        assert_eq!(item, &expected);
    }
    assert_eq!(items.len(), 3);
}

#[tokio::test]
async fn a_film_is_in_the_cart_once() {
    let (cinema, buyer) = with_buyer().await;
    let heat = add_film(&cinema, "Heat", "9.99").await;
    put(&buyer, &heat).await.says(ADDED);
    put(&buyer, &heat).await.refuses(
        409,
        "movie-already-in-cart",
        "Movie already in cart",
        "Movie already in cart.",
    );
    assert_eq!(cart(&buyer).await, [heat]);
}

#[tokio::test]
async fn a_film_that_does_not_exist_is_not_found() {
    let (_cinema, buyer) = with_buyer().await;
    let answer = put(&buyer, "3f2b8f0e-5d0c-4f6e-8f67-0d5c2f1f9a10").await;
    let text = "Movie with given UUID was not found.";
    answer.refuses(404, "movie-not-found", "Movie not found", text);
}

#[tokio::test]
async fn a_film_that_the_buyer_owns_is_refused() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat"]).await;
    pay(&cinema, &ordered(&buyer, &films).await).await;
    put(&buyer, &films[0]).await.refuses(
        400,
        "movie-already-purchased",
        "Movie already purchased",
        "Movie already purchased.",
    );
    let somebody_else = another(&cinema, "berta@example.com").await;
    put(&somebody_else, &films[0]).await.says(ADDED);
}

#[tokio::test]
async fn a_film_in_an_unpaid_order_is_refused_until_that_is_cancelled() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat"]).await;
    let order = ordered(&buyer, &films).await;
    put(&buyer, &films[0]).await.refuses(
        400,
        "movie-in-pending-order",
        "Movie in pending order",
        "Movie is currently in the order in the pending status.",
    );
    let path = path_of(&order).replace("/orders/", "/orders/cancel/");
    assert_eq!(buyer.call("POST", &path).await.status, 200);
    put(&buyer, &films[0]).await.says(ADDED);
}

#[tokio::test]
async fn a_cart_takes_a_hundred_films() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat", "Ronin"]).await;
    let fill =
        "INSERT INTO movies (name, year, time, imdb, votes, description, price, certification_id)
        SELECT 'Film ' || number, 1995, 100, 5, 1, $1, 1, certification_id
        FROM movies, generate_series(1, 99) AS number WHERE name = 'Heat'";
    assert_eq!(cinema.execute(fill, "A film.").await, 99);
    let put_in = "INSERT INTO cart_items (cart_id, movie_id)
        SELECT carts.id, movies.id FROM carts, movies WHERE movies.description = $1 AND movies.name LIKE 'Film %'";
    assert_eq!(cinema.execute(put_in, "A film.").await, 99);

    put(&buyer, &films[0]).await.says(ADDED);
    put(&buyer, &films[1]).await.refuses(
        400,
        "cart-full",
        "Cart full",
        "A cart holds at most 100 movies.",
    );
    assert_eq!(put(&buyer, &films[0]).await.status, 409);
    assert_eq!(cart(&buyer).await.len(), 100);
    assert_eq!(order(&buyer).await.status, 201);
}

#[tokio::test]
async fn what_is_no_film_is_invalid() {
    let (_cinema, buyer) = with_buyer().await;
    for (body, fields) in [
        (json!({}), vec![("movie_uuid", "required")]),
        (
            json!({ "movie_uuid": "heat" }),
            vec![("movie_uuid", "length")],
        ),
        (json!({ "movie_uuid": 7 }), vec![("movie_uuid", "type")]),
        (
            json!({ "movie_uuid": "3f2b8f0e-5d0c-4f6e-8f67-0d5c2f1f9a10", "count": 2 }),
            vec![("count", "unknown")],
        ),
    ] {
        buyer.post("/cart/add/", body).await.names_fields(&fields);
    }
    let answer = buyer.delete("/cart/items/heat/").await;
    answer.names_fields(&[("movie_uuid", "length")]);
}

#[tokio::test]
async fn a_film_is_taken_out() {
    let (cinema, buyer) = with_buyer().await;
    let films = add_films(&cinema, &["Heat", "Ronin"]).await;
    for film in &films {
        put(&buyer, film).await.says(ADDED);
    }
    let path = format!("/cart/items/{}/", films[0]);
    buyer.delete(&path).await.says("Movie removed from cart.");
    assert_eq!(cart(&buyer).await, films[1..]);
    for absent in [&path, "/cart/items/3f2b8f0e-5d0c-4f6e-8f67-0d5c2f1f9a10/"] {
        let text = "Movie not found in cart.";
        let answer = buyer.delete(absent).await;
        answer.refuses(404, "movie-not-in-cart", "Movie not in cart", text);
    }
}

#[tokio::test]
async fn the_cart_is_emptied() {
    let (cinema, buyer) = with_buyer().await;
    for film in add_films(&cinema, &["Heat", "Ronin"]).await {
        put(&buyer, &film).await.says(ADDED);
    }
    for _ in 0..2 {
        let answer = buyer.delete("/cart/items/").await;
        answer.says("All movies removed from cart.");
        assert!(cart(&buyer).await.is_empty());
    }
}

#[tokio::test]
async fn everybody_has_a_cart_of_their_own() {
    let (cinema, anna) = with_buyer().await;
    let berta = another(&cinema, "berta@example.com").await;
    let films = add_films(&cinema, &["Heat", "Ronin"]).await;
    put(&anna, &films[0]).await.says(ADDED);
    put(&berta, &films[1]).await.says(ADDED);
    assert_eq!(
        berta
            .delete(&format!("/cart/items/{}/", films[0]))
            .await
            .status,
        404
    );
    berta
        .delete("/cart/items/")
        .await
        .says("All movies removed from cart.");
    assert_eq!(cart(&anna).await, films[..1]);
}

#[tokio::test]
async fn who_has_no_cart_is_told_so() {
    let (cinema, buyer) = with_buyer().await;
    let heat = add_film(&cinema, "Heat", "9.99").await;
    cinema.execute("DELETE FROM carts WHERE $1 = ''", "").await;
    let item = format!("/cart/items/{heat}/");
    let answers = [
        buyer.get("/cart/").await,
        put(&buyer, &heat).await,
        buyer.delete(&item).await,
        buyer.delete("/cart/items/").await,
        order(&buyer).await,
    ];
    for answer in answers {
        answer.refuses(404, "cart-not-found", "Cart not found", "Cart not found.");
    }
}

#[tokio::test]
async fn a_film_that_is_deleted_while_it_is_put_into_the_cart_is_not_found() {
    let (cinema, buyer) = with_buyer().await;
    let heat = add_film(&cinema, "Heat", "9.99").await;
    let mut deleting = cinema.db.begin().await.expect("a transaction");
    sqlx::query("DELETE FROM movies WHERE name = 'Heat'")
        .execute(&mut *deleting)
        .await
        .expect("the film is free");
    let (answer, ()) = tokio::join!(put(&buyer, &heat), async {
        waits_for_a_lock(&cinema).await;
        deleting.commit().await.expect("committed");
    });
    answer.refuses(
        404,
        "movie-not-found",
        "Movie not found",
        "Movie with given UUID was not found.",
    );
    assert!(cart(&buyer).await.is_empty());
}
