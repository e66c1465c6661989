//! Totals of lists, which nobody counts when they are asked for.

use super::{with_demo_films, with_films};
use crate::support::{Cinema, PUBLIC_URL, eventually};

async fn total(cinema: &Cinema, query: &str) -> i64 {
    let answer = cinema.client().get(&format!("/movies/?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["total_items"].as_i64().expect("a number")
}

/// Adds 1500 dramas of the year 2000 and as many of 2001.
async fn add_three_thousand(cinema: &Cinema) {
    cinema
        .execute(
            "WITH added AS (
                 INSERT INTO movies (name, year, time, imdb, votes, description, price, certification_id)
                 SELECT 'Film ' || n, 2000 + n % 2, 90, 5, n, $1, 1, (SELECT id FROM certifications LIMIT 1)
                 FROM generate_series(1, 3000) AS n
                 RETURNING id
             )
             INSERT INTO movies_genres SELECT id, (SELECT id FROM genres WHERE name = 'Drama') FROM added",
            "A film.",
        )
        .await;
}

#[tokio::test]
async fn totals_follow_every_way_in_which_films_change() {
    let cinema = with_demo_films().await;
    let statements: [(&'static str, &str); 6] = [
        (
            "UPDATE movies SET year = 1999, imdb = 8.8, price = 3.33 WHERE name LIKE $1",
            "The %",
        ),
        (
            "UPDATE movies SET certification_id = (SELECT id FROM certifications WHERE name = 'R') WHERE name LIKE $1",
            "A%",
        ),
        ("DELETE FROM movies WHERE name LIKE $1", "B%"),
        ("DELETE FROM genres WHERE name = $1", "Comedy"),
        (
            "DELETE FROM movies_genres WHERE genre_id = (SELECT id FROM genres WHERE name = $1)",
            "Crime",
        ),
        (
            "INSERT INTO movies_genres SELECT id, (SELECT id FROM genres WHERE name = $1) FROM movies ON CONFLICT DO NOTHING",
            "War",
        ),
    ];
    for (statement, parameter) in statements {
        assert!(
            cinema.execute(statement, parameter).await > 0,
            "{statement}"
        );
        for (query, count) in [
            ("", "SELECT count(*) FROM movies"),
            ("year=1999", "SELECT count(*) FROM movies WHERE year = 1999"),
            (
                "year_from=1980&year_to=1999",
                "SELECT count(*) FROM movies WHERE year BETWEEN 1980 AND 1999",
            ),
            ("imdb=8.8", "SELECT count(*) FROM movies WHERE imdb = 8.8"),
            ("imdb_from=8", "SELECT count(*) FROM movies WHERE imdb >= 8"),
            (
                "price_to=3.99",
                "SELECT count(*) FROM movies WHERE price <= 3.99",
            ),
            (
                "certification=r",
                "SELECT count(*) FROM movies WHERE certification_id = (SELECT id FROM certifications WHERE name = 'R')",
            ),
            (
                "genre=war",
                "SELECT count(*) FROM movies_genres WHERE genre_id = (SELECT id FROM genres WHERE name = 'War')",
            ),
            (
                "genre=c",
                "SELECT count(DISTINCT movie_id) FROM movies_genres
                 WHERE genre_id IN (SELECT id FROM genres WHERE name ILIKE '%c%')",
            ),
        ] {
            let counted = cinema.count(count).await;
            eventually(&format!("{query} after {statement}"), async || {
                (total(&cinema, query).await == counted).then_some(())
            })
            .await;
        }
    }
}

#[tokio::test]
async fn single_filters_are_exact_and_combined_ones_stop_at_a_thousand() {
    let cinema = with_films(&[["Heat", "1995", "170", "UA", "Drama", "Ann"]]).await;
    add_three_thousand(&cinema).await;
    assert_eq!(total(&cinema, "").await, 3001);
    assert_eq!(total(&cinema, "year=2000").await, 1500);
    assert_eq!(total(&cinema, "genre=drama").await, 3001);
    assert_eq!(total(&cinema, "year=2000&genre=drama").await, 1000);
    assert_eq!(total(&cinema, "year=1995&genre=drama").await, 1);
    cinema
        .execute("INSERT INTO genres (name) VALUES ($1)", "Melodrama")
        .await;
    eventually("a text that fits two genres", async || {
        (total(&cinema, "genre=drama").await == 1000).then_some(())
    })
    .await;
    assert_eq!(total(&cinema, "genre=melo").await, 0);
}

#[tokio::test]
async fn a_list_goes_on_behind_the_last_film_that_was_counted() {
    let cinema = with_films(&[["Heat", "1995", "170", "UA", "Drama", "Ann"]]).await;
    add_three_thousand(&cinema).await;
    let query = "year=2000&genre=drama&per_page=20";
    let page = |number: u32| format!("/movies/?{query}&page={number}");
    for (number, films, more, prev) in [(50, 20, true, 49), (75, 20, false, 74), (76, 0, false, 50)]
    {
        let page = cinema.client().get(&page(number)).await.json();
        assert_eq!(
            page["movies"].as_array().map(Vec::len),
            Some(films),
            "page {number}"
        );
        assert_eq!(page["next_page"].is_string(), more, "page {number}");
        assert_eq!(page["next_cursor"].is_string(), more, "page {number}");
        assert_eq!(
            page["prev_page"],
            format!("{PUBLIC_URL}/movies/?year=2000&genre=drama&per_page=20&page={prev}"),
        );
    }
}
