//! Messages that no worker can make sense of.

use jobs::Queue;
use lapin::{
    BasicProperties,
    types::{AMQPValue, FieldTable},
};
use uuid::Uuid;

use crate::support::{Cinema, eventually};

/// An installation whose worker is at work.
async fn at_work() -> Cinema {
    let cinema = Cinema::start().await;
    cinema.register("anna@example.com").await;
    cinema
        .mail_to("anna@example.com", "Activate your Online Cinema account")
        .await;
    cinema
}

fn properties(kind: &str, version: i16) -> BasicProperties {
    let mut headers = FieldTable::default();
    headers.insert("x-job-version".into(), AMQPValue::ShortInt(version));
    BasicProperties::default()
        .with_message_id(Uuid::now_v7().to_string().into())
        .with_type(kind.into())
        .with_headers(headers)
}

#[tokio::test]
async fn a_job_of_an_unknown_kind_is_a_dead_letter_at_once() {
    let cinema = at_work().await;
    cinema
        .publish(Queue::Email, "send-fax", properties("send-fax", 1), b"{}")
        .await;
    let dead = cinema.dead_letter().await;
    assert_eq!(
        (dead.kind.as_deref(), dead.attempts.len()),
        (Some("send-fax"), 1)
    );
    assert!(dead.reason.contains("send-fax"), "{}", dead.reason);
}

#[tokio::test]
async fn a_payload_that_does_not_fit_its_kind_is_a_dead_letter_at_once() {
    let cinema = at_work().await;
    for payload in [
        &b"not json"[..],
        br#"{"user_id": "seven"}"#,
        b"{}",
        b"\xff",
        b"",
    ] {
        let kind = "send-activation-email";
        cinema
            .publish(Queue::Email, kind, properties(kind, 1), payload)
            .await;
        let dead = cinema.dead_letter().await;
        assert_eq!(
            (dead.kind.as_deref(), dead.attempts.len()),
            (Some(kind), 1),
            "{payload:?}"
        );
    }
}

#[tokio::test]
async fn a_job_of_another_release_is_a_dead_letter_that_names_the_version() {
    let cinema = at_work().await;
    let kind = "send-activation-email";
    cinema
        .publish(
            Queue::Email,
            kind,
            properties(kind, 99),
            br#"{"user_id": 1}"#,
        )
        .await;
    let reason = cinema.dead_letter().await.reason;
    assert!(reason.contains("99"), "{reason}");
}

#[tokio::test]
async fn a_message_that_is_no_job_is_kept_as_it_came() {
    let cinema = at_work().await;
    cinema
        .publish(
            Queue::Email,
            "whatever",
            BasicProperties::default(),
            b"hello",
        )
        .await;
    let dead = cinema.dead_letter().await;
    assert_eq!(
        (dead.payload.as_str(), dead.kind, dead.reason.as_str()),
        ("hello", None, "the message is no job")
    );
    cinema.register("berta@example.com").await;
    cinema
        .mail_to("berta@example.com", "Activate your Online Cinema account")
        .await;
}

#[tokio::test]
async fn what_postgresql_cannot_store_is_kept_without_it() {
    let cinema = at_work().await;
    let properties = properties("send-\0-fax", 1);
    cinema
        .publish(Queue::Email, "send-fax", properties, b"{\"\0\": 1}")
        .await;
    let dead = cinema.dead_letter().await;
    assert_eq!(
        (dead.kind.as_deref(), dead.payload.as_str()),
        (Some("send-\u{fffd}-fax"), "{\"\u{fffd}\": 1}")
    );
}

#[tokio::test]
async fn dead_letters_wait_for_a_database_that_is_away() {
    let cinema = at_work().await;
    cinema.postgres.cut().await;
    for _ in 0..30 {
        let properties = properties("send-fax", 1);
        cinema
            .publish(Queue::Email, "send-fax", properties, b"{}")
            .await;
    }
    eventually("the worker holds twenty, and cannot write", async || {
        (cinema.dead_letters_waiting().await == 10).then_some(())
    })
    .await;
    cinema.postgres.restore().await;
    eventually("all are written down", async || {
        (cinema.count("SELECT count(*) FROM dead_letters").await == 30).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_job_about_an_account_that_is_gone_is_done() {
    let cinema = at_work().await;
    let (kind, body) = ("send-activation-email", br#"{"user_id": 424242}"#);
    cinema
        .publish(Queue::Email, kind, properties(kind, 1), body)
        .await;
    eventually("the job is handled", async || {
        (cinema.count("SELECT count(*) FROM handled_jobs").await == 2).then_some(())
    })
    .await;
    assert_eq!(cinema.smtp.mails().len(), 1);
}

#[tokio::test]
async fn a_job_that_is_delivered_twice_sends_one_mail() {
    let cinema = at_work().await;
    cinema.register("berta@example.com").await;
    let mail = cinema
        .mail_to("berta@example.com", "Activate your Online Cinema account")
        .await;
    let kind = "send-activation-email";
    let again = properties(kind, 1).with_message_id(mail.job_id().to_string().into());
    let body = format!(
        r#"{{"user_id": {}}}"#,
        cinema.count("SELECT max(id)::bigint FROM users").await
    );
    cinema
        .publish(Queue::Email, kind, again, body.as_bytes())
        .await;

    cinema.register("clara@example.com").await;
    cinema
        .mail_to("clara@example.com", "Activate your Online Cinema account")
        .await;
    eventually("the queue is empty", async || {
        (cinema.queue_length(Queue::Email).await == 0).then_some(())
    })
    .await;
    let bertas = cinema
        .smtp
        .mails()
        .iter()
        .filter(|mail| mail.recipient == "berta@example.com")
        .count();
    assert_eq!(bertas, 1);
}
