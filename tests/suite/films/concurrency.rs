//! Many moderators at once: nobody sees a fault, and nothing is there twice.

use futures_util::future::join_all;
use serde_json::json;

use super::{added, film, path_of, with_moderator};

fn count(answers: &[crate::support::Answer], status: u16) -> usize {
    answers
        .iter()
        .filter(|answer| answer.status == status)
        .count()
}

#[tokio::test]
async fn of_sixteen_who_add_the_same_film_one_succeeds() {
    let (cinema, moderator) = with_moderator().await;
    let add = |_| moderator.post("/movies/create/", film("Heat"));
    let answers = join_all((0..16).map(add)).await;
    assert_eq!((count(&answers, 201), count(&answers, 409)), (1, 15));
    assert_eq!(cinema.count("SELECT count(*) FROM movies").await, 1);
    assert_eq!(cinema.count("SELECT count(*) FROM movies_stars").await, 2);
}

#[tokio::test]
async fn sixteen_films_that_name_the_same_new_people_share_them() {
    let (cinema, moderator) = with_moderator().await;
    let add = |number: usize| {
        let mut film = film(&format!("Film {number}"));
        let mut stars = vec!["Al Pacino", "Robert De Niro", "Val Kilmer"];
        stars.rotate_left(number % 3);
        film["stars"] = json!(stars);
        moderator.post("/movies/create/", film)
    };
    let answers = join_all((0..16).map(add)).await;
    assert_eq!(count(&answers, 201), 16);
    assert_eq!(cinema.count("SELECT count(*) FROM stars").await, 3);
    assert_eq!(cinema.count("SELECT count(*) FROM movies_stars").await, 48);
}

#[tokio::test]
async fn of_sixteen_who_add_the_same_name_one_succeeds() {
    let (cinema, moderator) = with_moderator().await;
    for kind in ["genres", "stars", "directors"] {
        let path = format!("/movies/{kind}/create/");
        let name = |number| if number % 2 == 0 { "New" } else { "NEW" };
        let add = |number| moderator.post(&path, json!({ "name": name(number) }));
        let answers = join_all((0..16).map(add)).await;
        assert_eq!(
            (count(&answers, 201), count(&answers, 409)),
            (1, 15),
            "{kind}"
        );
    }
    assert_eq!(cinema.count("SELECT count(*) FROM genres").await, 1);
}

#[tokio::test]
async fn films_that_change_their_names_in_a_circle_do_not_wait_for_each_other() {
    let (_cinema, moderator) = with_moderator().await;
    let mut paths = Vec::new();
    for number in 0..8 {
        paths.push(path_of(
            &added(&moderator, film(&format!("Film {number}"))).await,
        ));
    }
    let rename = |round: usize| {
        let (path, name) = (&paths[round % 8], format!("film {}", (round + 1) % 8));
        moderator.patch(
            path,
            json!({ "name": name, "stars": [format!("Star {}", round % 3)] }),
        )
    };
    let answers = join_all((0..32).map(rename)).await;
    assert_eq!(count(&answers, 409), 32, "each name is another film's");
    let swap = |round: usize| {
        let stars = if round % 2 == 0 {
            ["A", "B"]
        } else {
            ["B", "A"]
        };
        moderator.patch(&paths[round % 8], json!({ "stars": stars, "votes": round }))
    };
    let answers = join_all((0..32).map(swap)).await;
    assert_eq!(count(&answers, 200), 32);
}

#[tokio::test]
async fn of_eight_lost_updates_seven_are_refused() {
    let (_cinema, moderator) = with_moderator().await;
    let created = moderator.post("/movies/create/", film("Heat")).await;
    let path = path_of(&created.json());
    let reader = moderator.header("if-match", created.header("etag").expect("a tag"));
    let change = |votes: usize| reader.patch(&path, json!({ "votes": votes }));
    let answers = join_all((1..=8).map(change)).await;
    assert_eq!((count(&answers, 200), count(&answers, 412)), (1, 7));
}
