//! RabbitMQ is away.

use super::{everybody_has_a_mail, register_at_once};
use crate::support::{Cinema, eventually};

#[tokio::test]
async fn registrations_are_accepted_without_the_broker_and_every_mail_arrives_when_it_is_back() {
    let cinema = Cinema::start().await;
    cinema.rabbitmq.cut().await;
    register_at_once(&cinema, 50).await;
    assert_eq!(cinema.count("SELECT count(*) FROM outbox").await, 50);

    cinema.rabbitmq.restore().await;
    everybody_has_a_mail(&cinema, 50).await;
    eventually("the outbox is empty", async || {
        (cinema.count("SELECT count(*) FROM outbox").await == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_broker_that_is_cut_off_in_the_middle_loses_no_mail() {
    let cinema = Cinema::start().await;
    cinema.smtp.pause_after(10);
    register_at_once(&cinema, 40).await;
    eventually("ten mails are sent", async || {
        (cinema.smtp.mails().len() == 10).then_some(())
    })
    .await;
    cinema.rabbitmq.cut().await;
    cinema.smtp.accept();
    cinema.rabbitmq.restore().await;
    everybody_has_a_mail(&cinema, 40).await;
}

#[tokio::test]
async fn a_server_starts_and_serves_without_the_broker() {
    let cinema = Cinema::builder().servers(0).start().await;
    cinema.rabbitmq.cut().await;
    let (_server, client) = cinema.server_process().await;
    assert_eq!(client.get("/movies/").await.status, 200);
    let ready = eventually(
        "the server knows the state of its dependencies",
        async || {
            let answer = client.get("/health/ready/").await;
            answer
                .text
                .contains(r#""name":"redis","status":"up""#)
                .then_some(answer)
        },
    )
    .await;
    let dependencies = serde_json::json!([
        { "name": "postgres", "status": "up" },
        { "name": "redis", "status": "up" },
        { "name": "rabbitmq", "status": "down" },
    ]);
    ready.is(
        200,
        &serde_json::json!({ "status": "degraded", "dependencies": dependencies }),
    );
}
