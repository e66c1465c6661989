//! Messages that no worker can make sense of.

use jobs::Queue;
use lapin::{
    BasicProperties,
    types::{AMQPValue, FieldTable},
};
use uuid::Uuid;

use crate::support::Cinema;

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
    assert_eq!((dead.kind.as_str(), dead.attempts.len()), ("send-fax", 1));
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
            (dead.kind.as_str(), dead.attempts.len()),
            (kind, 1),
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
    let message = cinema.dead_message().await;
    assert_eq!(
        (message.body.as_slice(), message.job),
        (&b"hello"[..], None)
    );
    cinema.register("berta@example.com").await;
    cinema
        .mail_to("berta@example.com", "Activate your Online Cinema account")
        .await;
}

#[tokio::test]
async fn a_job_about_an_account_that_is_gone_is_done() {
    let cinema = at_work().await;
    let (kind, body) = ("send-activation-email", br#"{"user_id": 424242}"#);
    cinema
        .publish(Queue::Email, kind, properties(kind, 1), body)
        .await;
    crate::support::eventually("the job is handled", async || {
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
    crate::support::eventually("the queue is empty", async || {
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
