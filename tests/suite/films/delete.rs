//! `DELETE /movies/{movie_uuid}/`

use super::{added, film, path_of, with_moderator};
use crate::support::{Answer, Cinema, Client, eventually};

/// A statement that puts the film with the UUID `$1` into the cart of the moderator.
const ADD_TO_CART: &str = "INSERT INTO cart_items (cart_id, movie_id)
    SELECT carts.id, movies.id FROM carts, movies WHERE movies.uuid = $1::uuid";

/// A statement that puts the film with the UUID `$1` into an order of the moderator.
const ORDER: &str = "WITH made AS (INSERT INTO orders (user_id, total_amount) SELECT id, 9.99 FROM users RETURNING id)
    INSERT INTO order_items (price, order_id, movie_id) SELECT price, made.id, movies.id FROM made, movies
    WHERE movies.uuid = $1::uuid";

/// A statement that makes the moderator own the film with the UUID `$1`.
const PURCHASE: &str = "INSERT INTO purchases (user_id, movie_id)
    SELECT users.id, movies.id FROM users, movies WHERE movies.uuid = $1::uuid";

/// A film in the hands of somebody: where it is, and its UUID.
async fn held(
    cinema: &Cinema,
    moderator: &Client,
    statements: &[&'static str],
) -> (String, String) {
    let film = added(moderator, film("Heat")).await;
    let uuid = film["uuid"].as_str().expect("a UUID").to_owned();
    for statement in statements {
        assert_eq!(cinema.execute(statement, &uuid).await, 1);
    }
    (path_of(&film), uuid)
}

async fn is_still_there(moderator: &Client, path: &str) {
    assert_eq!(moderator.get(path).await.status, 200);
}

#[tokio::test]
async fn a_deleted_film_is_gone_and_its_people_are_not() {
    let (cinema, moderator) = with_moderator().await;
    let film = added(&moderator, film("Heat")).await;
    let path = path_of(&film);
    moderator
        .delete(&path)
        .await
        .says("Movie deleted successfully");
    for answer in [moderator.get(&path).await, moderator.delete(&path).await] {
        answer.refuses(
            404,
            "movie-not-found",
            "Movie not found",
            "Movie with the given ID was not found.",
        );
    }
    assert_eq!(cinema.count("SELECT count(*) FROM movies_stars").await, 0);
    assert_eq!(cinema.count("SELECT count(*) FROM stars").await, 2);
}

#[tokio::test]
async fn a_film_in_a_cart_stays() {
    let (cinema, moderator) = with_moderator().await;
    let (path, _) = held(&cinema, &moderator, &[ADD_TO_CART]).await;
    moderator.delete(&path).await.refuses(
        400,
        "movie-in-carts",
        "Movie in carts",
        "Movie is in users' carts and cannot be deleted.",
    );
    is_still_there(&moderator, &path).await;
}

#[tokio::test]
async fn a_film_that_somebody_owns_stays() {
    let (cinema, moderator) = with_moderator().await;
    let (path, _) = held(&cinema, &moderator, &[ORDER, PURCHASE]).await;
    moderator.delete(&path).await.refuses(
        400,
        "movie-purchased",
        "Movie purchased",
        "Movie purchased by some user and cannot be deleted.",
    );
    is_still_there(&moderator, &path).await;
}

#[tokio::test]
async fn a_film_in_a_pending_order_stays_and_so_does_the_order() {
    let (cinema, moderator) = with_moderator().await;
    let (path, _) = held(&cinema, &moderator, &[ORDER]).await;
    moderator.delete(&path).await.refuses(
        400,
        "movie-ordered",
        "Movie ordered",
        "Movie is part of an order and cannot be deleted.",
    );
    is_still_there(&moderator, &path).await;
    assert_eq!(cinema.count("SELECT count(*) FROM order_items").await, 1);
}

/// Deletes the film while somebody takes it with `statement`, whose transaction commits when the delete waits for it.
async fn delete_while(
    cinema: &Cinema,
    moderator: &Client,
    path: &str,
    uuid: &str,
    statement: &'static str,
) -> Answer {
    let mut taking = cinema.db.begin().await.expect("a transaction");
    sqlx::query(statement)
        .bind(uuid)
        .execute(&mut *taking)
        .await
        .expect("the film is there");
    let commit = async {
        eventually("the delete waits", async || {
            let waiting = "SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'";
            (cinema.count(waiting).await > 0).then_some(())
        })
        .await;
        taking.commit().await.expect("committed");
    };
    tokio::join!(moderator.delete(path), commit).0
}

#[tokio::test]
async fn a_film_that_is_just_being_taken_stays() {
    let (cinema, moderator) = with_moderator().await;
    let (path, uuid) = held(&cinema, &moderator, &[]).await;
    for (statement, id) in [
        (ORDER, "movie-ordered"),
        (PURCHASE, "movie-purchased"),
        (ADD_TO_CART, "movie-in-carts"),
    ] {
        let answer = delete_while(&cinema, &moderator, &path, &uuid, statement).await;
        answer.is_problem(400);
        assert_eq!(
            answer.json()["type"],
            format!("urn:problem-type:cinema:{id}")
        );
        is_still_there(&moderator, &path).await;
    }
}
