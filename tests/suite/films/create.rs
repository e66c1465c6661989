//! `POST /movies/create/`

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{added, film, names_in, path_of, with_moderator};
use crate::support::PUBLIC_URL;

fn with(mut film: Value, member: &str, value: impl Into<Value>) -> Value {
    film[member] = value.into();
    film
}

#[tokio::test]
async fn a_film_is_shown_as_it_was_added() {
    let (cinema, moderator) = with_moderator().await;
    let answer = moderator.post("/movies/create/", film("Heat")).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let shown = answer.json();
    let mut expected = film("Heat");
    expected["uuid"] = shown["uuid"].clone();
    expected["certification"] = json!({ "name": "R" });
    for list in ["genres", "directors", "stars"] {
        let given: Vec<_> = expected[list].as_array().expect("names").clone();
        assert_eq!(names_in(&shown[list]), given, "{list}");
        expected[list] = shown[list].clone();
    }
    assert_eq!(shown, expected);

    let location = answer.header("location").expect("a location");
    assert_eq!(location, format!("{PUBLIC_URL}{}", path_of(&shown)));
    let read = moderator.get(location).await;
    read.is(200, &shown);
    assert_eq!(read.header("etag"), answer.header("etag"));
    assert_eq!(cinema.count("SELECT count(*) FROM movies").await, 1);
}

#[tokio::test]
async fn what_may_be_unknown_may_be_absent_or_null() {
    let (_cinema, moderator) = with_moderator().await;
    let mut absent = film("Absent");
    let members = absent.as_object_mut().expect("an object");
    members.remove("meta_score");
    members.remove("gross");
    let null = with(
        with(film("Null"), "meta_score", Value::Null),
        "gross",
        Value::Null,
    );
    for film in [absent, null] {
        let shown = added(&moderator, film).await;
        assert_eq!(
            (&shown["meta_score"], &shown["gross"]),
            (&Value::Null, &Value::Null)
        );
    }
}

#[tokio::test]
async fn names_are_matched_but_for_case_and_keep_the_case_in_which_they_came_first() {
    let (cinema, moderator) = with_moderator().await;
    added(&moderator, film("Heat")).await;
    let mut other = film("Other");
    other["certification"] = json!("r");
    other["genres"] = json!(["DRAMA", " western ", "Western"]);
    other["stars"] = json!(["al pacino", "AL PACINO"]);
    other["directors"] = json!(["MICHAEL MANN"]);
    let shown = added(&moderator, other).await;
    assert_eq!(shown["certification"]["name"], "R");
    assert_eq!(names_in(&shown["genres"]), ["Drama", "western"]);
    assert_eq!(names_in(&shown["stars"]), ["Al Pacino"]);
    assert_eq!(names_in(&shown["directors"]), ["Michael Mann"]);
    assert_eq!(cinema.count("SELECT count(*) FROM genres").await, 3);
    assert_eq!(cinema.count("SELECT count(*) FROM stars").await, 2);
    assert_eq!(cinema.count("SELECT count(*) FROM directors").await, 1);
    assert_eq!(cinema.count("SELECT count(*) FROM certifications").await, 1);
}

#[tokio::test]
async fn names_are_matched_whole() {
    let (cinema, moderator) = with_moderator().await;
    let film = |name: &str, certification: &str, star: &str| {
        let film = with(film(name), "certification", certification);
        with(film, "stars", json!([star]))
    };
    added(&moderator, film("First", "tv-14", "Edward Lee")).await;
    let second = added(&moderator, film("Second", "t", "Lee")).await;
    assert_eq!(names_in(&second["stars"]), ["Lee"]);
    assert_eq!(second["certification"]["name"], "t");
    added(&moderator, film("Third", "t", "Anna")).await;
    let fourth = added(&moderator, film("Fourth", "t", "Ann")).await;
    assert_eq!(names_in(&fourth["stars"]), ["Ann"]);
    assert_eq!(cinema.count("SELECT count(*) FROM stars").await, 4);
}

#[tokio::test]
async fn a_film_is_known_by_name_year_and_time() {
    let (cinema, moderator) = with_moderator().await;
    added(&moderator, film("Heat")).await;
    added(&moderator, with(film("Heat"), "year", 1986)).await;
    added(&moderator, with(film("Heat"), "time", 101)).await;
    let again = moderator.post("/movies/create/", film(" HEAT ")).await;
    again.refuses(
        409,
        "movie-exists",
        "Movie exists",
        "A movie with name 'HEAT' and release year '1995' and duration '170' already exists.",
    );
    assert_eq!(cinema.count("SELECT count(*) FROM movies").await, 3);
}

#[tokio::test]
async fn a_refused_film_leaves_no_names_behind() {
    let (cinema, moderator) = with_moderator().await;
    added(&moderator, film("Heat")).await;
    let again = with(film("Heat"), "stars", json!(["Somebody New"]));
    assert_eq!(moderator.post("/movies/create/", again).await.status, 409);
    let new = "SELECT count(*) FROM stars WHERE name = 'Somebody New'";
    assert_eq!(cinema.count(new).await, 0);
}

#[tokio::test]
async fn everything_that_is_wrong_is_in_one_answer() {
    let (cinema, moderator) = with_moderator().await;
    let wrong = json!({
        "name": "  ",
        "year": 1894,
        "time": 0,
        "imdb": 100,
        "votes": -1,
        "meta_score": 100.5,
        "gross": -1,
        "description": "\n",
        "price": "9.999",
        "certification": "a\u{7}",
        "genres": [],
        "directors": ["Michael Mann", " ", "x".repeat(101)],
        "stars": "Al Pacino",
        "uuid": "3f2b8f0e-5d0c-4f6e-8f67-0d5c2f1f9a10",
    });
    let answer = moderator.post("/movies/create/", wrong).await;
    answer.names_fields(&[
        ("name", "rule"),
        ("year", "rule"),
        ("time", "range"),
        ("imdb", "range"),
        ("votes", "range"),
        ("meta_score", "range"),
        ("gross", "range"),
        ("description", "rule"),
        ("price", "pattern"),
        ("certification", "rule"),
        ("genres", "length"),
        ("directors[1]", "rule"),
        ("directors[2]", "length"),
        ("stars", "type"),
        ("uuid", "unknown"),
    ]);
    assert_eq!(cinema.count("SELECT count(*) FROM movies").await, 0);
    assert_eq!(cinema.count("SELECT count(*) FROM genres").await, 0);
}

/// A film whose texts are as long as they may be, of characters that are four bytes each.
fn longest_film() -> Value {
    let text = |number: u32, length: usize| {
        let character = char::from_u32(0x20000 + number).expect("a character");
        String::from(character).repeat(length)
    };
    let names = || (0..50).map(|number| text(number, 100)).collect::<Vec<_>>();
    let mut longest = film("");
    longest["name"] = text(0, 250).into();
    longest["description"] = text(0, 10_000).into();
    longest["certification"] = text(0, 100).into();
    for list in ["genres", "directors", "stars"] {
        longest[list] = names().into();
    }
    longest
}

/// JSON without any character beyond ASCII, as many libraries write it.
fn escaped(value: &Value) -> String {
    let mut escaped = String::new();
    for character in value.to_string().chars() {
        if character.is_ascii() {
            escaped.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(escaped, "\\u{unit:04x}").expect("strings take everything");
            }
        }
    }
    escaped
}

#[tokio::test]
async fn the_longest_film_is_taken_however_it_is_spelled() {
    let (_cinema, moderator) = with_moderator().await;
    let longest = longest_film();
    let body = escaped(&longest);
    assert!(body.len() > 300_000, "{}", body.len());
    let created = moderator.post_bytes("/movies/create/", body).await;
    assert_eq!(created.status, 201, "{}", created.text);
    let created = created.json();
    assert_eq!(created["description"], longest["description"]);
    assert_eq!(names_in(&created["stars"]).len(), 50);

    let path = path_of(&created);
    let again = moderator
        .send_as("PATCH", &path, "application/json", escaped(&longest))
        .await;
    again.is(200, &created);
}

#[tokio::test]
async fn limits_themselves_are_inside_and_what_is_next_to_them_is_not() {
    let (_cinema, moderator) = with_moderator().await;
    let text = |length: usize| "é".repeat(length);
    let of_hundred = json!([text(100)]);
    let inside = [
        ("name", json!(text(250))),
        ("certification", json!(text(100))),
        ("genres", of_hundred.clone()),
        ("directors", of_hundred.clone()),
        ("stars", of_hundred),
        ("time", json!(1)),
        ("imdb", json!(1)),
        ("imdb", json!(10)),
        ("votes", json!(0)),
        ("meta_score", json!(0)),
        ("meta_score", json!(100)),
        ("gross", json!(0)),
        ("price", json!("0")),
    ];
    for (number, (member, value)) in inside.into_iter().enumerate() {
        let film = with(film(&format!("Inside {number}")), member, value.clone());
        let shown = added(&moderator, film).await;
        if value.is_number() {
            assert_eq!(shown[member].as_f64(), value.as_f64(), "{member}");
        }
    }
    let heat = added(&moderator, film("Heat")).await;
    let path = format!("/movies/{}/", heat["uuid"].as_str().expect("a UUID"));
    let beside = [
        ("name", "name", json!(text(251)), "length"),
        ("certification", "certification", json!(text(101)), "length"),
        ("genres", "genres[0]", json!([text(101)]), "length"),
        ("directors", "directors[0]", json!([text(101)]), "length"),
        ("stars", "stars[0]", json!([text(101)]), "length"),
        ("time", "time", json!(-1), "range"),
        ("imdb", "imdb", json!(0.9), "range"),
        ("imdb", "imdb", json!(10.1), "range"),
        ("votes", "votes", json!(-1), "range"),
        ("meta_score", "meta_score", json!(-0.5), "range"),
        ("meta_score", "meta_score", json!(100.5), "range"),
        ("gross", "gross", json!(-0.01), "range"),
        ("price", "price", json!("-0.01"), "pattern"),
    ];
    for (member, field, value, code) in beside {
        let outside = with(film("Outside"), member, value.clone());
        let refused = moderator.post("/movies/create/", outside).await;
        refused.names_fields(&[(field, code)]);
        let refused = moderator.patch(&path, json!({ member: value })).await;
        refused.names_fields(&[(field, code)]);
    }
    moderator.get(&path).await.is(200, &heat);
}

#[tokio::test]
async fn a_year_is_from_1895_to_next_year() {
    let (_cinema, moderator) = with_moderator().await;
    let next: i32 = domain::clock::now()
        .format("%Y")
        .to_string()
        .parse::<i32>()
        .expect("a year")
        + 1;
    for year in [1895, next] {
        added(&moderator, with(film("Heat"), "year", year)).await;
    }
    for (year, text) in [
        (1894, "Year cannot be before 1895".to_owned()),
        (-1, "Year cannot be before 1895".to_owned()),
        (next + 1, format!("Year cannot be in future: {}", next + 1)),
    ] {
        let answer = moderator
            .post("/movies/create/", with(film("Heat"), "year", year))
            .await;
        answer.names_fields(&[("year", "rule")]);
        assert_eq!(answer.json()["errors"][0]["message"], text);
    }
}

#[tokio::test]
async fn every_member_but_two_is_required_and_none_of_these_may_be_null() {
    let (_cinema, moderator) = with_moderator().await;
    let all = film("Heat");
    let members = all.as_object().expect("an object").keys();
    for member in members.filter(|member| !["meta_score", "gross"].contains(&member.as_str())) {
        let null = with(all.clone(), member, Value::Null);
        moderator
            .post("/movies/create/", null)
            .await
            .names_fields(&[(member, "type")]);
        let mut absent = all.clone();
        absent.as_object_mut().expect("an object").remove(member);
        moderator
            .post("/movies/create/", absent)
            .await
            .names_fields(&[(member, "required")]);
    }
}

#[tokio::test]
async fn a_price_has_two_digits_however_it_was_given() {
    let (_cinema, moderator) = with_moderator().await;
    for (number, (given, shown)) in [
        ("9.9", "9.90"),
        ("0", "0.00"),
        ("99999999.99", "99999999.99"),
    ]
    .into_iter()
    .enumerate()
    {
        let film = with(film(&format!("Film {number}")), "price", given);
        assert_eq!(added(&moderator, film).await["price"], shown);
    }
    let number = with(film("Heat"), "price", 9.99);
    moderator
        .post("/movies/create/", number)
        .await
        .names_fields(&[("price", "type")]);
}
