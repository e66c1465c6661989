//! Imports of uploaded files whose worker or database goes away in the middle, and imports that meet.

use sqlx::{Postgres, Transaction};

use super::uploads::{ended, films, is_done, job, look, moderator, progress};
use crate::support::{Cinema, Client, eventually};

/// Somebody else's transaction that holds what the 600th of a thousand films needs, until it is dropped.
struct Obstacle(Transaction<'static, Postgres>);

impl Obstacle {
    /// Adds the film's certification and doesn't commit. Triggers, which would hold up all the films before
    /// as well, are off.
    async fn put_up(cinema: &Cinema) -> Self {
        let mut tx = cinema.db.begin().await.unwrap();
        for statement in [
            "SET LOCAL session_replication_role = replica",
            "INSERT INTO certifications (name) VALUES ('Held back')",
        ] {
            sqlx::query(statement).execute(&mut *tx).await.unwrap();
        }
        Self(tx)
    }

    async fn take_away(self) {
        self.0.rollback().await.unwrap();
    }
}

/// A file of a thousand films, the 600th of which meets the obstacle, and a bad row.
fn file() -> String {
    let film = "Film 599,1995,170,";
    let csv = films(1000);
    let (before, after) = csv
        .split_once(&format!("{film}UA"))
        .expect("the 600th film");
    format!("{before}{film}Held back{after}bad\n")
}

/// Waits until the import has met the obstacle: what was done before is to be seen.
async fn stands_still(client: &Client, job: &str) {
    let found = eventually("the first films are there", async || {
        let found = look(client, job).await;
        (found["progress"]["rows_done"] == 500).then_some(found)
    })
    .await;
    assert_eq!(
        (&found["status"], &found["finished_at"]),
        (&"running".into(), &serde_json::Value::Null)
    );
    assert_eq!(found["progress"], {
        let mut counts = progress(1001, 500, 0, 0);
        counts["rows_done"] = 500.into();
        counts
    });
}

/// Asserts that the import counted every row once and that every film is there.
async fn ends_well(cinema: &Cinema, client: &Client, job: &str) {
    // The database is asked, because the server may not be over the outage yet.
    eventually("the import ends", async || {
        (cinema
            .count("SELECT count(*) FROM imports WHERE finished_at IS NOT NULL")
            .await
            == 1)
            .then_some(())
    })
    .await;
    is_done(&look(client, job).await, &progress(1001, 1000, 0, 1));
    let whole = "SELECT count(*) FROM movies
                 WHERE EXISTS (SELECT FROM movies_genres WHERE movie_id = id)
                   AND EXISTS (SELECT FROM movies_stars WHERE movie_id = id)
                   AND EXISTS (SELECT FROM movies_directors WHERE movie_id = id)";
    assert_eq!(cinema.count(whole).await, 1000);
}

#[tokio::test]
async fn a_worker_that_is_killed_in_the_middle_of_an_import_leaves_the_rest_to_another() {
    let mut cinema = Cinema::without_worker().await;
    let client = moderator(&cinema).await;
    let obstacle = Obstacle::put_up(&cinema).await;
    let worker = cinema.worker_process();
    let job = job(&client, file()).await;
    stands_still(&client, &job).await;
    worker.kill().await;
    obstacle.take_away().await;

    cinema.start_worker();
    ends_well(&cinema, &client, &job).await;
}

#[tokio::test]
async fn an_import_goes_on_after_the_database_was_away() {
    let cinema = Cinema::start().await;
    let client = moderator(&cinema).await;
    let obstacle = Obstacle::put_up(&cinema).await;
    let job = job(&client, file()).await;
    stands_still(&client, &job).await;
    cinema.postgres.cut().await;
    eventually("the job waits for its next attempt", async || {
        (cinema.parked_jobs().await == 1).then_some(())
    })
    .await;
    obstacle.take_away().await;
    cinema.postgres.restore().await;
    ends_well(&cinema, &client, &job).await;
}

#[tokio::test]
async fn two_workers_that_import_the_same_films_at_once_add_each_film_once() {
    let cinema = Cinema::builder().workers(2).start().await;
    let client = moderator(&cinema).await;
    let jobs = [
        job(&client, films(1000)).await,
        job(&client, films(1000)).await,
    ];
    let mut added = 0;
    for job in jobs {
        let done = ended(&client, &job).await;
        assert_eq!(
            (&done["status"], &done["progress"]["rows_done"]),
            (&"done".into(), &1000.into())
        );
        added += done["progress"]["added"].as_i64().expect("a count");
    }
    assert_eq!(
        (added, cinema.count("SELECT count(*) FROM movies").await),
        (1000, 1000)
    );
}
