//! Names are matched whole and without regard to case, and a film is known by name, year and time.

use serde_json::Value;

use super::{add_films, with_films};
use crate::support::Cinema;

async fn films(cinema: &Cinema, query: &str) -> Vec<Value> {
    let answer = cinema.client().get(&format!("/movies/?{query}")).await;
    answer.json()["movies"].as_array().expect("films").clone()
}

async fn names(cinema: &Cinema, query: &str) -> Vec<String> {
    films(cinema, query)
        .await
        .iter()
        .map(|film| film["name"].as_str().expect("a name").to_owned())
        .collect()
}

#[tokio::test]
async fn a_star_called_lee_is_not_edward_lee() {
    let cinema = with_films(&[
        ["First", "2000", "90", "PG", "Drama", "Edward Lee"],
        ["Second", "2001", "90", "PG", "Drama", "Lee"],
    ])
    .await;
    let films = films(&cinema, "sort=name").await;
    let stars: Vec<_> = films
        .iter()
        .map(|film| film["stars"][0]["name"].clone())
        .collect();
    assert_eq!(stars, ["Edward Lee", "Lee"]);
    assert_eq!(cinema.count("SELECT count(*) FROM stars").await, 2);
}

#[tokio::test]
async fn a_certification_t_is_not_tv_14() {
    let cinema = with_films(&[
        ["First", "2000", "90", "TV-14", "Drama", "Ann"],
        ["Second", "2001", "90", "T", "Drama", "Ann"],
    ])
    .await;
    assert_eq!(names(&cinema, "certification=t").await, ["Second"]);
    assert_eq!(names(&cinema, "certification=tv-14").await, ["First"]);
}

#[tokio::test]
async fn a_star_called_ann_may_stand_beside_anna() {
    let cinema = with_films(&[["First", "2000", "90", "PG", "Drama", "Anna|Ann|anna|ANN"]]).await;
    let film = films(&cinema, "").await.remove(0);
    let stars: Vec<_> = film["stars"]
        .as_array()
        .expect("stars")
        .iter()
        .map(|star| star["name"].clone())
        .collect();
    assert_eq!(stars, ["Ann", "Anna"]);
}

#[tokio::test]
async fn a_name_keeps_the_case_in_which_it_came_first() {
    let cinema = with_films(&[
        ["First", "2000", "90", "PG", "Drama", "Jean Reno"],
        ["Second", "2001", "90", "pg", "DRAMA", "JEAN RENO"],
    ])
    .await;
    let second = &films(&cinema, "sort=-name").await[1];
    assert_eq!(
        (&second["stars"][0]["name"], &second["genres"][0]["name"]),
        (&"Jean Reno".into(), &"Drama".into())
    );
    assert_eq!(cinema.count("SELECT count(*) FROM certifications").await, 1);
}

#[tokio::test]
async fn a_remake_is_another_film() {
    let cinema = with_films(&[["Heat", "1986", "101", "PG", "Crime", "Ann"]]).await;
    assert_eq!(
        add_films(&cinema, &[["Heat", "1995", "170", "PG", "Crime", "Ann"]]).await,
        1
    );
    assert_eq!(
        add_films(&cinema, &[["HEAT", "1995", "170", "PG", "Crime", "Ann"]]).await,
        0
    );
    assert_eq!(names(&cinema, "").await, ["Heat", "Heat"]);
}
