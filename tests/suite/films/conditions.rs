//! `If-Match` on changes, `If-None-Match` on reads.

use domain::Role;
use serde_json::{Value, json};

use super::{added, film, path_of, with_moderator};
use crate::support::{Answer, Cinema, Client};

const CHANGED: [&str; 3] = [
    "precondition-failed",
    "Precondition failed",
    "The resource has changed since it was read.",
];

/// Tags that are none of the state that is there.
fn other_tags(tag: &str) -> [String; 6] {
    [
        "\"0c4f1d9a7be35862f09a1c6d84e7b213\"".to_owned(),
        format!("W/{tag}"),
        tag.trim_matches('"').to_owned(),
        "\"\", \"a,b\"".to_owned(),
        "**".to_owned(),
        "\"".to_owned(),
    ]
}

fn tag(answer: &Answer) -> String {
    answer.header("etag").expect("a tag").to_owned()
}

/// One of each kind of thing that can be changed: where it is, a change, and its tag.
async fn things(moderator: &Client) -> Vec<(String, Value, String)> {
    let created = moderator.post("/movies/create/", film("Heat")).await;
    let mut things = vec![(
        path_of(&created.json()),
        json!({ "votes": 1 }),
        tag(&created),
    )];
    for kind in ["genres", "stars", "directors"] {
        let created = moderator
            .post(&format!("/movies/{kind}/create/"), json!({ "name": "Old" }))
            .await;
        let path = format!("/movies/{kind}/{}/", created.json()["id"]);
        things.push((path, json!({ "name": "New" }), tag(&created)));
    }
    things
}

#[tokio::test]
async fn a_change_to_what_has_changed_meanwhile_is_refused() {
    let (cinema, moderator) = with_moderator().await;
    for (path, change, old) in things(&moderator).await {
        for other in other_tags(&old) {
            let client = moderator.header("if-match", &other);
            let [id, title, detail] = CHANGED;
            client
                .patch(&path, change.clone())
                .await
                .refuses(412, id, title, detail);
            client.delete(&path).await.refuses(412, id, title, detail);
        }
        let client = moderator.header("if-match", &old);
        let answer = client.patch(&path, change.clone()).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        let new = tag(&answer);
        assert_ne!(new, old);
        assert_eq!(client.patch(&path, change).await.status, 412);
        assert_eq!(client.delete(&path).await.status, 412);
        let client = moderator.header("if-match", &format!("{old} ,{new}"));
        assert_eq!(client.delete(&path).await.status, 200);
    }
    let noted =
        "SELECT count(*) FROM audit_log WHERE action LIKE 'update-%' OR action LIKE 'delete-%'";
    assert_eq!(cinema.count(noted).await, 8);
}

#[tokio::test]
async fn a_star_stands_for_any_state_of_what_is_there() {
    let (_cinema, moderator) = with_moderator().await;
    let client = moderator.header("if-match", "*");
    for (path, change, _) in things(&moderator).await {
        assert_eq!(client.patch(&path, change).await.status, 200);
        assert_eq!(client.delete(&path).await.status, 200);
        assert_eq!(client.delete(&path).await.status, 404);
    }
}

#[tokio::test]
async fn an_operator_can_insist_on_a_condition() {
    let cinema = Cinema::builder()
        .workers(0)
        .set("catalogue.require_if_match", true)
        .start()
        .await;
    let moderator = cinema.signed_in_as(Role::Moderator).await;
    for (path, change, tag) in things(&moderator).await {
        for answer in [
            moderator.patch(&path, change.clone()).await,
            moderator.delete(&path).await,
        ] {
            answer.refuses(
                428,
                "precondition-required",
                "Precondition required",
                "Send If-Match with the ETag of what you have read.",
            );
        }
        let client = moderator.header("if-match", &tag);
        assert_eq!(client.patch(&path, change).await.status, 200);
        let client = moderator.header("if-match", "*");
        assert_eq!(client.delete(&path).await.status, 200);
    }
}

#[tokio::test]
async fn a_film_that_joins_a_genre_is_no_change_of_the_genre() {
    let (_cinema, moderator) = with_moderator().await;
    for (kind, list) in [
        ("genres", "genres"),
        ("stars", "stars"),
        ("directors", "directors"),
    ] {
        let first = added(&moderator, film(&format!("First of {kind}"))).await;
        let path = format!("/movies/{kind}/{}/", first[list][0]["id"]);
        let read = moderator.get(&path).await;
        added(&moderator, film(&format!("Second of {kind}"))).await;
        assert_ne!(
            tag(&moderator.get(&path).await),
            tag(&read),
            "the list of films has changed"
        );
        let client = moderator.header("if-match", &tag(&read));
        let answer = client
            .patch(&path, json!({ "name": format!("New of {kind}") }))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(
            client.delete(&path).await.status,
            412,
            "the name has changed"
        );
    }
}

/// Every read of the catalogue, of things that are there.
async fn reads(moderator: &Client) -> Vec<String> {
    let film = added(moderator, film("Heat")).await;
    let id = |kind: &str| format!("/movies/{kind}/{}/", film[kind][0]["id"]);
    let mut paths = vec![path_of(&film), id("genres"), id("stars"), id("directors")];
    for list in [
        "",
        "?page=1&per_page=5",
        "?genre=crime&sort=-year",
        "?q=heat",
    ] {
        paths.push(format!("/movies/{list}"));
    }
    for list in ["genres", "stars", "directors", "certifications"] {
        paths.push(format!("/movies/{list}/"));
    }
    paths
}

#[tokio::test]
async fn a_copy_that_is_up_to_date_is_not_sent_again() {
    let (_cinema, moderator) = with_moderator().await;
    for path in reads(&moderator).await {
        let full = moderator.get(&path).await;
        assert_eq!(full.status, 200, "{path}: {}", full.text);
        let tag = tag(&full);
        assert!(
            tag.starts_with('"') && tag.ends_with('"'),
            "{tag} is strong"
        );
        for copies in [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"old\", {tag}"),
            "*".to_owned(),
        ] {
            let client = moderator.header("if-none-match", &copies);
            for answer in [client.get(&path).await, client.call("HEAD", &path).await] {
                assert_eq!(
                    (answer.status, answer.text.as_str()),
                    (304, ""),
                    "{path} with {copies}"
                );
                assert_eq!(answer.header("etag"), Some(tag.as_str()));
                assert_eq!(answer.header("cache-control"), full.header("cache-control"));
                assert!(
                    answer
                        .header("cache-control")
                        .is_some_and(|text| !text.is_empty())
                );
                assert!(answer.header("date").is_some());
                assert_eq!(
                    (
                        answer.header("content-type"),
                        answer.header("content-length")
                    ),
                    (None, None)
                );
            }
        }
        let client = moderator.header("if-none-match", "\"old\", old");
        client.get(&path).await.is(200, &full.json());
    }
}

#[tokio::test]
async fn a_copy_of_what_has_changed_is_sent_again() {
    let (_cinema, moderator) = with_moderator().await;
    let read = moderator.post("/movies/create/", film("Heat")).await;
    let path = path_of(&read.json());
    let reader = moderator.header("if-none-match", &tag(&read));
    assert_eq!(reader.get(&path).await.status, 304);
    assert_eq!(
        moderator.patch(&path, json!({ "votes": 1 })).await.status,
        200
    );
    let changed = reader.get(&path).await;
    assert_eq!((changed.status, &changed.json()["votes"]), (200, &json!(1)));
    assert_ne!(tag(&changed), tag(&read));
}

#[tokio::test]
async fn a_copy_of_a_compressed_answer_is_known_too() {
    let (_cinema, moderator) = with_moderator().await;
    for number in 0..10 {
        added(&moderator, film(&format!("Film {number}"))).await;
    }
    let browser = moderator.header("accept-encoding", "gzip");
    let packed = browser.get("/movies/").await;
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    let answer = browser
        .header("if-none-match", &tag(&packed))
        .get("/movies/")
        .await;
    assert_eq!(
        (answer.status, answer.header("content-encoding")),
        (304, None)
    );
    assert_eq!(answer.header("vary"), packed.header("vary"));
}
