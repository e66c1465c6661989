//! `GET /movies/?q=`

use serde_json::Value;

use super::{with_demo_films, with_films};
use crate::support::{Cinema, eventually};

/// Whether a filter selects a film.
type Wanted = fn(&Value) -> bool;

fn has_genre(film: &Value, name: &str) -> bool {
    let mut genres = film["genres"].as_array().expect("genres").iter();
    genres.any(|genre| genre["name"] == name)
}

async fn found(cinema: &Cinema, query: &str) -> (i64, Vec<String>) {
    let answer = cinema.client().get(&format!("/movies/?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.text);
    let page = answer.json();
    let names = page["movies"].as_array().expect("films").iter();
    let names = names.map(|film| film["name"].as_str().expect("a name").to_owned());
    (
        page["total_items"].as_i64().expect("a number"),
        names.collect(),
    )
}

#[tokio::test]
async fn a_film_is_found_by_what_people_remember_of_it() {
    let cinema = with_demo_films().await;
    for (query, first) in [
        ("q=godfather", "The Godfather"),
        ("q=GODFATHER", "The Godfather"),
        ("q=dark+kni", "The Dark Knight"),
        ("q=knight+dark", "The Dark Knight"),
        ("q=amelie", "Amélie"),
        ("q=AM%C3%89LIE", "Amélie"),
        ("q=schindlers+list", "Schindler's List"),
        ("q=schindler%27s", "Schindler's List"),
        ("q=nolan+interst", "Interstellar"),
        ("q=wall-e", "WALL·E"),
        ("q=godfahter", "The Godfather"),
        ("q=intersteller", "Interstellar"),
        ("q=hitchcok+psycho", "Psycho"),
        ("q=12+angry", "12 Angry Men"),
    ] {
        let (_, names) = found(&cinema, query).await;
        assert_eq!(
            names.first().map(String::as_str),
            Some(first),
            "{query}: {names:?}"
        );
    }
}

#[tokio::test]
async fn people_are_found_with_and_without_typos() {
    let cinema = with_demo_films().await;
    let (exact, _) = found(&cinema, "q=al+pacino").await;
    let (mistyped, _) = found(&cinema, "q=al+pacinno").await;
    assert!(exact > 5);
    assert_eq!(exact, mistyped);
    let (directed, names) = found(&cinema, "q=tarantino&per_page=20").await;
    assert!(
        directed >= 7 && names.contains(&"Pulp Fiction".to_owned()),
        "{names:?}"
    );
}

#[tokio::test]
async fn the_very_title_comes_first_then_its_beginning_then_its_words_then_people() {
    let cinema = with_films(&[
        ["A Long Way", "2000", "90", "PG", "Drama", "Heat Ledger"],
        ["Some Heat", "2001", "90", "PG", "Drama", "Ann"],
        ["Heat Wave", "2002", "90", "PG", "Drama", "Ann"],
        ["Heat", "2003", "90", "PG", "Drama", "Ann"],
        ["Cold", "2004", "90", "PG", "Drama", "Ann"],
    ])
    .await;
    let (total, names) = found(&cinema, "q=heat").await;
    assert_eq!(total, 4);
    assert_eq!(names, ["Heat", "Heat Wave", "Some Heat", "A Long Way"]);
}

#[tokio::test]
async fn of_films_that_fit_alike_the_popular_one_comes_first() {
    let cinema = with_films(&[
        ["Heat", "2001", "90", "PG", "Drama", "Ann"],
        ["Heat", "2002", "90", "PG", "Drama", "Ann"],
        ["Heat", "2003", "90", "PG", "Drama", "Ann"],
    ])
    .await;
    cinema
        .execute(
            "UPDATE movies SET votes = $1::int WHERE year = 2002",
            "500000",
        )
        .await;
    let answer = cinema.client().get("/movies/?q=heat").await.json();
    assert_eq!(answer["movies"][0]["year"], 2002);
}

#[tokio::test]
async fn a_search_and_filters_and_an_order_work_together() {
    let cinema = with_demo_films().await;
    let (all, _) = found(&cinema, "q=star").await;
    let (some, names) = found(&cinema, "q=star+wars&year_to=1990&sort=year").await;
    assert!(some < all);
    assert_eq!(
        names.first().map(String::as_str),
        Some("Star Wars"),
        "{names:?}"
    );
    assert_eq!(found(&cinema, "q=star&genre=western").await.0, 0);
}

#[tokio::test]
async fn a_filter_leaves_of_a_search_what_passes_in_the_same_order() {
    let cinema = with_demo_films().await;
    let films = async |query: &str| {
        let mut films = Vec::new();
        let mut next = Some(format!("/movies/?{query}&per_page=20"));
        while let Some(link) = next {
            let page = cinema.client().get(&link).await.json();
            films.extend(page["movies"].as_array().expect("films").iter().cloned());
            assert!(films.len() < 200, "{query} finds more than is shown");
            next = page["next_page"].as_str().map(str::to_owned);
        }
        films
    };
    let filters: [(&str, Wanted); 4] = [
        ("year_from=1950", |film| film["year"].as_i64() >= Some(1950)),
        ("imdb_from=8.5", |film| film["imdb"].as_f64() >= Some(8.5)),
        ("genre=drama", |film| has_genre(film, "Drama")),
        ("genre=western&year_to=1970", |film| {
            has_genre(film, "Western") && film["year"].as_i64() <= Some(1970)
        }),
    ];
    let all = films("q=man").await;
    for (filter, passes) in filters {
        let expected: Vec<_> = all.iter().filter(|film| passes(film)).cloned().collect();
        assert!(
            !expected.is_empty() && expected.len() < all.len(),
            "{filter}"
        );
        assert_eq!(
            films(&format!("q=man&{filter}")).await,
            expected,
            "{filter}"
        );
    }
}

#[tokio::test]
async fn a_beginning_finds_all_words_that_begin_so_whether_few_or_many() {
    let cinema = with_films(&[["Heat", "1995", "170", "UA", "Crime", "Ann"]]).await;
    for (from, to) in [(1, 1), (2, 16), (17, 17), (18, 26)] {
        cinema
            .execute(
                "INSERT INTO movies (name, year, time, imdb, votes, description, price, certification_id)
                 SELECT 'Abc' || chr(96 + n), 2000, 90, 5, n, '', 1, 1
                 FROM generate_series(split_part($1, '-', 1)::int, split_part($1, '-', 2)::int) AS n",
                &format!("{from}-{to}"),
            )
            .await;
        eventually("the new films", async || {
            (found(&cinema, "q=abc").await.0 == to).then_some(())
        })
        .await;
        assert_eq!(found(&cinema, "q=heat+abc").await.0, 0);
    }
}

#[tokio::test]
async fn words_that_begin_alike_do_not_outrank_the_word_itself() {
    let cinema = with_films(&[
        ["Starr Stark Wars", "2001", "90", "PG", "Drama", "Ann"],
        ["Star Wars", "2002", "90", "PG", "Drama", "Ann"],
    ])
    .await;
    let (_, names) = found(&cinema, "q=wars+star").await;
    assert_eq!(names, ["Star Wars", "Starr Stark Wars"]);
}

#[tokio::test]
async fn titles_without_a_letter_are_found_and_walked() {
    let cinema = with_films(&[["Heat", "1995", "170", "UA", "Crime", "Ann"]]).await;
    cinema
        .execute(
            "INSERT INTO movies (name, year, time, imdb, votes, description, price, certification_id)
             SELECT $1, 1950 + n, 90, 5, n, 'A film.', 1, 1 FROM generate_series(1, 12) AS n",
            "?!",
        )
        .await;
    let page = eventually("the new films", async || {
        let page = cinema.client().get("/movies/?q=...").await.json();
        (page["total_items"] == 12).then_some(page)
    })
    .await;
    let cursor = page["next_cursor"].as_str().expect("a cursor");
    let rest = cinema
        .client()
        .get(&format!("/movies/?q=...&cursor={cursor}"))
        .await
        .json();
    assert_eq!(rest["movies"].as_array().map(Vec::len), Some(2), "{rest}");
}

#[tokio::test]
async fn what_nothing_fits_is_an_empty_page() {
    let cinema = with_demo_films().await;
    for query in [
        "q=qxzvwkj",
        "q=godfather+qxzvwkj",
        "q=%3F%21",
        "q=+",
        "q=%27",
        "q=%25",
        "q=a:*%7Cb%26!%28",
    ] {
        let (total, names) = found(&cinema, query).await;
        assert_eq!((total, names.len()), (0, 0), "{query}");
    }
}

#[tokio::test]
async fn a_search_shows_its_best_films_and_no_more_however_common_the_word() {
    let cinema = with_films(&[["Heat", "1995", "170", "UA", "Crime", "Ann"]]).await;
    cinema
        .execute(
            "INSERT INTO movies (name, year, time, imdb, votes, description, price, certification_id)
             SELECT 'Night ' || n, 2000, 90, 5, n, $1, 1, 1 FROM generate_series(1, 1100) AS n",
            "A film.",
        )
        .await;
    let mut seen = Vec::new();
    let mut next = Some("/movies/?q=night&per_page=20".to_owned());
    while let Some(link) = next {
        let page = cinema.client().get(&link).await.json();
        assert_eq!(page["total_items"], 200);
        let names = page["movies"].as_array().expect("films").iter();
        seen.extend(names.map(|film| film["name"].as_str().expect("a name").to_owned()));
        next = page["next_page"].as_str().map(str::to_owned);
        assert!(seen.len() <= 200, "the walk does not end");
    }
    let upwards = cinema.client().get("/movies/?q=night&sort=votes").await;
    assert_ne!(
        upwards.json()["movies"][0]["name"],
        "Night 1",
        "an order sorts what is found"
    );
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 200);
    assert!(
        seen.contains(&"Night 1100".to_owned()),
        "the most popular one is among them"
    );
}

#[tokio::test]
async fn the_search_follows_every_change() {
    let cinema = with_films(&[["Heat", "1995", "170", "UA", "Crime", "Al Pacino"]]).await;
    let finds = async |query: &str, films: i64| {
        eventually(query, async || {
            (found(&cinema, query).await.0 == films).then_some(())
        })
        .await;
    };
    finds("q=heat", 1).await;
    finds("q=pacino", 1).await;
    cinema
        .execute("UPDATE movies SET name = $1", "Collateral")
        .await;
    finds("q=heat", 0).await;
    finds("q=collateral", 1).await;
    cinema
        .execute("UPDATE stars SET name = $1", "Tom Cruise")
        .await;
    finds("q=pacino", 0).await;
    finds("q=cruise", 1).await;
    cinema
        .execute("DELETE FROM movies_stars WHERE movie_id > $1::int", "0")
        .await;
    finds("q=cruise", 0).await;
    cinema
        .execute("DELETE FROM movies WHERE id > $1::int", "0")
        .await;
    finds("q=collateral", 0).await;
}

/// What is mended is what no film says: not only what no film has ever said.
#[tokio::test]
async fn a_typo_that_was_once_in_the_catalogue_is_mended_again() {
    let cinema = with_films(&[["The Godfather", "1972", "175", "R", "Crime", "Al Pacino"]]).await;
    let godfather = (1, vec!["The Godfather".to_owned()]);
    for (write, forget) in [
        (
            "INSERT INTO movies (name, year, time, imdb, votes, description, price, certification_id)
             SELECT $1, 1974, 202, 9, 1, 'A film.', 1, id FROM certifications",
            "DELETE FROM movies WHERE name = $1",
        ),
        (
            "UPDATE stars SET name = $1",
            "UPDATE stars SET name = 'Al Pacino' WHERE name = $1",
        ),
    ] {
        assert_eq!(found(&cinema, "q=godfahter").await, godfather);
        cinema.execute(write, "Godfahter").await;
        let words = "SELECT count(*) FROM search_words WHERE word = 'godfahter'";
        assert_eq!(cinema.count(words).await, 1);
        cinema.execute(forget, "Godfahter").await;
        assert_eq!(cinema.count(words).await, 0);
        eventually("the typo is mended", async || {
            (found(&cinema, "q=godfahter").await == godfather).then_some(())
        })
        .await;
    }
    let kept =
        "SELECT count(*) FROM search_words WHERE word IN ('the', 'godfather', 'al', 'pacino')";
    assert_eq!(cinema.count(kept).await, 4);
}

#[tokio::test]
async fn a_search_has_pages_and_cursors_like_any_list() {
    let cinema = with_demo_films().await;
    let pages: Vec<Value> = {
        let first = cinema
            .client()
            .get("/movies/?q=the&per_page=5")
            .await
            .json();
        let cursor = first["next_cursor"].as_str().expect("a cursor").to_owned();
        let by_page = cinema
            .client()
            .get("/movies/?q=the&per_page=5&page=2")
            .await
            .json();
        let by_cursor = cinema
            .client()
            .get(&format!("/movies/?q=the&per_page=5&cursor={cursor}"))
            .await
            .json();
        vec![by_page["movies"].clone(), by_cursor["movies"].clone()]
    };
    assert_eq!(pages[0].as_array().map(Vec::len), Some(5));
    assert_eq!(pages[0], pages[1]);
}
