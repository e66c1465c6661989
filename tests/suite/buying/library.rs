//! Section Purchases.

use serde_json::{Value, json};

use super::{add_film, add_films, another, ordered, pay, text, with_buyer};
use crate::support::{Cinema, PUBLIC_URL};

/// The library as the database has it, the newest first.
async fn owned(cinema: &Cinema) -> Vec<Value> {
    let rows: Vec<(String, String, chrono::DateTime<chrono::Utc>)> = sqlx::query_as(
        "SELECT movies.uuid::text, movies.name, purchased_at
         FROM purchases JOIN movies ON movies.id = movie_id JOIN users ON users.id = user_id
         WHERE email = 'user@example.com' ORDER BY purchases.purchased_at DESC",
    )
    .fetch_all(&cinema.db)
    .await
    .expect("the query is valid");
    rows.into_iter()
        .map(|(uuid, name, at)| json!({ "movie_uuid": uuid, "name": name, "purchased_at": at }))
        .collect()
}

#[tokio::test]
async fn the_library_lists_what_was_bought_last_first() {
    let (cinema, buyer) = with_buyer().await;
    let somebody_else = another(&cinema, "berta@example.com").await;
    let films = add_films(&cinema, &["Heat", "Ronin", "Alien"]).await;
    for film in &films {
        pay(&cinema, &ordered(&buyer, std::slice::from_ref(film)).await).await;
    }
    let shown = owned(&cinema).await;
    assert_eq!(shown.len(), 3);
    assert_eq!(text(&shown[0], "name"), "Alien");
    let second = "/purchases/?per_page=2&page=2";
    let page = json!({
        "purchases": shown[..2],
        "prev_page": null,
        "next_page": format!("{PUBLIC_URL}{second}"),
        "total_pages": 2,
        "total_items": 3,
    });
    buyer.get("/purchases/?per_page=2").await.is(200, &page);
    let page = json!({
        "purchases": shown[2..],
        "prev_page": format!("{PUBLIC_URL}/purchases/?per_page=2&page=1"),
        "next_page": null,
        "total_pages": 2,
        "total_items": 3,
    });
    buyer.get(second).await.is(200, &page);

    let nothing = json!({
        "purchases": [],
        "prev_page": null,
        "next_page": null,
        "total_pages": 0,
        "total_items": 0,
    });
    somebody_else.get("/purchases/").await.is(200, &nothing);
}

#[tokio::test]
async fn who_owns_a_film_may_watch_it_and_nobody_else() {
    let (cinema, buyer) = with_buyer().await;
    let somebody_else = another(&cinema, "berta@example.com").await;
    let heat = add_film(&cinema, "Heat", "9.99").await;
    let path = format!("/purchases/{heat}/");
    let order = ordered(&buyer, std::slice::from_ref(&heat)).await;
    let answers = [
        buyer.get(&path).await,
        buyer
            .get("/purchases/3f2b8f0e-5d0c-4f6e-8f67-0d5c2f1f9a10/")
            .await,
        somebody_else.get(&path).await,
    ];
    for answer in answers {
        answer.refuses(
            404,
            "movie-not-purchased",
            "Movie not purchased",
            "Movie was not purchased.",
        );
    }

    pay(&cinema, &order).await;
    let answer = buyer.get(&path).await;
    answer.is(200, &owned(&cinema).await[0]);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(somebody_else.get(&path).await.status, 404);

    let refund =
        "DELETE FROM purchases WHERE movie_id = (SELECT id FROM movies WHERE uuid = $1::uuid)";
    assert_eq!(cinema.execute(refund, &heat).await, 1);
    assert_eq!(buyer.get(&path).await.status, 404, "at once");
    buyer
        .get("/purchases/heat/")
        .await
        .names_fields(&[("movie_uuid", "length")]);
}
