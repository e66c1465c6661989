//! Imports whose job was given up: what their moderator is told, and how they are done after all.

use domain::Role;
use jobs::{ImportMovies, Job as _, Queue, RETRY_DELAYS};
use lapin::{
    BasicProperties,
    types::{AMQPValue, FieldTable},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    uploads::{ended, films, is_done, job, look, progress},
    with_moderator,
};
use crate::support::{Cinema, Client, eventually};

/// What the job of an import is called.
const KIND: &str = ImportMovies::KIND;
/// What a moderator reads about an import that was given up.
const GIVEN_UP: &str = "Something went wrong on our side. Upload the file again: films that are there are left as they are.";

/// A server, a moderator, and the address of an import of two films. Its job is nowhere yet.
async fn with_import() -> (Cinema, Client, String) {
    let (cinema, client) = with_moderator().await;
    let address = job(&client, films(2)).await;
    cinema
        .execute("DELETE FROM outbox WHERE kind = $1", KIND)
        .await;
    (cinema, client, address)
}

/// Publishes the job of an import, which has failed so many times. Returns its id.
async fn publish(
    cinema: &Cinema,
    (client, address): (&Client, &str),
    failures: usize,
    properties: BasicProperties,
) -> Uuid {
    let import = look(client, address).await["id"].clone();
    let attempts = vec![json!({ "at": 1, "error": "again" }); failures];
    let mut headers = FieldTable::default();
    headers.insert("x-job-version".into(), AMQPValue::ShortInt(1));
    headers.insert(
        "x-job-attempts".into(),
        AMQPValue::LongString(json!(attempts).to_string().into()),
    );
    let id = Uuid::now_v7();
    let properties = properties
        .with_message_id(id.to_string().into())
        .with_type(KIND.into())
        .with_headers(headers);
    let payload = json!({ "import_id": import }).to_string();
    cinema
        .publish(Queue::Catalogue, KIND, properties, payload.as_bytes())
        .await;
    id
}

#[tokio::test]
async fn an_import_that_is_given_up_says_so_and_may_be_done_after_all() {
    let (mut cinema, client, address) = with_import().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    sqlx::raw_sql("ALTER TABLE movies ADD CONSTRAINT nothing_fits CHECK (name = '') NOT VALID")
        .execute(&cinema.db)
        .await
        .unwrap();
    cinema.start_worker();
    let its = (&client, address.as_str());
    let id = publish(&cinema, its, RETRY_DELAYS.len(), BasicProperties::default()).await;
    let failed = ended(&client, &address).await;
    assert_eq!(
        (&failed["status"], &failed["error"]),
        (&json!("failed"), &json!(GIVEN_UP))
    );

    sqlx::raw_sql("ALTER TABLE movies DROP CONSTRAINT nothing_fits")
        .execute(&cinema.db)
        .await
        .unwrap();
    let replay = format!("/admin/jobs/dead/{id}/replay/");
    assert_eq!(admin.call("POST", &replay).await.status, 202);
    let done = eventually("the import is done after all", async || {
        let found = look(&client, &address).await;
        (found["status"] == "done").then_some(found)
    })
    .await;
    is_done(&done, &progress(2, 2, 0, 0));
    let kept = "SELECT count(*) FROM imports WHERE file IS NOT NULL";
    assert_eq!(
        cinema.count(kept).await,
        0,
        "nobody needs the file any more"
    );
}

/// No worker has seen the job.
#[tokio::test]
async fn an_import_that_the_broker_gives_up_says_so_too() {
    let (mut cinema, client, address) = with_import().await;
    let expired = BasicProperties::default().with_expiration("1".into());
    publish(&cinema, (&client, &address), 0, expired).await;
    eventually("the broker gives it up", async || {
        (cinema.dead_letters_waiting().await == 1).then_some(())
    })
    .await;
    cinema.start_worker();
    let failed = ended(&client, &address).await;
    assert_eq!(
        (&failed["status"], &failed["error"]),
        (&json!("failed"), &json!(GIVEN_UP))
    );
    assert_eq!(
        cinema.dead_letter().await.reason,
        "the broker says: expired"
    );
}
