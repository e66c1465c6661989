//! `POST /movies/import/` and `GET /jobs/{job_id}/`: files that moderators upload and a worker imports.

use std::{fmt::Write as _, fs};

use domain::Role;
use serde_json::{Value, json};

use super::{demo_file, with_moderator};
use crate::support::{Answer, Cinema, Client, PUBLIC_URL, eventually};

const HEADER: &str =
    "name,year,time,certification,genres,imdb,votes,directors,stars,description,price\n";
/// The largest file that is taken.
const LARGEST: usize = 16 * 1024 * 1024;

/// A row with a film of this name.
fn row(name: &str) -> String {
    format!("{name},1995,170,UA,Crime,8.2,1,Somebody,Somebody,A film.,9.99\n")
}

/// A file with as many films.
pub(super) fn films(count: usize) -> String {
    let mut csv = HEADER.to_owned();
    for number in 0..count {
        csv.push_str(&row(&format!("Film {number}")));
    }
    csv
}

async fn upload(client: &Client, file: impl Into<Vec<u8>>) -> Answer {
    client.post_as("/movies/import/", "text/csv", file).await
}

/// Uploads a file and returns the job's address.
pub(super) async fn job(client: &Client, file: impl Into<Vec<u8>>) -> String {
    let answer = upload(client, file).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    answer.header("location").expect("where to look").to_owned()
}

pub(super) async fn look(client: &Client, job: &str) -> Value {
    let answer = client.get(job).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

/// The job, once it has ended.
pub(super) async fn ended(client: &Client, job: &str) -> Value {
    eventually("the import ends", async || {
        let found = look(client, job).await;
        found["finished_at"].is_string().then_some(found)
    })
    .await
}

pub(super) fn progress(total: usize, added: usize, already_there: usize, bad: usize) -> Value {
    let done = added + already_there + bad;
    json!({ "rows_total": total, "rows_done": done, "added": added, "already_there": already_there, "bad": bad })
}

/// Asserts that the job is done, with these counts.
#[track_caller]
pub(super) fn is_done(job: &Value, expected: &Value) {
    assert_eq!(
        (&job["status"], &job["error"], &job["progress"]),
        (&json!("done"), &Value::Null, expected),
        "{job}"
    );
}

#[tokio::test]
async fn an_uploaded_file_is_queued_and_then_imported() {
    let (mut cinema, client) = with_moderator().await;
    let answer = upload(&client, fs::read(demo_file()).unwrap()).await;

    let queued = answer.json();
    let (id, created_at) = (&queued["id"], &queued["created_at"]);
    let nothing =
        json!({ "rows_total": null, "rows_done": 0, "added": 0, "already_there": 0, "bad": 0 });
    let expected = json!({
        "id": id, "kind": "import-movies", "status": "queued", "created_at": created_at, "started_at": null,
        "finished_at": null, "error": null, "progress": nothing, "bad_rows": [],
    });
    answer.is(202, &expected);
    let address = answer.header("location").expect("where to look");
    assert_eq!(
        address,
        format!("{PUBLIC_URL}/jobs/{}/", id.as_str().unwrap())
    );
    client.get(address).await.is(200, &expected);

    cinema.start_worker();
    let done = ended(&client, address).await;
    is_done(&done, &progress(1000, 1000, 0, 0));
    assert_eq!(
        (&done["id"], &done["created_at"], &done["bad_rows"]),
        (id, created_at, &json!([]))
    );
    assert!(done["started_at"].is_string());
    assert_eq!(cinema.count("SELECT count(*) FROM movies").await, 1000);
    let kept = "SELECT count(*) FROM imports WHERE file IS NOT NULL";
    assert_eq!(
        cinema.count(kept).await,
        0,
        "nobody needs the file any more"
    );
}

#[tokio::test]
async fn an_import_is_on_record_with_who_did_what_from_where() {
    let cinema = Cinema::start().await;
    let client = cinema.signed_in_as(Role::Moderator).await;
    let answer = upload(&client.header("x-request-id", "my-upload"), films(2)).await;
    let id = answer.json()["id"].as_str().expect("an id").to_owned();
    ended(&client, answer.header("location").expect("where to look")).await;

    let found: (String, String, String, String, String, Value) = sqlx::query_as(
        "SELECT users.email, action, entity_id, host(address), request_id, after
         FROM audit_log JOIN users ON users.id = actor_id WHERE entity = 'import' AND before IS NULL",
    )
    .fetch_one(&cinema.db)
    .await
    .unwrap();
    let after = json!({ "added": 2, "already_there": 0, "bad": 0 });
    let text = str::to_owned;
    let expected = (
        text("moderator@example.com"),
        text("import-movies"),
        id,
        text("127.0.0.1"),
        text("my-upload"),
        after,
    );
    assert_eq!(found, expected);
}

#[tokio::test]
async fn fifty_bad_rows_are_all_reported_by_line_and_the_rest_is_imported() {
    let cinema = Cinema::start().await;
    let client = cinema.signed_in_as(Role::Moderator).await;
    let mut csv = HEADER.to_owned();
    for number in 0..300 {
        let film = row(&format!("Film {number}"));
        csv.push_str(&if number % 6 == 5 {
            film.replace("1995", "1894")
        } else {
            film
        });
    }
    let done = ended(&client, &job(&client, csv).await).await;

    is_done(&done, &progress(300, 250, 0, 50));
    let bad_rows: Vec<_> = (0..50)
        .map(|number| json!({ "line": 7 + 6 * number, "reason": "year: Year cannot be before 1895" }))
        .collect();
    assert_eq!(done["bad_rows"], json!(bad_rows));
    assert_eq!(cinema.count("SELECT count(*) FROM movies").await, 250);
}

#[tokio::test]
async fn a_file_of_nothing_but_bad_rows_is_counted_to_its_end_and_reported_in_part() {
    let cinema = Cinema::start().await;
    let client = cinema.signed_in_as(Role::Moderator).await;
    let csv = format!("{HEADER}{}", "bad\n".repeat(1234));
    let done = ended(&client, &job(&client, csv).await).await;
    is_done(&done, &progress(1234, 0, 0, 1234));
    let bad_rows = done["bad_rows"].as_array().expect("a list");
    assert_eq!(bad_rows.len(), 1000);
    assert_eq!(
        bad_rows[999],
        json!({ "line": 1001, "reason": "has 1 columns instead of 11" })
    );
}

#[tokio::test]
async fn the_same_file_again_adds_nothing_and_leaves_the_catalogue_as_it_is() {
    let cinema = Cinema::start().await;
    let client = cinema.signed_in_as(Role::Moderator).await;
    let file = films(300);
    let first = ended(&client, &job(&client, file.as_str()).await).await;
    is_done(&first, &progress(300, 300, 0, 0));

    let version = "SELECT version FROM catalogue";
    let before = cinema.count(version).await;
    let again = ended(&client, &job(&client, file).await).await;
    is_done(&again, &progress(300, 0, 300, 0));
    assert_eq!(cinema.count(version).await, before);
}

#[tokio::test]
async fn marks_quotes_line_ends_and_repetitions_are_understood() {
    let cinema = Cinema::start().await;
    let client = cinema.signed_in_as(Role::Moderator).await;
    let mut csv = format!("\u{feff}{HEADER}");
    write!(csv, "{}{}", row("\"Heat, \"\"1995\"\"\""), row("Ronin")).unwrap();
    csv.push_str(&row("Alien").replace("A film.", "\"A film.\n\nLong.\""));
    csv.push_str(&row("RONIN"));
    csv.push_str("bad\n");
    let done = ended(&client, &job(&client, csv.replace('\n', "\r\n")).await).await;

    is_done(&done, &progress(5, 3, 1, 1));
    // The film above spans three lines.
    assert_eq!(done["bad_rows"][0]["line"], 8);
    let names: Vec<String> = sqlx::query_scalar("SELECT name FROM movies ORDER BY name")
        .fetch_all(&cinema.db)
        .await
        .unwrap();
    assert_eq!(names, ["Alien", "Heat, \"1995\"", "Ronin"]);
}

#[tokio::test]
async fn a_file_that_is_no_catalogue_fails_with_the_reason() {
    let cinema = Cinema::start().await;
    let client = cinema.signed_in_as(Role::Moderator).await;
    for (file, reason) in [
        (
            &b"name,year\nHeat,1995\n"[..],
            "The first line names no column `time`, `certification`, `genres`, `imdb`, `votes`, `directors`, `stars`, `description`, `price`.",
        ),
        (b"", "The file is empty."),
        (b"\xff\xfen\0a\0m\0e\0\n", "The first line is not UTF-8."),
    ] {
        let failed = ended(&client, &job(&client, file).await).await;
        assert_eq!(
            (&failed["status"], &failed["error"]),
            (&json!("failed"), &json!(reason))
        );
        assert_eq!(failed["progress"]["rows_done"], 0);
    }
    assert_eq!(cinema.parked_jobs().await, 0, "nothing is tried again");
}

#[tokio::test]
async fn the_largest_file_is_imported_and_a_larger_one_is_refused() {
    let cinema = Cinema::start().await;
    let client = cinema.signed_in_as(Role::Moderator).await;
    let mut file = films(1).into_bytes();
    file.resize(LARGEST, b'\n');
    let mut larger = file.clone();
    larger.push(b'\n');
    upload(&client, larger).await.refuses(
        413,
        "content-too-large",
        "Content too large",
        "The request body is too large.",
    );
    is_done(
        &ended(&client, &job(&client, file).await).await,
        &progress(1, 1, 0, 0),
    );
}

#[tokio::test]
async fn a_body_that_is_not_declared_as_csv_is_refused() {
    let (_cinema, client) = with_moderator().await;
    for media_type in ["application/json", "text/plain", "multipart/form-data"] {
        let answer = client
            .post_as("/movies/import/", media_type, films(1))
            .await;
        answer.refuses(
            415,
            "unsupported-media-type",
            "Unsupported media type",
            "The request body must be text/csv.",
        );
    }
    let declared = "Text/CSV; charset=utf-8; header=present";
    let answer = client.post_as("/movies/import/", declared, films(1)).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
}

#[tokio::test]
async fn an_import_is_forgotten_after_thirty_days_and_its_films_stay() {
    let cinema = Cinema::builder()
        .set("schedules.clean_up_messaging", "1s")
        .start()
        .await;
    let client = cinema.signed_in_as(Role::Moderator).await;
    let [old, young] = [job(&client, films(2)).await, job(&client, films(1)).await];
    for job in [&old, &young] {
        ended(&client, job).await;
    }
    for (age, job) in [("30 days 1 minute", &old), ("29 days", &young)] {
        let id = job.trim_end_matches('/').rsplit('/').next().unwrap();
        let done =
            sqlx::query("UPDATE imports SET created_at = now() - $1::interval WHERE id = $2::uuid")
                .bind(age)
                .bind(id)
                .execute(&cinema.db)
                .await
                .unwrap();
        assert_eq!(done.rows_affected(), 1);
    }
    eventually("the old import is gone", async || {
        (client.get(&old).await.status == 404).then_some(())
    })
    .await;
    assert_eq!(client.get(&young).await.status, 200);
    assert_eq!(cinema.count("SELECT count(*) FROM movies").await, 2);
}

#[tokio::test]
async fn a_job_that_nobody_knows_is_not_found() {
    let (_cinema, client) = with_moderator().await;
    let unknown = "/jobs/0190d8f2-9c55-7b1e-8d20-4f3a6b7c8d92/";
    client.get(unknown).await.refuses(
        404,
        "job-not-found",
        "Job not found",
        "Job with the given ID was not found.",
    );
    client.get("/jobs/one/").await.is_problem(422);
}

#[tokio::test]
async fn a_bad_row_is_named_without_its_content() {
    let cinema = Cinema::start().await;
    let client = cinema.signed_in_as(Role::Moderator).await;
    let long = "x".repeat(5000);
    let mut csv = HEADER.replace("price", "price,no\0te").into_bytes();
    csv.extend(row("Heat").replace("9.99", &format!("{long},")).bytes());
    csv.extend(row("Ronin").trim_end().bytes());
    csv.extend(b",\xff\n");
    csv.extend(row("Thief").replace("9.99", "9.99,fine").bytes());
    let done = ended(&client, &job(&client, csv).await).await;
    is_done(&done, &progress(3, 1, 0, 2));
    assert_eq!(
        done["bad_rows"],
        json!([
            { "line": 2, "reason": "price: Expected an amount such as 9.99" },
            { "line": 3, "reason": "another column: is not UTF-8" },
        ])
    );
}

#[tokio::test]
async fn what_the_api_would_not_take_is_not_imported_either() {
    let cinema = Cinema::start().await;
    let client = cinema.signed_in_as(Role::Moderator).await;
    let header = HEADER.replace("price", "price,gross");
    let film = |name: &str, stars: usize, gross: &str| {
        let stars: Vec<_> = (0..stars).map(|number| format!("Star {number}")).collect();
        let row = row(name).replace(
            "Somebody,Somebody",
            &format!("Somebody,{}", stars.join("|")),
        );
        row.replace("9.99\n", &format!("9.99,{gross}\n"))
    };
    let csv = [
        header,
        film("Heat", 50, "1000000000000"),
        film("Ronin", 51, "0"),
        film("Thief", 1, "1000000000001"),
        film("Drive", 1, "inf"),
    ];
    let done = ended(&client, &job(&client, csv.concat()).await).await;
    is_done(&done, &progress(4, 1, 0, 3));
    let names = "stars: Name 1 to 50; a name has 1 to 100 characters and no control characters";
    let gross = "gross: Must be from 0 to 1000000000000";
    assert_eq!(
        done["bad_rows"],
        json!([
            { "line": 3, "reason": names },
            { "line": 4, "reason": gross },
            { "line": 5, "reason": gross },
        ])
    );
}

#[tokio::test]
async fn every_film_that_an_import_adds_is_on_record_as_the_moderators() {
    let cinema = Cinema::start().await;
    let client = cinema.signed_in_as(Role::Moderator).await;
    let file = [HEADER, &row("Heat"), &row("Ronin"), &row("HEAT")].concat();
    let answer = upload(&client.header("x-request-id", "my-upload"), file).await;
    let done = ended(&client, answer.header("location").expect("where to look")).await;
    is_done(&done, &progress(3, 2, 1, 0));
    let page = client.get("/movies/?sort=name").await.json();
    let expected = page["movies"].as_array().expect("films").iter();
    let expected = expected.map(|film| {
        json!({
            "who": "moderator@example.com",
            "action": "import-movie",
            "id": film["uuid"],
            "before": null,
            "after": film,
            "address": "127.0.0.1",
            "request": "my-upload",
        })
    });
    let lines: Vec<Value> = sqlx::query_scalar(
        "SELECT jsonb_build_object('who', users.email, 'action', action, 'id', entity_id, 'before', before,
            'after', after, 'address', host(address), 'request', request_id)
         FROM audit_log JOIN users ON users.id = actor_id WHERE entity = 'movie' ORDER BY after->>'name'",
    )
    .fetch_all(&cinema.db)
    .await
    .unwrap();
    assert_eq!(lines, expected.collect::<Vec<_>>());
}

/// The second of two rows about one film is left out, and what it names is not there either.
#[tokio::test]
async fn a_film_that_is_there_already_leaves_no_names_behind() {
    let cinema = Cinema::start().await;
    let client = cinema.signed_in_as(Role::Moderator).await;
    let again = row("HEAT")
        .replace("UA", "Typo")
        .replace("Crime", "Typo")
        .replace("Somebody", "Typo");
    let file = [HEADER, &row("Heat"), &again].concat();
    let done = ended(&client, &job(&client, file).await).await;
    is_done(&done, &progress(2, 1, 1, 0));
    for kind in ["genres", "stars", "directors", "certifications"] {
        let names = client.get(&format!("/movies/{kind}/")).await;
        assert!(!names.text.contains("Typo"), "{}", names.text);
    }
}
