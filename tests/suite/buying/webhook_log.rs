//! `GET /admin/webhooks/` and `POST /admin/webhooks/{event_id}/replay/`

use domain::Role;
use jobs::Queue;
use serde_json::{Value, json};

use crate::support::{Cinema, Client, PUBLIC_URL, eventually};

/// One server, and an admin who is signed in. Three events came: one is handled, one was given up, one waits.
async fn with_events() -> (Cinema, Client) {
    let cinema = Cinema::without_worker().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    for (id, kind, minute, handled, outcome) in [
        (
            "evt_1",
            "charge.refunded",
            1,
            true,
            Some("Payment 1 is refunded."),
        ),
        (
            "evt_2",
            "checkout.session.completed",
            2,
            false,
            Some("The amount is not the order's."),
        ),
        ("evt_3", "checkout.session.completed", 3, false, None),
    ] {
        let day = "timestamptz '2026-01-01 00:00Z' + make_interval(mins => $3)";
        let insert = format!(
            "INSERT INTO stripe_events (id, type, payload, created_at, received_at, handled_at, outcome)
             VALUES ($1, $2, jsonb_build_object('id', $1, 'type', $2, 'livemode', false), {day}, {day} + interval '1 s',
                     CASE WHEN $4 THEN {day} + interval '2 s' END, $5)"
        );
        sqlx::query(sqlx::AssertSqlSafe(insert))
            .bind(id)
            .bind(kind)
            .bind(minute)
            .bind(handled)
            .bind(outcome)
            .execute(&cinema.db)
            .await
            .expect("the statement is valid");
    }
    (cinema, admin)
}

fn refund() -> Value {
    json!({
        "id": "evt_1",
        "type": "charge.refunded",
        "status": "handled",
        "outcome": "Payment 1 is refunded.",
        "created_at": "2026-01-01T00:01:00Z",
        "received_at": "2026-01-01T00:01:01Z",
        "handled_at": "2026-01-01T00:01:02Z",
        "payload": { "id": "evt_1", "type": "charge.refunded", "livemode": false },
    })
}

async fn ids(admin: &Client, query: &str) -> Vec<Value> {
    let answer = admin.get(&format!("/admin/webhooks/{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let page = answer.json();
    let events = page["events"].as_array().expect("a list");
    assert_eq!(page["total_items"], events.len());
    events.iter().map(|event| event["id"].clone()).collect()
}

#[tokio::test]
async fn events_are_listed_the_newest_first_with_what_became_of_them() {
    let (_cinema, admin) = with_events().await;
    let page = admin.get("/admin/webhooks/?per_page=2").await.json();
    let shown: Vec<_> = page["events"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|event| {
            (
                event["id"].clone(),
                event["status"].clone(),
                event["outcome"].clone(),
                event["handled_at"].clone(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            (json!("evt_3"), json!("received"), json!(null), json!(null)),
            (
                json!("evt_2"),
                json!("given_up"),
                json!("The amount is not the order's."),
                json!(null)
            ),
        ]
    );
    let next = format!("{PUBLIC_URL}/admin/webhooks/?per_page=2&page=2");
    assert_eq!(page["next_page"], next);
    admin.get(&next).await.is(
        200,
        &json!({
            "events": [refund()],
            "prev_page": format!("{PUBLIC_URL}/admin/webhooks/?per_page=2&page=1"),
            "next_page": null,
            "total_pages": 2,
            "total_items": 3,
        }),
    );
}

#[tokio::test]
async fn events_are_found_by_type_and_status() {
    let (_cinema, admin) = with_events().await;
    for (query, expected) in [
        ("?type=charge.refunded", vec!["evt_1"]),
        ("?type=checkout.session.completed", vec!["evt_3", "evt_2"]),
        ("?type=charge", vec![]),
        ("?status=handled", vec!["evt_1"]),
        ("?status=given_up", vec!["evt_2"]),
        (
            "?status=received&type=checkout.session.completed",
            vec!["evt_3"],
        ),
        ("?status=received&type=charge.refunded", vec![]),
    ] {
        assert_eq!(ids(&admin, query).await, expected, "{query}");
    }
    let query = "?type=checkout.session.completed&status=given_up&per_page=1";
    let page = admin
        .get(&format!("/admin/webhooks/{query}&page=2"))
        .await
        .json();
    let prev = "/admin/webhooks/?type=checkout.session.completed&status=given_up&per_page=1&page=1";
    assert_eq!(page["prev_page"], format!("{PUBLIC_URL}{prev}"));
    admin
        .get("/admin/webhooks/?status=lost")
        .await
        .names_fields(&[("status", "enum")]);
}

#[tokio::test]
async fn an_event_is_queued_again_and_the_log_says_by_whom() {
    let (cinema, admin) = with_events().await;
    for (round, id) in (1..).zip(["evt_1", "evt_2", "evt_3"]) {
        let answer = admin
            .call("POST", &format!("/admin/webhooks/{id}/replay/"))
            .await;
        let message = "Stripe event has been queued to be handled again.";
        answer.is(202, &json!({ "message": message }));
        eventually("the job is queued", async || {
            (cinema.queue_length(Queue::Payments).await == round).then_some(())
        })
        .await;
    }
    assert_eq!(
        ids(&admin, "?status=received").await,
        ["evt_3", "evt_2", "evt_1"]
    );
    let (actor, before, after): (String, Value, Value) = sqlx::query_as(
        "SELECT users.email, before, after FROM audit_log JOIN users ON users.id = actor_id
         WHERE action = 'replay-stripe-event' AND entity = 'stripe-event' AND entity_id = 'evt_1'",
    )
    .fetch_one(&cinema.db)
    .await
    .expect("one line");
    assert_eq!(actor, "admin@example.com");
    assert_eq!(before["outcome"], "Payment 1 is refunded.");
    assert_eq!(after, json!({ "handled_at": null, "outcome": null }));
}

#[tokio::test]
async fn an_event_that_does_not_exist_is_not_replayed() {
    let (cinema, admin) = with_events().await;
    let answer = admin.call("POST", "/admin/webhooks/evt_4/replay/").await;
    answer.refuses(
        404,
        "stripe-event-not-found",
        "Stripe event not found",
        "Stripe event with given ID was not found.",
    );
    assert_eq!(cinema.count("SELECT count(*) FROM audit_log").await, 0);
}
