//! The catalogue: how films get in, and how they are read.

mod import;
mod interrupted_uploads;
mod list;
mod people;
mod single;
mod uploads;

use std::{fs::File, path::PathBuf};

use server::usecases::catalogue;

use crate::support::Cinema;

/// The demo catalogue.
fn demo_file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../demo/films.csv")
}

/// One server with the demo catalogue.
async fn with_demo_films() -> Cinema {
    let cinema = Cinema::without_worker().await;
    let file = File::open(demo_file()).expect("the demo catalogue");
    let report = catalogue::import(&cinema.db, file, |_| ())
        .await
        .expect("the database takes it");
    assert_eq!((report.added, report.bad_rows.len()), (1000, 0));
    cinema
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
