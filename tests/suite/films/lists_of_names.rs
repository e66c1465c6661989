//! `GET /movies/genres/`, `/movies/stars/`, `/movies/directors/`, `/movies/certifications/`, and the films of one.

use serde_json::{Value, json};

use super::{with_demo_films, with_films};
use crate::support::{Cinema, PUBLIC_URL};

async fn get(cinema: &Cinema, path: &str) -> Value {
    let answer = cinema.client().get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    answer.json()
}

#[tokio::test]
async fn genres_are_listed_by_name_with_the_number_of_their_films() {
    let cinema = with_films(&[
        ["First", "2000", "90", "PG", "drama|Crime", "Ann"],
        ["Second", "2001", "90", "PG", "Drama", "Ann"],
    ])
    .await;
    let ids = get(&cinema, "/movies/genres/").await["genres"].clone();
    let expected = json!({
        "genres": [
            { "id": ids[0]["id"], "name": "Crime", "total_movies": 1 },
            { "id": ids[1]["id"], "name": "drama", "total_movies": 2 },
        ],
        "prev_page": null,
        "next_page": null,
        "total_pages": 1,
        "total_items": 2,
    });
    cinema
        .client()
        .get("/movies/genres/")
        .await
        .is(200, &expected);
}

#[tokio::test]
async fn stars_directors_and_certifications_are_listed_by_name() {
    let cinema = with_films(&[["First", "2000", "90", "PG", "Drama", "bob|Ann|Cäsar"]]).await;
    for (list, names) in [
        ("stars", &["Ann", "bob", "Cäsar"][..]),
        ("directors", &["Somebody"]),
        ("certifications", &["PG"]),
    ] {
        let page = get(&cinema, &format!("/movies/{list}/")).await;
        let listed = page[list].as_array().expect("a list");
        let expected: Vec<_> = listed
            .iter()
            .zip(names)
            .map(|(item, name)| json!({ "id": item["id"], "name": name }))
            .collect();
        assert_eq!((listed, listed.len()), (&expected, names.len()), "{list}");
        assert_eq!(page["total_items"], names.len(), "{list}");
    }
}

#[tokio::test]
async fn an_empty_catalogue_has_empty_lists() {
    let cinema = Cinema::without_worker().await;
    for list in ["genres", "stars", "directors", "certifications"] {
        let expected = json!({
            list: [], "prev_page": null, "next_page": null, "total_pages": 0, "total_items": 0,
        });
        cinema
            .client()
            .get(&format!("/movies/{list}/"))
            .await
            .is(200, &expected);
    }
}

#[tokio::test]
async fn a_long_list_of_stars_is_walked_by_its_links() {
    let cinema = with_demo_films().await;
    let mut names = Vec::new();
    let mut next = Some("/movies/stars/?per_page=20".to_owned());
    while let Some(link) = next {
        assert!(link.contains("per_page=20"), "{link}");
        let page = get(&cinema, &link).await;
        let stars = page["stars"].as_array().expect("stars").iter();
        names.extend(stars.map(|star| star["name"].as_str().expect("a name").to_lowercase()));
        next = page["next_page"].as_str().map(str::to_owned);
        if let Some(link) = &next {
            assert!(link.starts_with(PUBLIC_URL), "{link} is absolute");
        }
        assert!(names.len() <= 10_000, "the walk does not end");
    }
    assert_eq!(
        i64::try_from(names.len()).expect("few"),
        cinema.count("SELECT count(*) FROM stars").await
    );
    assert!(names.is_sorted_by(|a, b| a < b));
}

#[tokio::test]
async fn a_genre_a_star_and_a_director_show_their_films() {
    let cinema = with_demo_films().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let client = cinema.client().bearer(&tokens.access);
    for (list, name, member) in [
        ("genres", "Western", "genres"),
        ("stars", "Al Pacino", "stars"),
        ("directors", "Quentin Tarantino", "directors"),
    ] {
        let film = get(
            &cinema,
            &format!("/movies/?q={}&per_page=20", name.replace(' ', "+")),
        )
        .await;
        let films = get(&cinema, "/movies/?genre=western").await;
        let pool = if list == "genres" { &films } else { &film };
        let id = pool["movies"]
            .as_array()
            .expect("films")
            .iter()
            .flat_map(|film| film[member].as_array().expect("names"))
            .find(|item| item["name"] == name)
            .expect("somebody with this name")["id"]
            .clone();
        let path = format!("/movies/{list}/{id}/");
        let page = client.get(&path).await;
        assert_eq!(page.status, 200, "{}", page.text);
        let page = page.json();
        assert_eq!((&page["id"], &page["name"]), (&id, &name.into()));
        let movies = page["movies"].as_array().expect("films");
        assert!(!movies.is_empty());
        for movie in movies {
            let named = movie[member].as_array().expect("names");
            assert!(named.iter().any(|item| item["id"] == id), "{movie}");
        }
        let names: Vec<_> = movies.iter().map(|film| film["name"].as_str()).collect();
        assert!(names.is_sorted_by(|a, b| a >= b), "{names:?}");
        let total = page["total_items"].as_u64().expect("a number");
        let first = client.get(&format!("{path}?per_page=2")).await.json();
        assert_eq!(
            first["next_page"],
            format!("{PUBLIC_URL}{path}?per_page=2&page=2")
        );
        let second = client
            .get(&format!("{path}?per_page=2&page=2"))
            .await
            .json();
        assert_eq!(second["total_items"], total);
        assert_eq!(
            second["prev_page"],
            format!("{PUBLIC_URL}{path}?per_page=2&page=1")
        );
        assert!(second.get("next_cursor").is_none());
    }
}

#[tokio::test]
async fn every_list_has_the_same_bounds() {
    let cinema = with_films(&[["First", "2000", "90", "PG", "Drama", "Ann"]]).await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let client = cinema.client().bearer(&tokens.access);
    let mut paths = Vec::new();
    for list in ["genres", "stars", "directors", "certifications"] {
        paths.push(format!("/movies/{list}/"));
        if list != "certifications" {
            let id = get(&cinema, &format!("/movies/{list}/")).await[list][0]["id"].clone();
            paths.push(format!("/movies/{list}/{id}/"));
        }
    }
    assert_eq!(paths.len(), 7);
    for path in paths {
        for (query, field, code) in [
            ("per_page=0", "per_page", "range"),
            ("per_page=21", "per_page", "range"),
            ("page=0", "page", "range"),
            ("page=x", "page", "type"),
        ] {
            let answer = client.get(&format!("{path}?{query}")).await;
            answer.names_fields(&[(field, code)]);
        }
        assert_eq!(client.get(&format!("{path}?per_page=20")).await.status, 200);
    }
}

#[tokio::test]
async fn a_page_of_names_has_ten_unless_it_is_asked_for_another_number() {
    let cinema = with_demo_films().await;
    let page = get(&cinema, "/movies/genres/").await;
    assert_eq!(page["genres"].as_array().map(Vec::len), Some(10));
    let genres = cinema.count("SELECT count(*) FROM genres").await;
    assert!((11..=30).contains(&genres), "{genres} genres");
    assert_eq!(page["total_items"], genres);
    assert_eq!(page["total_pages"], (genres + 9) / 10);
    assert_eq!(
        page["next_page"],
        format!("{PUBLIC_URL}/movies/genres/?page=2")
    );
}

#[tokio::test]
async fn a_genre_without_films_is_an_empty_page() {
    let cinema = with_films(&[["First", "2000", "90", "PG", "Drama", "Ann"]]).await;
    cinema
        .execute("DELETE FROM movies WHERE name = $1", "First")
        .await;
    let id = get(&cinema, "/movies/genres/").await["genres"][0]["id"].clone();
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let expected = json!({
        "id": id, "name": "Drama", "movies": [], "prev_page": null, "next_page": null, "total_pages": 0, "total_items": 0,
    });
    let client = cinema.client().bearer(&tokens.access);
    client
        .get(&format!("/movies/genres/{id}/"))
        .await
        .is(200, &expected);
}

#[tokio::test]
async fn what_does_not_exist_is_a_problem() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let client = cinema.client().bearer(&tokens.access);
    for (list, id, one) in [
        ("genres", "genre", "Genre"),
        ("stars", "star", "Star"),
        ("directors", "director", "Director"),
    ] {
        client.get(&format!("/movies/{list}/7/")).await.refuses(
            404,
            &format!("{id}-not-found"),
            &format!("{one} not found"),
            &format!("{one} with the given ID was not found."),
        );
        client
            .get(&format!("/movies/{list}/x/"))
            .await
            .is_problem(422);
        client
            .get(&format!("/movies/{list}/99999999999/"))
            .await
            .is_problem(422);
    }
}
