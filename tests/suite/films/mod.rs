//! The catalogue: how films get in, and how they are read.

mod audit;
mod caching;
mod change;
mod concurrency;
mod conditions;
mod create;
mod cursors;
mod delete;
mod given_up_imports;
mod import;
mod interrupted_uploads;
mod list;
mod lists_of_names;
mod names;
mod people;
mod search;
mod single;
mod totals;
mod uploads;

use std::{fs::File, path::PathBuf};

use domain::Role;
use serde_json::{Value, json};
use server::usecases::catalogue;

use crate::support::{Cinema, Client};

/// The demo catalogue.
fn demo_file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../demo/films.csv")
}

/// One server with the demo catalogue.
async fn with_demo_films() -> Cinema {
    let cinema = Cinema::without_worker().await;
    import_demo_films(&cinema).await;
    cinema
}

async fn import_demo_films(cinema: &Cinema) {
    let file = File::open(demo_file()).expect("the demo catalogue");
    let report = catalogue::import(&cinema.db, file, |_| ())
        .await
        .expect("the database takes it");
    assert_eq!((report.added, report.bad_rows.len()), (1000, 0));
}

/// One server, and a moderator who is signed in.
async fn with_moderator() -> (Cinema, Client) {
    let cinema = Cinema::without_worker().await;
    let moderator = cinema.signed_in_as(Role::Moderator).await;
    (cinema, moderator)
}

/// A film as moderators send it.
fn film(name: &str) -> Value {
    json!({
        "name": name,
        "year": 1995,
        "time": 170,
        "imdb": 8.2,
        "votes": 700_000,
        "meta_score": 76,
        "gross": 67_436_818.5,
        "description": "A thief and a policeman.",
        "price": "9.99",
        "certification": "R",
        "genres": ["Crime", "Drama"],
        "directors": ["Michael Mann"],
        "stars": ["Al Pacino", "Robert De Niro"],
    })
}

/// Adds a film, and returns it as it is shown.
async fn added(moderator: &Client, film: Value) -> Value {
    let answer = moderator.post("/movies/create/", film).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()
}

/// Where a film is.
fn path_of(film: &Value) -> String {
    format!("/movies/{}/", film["uuid"].as_str().expect("a UUID"))
}

/// The names in one of a film's lists.
fn names_in(list: &Value) -> Vec<&str> {
    let names = list.as_array().expect("a list").iter();
    names
        .map(|item| item["name"].as_str().expect("a name"))
        .collect()
}

/// One server with these films: rows of the columns name, year, time, certification, genres, stars.
async fn with_films(rows: &[[&str; 6]]) -> Cinema {
    let cinema = Cinema::without_worker().await;
    add_films(&cinema, rows).await;
    cinema
}

/// Imports films. Returns how many were new.
async fn add_films(cinema: &Cinema, rows: &[[&str; 6]]) -> usize {
    let mut csv = "name,year,time,certification,genres,stars,imdb,votes,meta_score,gross,directors,description,price\n".to_owned();
    for row in rows {
        csv.push_str(&row.join(","));
        csv.push_str(",5.5,10,,,Somebody,A film.,9.99\n");
    }
    let report = catalogue::import(&cinema.db, csv.as_bytes(), |_| ())
        .await
        .expect("the database takes it");
    assert_eq!(report.bad_rows, []);
    report.added
}
