//! `GET /admin/jobs/dead/`, and what becomes of the jobs in it.

use domain::Role;
use jobs::Queue;
use lapin::BasicProperties;
use serde_json::{Value, json};

use super::{column, page, with_admin};
use crate::support::{Answer, Cinema, Client, PUBLIC_URL, eventually};

const DEAD: &str = "/admin/jobs/dead/";
const ACTIVATE: &str = "Activate your Online Cinema account";

/// The oldest dead job, once there is one.
async fn dead_job(admin: &Client) -> Value {
    eventually("a dead job", async || {
        let found = page(admin, DEAD).await;
        found["jobs"].as_array()?.last().cloned()
    })
    .await
}

async fn replay(admin: &Client, job: &Value) -> Answer {
    let id = job["id"].as_str().expect("an id");
    admin.call("POST", &format!("{DEAD}{id}/replay/")).await
}

async fn delete(admin: &Client, job: &Value) -> Answer {
    let id = job["id"].as_str().expect("an id");
    admin.delete(&format!("{DEAD}{id}/")).await
}

#[track_caller]
fn is_unknown(answer: &Answer) {
    answer.refuses(
        404,
        "dead-job-not-found",
        "Dead job not found",
        "Dead job with given ID was not found.",
    );
}

/// What the audit log has about dead jobs: action, id, kind.
async fn noted(cinema: &Cinema) -> Vec<(String, String, Option<String>)> {
    let lines =
        "SELECT action, entity_id, before->>'kind' FROM audit_log JOIN users ON users.id = actor_id
        WHERE entity = 'dead-job' AND users.email = 'admin@example.com' ORDER BY audit_log.id";
    sqlx::query_as(lines)
        .fetch_all(&cinema.db)
        .await
        .expect("the query is valid")
}

/// An installation with a dead job about a mail to Anna, which would go out now.
async fn with_dead_job() -> (Cinema, Client, Value) {
    let cinema = Cinema::start().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    eventually(
        "the job of the admin's own registration is done",
        async || (cinema.count("SELECT count(*) FROM handled_jobs").await == 1).then_some(()),
    )
    .await;
    cinema.smtp.refuse_with("550 5.1.1 no such mailbox");
    cinema.register("anna@example.com").await;
    let job = dead_job(&admin).await;
    cinema.smtp.accept();
    (cinema, admin, job)
}

#[tokio::test]
async fn a_job_that_was_given_up_is_listed_with_every_attempt() {
    let (cinema, _admin, job) = with_dead_job().await;
    let anna = cinema.count("SELECT max(id)::bigint FROM users").await;
    let attempt = &job["attempts"][0];
    let expected = json!({
        "id": job["id"],
        "queue": "email",
        "kind": "send-activation-email",
        "version": 1,
        "payload": job["payload"],
        "reason": attempt["error"],
        "attempts": [{ "at": attempt["at"], "error": attempt["error"] }],
        "published_at": job["published_at"],
        "died_at": job["died_at"],
    });
    assert_eq!(job, expected);
    let payload: Value =
        serde_json::from_str(job["payload"].as_str().expect("a text")).expect("JSON");
    assert_eq!(payload, json!({ "user_id": anna }));
    let reason = job["reason"].as_str().expect("a text");
    assert!(reason.contains("no such mailbox"), "{reason}");
    for time in [&job["published_at"], &job["died_at"], &attempt["at"]] {
        assert!(
            time.as_str()
                .is_some_and(|time| time.starts_with("20") && time.ends_with('Z')),
            "{time}"
        );
    }
}

#[tokio::test]
async fn a_job_that_is_replayed_is_done_after_all() {
    let (cinema, admin, job) = with_dead_job().await;
    let message = json!({ "message": "Job has been queued to be done again." });
    replay(&admin, &job).await.is(202, &message);
    let mail = cinema.mail_to("anna@example.com", ACTIVATE).await;
    assert_eq!(job["id"], mail.job_id().to_string(), "it is the same job");
    is_unknown(&replay(&admin, &job).await);
    is_unknown(&delete(&admin, &job).await);
    assert_eq!(
        column(&admin, DEAD, "jobs", "id").await,
        Vec::<Value>::new()
    );
    let id = mail.job_id().to_string();
    let kind = Some("send-activation-email".to_owned());
    assert_eq!(noted(&cinema).await, [("replay-job".to_owned(), id, kind)]);
}

#[tokio::test]
async fn a_job_that_fails_again_is_a_dead_job_again() {
    let (cinema, admin, job) = with_dead_job().await;
    cinema.smtp.refuse_with("550 5.1.1 still no such mailbox");
    assert_eq!(replay(&admin, &job).await.status, 202);
    let again = dead_job(&admin).await;
    assert_eq!(again["id"], job["id"]);
    let reason = again["reason"].as_str().expect("a text");
    assert!(reason.contains("still no such mailbox"), "{reason}");
    assert_eq!(
        again["attempts"].as_array().map(Vec::len),
        Some(1),
        "it began anew"
    );
}

#[tokio::test]
async fn a_job_that_has_taken_effect_does_not_do_so_again() {
    let cinema = Cinema::start().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    cinema.register("anna@example.com").await;
    let mail = cinema.mail_to("anna@example.com", ACTIVATE).await;
    let letter = "INSERT INTO dead_letters (id, queue, kind, version, payload, reason, attempts)
        SELECT $1::uuid, 'email', 'send-activation-email', 1, '{\"user_id\": ' || max(id) || '}', 'late', '[]' FROM users";
    cinema
        .execute("DELETE FROM activation_tokens WHERE $1 <> ''", "all")
        .await;
    assert_eq!(cinema.execute(letter, &mail.job_id().to_string()).await, 1);
    let job = dead_job(&admin).await;
    assert_eq!(replay(&admin, &job).await.status, 202);

    // What is published after it is handled after it.
    eventually("the job is published and taken", async || {
        let waiting = cinema.count("SELECT count(*) FROM outbox").await;
        (waiting == 0 && cinema.queue_length(Queue::Email).await == 0).then_some(())
    })
    .await;
    cinema.register("berta@example.com").await;
    cinema.mail_to("berta@example.com", ACTIVATE).await;
    assert_eq!(cinema.smtp.count_by_recipient()["anna@example.com"], 1);
}

#[tokio::test]
async fn a_job_that_nobody_wants_any_more_is_deleted() {
    let (cinema, admin, job) = with_dead_job().await;
    delete(&admin, &job)
        .await
        .says("Dead job deleted successfully.");
    is_unknown(&delete(&admin, &job).await);
    is_unknown(&replay(&admin, &job).await);
    let [(action, id, kind)] = &noted(&cinema).await[..] else {
        panic!("one line")
    };
    assert_eq!(
        (action.as_str(), Some(id.as_str()), kind.as_deref()),
        (
            "delete-job",
            job["id"].as_str(),
            Some("send-activation-email")
        )
    );
}

#[tokio::test]
async fn a_message_that_is_no_job_can_only_be_deleted() {
    let cinema = Cinema::start().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    cinema
        .publish(
            Queue::Email,
            "whatever",
            BasicProperties::default(),
            b"hello",
        )
        .await;
    let message = dead_job(&admin).await;
    let expected = json!({
        "id": message["id"],
        "queue": null,
        "kind": null,
        "version": null,
        "payload": "hello",
        "reason": "the message is no job",
        "attempts": [],
        "published_at": null,
        "died_at": message["died_at"],
    });
    assert_eq!(message, expected);
    is_not_replayable(&replay(&admin, &message).await);
    assert_eq!(noted(&cinema).await, [], "nothing has happened");
    delete(&admin, &message)
        .await
        .says("Dead job deleted successfully.");
}

#[track_caller]
fn is_not_replayable(answer: &Answer) {
    answer.refuses(
        409,
        "not-replayable",
        "Not replayable",
        "This message is not a job and cannot be done again.",
    );
}

#[tokio::test]
async fn what_the_broker_or_the_database_would_not_take_is_not_replayed() {
    let (cinema, admin) = with_admin().await;
    for (queue, payload) in [
        ("fax", "{}"),
        ("email", "not json"),
        ("email", r#"{"name": "\u0000"}"#),
    ] {
        let letter = "INSERT INTO dead_letters (id, queue, kind, version, payload, reason, attempts)
            SELECT gen_random_uuid(), split_part($1, '|', 1), 'send-fax', 1, split_part($1, '|', 2), 'unknown', '[]'";
        assert_eq!(
            cinema.execute(letter, &format!("{queue}|{payload}")).await,
            1
        );
        let job = dead_job(&admin).await;
        is_not_replayable(&replay(&admin, &job).await);
        assert_eq!(delete(&admin, &job).await.status, 200);
    }
}

#[tokio::test]
async fn dead_jobs_are_listed_the_newest_first_and_found_by_kind() {
    let (cinema, admin) = with_admin().await;
    let letters = "INSERT INTO dead_letters (id, queue, kind, version, payload, reason, attempts, died_at)
        SELECT gen_random_uuid(), 'email', CASE WHEN number % 2 = 1 THEN 'odd' ELSE 'even' END, 1, number::text, 'why', '[]',
               $1::timestamptz + make_interval(mins => number)
        FROM generate_series(1, 5) AS number";
    assert_eq!(cinema.execute(letters, "2026-01-01T00:00:00Z").await, 5);
    let payloads =
        async |query: &str| column(&admin, &format!("{DEAD}{query}"), "jobs", "payload").await;
    assert_eq!(payloads("").await, ["5", "4", "3", "2", "1"]);
    assert_eq!(payloads("?kind=even").await, ["4", "2"]);
    assert_eq!(payloads("?kind=none").await, Vec::<Value>::new());
    let first = page(&admin, &format!("{DEAD}?kind=odd&per_page=2")).await;
    let link = |page| format!("{PUBLIC_URL}{DEAD}?kind=odd&per_page=2&page={page}");
    assert_eq!(first["next_page"], link(2));
    let last = page(&admin, &link(2)).await;
    assert_eq!(last["jobs"][0]["payload"], "1");
    assert_eq!(
        (
            &last["prev_page"],
            &last["next_page"],
            &last["total_pages"],
            &last["total_items"]
        ),
        (&json!(link(1)), &Value::Null, &json!(2), &json!(3))
    );
}
