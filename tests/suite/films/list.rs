//! `GET /movies/`

use std::collections::HashSet;

use serde_json::Value;

use super::{with_demo_films, with_films};
use crate::support::{Cinema, PUBLIC_URL};

/// Whether a filter selects a film.
type Wanted = fn(&Value) -> bool;
/// What films are sorted by.
type Keys = fn(&Value) -> [f64; 2];

/// A page of the list.
async fn page(cinema: &Cinema, query: &str) -> Value {
    let answer = cinema.client().get(&format!("/movies/?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

/// All films that a query selects, following the links from page to page.
async fn walk(cinema: &Cinema, query: &str) -> Vec<Value> {
    let mut films = Vec::new();
    let mut next = Some(format!("{PUBLIC_URL}/movies/?{query}"));
    while let Some(link) = next {
        assert!(link.starts_with(PUBLIC_URL), "{link} is absolute");
        let page = cinema.client().get(&link).await.json();
        films.extend(page["movies"].as_array().expect("films").iter().cloned());
        assert!(films.len() <= 1000, "the walk does not end: {link}");
        next = page["next_page"].as_str().map(str::to_owned);
    }
    films
}

fn number(film: &Value, member: &str) -> f64 {
    match &film[member] {
        Value::String(text) => text.parse().expect("a number"),
        value => value.as_f64().expect("a number"),
    }
}

fn name(film: &Value) -> &str {
    film["name"].as_str().expect("a name")
}

fn genres(film: &Value) -> impl Iterator<Item = String> {
    film["genres"]
        .as_array()
        .expect("genres")
        .iter()
        .map(|genre| genre["name"].as_str().expect("a name").to_lowercase())
}

#[tokio::test]
async fn a_thousand_films_come_in_pages_of_ten_by_name_downwards() {
    let cinema = with_demo_films().await;
    let first = page(&cinema, "").await;
    assert_eq!(
        (
            &first["total_items"],
            &first["total_pages"],
            &first["prev_page"]
        ),
        (&1000.into(), &100.into(), &Value::Null)
    );
    assert_eq!(first["next_page"], format!("{PUBLIC_URL}/movies/?page=2"));
    let names: Vec<_> = first["movies"]
        .as_array()
        .expect("films")
        .iter()
        .map(name)
        .collect();
    assert_eq!(names.len(), 10);
    assert!(names.is_sorted_by(|a, b| a >= b), "{names:?}");
}

#[tokio::test]
async fn no_film_is_lost_or_doubled_over_the_pages_of_a_list_with_ties() {
    let cinema = with_demo_films().await;
    for (query, sorted_by) in [
        ("per_page=20&sort=year", "year"),
        ("per_page=20&sort=-imdb", "imdb"),
    ] {
        let films = walk(&cinema, query).await;
        let distinct: HashSet<_> = films.iter().map(|film| film["uuid"].as_str()).collect();
        assert_eq!((films.len(), distinct.len()), (1000, 1000), "{query}");
        let upwards = films.is_sorted_by(|a, b| number(a, sorted_by) <= number(b, sorted_by));
        let downwards = films.is_sorted_by(|a, b| number(a, sorted_by) >= number(b, sorted_by));
        assert_eq!(
            (upwards, downwards),
            (sorted_by == "year", sorted_by == "imdb"),
            "{query}"
        );
    }
}

#[tokio::test]
async fn every_column_sorts_both_ways() {
    let cinema = with_demo_films().await;
    for column in ["year", "imdb", "price", "votes"] {
        let films = page(&cinema, &format!("per_page=20&sort={column}")).await["movies"]
            .as_array()
            .expect("films")
            .clone();
        assert!(
            films.is_sorted_by(|a, b| number(a, column) <= number(b, column)),
            "{column}"
        );
        let films = page(&cinema, &format!("per_page=20&sort=-{column}")).await["movies"]
            .as_array()
            .expect("films")
            .clone();
        assert!(
            films.is_sorted_by(|a, b| number(a, column) >= number(b, column)),
            "-{column}"
        );
    }
    let films = page(&cinema, "per_page=20&sort=name").await["movies"]
        .as_array()
        .expect("films")
        .clone();
    assert!(films.is_sorted_by(|a, b| name(a) <= name(b)));
}

#[tokio::test]
async fn the_first_key_weighs_most() {
    let cinema = with_demo_films().await;
    let films = walk(&cinema, "per_page=20&year_from=1990&sort=-year,imdb,name").await;
    let key = |film: &Value| {
        (
            -number(film, "year"),
            number(film, "imdb"),
            name(film).to_owned(),
        )
    };
    assert!(films.len() > 400);
    assert!(films.is_sorted_by(|a, b| key(a) <= key(b)));
}

#[tokio::test]
async fn a_key_that_stands_twice_decides_nothing_the_second_time() {
    let cinema = with_demo_films().await;
    for (twice, once) in [("year,-name,-year", "year,-name"), ("name,-name", "name")] {
        let films = walk(&cinema, &format!("per_page=20&genre=war&sort={twice}")).await;
        assert!(!films.is_empty());
        assert_eq!(
            films,
            walk(&cinema, &format!("per_page=20&genre=war&sort={once}")).await
        );
    }
}

#[tokio::test]
async fn each_filter_selects_what_it_says() {
    let cinema = with_demo_films().await;
    let all = walk(&cinema, "per_page=20").await;
    let filters: [(&str, Wanted); 10] = [
        ("year=1994", |film| film["year"] == 1994),
        ("year_from=2010", |film| number(film, "year") >= 2010.0),
        ("year_to=1950", |film| number(film, "year") <= 1950.0),
        ("imdb=8.5", |film| film["imdb"] == 8.5),
        ("imdb_from=8.5", |film| number(film, "imdb") >= 8.5),
        ("price_to=4.99", |film| number(film, "price") <= 4.99),
        ("genre=FI", |film| {
            genres(film).any(|genre| genre.contains("fi"))
        }),
        ("certification=pg-13", |film| {
            film["certification"]["name"] == "PG-13"
        }),
        (
            "year_from=1990&year_to=1999&genre=crime&imdb_from=8",
            |film| {
                (1990.0..=1999.0).contains(&number(film, "year"))
                    && number(film, "imdb") >= 8.0
                    && genres(film).any(|genre| genre == "crime")
            },
        ),
        ("year=1994&genre=nothing%20like%20it", |_| false),
    ];
    for (query, wanted) in filters {
        let expected: Vec<_> = all.iter().filter(|film| wanted(film)).cloned().collect();
        let found = walk(&cinema, &format!("per_page=20&{query}")).await;
        assert_eq!(found, expected, "{query}");
        assert!(
            expected.len() < 1000 && (expected.is_empty() == query.ends_with("it")),
            "{query} selects {}",
            expected.len()
        );
        assert_eq!(page(&cinema, query).await["total_items"], expected.len());
    }
}

/// Whether films are read in order or collected depends on how many pass and on the order: here are cases of both.
#[tokio::test]
async fn filters_together_select_what_all_of_them_say_in_every_order() {
    let cinema = with_demo_films().await;
    let all = walk(&cinema, "per_page=20").await;
    let filters: [(&str, Wanted); 8] = [
        ("year=1994", |film| film["year"] == 1994),
        ("year_from=1990", |film| number(film, "year") >= 1990.0),
        ("imdb=8.5", |film| film["imdb"] == 8.5),
        ("imdb_from=7.8", |film| number(film, "imdb") >= 7.8),
        ("price_to=4.99", |film| number(film, "price") <= 4.99),
        ("genre=drama", |film| {
            genres(film).any(|genre| genre == "drama")
        }),
        ("certification=r", |film| {
            film["certification"]["name"] == "R"
        }),
        ("imdb_from=7.8&price_to=9.99&genre=m", |film| {
            number(film, "imdb") >= 7.8
                && number(film, "price") <= 9.99
                && genres(film).any(|genre| genre.contains('m'))
        }),
    ];
    let orders: [(&str, Keys); 5] = [
        ("year", |film| [number(film, "year"), 0.0]),
        ("-imdb", |film| [-number(film, "imdb"), 0.0]),
        ("price", |film| [number(film, "price"), 0.0]),
        ("-votes", |film| [-number(film, "votes"), 0.0]),
        ("-year,imdb", |film| {
            [-number(film, "year"), number(film, "imdb")]
        }),
    ];
    let parameter = |filter: &str| filter[..filter.find('=').expect("a value")].to_owned();
    let mut with_films = 0;
    for (index, (one, passes_one)) in filters.iter().enumerate() {
        for (other, passes_other) in &filters[index + 1..] {
            if other.contains(&parameter(one)) {
                continue;
            }
            let passes = |film: &Value| passes_one(film) && passes_other(film);
            for (order, keys) in orders {
                let mut expected: Vec<_> =
                    all.iter().filter(|film| passes(film)).map(keys).collect();
                expected.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
                let query = format!("{one}&{other}&sort={order}&per_page=20");
                let mut found = Vec::new();
                for number in 1..=2 {
                    let page = page(&cinema, &format!("{query}&page={number}")).await;
                    assert_eq!(page["total_items"], expected.len(), "{query}");
                    found.extend(page["movies"].as_array().expect("films").iter().cloned());
                }
                assert!(found.iter().all(passes), "{query}");
                let ids: HashSet<_> = found.iter().map(|film| film["uuid"].as_str()).collect();
                assert_eq!(ids.len(), found.len(), "{query} shows a film twice");
                let found: Vec<_> = found.iter().map(keys).collect();
                assert_eq!(found, expected[..expected.len().min(40)], "{query}");
                with_films += usize::from(!found.is_empty());
            }
        }
    }
    assert!(with_films > 80, "only {with_films} lists have films");
}

#[tokio::test]
async fn wildcards_in_a_filter_mean_themselves() {
    let cinema = with_films(&[["Heat", "1995", "170", "UA", "Crime", "Ann"]]).await;
    for query in [
        "genre=%25",
        "genre=_",
        "genre=C%25e",
        "certification=%25",
        "genre=%5C",
    ] {
        assert_eq!(page(&cinema, query).await["total_items"], 0, "{query}");
    }
    assert_eq!(page(&cinema, "genre=rim").await["total_items"], 1);
}

#[tokio::test]
async fn links_keep_filters_and_order() {
    let cinema = with_demo_films().await;
    let query = "sort=-year,name&genre=drama&per_page=5";
    let second = page(&cinema, &format!("{query}&page=2")).await;
    let neighbour = |link: &Value, number: u32| {
        let link: url::Url = link.as_str().expect("a link").parse().expect("a URL");
        let mut pairs: Vec<_> = link.query_pairs().into_owned().collect();
        pairs.sort();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let expected = [
            pair("genre", "drama"),
            pair("page", &number.to_string()),
            pair("per_page", "5"),
            pair("sort", "-year,name"),
        ];
        assert_eq!(
            (link.origin().ascii_serialization().as_str(), link.path()),
            (PUBLIC_URL, "/movies/")
        );
        assert_eq!(pairs, expected);
    };
    neighbour(&second["prev_page"], 1);
    neighbour(&second["next_page"], 3);
}

#[tokio::test]
async fn a_page_beyond_the_end_is_empty_and_leads_back() {
    let cinema = with_films(&[["Heat", "1995", "170", "UA", "Crime", "Ann"]]).await;
    let beyond = page(&cinema, "page=7").await;
    assert_eq!(
        (&beyond["movies"], &beyond["total_items"]),
        (&Value::Array(Vec::new()), &1.into())
    );
    assert_eq!(
        (&beyond["next_page"], &beyond["prev_page"]),
        (&Value::Null, &format!("{PUBLIC_URL}/movies/?page=1").into())
    );
    let last = page(&cinema, "page=1000000").await;
    assert_eq!(last["movies"], Value::Array(Vec::new()));
}

#[tokio::test]
async fn what_is_out_of_bounds_is_refused_by_name() {
    let cinema = Cinema::without_worker().await;
    for (query, field, code) in [
        ("per_page=21", "per_page", "range"),
        ("per_page=0", "per_page", "range"),
        ("page=0", "page", "range"),
        ("page=-1", "page", "range"),
        ("page=x", "page", "type"),
        ("page=99999999999999999999", "page", "range"),
        ("sort=rating", "sort[0]", "enum"),
        ("sort=name,--year", "sort[1]", "enum"),
        ("sort=", "sort", "length"),
        ("year=1994.5", "year", "type"),
        ("year=1894", "year", "range"),
        ("imdb=11", "imdb", "range"),
        ("imdb=NaN", "imdb", "type"),
        ("price_to=9,99", "price_to", "pattern"),
        ("price_to=-1", "price_to", "pattern"),
        ("genre=", "genre", "length"),
        ("genre=%ff", "genre", "format"),
        ("year=1994&year=1995", "year", "duplicate"),
    ] {
        cinema
            .client()
            .get(&format!("/movies/?{query}"))
            .await
            .names_fields(&[(field, code)]);
    }
}
