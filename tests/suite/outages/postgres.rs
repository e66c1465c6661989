//! PostgreSQL is away, or restarts.

use futures_util::future::join_all;
use serde_json::json;

use super::{is_served_or_shed, sees_up};
use crate::support::{Answer, Cinema, PASSWORD, eventually};

async fn start() -> Cinema {
    Cinema::builder()
        .set("database.acquire_timeout", "1s")
        .start()
        .await
}

#[track_caller]
fn is_unavailable(answer: &Answer) {
    let detail = "The service is not available right now. Try again later.";
    answer.refuses(503, "service-unavailable", "Service unavailable", detail);
    answer.is_problem(503);
}

#[tokio::test]
async fn without_postgres_every_operation_asks_to_try_again_later_and_recovers_by_itself() {
    let cinema = start().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let client = cinema.client();

    cinema.postgres.cut().await;
    is_unavailable(&client.get("/movies/").await);
    let film = "/movies/3f2b8f0e-5d0c-4f6e-8f67-0d5c2f1f9a10/";
    let member = client.bearer(&tokens.access);
    is_unavailable(&member.get(film).await);
    is_unavailable(&cinema.try_sign_in("anna@example.com", PASSWORD).await);
    is_unavailable(&cinema.register("berta@example.com").await);
    is_unavailable(&cinema.refresh(&tokens.refresh).await);
    is_unavailable(
        &client
            .post(
                "/accounts/reset-password/request/",
                json!({ "email": "anna@example.com" }),
            )
            .await,
    );
    assert_eq!(client.get("/health/live/").await.status, 200);

    let ready = client.get("/health/ready/").await;
    ready.is_problem(503);
    let body = ready.json();
    assert_eq!(
        (&body["type"], &body["title"]),
        (
            &json!("urn:problem-type:cinema:not-ready"),
            &json!("Not ready")
        )
    );
    assert_eq!(
        body["dependencies"][0],
        json!({ "name": "postgres", "status": "down" })
    );

    cinema.postgres.restore().await;
    eventually("PostgreSQL is seen again", async || {
        sees_up(&cinema, "postgres").await.then_some(())
    })
    .await;
    assert_eq!(client.get("/movies/").await.status, 200);
    member.get(film).await.is_problem(404);
    cinema
        .try_sign_in("anna@example.com", PASSWORD)
        .await
        .tokens();
    assert_eq!(cinema.register("berta@example.com").await.status, 201);
    cinema
        .mail_to("berta@example.com", "Activate your Online Cinema account")
        .await;
}

#[tokio::test]
async fn a_restart_of_postgres_costs_a_moment_and_no_connection_for_good() {
    let cinema = start().await;
    cinema.member("anna@example.com").await;
    let client = cinema.client();
    // As many connections as there can be.
    join_all((0..64).map(|_| client.get("/movies/"))).await;

    cinema.postgres.cut().await;
    cinema.postgres.restore().await;
    eventually("all answers are as before", async || {
        let mut answers = join_all((0..32).map(|_| client.get("/movies/"))).await;
        answers.push(cinema.try_sign_in("anna@example.com", PASSWORD).await);
        answers.iter().for_each(is_served_or_shed);
        answers
            .iter()
            .all(|answer| answer.status == 200)
            .then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_server_that_starts_before_postgres_serves_when_postgres_is_there() {
    let cinema = Cinema::builder()
        .servers(0)
        .workers(0)
        .set("database.acquire_timeout", "1s")
        .start()
        .await;
    cinema.postgres.cut().await;
    let (_server, client) = cinema.server_process().await;
    let worker = cinema.worker_process();
    is_unavailable(&client.get("/movies/").await);
    cinema.postgres.restore().await;
    eventually("films are listed", async || {
        (client.get("/movies/").await.status == 200).then_some(())
    })
    .await;

    let body = json!({ "email": "anna@example.com", "password": PASSWORD });
    assert_eq!(client.post("/accounts/register/", body).await.status, 201);
    cinema
        .mail_to("anna@example.com", "Activate your Online Cinema account")
        .await;
    drop(worker);
}
