//! `GET /movies/{movie_uuid}/`

use futures_util::future::join_all;
use serde_json::json;

use super::{import_demo_films, path_of, with_films};
use crate::{buying::waits_for_a_lock, support::Cinema};

const NOWHERE: &str = "/movies/3f2b8f0e-5d0c-4f6e-8f67-0d5c2f1f9a10/";

#[tokio::test]
async fn a_film_is_shown_to_who_is_signed_in() {
    let cinema = with_films(&[[
        "Heat",
        "1995",
        "170",
        "UA",
        "Drama|Crime",
        "Robert De Niro|Al Pacino",
    ]])
    .await;
    let listed = cinema.client().get("/movies/").await.json()["movies"][0].clone();
    let path = format!("/movies/{}/", listed["uuid"].as_str().expect("a UUID"));
    assert_eq!(cinema.client().get(&path).await.status, 401);

    let tokens = cinema.signed_in_member("anna@example.com").await;
    let id = |kind: &str, number: usize| listed[kind][number]["id"].clone();
    let film = json!({
        "uuid": listed["uuid"],
        "name": "Heat",
        "year": 1995,
        "time": 170,
        "imdb": 5.5,
        "votes": 10,
        "meta_score": null,
        "gross": null,
        "description": "A film.",
        "price": "9.99",
        "certification": { "name": "UA" },
        "genres": [{ "id": id("genres", 0), "name": "Crime" }, { "id": id("genres", 1), "name": "Drama" }],
        "directors": [{ "id": id("directors", 0), "name": "Somebody" }],
        "stars": [{ "id": id("stars", 0), "name": "Al Pacino" }, { "id": id("stars", 1), "name": "Robert De Niro" }],
    });
    cinema
        .client()
        .bearer(&tokens.access)
        .get(&path)
        .await
        .is(200, &film);
    assert_eq!(listed, film, "a list shows films in the same way");
}

#[tokio::test]
async fn a_film_that_does_not_exist_is_a_problem() {
    let cinema = with_films(&[]).await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let client = cinema.client().bearer(&tokens.access);
    client.get(NOWHERE).await.refuses(
        404,
        "movie-not-found",
        "Movie not found",
        "Movie with the given ID was not found.",
    );
    client.get("/movies/7/").await.is_problem(422);
}

/// The only reader is kept waiting, so that they share its next statements.
#[tokio::test]
async fn those_who_ask_at_the_same_time_each_get_the_film_they_asked_for() {
    let cinema = Cinema::builder()
        .workers(0)
        .set("server.read_connections", 1)
        .set("catalogue.cache_bytes", 0)
        .start()
        .await;
    import_demo_films(&cinema).await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let client = cinema.client().bearer(&tokens.access);
    let films = client.get("/movies/?per_page=20").await.json()["movies"].clone();
    let films = films.as_array().expect("films");
    let ask_for_all = || async {
        for film in films {
            client.get(&path_of(film)).await.is(200, film);
        }
        client.get(NOWHERE).await.is_problem(404);
    };
    ask_for_all().await;

    let mut holding = cinema.db.begin().await.expect("a transaction");
    sqlx::query("LOCK TABLE movies IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *holding)
        .await
        .expect("nobody else holds it");
    let many = join_all((0..64).map(|_| ask_for_all()));
    let let_go = async {
        waits_for_a_lock(&cinema).await;
        holding.rollback().await.expect("PostgreSQL answers");
    };
    tokio::join!(many, let_go);
}
