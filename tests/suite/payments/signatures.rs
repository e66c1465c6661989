//! Who may say that somebody has paid.

use domain::clock;
use serde_json::json;

use super::{Shop, WEBHOOK, event, post, send};
use crate::support::{Cinema, Client, WEBHOOK_SECRET, sign, signed};

const MISSING: [&str; 3] = [
    "signature-missing",
    "Signature missing",
    "Missing Stripe signature header",
];
const INVALID: [&str; 3] = [
    "signature-invalid",
    "Signature invalid",
    "Invalid Stripe webhook signature.",
];
const NO_EVENT: [&str; 3] = [
    "payload-invalid",
    "Payload invalid",
    "Invalid Stripe webhook payload.",
];

async fn refuses(client: &Client, signature: &str, body: &str, [id, title, text]: [&str; 3]) {
    let answer = post(client, signature, body).await;
    answer.refuses(400, id, title, text);
}

async fn stored(cinema: &Cinema) -> i64 {
    cinema.count("SELECT count(*) FROM stripe_events").await
}

/// PostgreSQL keeps no such text, and Stripe would send it for days.
#[tokio::test]
async fn an_event_with_a_character_that_cannot_be_kept_is_refused() {
    let cinema = Cinema::without_worker().await;
    let body = event(
        "evt_1",
        "charge.refunded",
        &json!({ "id": "ch_1", "note": "\0" }),
    )
    .to_string();
    refuses(&cinema.client(), &signed(body.as_bytes()), &body, NO_EVENT).await;
    assert_eq!(stored(&cinema).await, 0);
}

#[tokio::test]
async fn what_is_not_signed_by_stripe_is_refused_and_leaves_nothing_behind() {
    let cinema = Cinema::without_worker().await;
    let client = cinema.client();
    let body = event("evt_1", "charge.refunded", &json!({ "id": "ch_1" })).to_string();
    let now = clock::now().timestamp();
    let right = signed(body.as_bytes());

    let answer = client
        .post_as(WEBHOOK, "application/json", body.clone())
        .await;
    answer.refuses(400, MISSING[0], MISSING[1], MISSING[2]);
    let longer = format!("{body} ");
    for (signature, body) in [
        (sign("whsec_other", now, body.as_bytes()), &body),
        (sign(WEBHOOK_SECRET, now - 301, body.as_bytes()), &body),
        (sign(WEBHOOK_SECRET, now + 310, body.as_bytes()), &body),
        (right.clone(), &longer),
        (right.replace("v1=", "v0="), &body),
        (right.replace("t=", "t=1"), &body),
        (String::new(), &body),
        ("t=,v1=".to_owned(), &body),
        ("v1".repeat(3000), &body),
    ] {
        refuses(&client, &signature, body, INVALID).await;
    }
    assert_eq!(stored(&cinema).await, 0);
    assert_eq!(cinema.count("SELECT count(*) FROM outbox").await, 0);
    post(&client, &right, body).await.says("Webhook handled");
    assert_eq!(stored(&cinema).await, 1);
}

#[tokio::test]
async fn what_stripe_signed_and_is_no_event_is_refused() {
    let cinema = Cinema::without_worker().await;
    for body in [
        "",
        "no json",
        "[]",
        "{}",
        r#"{"id": "evt_1", "type": "x"}"#,
        r#"{"id": "evt_1", "type": "x", "data": {"object": 1}}"#,
    ] {
        refuses(&cinema.client(), &signed(body.as_bytes()), body, NO_EVENT).await;
    }
    assert_eq!(stored(&cinema).await, 0);
}

#[tokio::test]
async fn a_signature_may_be_some_minutes_old_and_one_of_several() {
    let cinema = Cinema::without_worker().await;
    let client = cinema.client();
    let body = event("evt_1", "x", &json!({})).to_string();
    let now = clock::now().timestamp();
    let old = sign(WEBHOOK_SECRET, now - 290, body.as_bytes());
    let other = sign("whsec_other", now, body.as_bytes());
    let own = sign(WEBHOOK_SECRET, now, body.as_bytes());
    let part = |header: &str| header.split(',').nth(1).expect("a signature").to_owned();
    let (own_part, other_part) = (part(&own), part(&other));
    for signature in [
        old,
        own.clone(),
        format!("{own},{other_part}"),
        format!("t={now},{other_part},{own_part},v0=00"),
        format!("t={now}, {own_part}"),
    ] {
        post(&client, &signature, body.clone())
            .await
            .says("Webhook handled");
    }
    assert_eq!(stored(&cinema).await, 1, "it is one event");
}

#[tokio::test]
async fn a_secret_can_be_rolled_without_losing_an_event() {
    let cinema = Cinema::builder()
        .workers(0)
        .set("payments.stripe_webhook_secrets", "whsec_new, whsec_old")
        .start()
        .await;
    for (id, secret) in [("evt_1", "whsec_old"), ("evt_2", "whsec_new")] {
        let body = event(id, "x", &json!({})).to_string();
        let signature = sign(secret, clock::now().timestamp(), body.as_bytes());
        post(&cinema.client(), &signature, body)
            .await
            .says("Webhook handled");
    }
    assert_eq!(stored(&cinema).await, 2);
}

#[tokio::test]
async fn forged_events_buy_nothing() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let attempt = shop.attempt(&order).await;
    let forged = event(
        "evt_forged",
        "checkout.session.completed",
        &json!({
            "id": "cs_forged", "status": "complete", "payment_status": "paid", "payment_intent": "pi_forged",
            "amount_total": 999, "currency": "usd", "metadata": { "checkout_id": attempt },
        }),
    );
    let body = forged.to_string();
    let now = clock::now().timestamp();
    let signature = sign("whsec_guessed", now, body.as_bytes());
    refuses(&shop.cinema.client(), &signature, &body, INVALID).await;
    // The same body is an event once Stripe says so.
    send(&shop.cinema.client(), &forged)
        .await
        .says("Webhook handled");
    shop.owns(true).await;
}
