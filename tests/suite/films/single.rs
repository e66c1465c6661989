//! `GET /movies/{movie_uuid}/`

use serde_json::json;

use super::with_films;

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
    let answer = client
        .get("/movies/3f2b8f0e-5d0c-4f6e-8f67-0d5c2f1f9a10/")
        .await;
    answer.refuses(
        404,
        "movie-not-found",
        "Movie not found",
        "Movie with the given ID was not found.",
    );
    client.get("/movies/7/").await.is_problem(422);
}
