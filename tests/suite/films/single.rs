//! `GET /movies/{movie_uuid}/`

use futures_util::future::join_all;
use serde_json::{Value, json};
use sqlx::{Postgres, Transaction};

use super::{import_demo_films, path_of, with_films};
use crate::{
    buying::{wait_for_locks, waits_for_a_lock},
    support::{Cinema, Client, eventually},
};

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

/// So many connections for reads, and no answer is kept.
async fn with_connections(count: i64) -> (Cinema, Client, Vec<Value>) {
    let cinema = Cinema::builder()
        .workers(0)
        .set("server.read_connections", count)
        .set("catalogue.cache_bytes", 0)
        .start()
        .await;
    import_demo_films(&cinema).await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let client = cinema.client().bearer(&tokens.access);
    let list = client.get("/movies/?per_page=20").await.json();
    let films = list["movies"].as_array().expect("films").clone();
    // From now on Redis answers for the session.
    client.get(&path_of(&films[0])).await.is(200, &films[0]);
    (cinema, client, films)
}

/// Keeps films from being read until the transaction ends.
async fn lock_films(cinema: &Cinema) -> Transaction<'static, Postgres> {
    let mut holding = cinema.db.begin().await.expect("a transaction");
    sqlx::query("LOCK TABLE movies IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *holding)
        .await
        .expect("nobody else holds it");
    holding
}

/// Cancels the statement that waits for a lock, once it is another one than `before`.
async fn cancel_what_waits(cinema: &Cinema, before: i32) -> i32 {
    let waiting = "SELECT COALESCE((SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'), 0)::bigint";
    let pid = eventually("another statement waits for a lock", async || {
        let pid = i32::try_from(cinema.count(waiting).await).expect("a process");
        (pid != 0 && pid != before).then_some(pid)
    })
    .await;
    let cancel = "SELECT pg_cancel_backend($1::integer)";
    assert_eq!(cinema.execute(cancel, &pid.to_string()).await, 1);
    pid
}

#[tokio::test]
async fn those_who_ask_at_the_same_time_each_get_the_film_they_asked_for() {
    let (cinema, client, films) = with_connections(2).await;
    let (client, films) = (&client, &films);
    let ask_for_all = |first: usize| async move {
        for film in films.iter().cycle().skip(first).take(films.len()) {
            client.get(&path_of(film)).await.is(200, film);
        }
        client.get(NOWHERE).await.is_problem(404);
    };
    let holding = lock_films(&cinema).await;
    let let_go = async {
        waits_for_a_lock(&cinema).await;
        holding.rollback().await.expect("PostgreSQL answers");
    };
    tokio::join!(join_all((0..64).map(ask_for_all)), let_go);
}

/// The first reads for itself, and the second for all who wait.
#[tokio::test]
async fn whoever_reads_for_others_fails_alone() {
    let (cinema, client, films) = with_connections(1).await;
    let holding = lock_films(&cinema).await;
    let asking = join_all(films.iter().map(|film| {
        let path = path_of(film);
        let client = &client;
        async move { client.get(&path).await }
    }));
    let failing = async {
        let first = cancel_what_waits(&cinema, 0).await;
        cancel_what_waits(&cinema, first).await;
        holding.rollback().await.expect("PostgreSQL answers");
    };
    let (answers, ()) = tokio::join!(asking, failing);
    let mut failed = 0;
    for (answer, film) in answers.iter().zip(&films) {
        if answer.status == 503 {
            failed += 1;
        } else {
            answer.is(200, film);
        }
    }
    assert_eq!(failed, 2);
}

#[tokio::test]
async fn whoever_waits_for_somebody_who_hangs_up_is_answered() {
    let (cinema, client, films) = with_connections(1).await;
    let holding = lock_films(&cinema).await;
    let first = path_of(&films[0]);
    let mut hanging_up = Box::pin(client.get(&first));
    tokio::select! {
        answer = &mut hanging_up => panic!("{answer:?}"),
        () = waits_for_a_lock(&cinema) => {}
    }
    let others = join_all(films[1..].iter().map(|film| {
        let (client, path) = (&client, path_of(film));
        async move { client.get(&path).await.is(200, film) }
    }));
    let leaving = async {
        drop(hanging_up);
        // PostgreSQL does not notice: the statement goes on waiting beside the next one.
        wait_for_locks(&cinema, 2).await;
        holding.rollback().await.expect("PostgreSQL answers");
    };
    tokio::join!(others, leaving);
}
