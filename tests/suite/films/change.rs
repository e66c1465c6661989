//! `PATCH /movies/{movie_uuid}/`

use serde_json::{Value, json};

use super::{added, film, names_in, path_of, with_moderator};
use crate::support::Cinema;

/// The version of the catalogue, and how many changes were noted.
async fn traces(cinema: &Cinema) -> (i64, i64) {
    (
        cinema.count("SELECT version FROM catalogue").await,
        cinema.count("SELECT count(*) FROM audit_log").await,
    )
}

#[tokio::test]
async fn each_member_changes_alone() {
    let (_cinema, moderator) = with_moderator().await;
    let mut expected = added(&moderator, film("Heat")).await;
    let path = path_of(&expected);
    for (member, given) in [
        ("name", json!("Warmth")),
        ("year", json!(1996)),
        ("time", json!(171)),
        ("imdb", json!(8.3)),
        ("votes", json!(0)),
        ("meta_score", json!(77.5)),
        ("gross", json!(1.5)),
        ("description", json!("Two men.")),
        ("price", json!("7.50")),
        ("certification", json!("PG-13")),
        ("genres", json!(["Action"])),
        ("directors", json!(["Ann", "Bob"])),
        ("stars", json!(["Al Pacino", "Val Kilmer"])),
    ] {
        let answer = moderator.patch(&path, json!({ member: given })).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let shown = answer.json();
        match member {
            "certification" => assert_eq!(shown[member]["name"], given),
            "genres" | "directors" | "stars" => {
                assert_eq!(&json!(names_in(&shown[member])), &given);
            }
            _ => assert_eq!(shown[member], given),
        }
        expected[member] = shown[member].clone();
        assert_eq!(shown, expected, "only {member} changes");
        let read = moderator.get(&path).await;
        read.is(200, &expected);
        assert_eq!(read.header("etag"), answer.header("etag"));
    }
}

#[tokio::test]
async fn null_removes_what_may_be_unknown_and_nothing_else() {
    let (_cinema, moderator) = with_moderator().await;
    let before = added(&moderator, film("Heat")).await;
    let path = path_of(&before);
    for member in film("Heat").as_object().expect("an object").keys() {
        let answer = moderator.patch(&path, json!({ member: null })).await;
        if ["meta_score", "gross"].contains(&member.as_str()) {
            assert_eq!((answer.status, &answer.json()[member]), (200, &Value::Null));
        } else {
            answer.names_fields(&[(member, "type")]);
        }
    }
    let mut after = before;
    after["meta_score"] = Value::Null;
    after["gross"] = Value::Null;
    moderator.get(&path).await.is(200, &after);
}

#[tokio::test]
async fn a_change_that_changes_nothing_leaves_nothing_behind() {
    let (cinema, moderator) = with_moderator().await;
    let created = moderator.post("/movies/create/", film("Heat")).await;
    let path = path_of(&created.json());
    let before = traces(&cinema).await;
    let mut same = film("Heat");
    same["certification"] = json!("r");
    same["stars"] = json!(["robert de niro", "AL PACINO"]);
    same["price"] = json!("9.99");
    for patch in [json!({}), film("Heat"), same] {
        let answer = moderator.patch(&path, patch).await;
        answer.is(200, &created.json());
        assert_eq!(answer.header("etag"), created.header("etag"));
    }
    assert_eq!(traces(&cinema).await, before);
}

#[tokio::test]
async fn a_rating_of_100_is_refused_and_the_film_is_still_shown() {
    let (_cinema, moderator) = with_moderator().await;
    let film = added(&moderator, film("Heat")).await;
    let path = path_of(&film);
    let answer = moderator.patch(&path, json!({ "imdb": 100 })).await;
    answer.names_fields(&[("imdb", "range")]);
    moderator.get(&path).await.is(200, &film);
    assert_eq!(moderator.get("/movies/").await.json()["movies"][0], film);
}

#[tokio::test]
async fn everything_that_is_wrong_is_in_one_answer() {
    let (_cinema, moderator) = with_moderator().await;
    let film = added(&moderator, film("Heat")).await;
    let wrong =
        json!({ "name": null, "year": 9999, "genres": [], "stars": [""], "uuid": film["uuid"] });
    let answer = moderator.patch(&path_of(&film), wrong).await;
    answer.names_fields(&[
        ("name", "type"),
        ("year", "rule"),
        ("genres", "length"),
        ("stars[0]", "length"),
        ("uuid", "unknown"),
    ]);
    assert_eq!(
        answer.json()["errors"][1]["message"],
        "Year cannot be in future: 9999"
    );
}

#[tokio::test]
async fn a_film_cannot_move_to_before_there_were_films() {
    let (_cinema, moderator) = with_moderator().await;
    let film = added(&moderator, film("Heat")).await;
    let answer = moderator
        .patch(&path_of(&film), json!({ "year": 1894 }))
        .await;
    answer.names_fields(&[("year", "rule")]);
    assert_eq!(
        answer.json()["errors"][0]["message"],
        "Year cannot be before 1895"
    );
}

#[tokio::test]
async fn a_film_cannot_become_another_one() {
    let (_cinema, moderator) = with_moderator().await;
    let heat = added(&moderator, film("Heat")).await;
    let other = added(&moderator, film("Other")).await;
    let answer = moderator
        .patch(&path_of(&other), json!({ "name": "heat" }))
        .await;
    answer.refuses(
        409,
        "movie-exists",
        "Movie exists",
        "A movie with name 'heat' and release year '1995' and duration '170' already exists.",
    );
    moderator.get(&path_of(&other)).await.is(200, &other);

    let remake = json!({ "name": "heat", "year": 1986 });
    assert_eq!(moderator.patch(&path_of(&other), remake).await.status, 200);
    let answer = moderator
        .patch(&path_of(&other), json!({ "year": 1995 }))
        .await;
    assert_eq!(answer.status, 409);
    let louder = moderator
        .patch(&path_of(&heat), json!({ "name": "HEAT" }))
        .await;
    assert_eq!(
        (louder.status, &louder.json()["name"]),
        (200, &json!("HEAT"))
    );
}

#[tokio::test]
async fn a_film_without_genres_can_be_given_another_price() {
    let (cinema, moderator) = with_moderator().await;
    let film = added(&moderator, film("Heat")).await;
    cinema
        .execute("DELETE FROM genres WHERE name <> $1", "")
        .await;
    let answer = moderator
        .patch(&path_of(&film), json!({ "price": "1.00" }))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let shown = answer.json();
    assert_eq!(
        (&shown["genres"], &shown["price"]),
        (&json!([]), &json!("1.00"))
    );
}

#[tokio::test]
async fn a_film_that_does_not_exist_is_a_problem() {
    let (_cinema, moderator) = with_moderator().await;
    let answer = moderator
        .patch(
            "/movies/3f2b8f0e-5d0c-4f6e-8f67-0d5c2f1f9a10/",
            json!({ "price": "1.00" }),
        )
        .await;
    answer.refuses(
        404,
        "movie-not-found",
        "Movie not found",
        "Movie with the given ID was not found.",
    );
    moderator
        .patch("/movies/7/", json!({}))
        .await
        .names_fields(&[("movie_uuid", "length")]);
}
