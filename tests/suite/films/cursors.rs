//! `GET /movies/?cursor=`

use std::collections::HashSet;

use serde_json::Value;

use super::{add_films, with_demo_films, with_films};
use crate::support::{Cinema, PUBLIC_URL};

/// Follows cursors to the end. `between` runs after each page.
async fn walk(cinema: &Cinema, query: &str, mut between: impl AsyncFnMut(usize)) -> Vec<Value> {
    let mut films = Vec::new();
    let mut path = format!("/movies/?{query}");
    for number in 0.. {
        let page = cinema.client().get(&path).await.json();
        films.extend(page["movies"].as_array().expect("films").iter().cloned());
        assert!(films.len() <= 2000, "the walk does not end");
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("/movies/?{query}&cursor={cursor}");
        between(number).await;
    }
    films
}

fn uuids(films: &[Value]) -> Vec<&str> {
    films
        .iter()
        .map(|film| film["uuid"].as_str().expect("a UUID"))
        .collect()
}

#[tokio::test]
async fn cursors_lead_through_everything_once_in_every_order() {
    let cinema = with_demo_films().await;
    for sort in [
        "name",
        "-name",
        "year",
        "-imdb",
        "price",
        "-votes",
        "-year,price,-name",
        "price,-imdb",
    ] {
        let films = walk(&cinema, &format!("per_page=20&sort={sort}"), async |_| ()).await;
        let distinct: HashSet<_> = uuids(&films).into_iter().collect();
        assert_eq!((films.len(), distinct.len()), (1000, 1000), "{sort}");
        let page = cinema
            .client()
            .get(&format!("/movies/?per_page=20&sort={sort}&page=7"))
            .await
            .json();
        assert_eq!(
            page["movies"].as_array().expect("films")[..],
            films[120..140],
            "{sort}"
        );
    }
}

#[tokio::test]
async fn cursors_keep_filters() {
    let cinema = with_demo_films().await;
    let films = walk(&cinema, "per_page=20&genre=crime&sort=-imdb", async |_| ()).await;
    let total = cinema.client().get("/movies/?genre=crime").await.json()["total_items"].clone();
    assert_eq!(total, films.len());
}

/// A rank has as many digits as a number can have, and films behind a cursor are found by it.
#[tokio::test]
async fn cursors_lead_through_every_film_that_a_search_finds() {
    let cinema = with_demo_films().await;
    for q in [
        "harry+potter",
        "toy+story",
        "star+wars",
        "kill+bill",
        "the+lord+of+the+rings",
        "tom",
    ] {
        let query = format!("per_page=1&q={q}");
        let films = walk(&cinema, &query, async |_| ()).await;
        let page = format!("/movies/?per_page=20&q={q}");
        let page = cinema.client().get(&page).await.json();
        assert!(films.len() > 1, "{q}");
        assert_eq!(page["total_items"], films.len(), "{q}");
        let shown = films.iter().take(20).cloned().collect();
        assert_eq!(page["movies"], Value::Array(shown), "{q}");
    }
}

/// Whether films are read in order or collected is chosen when a list is read: here the films are last in one order and
/// first in the other.
#[tokio::test]
async fn rare_films_are_found_wherever_they_stand() {
    let cinema = with_films(&[["Heat", "1995", "170", "UA", "Crime", "Ann"]]).await;
    cinema
        .execute(
            "WITH certified AS (INSERT INTO certifications (name) VALUES ($1) RETURNING id)
             INSERT INTO movies (name, year, time, imdb, votes, description, price, certification_id)
             SELECT 'Film ' || n, 1950 + n % 50, 90, 1 + n % 9, n, 'A film.', 1,
                    CASE WHEN n <= 60 THEN (SELECT id FROM certified) ELSE (SELECT min(id) FROM certifications) END
             FROM generate_series(1, 3000) AS n",
            "X",
        )
        .await;
    for filter in ["certification=X", "certification=X&year_from=1900"] {
        for sort in [
            "votes",
            "-votes",
            "year",
            "-year,imdb",
            "-imdb,name",
            "votes,year",
        ] {
            let query = format!("{filter}&sort={sort}&per_page=20");
            let films = walk(&cinema, &query, async |_| ()).await;
            let found: HashSet<_> = uuids(&films).into_iter().collect();
            assert_eq!((films.len(), found.len()), (60, 60), "{query}");
            assert!(
                films
                    .iter()
                    .all(|film| film["certification"]["name"] == "X"),
                "{query}"
            );
            let mut paged = Vec::new();
            for number in 1..=4 {
                let path = format!("/movies/?{query}&page={number}");
                let page = cinema.client().get(&path).await.json();
                assert_eq!(page["total_items"], 60, "{path}");
                paged.extend(page["movies"].as_array().expect("films").iter().cloned());
            }
            assert_eq!(uuids(&paged), uuids(&films), "{query}");
            let beyond = format!("/movies/?{query}&page=1000");
            let beyond = cinema.client().get(&beyond).await.json();
            assert_eq!(beyond["movies"].as_array().map(Vec::len), Some(0));
            assert_eq!(beyond["total_items"], 60);
        }
    }
}

#[tokio::test]
async fn ties_are_sorted_by_id_in_the_direction_of_the_last_key() {
    let cinema = with_films(&[
        ["B", "2000", "90", "PG", "Drama", "Ann"],
        ["A", "2000", "90", "PG", "Drama", "Ann"],
        ["C", "2000", "90", "PG", "Drama", "Ann"],
    ])
    .await;
    for (sort, expected) in [
        ("year", ["B", "A", "C"]),
        ("-year", ["C", "A", "B"]),
        ("-year,votes", ["B", "A", "C"]),
    ] {
        let films = walk(&cinema, &format!("sort={sort}&per_page=2"), async |_| ()).await;
        let names: Vec<_> = films.iter().map(|film| film["name"].as_str()).collect();
        assert_eq!(names, expected.map(Some), "{sort}");
    }
}

#[tokio::test]
async fn the_longest_names_have_cursors_too() {
    let names = ["😀".repeat(250), "電".repeat(250), "\\".repeat(250)];
    let films = names
        .each_ref()
        .map(|name| [name.as_str(), "2000", "90", "PG", "Drama", "Ann"]);
    let cinema = with_films(&films).await;
    for sort in ["name", "-name", "name,year,imdb,price,votes"] {
        let found = walk(&cinema, &format!("per_page=1&sort={sort}"), async |_| ()).await;
        assert_eq!(found.len(), 3, "{sort}");
    }
}

#[tokio::test]
async fn films_that_come_or_go_meanwhile_move_no_other() {
    let cinema = with_demo_films().await;
    let before = walk(&cinema, "per_page=20&sort=name", async |_| ()).await;
    let (gone, kept) = (uuids(&before)[900].to_owned(), uuids(&before));
    let during = walk(&cinema, "per_page=20&sort=name", async |page| {
        let film = format!("000 Film {page}");
        assert_eq!(
            add_films(&cinema, &[[&film, "2000", "90", "PG", "Drama", "Ann"]]).await,
            1
        );
        cinema
            .execute("DELETE FROM movies WHERE uuid = $1::uuid", &gone)
            .await;
    })
    .await;
    let kept: Vec<_> = kept.into_iter().filter(|uuid| *uuid != gone).collect();
    assert_eq!(uuids(&during), kept);
}

#[tokio::test]
async fn next_page_goes_on_by_cursor_where_one_was_given() {
    let cinema = with_demo_films().await;
    let first = cinema
        .client()
        .get("/movies/?sort=year&per_page=20&genre=drama")
        .await
        .json();
    let cursor = first["next_cursor"].as_str().expect("a cursor");
    let second = cinema
        .client()
        .get(&format!(
            "/movies/?sort=year&per_page=20&genre=drama&cursor={cursor}"
        ))
        .await
        .json();
    assert_eq!(second["prev_page"], Value::Null);
    let next = second["next_cursor"].as_str().expect("a cursor");
    let link = format!("{PUBLIC_URL}/movies/?sort=year&genre=drama&per_page=20&cursor={next}");
    assert_eq!(second["next_page"], link);
    assert_eq!(second["total_items"], first["total_items"]);
    let third = cinema.client().get(&link).await.json();
    let page = cinema
        .client()
        .get("/movies/?sort=year&per_page=20&genre=drama&page=3")
        .await
        .json();
    assert_eq!(third["movies"], page["movies"]);
}

#[tokio::test]
async fn the_last_page_has_no_cursor() {
    let cinema = with_films(&[["Heat", "1995", "170", "UA", "Crime", "Ann"]]).await;
    let page = cinema.client().get("/movies/").await.json();
    assert_eq!(
        (&page["next_cursor"], &page["next_page"]),
        (&Value::Null, &Value::Null)
    );
}

#[tokio::test]
async fn what_is_no_cursor_of_the_list_is_refused() {
    let cinema = with_demo_films().await;
    let cursor = cinema.client().get("/movies/?sort=year").await.json()["next_cursor"]
        .as_str()
        .expect("a cursor")
        .to_owned();
    for query in [
        "cursor=nonsense".to_owned(),
        "cursor=%27%3B--".to_owned(),
        format!("cursor={cursor}"),
        format!("sort=-year&cursor={cursor}"),
        format!("sort=year,name&cursor={cursor}"),
        format!("sort=year&cursor={cursor}x"),
    ] {
        let answer = cinema.client().get(&format!("/movies/?{query}")).await;
        answer.names_fields(&[("cursor", "format")]);
    }
    let answer = cinema
        .client()
        .get(&format!("/movies/?sort=year&cursor={cursor}&page=2"))
        .await;
    answer.names_fields(&[("page", "rule")]);
}
