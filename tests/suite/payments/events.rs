//! Events: twice, late, in any order, strange, and contradicting the books.

use std::sync::Arc;

use jobs::{HandleStripeEvent, Job as _, Queue, RETRY_DELAYS};
use lapin::{
    BasicProperties,
    types::{AMQPValue, FieldTable},
};
use sandbox::ApiFault;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Shop, event, outcome, send, settles};
use crate::support::{Cinema, eventually, session_of};

/// What Stripe says when the order was paid as it should be.
fn paid(attempt: &str, payment: &str) -> Value {
    json!({
        "id": format!("cs_of_{payment}"), "object": "checkout.session", "status": "complete",
        "payment_status": "paid", "payment_intent": payment, "amount_total": 999, "currency": "usd",
        "metadata": { "checkout_id": attempt },
    })
}

fn refunded(attempt: &str, payment: &str) -> Value {
    json!({
        "id": format!("ch_of_{payment}"), "object": "charge", "payment_intent": payment, "amount": 999,
        "amount_refunded": 999, "currency": "usd", "refunded": true,
        "metadata": { "checkout_id": attempt },
    })
}

fn with(mut object: Value, member: &str, value: Value) -> Value {
    object[member] = value;
    object
}

const COMPLETED: &str = "checkout.session.completed";

impl Shop {
    async fn send(&self, id: &str, kind: &str, object: &Value) {
        let client = self.cinema.client();
        send(&client, &event(id, kind, object))
            .await
            .says("Webhook handled");
    }

    /// Sends an event and waits for what becomes of it.
    async fn hear(&self, id: &str, kind: &str, object: &Value) -> String {
        self.send(id, kind, object).await;
        outcome(&self.cinema, id).await
    }
}

#[tokio::test]
async fn an_event_that_comes_again_and_again_is_one_event() {
    let shop = Shop::open().await;
    shop.cinema.stripe().fall_silent();
    let order = shop.order().await;
    let attempt = shop.attempt(&order).await;
    let object = paid(&attempt, "pi_1");
    for _ in 0..5 {
        shop.send("evt_1", COMPLETED, &object).await;
    }
    let client = shop.cinema.client();
    let event = event("evt_1", COMPLETED, &object);
    let again = (0..16).map(|_| send(&client, &event));
    for answer in futures_util::future::join_all(again).await {
        answer.says("Webhook handled");
    }
    shop.owns(true).await;
    // The same news under other names.
    for id in ["evt_2", "evt_3"] {
        assert_eq!(shop.hear(id, COMPLETED, &object).await, "known before");
    }
    assert_eq!(shop.payments().await, ["successful"]);
    assert_eq!(
        shop.cinema
            .count("SELECT count(*) FROM stripe_events")
            .await,
        3
    );
    let subject = format!("Online Cinema receipt for order {}", order["id"]);
    shop.cinema.mail_to("anna@example.com", &subject).await;
    shop.has_statements(1).await;
    assert_eq!(shop.statements(), [subject]);
}

#[tokio::test]
async fn a_refund_that_overtakes_its_payment_leaves_nothing_to_grant() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let attempt = shop.attempt(&order).await;
    let charge = refunded(&attempt, "pi_1");
    let heard = shop.hear("evt_1", "charge.refunded", &charge).await;
    assert_eq!(heard, "the payment is refunded");
    shop.order_is(&order, "cancelled").await;
    let heard = shop.hear("evt_2", COMPLETED, &paid(&attempt, "pi_1")).await;
    assert_eq!(heard, "known before");
    shop.owns(false).await;
    shop.order_is(&order, "cancelled").await;
    assert_eq!(shop.payments().await, ["refunded"]);
}

/// Stripe took it, and days later found that the card is closed.
#[tokio::test]
async fn a_refund_that_fails_in_the_end_is_a_dead_letter_for_a_person() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let attempt = shop.attempt(&order).await;
    shop.hear("evt_1", COMPLETED, &paid(&attempt, "pi_1")).await;
    let refund = |status: &str, payment: &str| {
        json!({
            "id": "re_1", "object": "refund", "payment_intent": payment, "status": status,
            "failure_reason": "expired_or_canceled_card",
        })
    };
    let failed = refund("failed", "pi_1");
    for (id, object, became) in [
        ("evt_2", &failed, "known before"),
        (
            "evt_3",
            &refund("pending", "pi_1"),
            "ignored: nothing is done about this type",
        ),
        (
            "evt_4",
            &refund("failed", "pi_2"),
            "ignored: the refund is of no payment of ours",
        ),
    ] {
        assert_eq!(
            shop.hear(id, "refund.updated", object).await,
            became,
            "{id}"
        );
    }
    shop.hear("evt_5", "charge.refunded", &refunded(&attempt, "pi_1"))
        .await;
    for (id, kind) in [
        ("evt_6", "refund.updated"),
        ("evt_7", "charge.refund.updated"),
        ("evt_8", "refund.failed"),
    ] {
        let heard = shop.hear(id, kind, &failed).await;
        let expected = "refund re_1 of payment pi_1 has failed (expired_or_canceled_card)";
        assert!(heard.contains(expected), "{id}: {heard}");
        let dead = shop.cinema.dead_letter().await;
        assert_eq!(dead.kind.as_deref(), Some("handle-stripe-event"), "{id}");
    }
}

#[tokio::test]
async fn a_replay_after_the_refund_grants_nothing() {
    let shop = Shop::open().await;
    let (order, _) = shop.buy().await;
    shop.refund(&order)
        .await
        .says("Order successfully refunded.");
    shop.settles().await;
    let control = shop.cinema.stripe().control();
    for event in shop.cinema.stripe().all("events") {
        let id = event["id"].as_str().expect("an id");
        control.resend(id).expect("it is known");
    }
    // By an admin, who has each of them handled anew.
    let events: Vec<String> =
        sqlx::query_scalar("SELECT id FROM stripe_events ORDER BY created_at")
            .fetch_all(&shop.cinema.db)
            .await
            .expect("events");
    let admin = shop.cinema.signed_in_as(domain::Role::Admin).await;
    for id in &events {
        let answer = admin
            .call("POST", &format!("/admin/webhooks/{id}/replay/"))
            .await;
        assert!(answer.status < 300, "{}", answer.text);
    }
    shop.settles().await;
    shop.owns(false).await;
    shop.order_is(&order, "cancelled").await;
    assert_eq!(shop.payments().await, ["refunded"]);
    shop.has_statements(2).await;
}

#[tokio::test]
async fn what_is_not_about_us_is_stored_and_ignored() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let attempt = shop.attempt(&order).await;
    let nobody = with(paid(&attempt, "pi_1"), "metadata", json!({}));
    // Orders have the same numbers everywhere.
    let number = json!({ "order_id": order["id"].to_string() });
    let neighbour = with(paid(&attempt, "pi_1"), "metadata", number.clone());
    let elsewhere = "0197f000-0000-7000-8000-000000000000";
    let stranger = paid(elsewhere, "pi_1");
    let text = paid("order 7", "pi_1");
    let charge = with(refunded(elsewhere, "pi_9"), "metadata", number);
    let mut bare = paid(&attempt, "pi_1");
    bare.as_object_mut().expect("an object").remove("metadata");
    for (id, kind, object, expected) in [
        (
            "evt_1",
            "plan.created",
            json!({}),
            "ignored: nothing is done about this type",
        ),
        (
            "evt_2",
            COMPLETED,
            nobody,
            "ignored: the checkout is for no order of ours",
        ),
        (
            "evt_3",
            COMPLETED,
            bare,
            "ignored: the checkout is for no order of ours",
        ),
        (
            "evt_4",
            COMPLETED,
            text,
            "ignored: the checkout is for no order of ours",
        ),
        (
            "evt_5",
            COMPLETED,
            stranger,
            "ignored: the checkout is for no order of ours",
        ),
        (
            "evt_6",
            "charge.refunded",
            json!({ "id": "ch_1" }),
            "ignored: the charge belongs to no payment intent",
        ),
        (
            "evt_7",
            "charge.refunded",
            json!({ "id": "ch_1", "payment_intent": "pi_9", "refunded": true }),
            "ignored: the charge is for no order of ours",
        ),
        (
            "evt_11",
            COMPLETED,
            neighbour,
            "ignored: the checkout is for no order of ours",
        ),
        (
            "evt_12",
            "charge.refunded",
            charge,
            "ignored: the charge is for no order of ours",
        ),
        (
            "evt_8",
            "charge.dispute.created",
            json!({ "id": "dp_1" }),
            "ignored: the dispute is about no payment of ours",
        ),
        (
            "evt_9",
            "payment_intent.payment_failed",
            json!({ "id": "pi_1" }),
            "the buyer could not pay",
        ),
        (
            "evt_10",
            "payment_intent.payment_failed",
            json!({ "id": "pi_1", "last_payment_error": { "code": "card_declined", "message": "…" } }),
            "the buyer could not pay: card_declined",
        ),
    ] {
        assert_eq!(shop.hear(id, kind, &object).await, expected, "{id}");
    }
    shop.order_is(&order, "pending").await;
    assert_eq!(shop.payments().await, Vec::<String>::new());
}

#[tokio::test]
async fn an_event_that_contradicts_the_books_is_a_dead_letter_that_says_why() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let attempt = shop.attempt(&order).await;
    for (id, object, expected) in [
        (
            "evt_1",
            with(paid(&attempt, "pi_1"), "amount_total", json!(998)),
            "payment pi_1 is 998 cents in usd, order 1 costs 999 cents in usd",
        ),
        (
            "evt_2",
            with(paid(&attempt, "pi_1"), "currency", json!("eur")),
            "payment pi_1 is 999 cents in eur, order 1 costs 999 cents in usd",
        ),
        (
            "evt_3",
            with(paid(&attempt, "pi_1"), "amount_total", Value::Null),
            "checkout cs_of_pi_1 has no amount or no currency",
        ),
        (
            "evt_4",
            with(paid(&attempt, "pi_1"), "id", Value::Null),
            "not an event that Stripe sends",
        ),
    ] {
        let heard = shop.hear(id, COMPLETED, &object).await;
        assert!(heard.contains(expected), "{heard}");
        let dead = shop.cinema.dead_letter().await;
        assert_eq!(
            (dead.kind.as_deref(), dead.attempts.len()),
            (Some("handle-stripe-event"), 1)
        );
        assert!(dead.reason.contains(expected), "{}", dead.reason);
    }
    let given_up =
        "SELECT count(*) FROM stripe_events WHERE handled_at IS NULL AND outcome IS NOT NULL";
    assert_eq!(shop.cinema.count(given_up).await, 4);
    shop.order_is(&order, "pending").await;
    assert_eq!(shop.payments().await, Vec::<String>::new());
}

#[tokio::test]
async fn an_event_whose_last_attempt_failed_says_why_in_the_log() {
    let shop = Shop::open().await;
    shop.cinema
        .stripe()
        .break_api("", ApiFault::Error { status: 503 });
    // Whose payment it is only Stripe knows.
    let dispute = json!({ "id": "dp_1", "payment_intent": "pi_1" });
    shop.send("evt_1", "charge.dispute.created", &dispute).await;
    // The job, as it is when all but one of its attempts have failed.
    let failed = json!({ "at": 0, "error": "Stripe was away" });
    let attempts = json!(vec![failed; RETRY_DELAYS.len()]).to_string();
    let kind = HandleStripeEvent::KIND;
    let mut headers = FieldTable::default();
    headers.insert("x-job-version".into(), AMQPValue::ShortInt(1));
    headers.insert(
        "x-job-attempts".into(),
        AMQPValue::LongString(attempts.into()),
    );
    let properties = BasicProperties::default()
        .with_message_id(Uuid::now_v7().to_string().into())
        .with_type(kind.into())
        .with_headers(headers);
    let body = br#"{"event_id": "evt_1"}"#;
    shop.cinema
        .publish(Queue::Payments, kind, properties, body)
        .await;
    let heard = outcome(&shop.cinema, "evt_1").await;
    assert!(heard.starts_with("Stripe is not available"), "{heard}");
    let dead = shop.cinema.dead_letter().await;
    assert_eq!(
        (dead.kind.as_deref(), dead.attempts.len()),
        (Some(kind), RETRY_DELAYS.len() + 1)
    );
}

#[tokio::test]
async fn a_declined_card_leaves_the_page_open() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let page = shop.checkout().await;
    let control = shop.cinema.stripe().control();
    let declined = control.pay(session_of(&page), "4000000000000002");
    assert_eq!(declined.expect_err("it is declined").status, 402);
    let told = "SELECT count(*) FROM stripe_events WHERE outcome = 'the buyer could not pay: card_declined'";
    eventually("the failure is noticed", async || {
        (shop.cinema.count(told).await == 1).then_some(())
    })
    .await;
    shop.order_is(&order, "pending").await;
    assert_eq!(shop.checkout().await, page);
    shop.cinema.stripe().pay(&page);
    shop.owns(true).await;
    shop.settles().await;
}

#[tokio::test]
async fn a_dispute_that_overtakes_the_payment_is_asked_about() {
    let shop = Shop::open().await;
    shop.cinema.stripe().fall_silent();
    let order = shop.order().await;
    let payment = shop.cinema.stripe().pay(&shop.checkout().await);
    // Disputes carry no metadata of ours.
    let dispute = json!({ "id": "dp_1", "payment_intent": payment, "reason": "fraudulent" });
    let heard = shop.hear("evt_1", "charge.dispute.created", &dispute).await;
    assert_eq!(heard, "the payment is disputed");
    shop.order_is(&order, "cancelled").await;
    assert_eq!(shop.payments().await, ["cancelled"]);
    let attempt = shop.attempt_of(&order).await;
    let session = with(paid(&attempt, &payment), "id", json!("cs_x"));
    assert_eq!(
        shop.hear("evt_2", COMPLETED, &session).await,
        "known before"
    );
    shop.owns(false).await;
}

#[tokio::test]
async fn a_worker_that_is_killed_with_news_in_its_hands_loses_none() {
    let mut shop = Shop::open_in(Cinema::builder().stripe().workers(0).start().await).await;
    let worker = shop.cinema.worker_process();
    shop.order().await;
    shop.cinema.stripe().pay(&shop.checkout().await);
    worker.kill().await;
    Arc::get_mut(&mut shop.cinema)
        .expect("nobody else has it")
        .start_worker();
    shop.owns(true).await;
    settles(&shop.cinema).await;
    assert_eq!(shop.payments().await, ["successful"]);
}
