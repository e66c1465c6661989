//! Answers that are kept: nobody is ever shown what has changed since.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use domain::Role;
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{added, film, path_of, with_demo_films, with_films, with_moderator};
use crate::support::{Cinema, Client, eventually};

/// Two servers and a moderator at each. Without a cache, both read from the database only.
async fn two_servers(cache_bytes: i64) -> (Cinema, Client, Client) {
    let cinema = Cinema::builder()
        .servers(2)
        .workers(0)
        .set("catalogue.cache_bytes", cache_bytes)
        .start()
        .await;
    let moderator = cinema.signed_in_as(Role::Moderator).await;
    let other = moderator.at(&cinema.client_of(1));
    (cinema, moderator, other)
}

async fn votes_shown(client: &Client, path: &str) -> Value {
    let answer = client.get(path).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let body = answer.json();
    let film = if body["movies"].is_array() {
        &body["movies"][0]
    } else {
        &body
    };
    film["votes"].clone()
}

/// Changes the film `times` times through one server, and waits each time until the other one shows it.
async fn change_here_and_look_there(cache_bytes: i64, times: u32) {
    let (_cinema, here, there) = two_servers(cache_bytes).await;
    let path = path_of(&added(&here, film("Heat")).await);
    for votes in 0..times {
        let answer = here.patch(&path, json!({ "votes": votes })).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        // The server that made the change shows it at once.
        assert_eq!(votes_shown(&here, &path).await, votes);
        assert_eq!(votes_shown(&here, "/movies/").await, votes);
        for shown in [path.as_str(), "/movies/"] {
            eventually("the other server shows the change", async || {
                (votes_shown(&there, shown).await == votes).then_some(())
            })
            .await;
        }
    }
}

#[tokio::test]
async fn a_change_shows_on_every_server_a_thousand_times_in_a_row() {
    change_here_and_look_there(64 << 20, 1000).await;
}

/// Who is not signed in is answered from another place, see `repeats.rs` of the server.
#[tokio::test]
async fn a_change_shows_to_everybody_on_every_server() {
    let (cinema, here, _) = two_servers(64 << 20).await;
    let anybody = [cinema.client_of(0), cinema.client_of(1)];
    let path = path_of(&added(&here, film("Heat")).await);
    for votes in 0..200 {
        let answer = here.patch(&path, json!({ "votes": votes })).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(votes_shown(&anybody[0], "/movies/").await, votes);
        eventually("the other server shows the change", async || {
            (votes_shown(&anybody[1], "/movies/").await == votes).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn a_change_shows_on_every_server_without_a_cache() {
    change_here_and_look_there(0, 100).await;
}

#[tokio::test]
async fn a_server_that_hears_of_no_changes_asks_the_database() {
    let (cinema, here, there) = two_servers(64 << 20).await;
    let path = path_of(&added(&here, film("Heat")).await);
    for votes in 0..20 {
        votes_shown(&there, "/movies/").await;
        eventually("those who listen are cut off", async || {
            // Waits for them to be gone: one that is only told to go still counts as a listener.
            let statement = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
                 WHERE datname = current_database() AND query LIKE $1 AND pid <> pg_backend_pid()";
            let cut_off = cinema
                .execute(statement, "SELECT version FROM catalogue%")
                .await;
            (cut_off > 0).then_some(())
        })
        .await;
        assert_eq!(
            here.patch(&path, json!({ "votes": votes })).await.status,
            200
        );
        assert_eq!(votes_shown(&there, "/movies/").await, votes);
        assert_eq!(votes_shown(&there, &path).await, votes);
    }
}

#[tokio::test]
async fn a_server_that_is_cut_off_from_the_database_shows_nothing_old() {
    let cinema = with_films(&[["Heat", "1995", "170", "UA", "Crime", "Ann"]]).await;
    assert_eq!(cinema.client().get("/movies/").await.status, 200);
    cinema.postgres.cut().await;
    eventually("lists are no longer answered from memory", async || {
        (cinema.client().get("/movies/").await.status == 503).then_some(())
    })
    .await;
    cinema.postgres.restore().await;
    eventually("lists are answered again", async || {
        (cinema.client().get("/movies/").await.status == 200).then_some(())
    })
    .await;
}

/// Nothing tells the server that its line is dead.
#[tokio::test]
async fn a_server_whose_database_hangs_stops_answering_from_memory() {
    let cinema = with_films(&[["Heat", "1995", "170", "UA", "Crime", "Ann"]]).await;
    let lists = ["/movies/", "/movies/genres/"];
    for list in lists {
        assert_eq!(cinema.client().get(list).await.status, 200);
    }
    cinema.postgres.jam();
    for list in lists {
        eventually("the list is no longer answered from memory", async || {
            (cinema.client().get(list).await.status == 503).then_some(())
        })
        .await;
    }
    cinema.postgres.restore().await;
    eventually("lists are answered again", async || {
        (cinema.client().get("/movies/").await.status == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn changes_by_hand_show_as_well() {
    let cinema = with_films(&[["Heat", "1995", "170", "UA", "Crime", "Ann"]]).await;
    for (statement, name) in [
        ("UPDATE stars SET name = $1", "Bob"),
        ("UPDATE genres SET name = $1", "Western"),
        ("UPDATE certifications SET name = $1", "U"),
        ("UPDATE movies SET name = $1", "Cold"),
    ] {
        cinema.client().get("/movies/").await;
        cinema.execute(statement, name).await;
        eventually(statement, async || {
            let answer = cinema.client().get("/movies/").await;
            answer.text.contains(&format!("\"{name}\"")).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn a_copy_is_good_for_as_long_as_its_content_is() {
    let cinema = with_demo_films().await;
    let moderator = cinema.signed_in_as(Role::Moderator).await;
    let uuid = cinema.client().get("/movies/").await.json()["movies"][0]["uuid"].clone();
    let film = format!("/movies/{}/", uuid.as_str().expect("a UUID"));
    let id = cinema.client().get("/movies/genres/").await.json()["genres"][0]["id"].clone();
    let genre = format!("/movies/genres/{id}/");
    for (path, whose) in [
        ("/movies/", "public"),
        ("/movies/?q=the&sort=year", "public"),
        ("/movies/genres/", "public"),
        ("/movies/stars/", "public"),
        ("/movies/directors/", "public"),
        ("/movies/certifications/", "public"),
        (&film, "private"),
        (&genre, "private"),
    ] {
        let first = moderator.get(path).await;
        assert_eq!(first.status, 200, "{path}");
        let control = first.header("cache-control").expect("a policy");
        assert!(control.starts_with(whose), "{path}: {control}");
        let tag = first.header("etag").expect("a tag").to_owned();
        for condition in [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"a\", {tag}"),
            "*".to_owned(),
        ] {
            let again = moderator
                .header("if-none-match", &condition)
                .get(path)
                .await;
            assert_eq!(
                (again.status, again.text.as_str()),
                (304, ""),
                "{path} {condition}"
            );
            assert_eq!(again.header("etag"), Some(tag.as_str()), "{path}");
            assert_eq!(again.header("cache-control"), Some(control), "{path}");
            assert_eq!(again.header("content-type"), None, "{path}");
        }
        let other = moderator
            .header("if-none-match", "\"other\"")
            .get(path)
            .await;
        assert_eq!((other.status, &other.text), (200, &first.text), "{path}");
    }

    let tag = moderator
        .get("/movies/")
        .await
        .header("etag")
        .expect("a tag")
        .to_owned();
    let copy = moderator.header("if-none-match", &tag);
    added(&moderator, super::film("!!! sorts last")).await;
    let unchanged = copy.get("/movies/?page=1").await;
    assert_eq!(unchanged.status, 200, "its total has changed");
    let tag = unchanged.header("etag").expect("a tag").to_owned();
    moderator.patch(&film, json!({ "votes": 1 })).await;
    assert_eq!(
        moderator
            .header("if-none-match", &tag)
            .get("/movies/")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn everybody_who_asks_for_the_same_gets_the_same_tag_from_every_server() {
    let (_cinema, here, there) = two_servers(64 << 20).await;
    added(&here, film("Heat")).await;
    for (one, other) in [
        ("/movies/", "/movies?page=1"),
        (
            "/movies/?sort=-name",
            "/movies/?sort=-name&per_page=10&unknown=1",
        ),
        (
            "/movies/?year=1995&genre=crime",
            "/movies/?genre=crime&year=1995",
        ),
    ] {
        let answers = [
            here.get(one).await,
            here.get(other).await,
            there.get(one).await,
        ];
        let tags: Vec<_> = answers.iter().map(|answer| answer.header("etag")).collect();
        assert!(
            tags[0].is_some() && tags.iter().all(|tag| *tag == tags[0]),
            "{one}: {tags:?}"
        );
    }
}

/// Writers and readers at the same time. Each writer has a film of its own, so that it knows what its
/// readers must not see any more.
async fn writers_and_readers(lasting: Duration) {
    const WRITERS: usize = 20;
    const READERS: usize = 50;
    let (cinema, moderator) = with_moderator().await;
    let films = (0..WRITERS).map(|number| added(&moderator, film(&format!("Film {number}"))));
    let paths: Vec<_> = join_all(films).await.iter().map(path_of).collect();
    let written: Vec<_> = (0..WRITERS).map(|_| AtomicU64::new(0)).collect();
    let begun = Instant::now();
    let over = || begun.elapsed() > lasting;

    let write = async |number: usize| {
        for votes in 1.. {
            let stars = [format!("Star {}", votes % 7), format!("Star {number}")];
            let body = json!({ "votes": votes, "stars": stars });
            let answer = moderator.patch(&paths[number], body).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
            written[number].store(votes, Ordering::SeqCst);
            if over() {
                break;
            }
        }
    };
    let read = async |reader: usize| {
        let number = reader % WRITERS;
        while !over() {
            let before = written[number].load(Ordering::SeqCst);
            let shown = if reader.is_multiple_of(2) {
                votes_shown(&moderator, &paths[number]).await
            } else {
                let query = format!("/movies/?q=film+{number}&per_page=20");
                let page = cinema.client().get(&query).await;
                assert_eq!(page.status, 200, "{}", page.text);
                let page = page.json();
                let mut films = page["movies"].as_array().expect("films").iter();
                let film = films.find(|film| path_of(film) == paths[number]);
                film.expect("the film is found")["votes"].clone()
            };
            let shown = shown.as_u64().filter(|_| before > 0);
            assert!(
                shown.is_none_or(|shown| shown >= before),
                "{shown:?} after {before}"
            );
        }
    };
    let writers = join_all((0..WRITERS).map(write));
    tokio::join!(writers, join_all((0..READERS).map(read)));
    let stars = "SELECT count(*) FROM stars WHERE name LIKE 'Star %'";
    assert_eq!(cinema.count(stars).await, 20);
    let deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    assert_eq!(cinema.count(deadlocks).await, 0);
}

#[tokio::test]
async fn twenty_writers_and_fifty_readers_see_no_error_and_nothing_old() {
    writers_and_readers(Duration::from_secs(3)).await;
}

#[tokio::test]
#[ignore = "takes a minute; CI runs it"]
async fn nor_do_they_in_a_minute() {
    writers_and_readers(Duration::from_mins(1)).await;
}
