//! Webhooks: what they tell, how they are signed, and that they come at least once.

use std::collections::HashMap;

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::StatusCode;
use sandbox::{Endpoint, Faults, WebhookFaults};
use serde_json::json;
use sha2::Sha256;

use crate::support::{Hook, SECRET, Shop, VISA, eventually, id};

/// Whether one of the signatures is that of this secret.
fn is_signed(hook: &Hook, secret: &str) -> bool {
    let mut parts = hook.signature.split(',');
    let Some(timestamp) = parts.next().and_then(|part| part.strip_prefix("t=")) else {
        return false;
    };
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
    mac.update(format!("{timestamp}.{}", hook.body).as_bytes());
    let expected = format!(
        "v1={}",
        base16ct::lower::encode_string(&mac.finalize().into_bytes())
    );
    parts.any(|part| part == expected)
}

fn with_webhook_faults(shop: &Shop, webhooks: WebhookFaults) {
    shop.control().set_faults(Faults {
        webhooks,
        ..Faults::default()
    });
}

/// The types that arrived, in alphabetical order: no other is promised.
async fn told(shop: &Shop) -> Vec<String> {
    shop.settled_books().await;
    let mut kinds: Vec<String> = shop.hooks.arrived().iter().map(Hook::kind).collect();
    kinds.sort_unstable();
    kinds
}

#[tokio::test]
async fn a_payment_is_told_with_everything_about_it() {
    let shop = Shop::open().await;
    let session = shop.paid_session().await;
    let expected = [
        "charge.succeeded",
        "checkout.session.completed",
        "payment_intent.created",
        "payment_intent.succeeded",
    ];
    assert_eq!(told(&shop).await, expected);
    for hook in shop.hooks.arrived() {
        assert!(is_signed(&hook, SECRET), "{}", hook.signature);
        assert!(!is_signed(&hook, "whsec_other"));
        let event = hook.event();
        let object = &event["data"]["object"];
        assert_eq!(
            object["metadata"],
            json!({ "order_id": "7" }),
            "{}",
            hook.kind()
        );
        if hook.kind() == "checkout.session.completed" {
            assert_eq!(*object, session);
        }
    }
}

#[tokio::test]
async fn every_change_is_told() {
    let shop = Shop::open().await;
    let control = shop.control();
    let declined = shop.session().await;
    control
        .pay(id(&declined), "4000000000000002")
        .expect_err("it is declined");
    control.expire(id(&declined)).expect("it is open");
    assert_eq!(
        told(&shop).await,
        [
            "charge.failed",
            "checkout.session.expired",
            "payment_intent.canceled",
            "payment_intent.created",
            "payment_intent.payment_failed",
        ]
    );

    let shop = Shop::open().await;
    let control = shop.control();
    for succeeds in [true, false] {
        let session = shop.session().await;
        control.pay_by_bank(id(&session)).expect("it is open");
        control.settle(id(&session), succeeds).expect("it waits");
    }
    let kinds = told(&shop).await;
    for kind in [
        "checkout.session.async_payment_failed",
        "checkout.session.async_payment_succeeded",
        "payment_intent.payment_failed",
        "payment_intent.succeeded",
    ] {
        assert_eq!(
            kinds.iter().filter(|other| *other == kind).count(),
            1,
            "{kind}"
        );
    }

    let shop = Shop::open().await;
    let paid = shop.paid_session().await;
    let intent = paid["payment_intent"].as_str().expect("an intent");
    shop.control()
        .refund(intent, Some(100))
        .expect("there is money");
    shop.control().dispute(intent).expect("there is money");
    told(&shop).await;
    let hooks = shop.hooks.arrived();
    let refunded = hooks
        .iter()
        .find(|hook| hook.kind() == "charge.refunded")
        .expect("a webhook");
    let data = &refunded.event()["data"];
    assert_eq!(data["object"]["amount_refunded"], 100);
    assert_eq!(
        data["previous_attributes"],
        json!({ "amount_refunded": 0, "refunded": false })
    );
    assert!(
        hooks
            .iter()
            .any(|hook| hook.kind() == "charge.dispute.created")
    );
}

#[tokio::test]
async fn while_a_secret_is_rolled_both_sign() {
    let shop = Shop::open().await;
    shop.control().set_endpoint(Some(Endpoint {
        url: shop.hooks_url.clone(),
        secrets: vec!["whsec_new".to_owned(), SECRET.to_owned()],
    }));
    shop.paid_session().await;
    shop.settled_books().await;
    let hooks = shop.hooks.arrived();
    assert_eq!(hooks.len(), 4);
    for hook in hooks {
        assert!(is_signed(&hook, "whsec_new") && is_signed(&hook, SECRET));
    }
}

#[tokio::test]
async fn what_nobody_acknowledges_is_given_up() {
    let shop = Shop::open().await;
    shop.hooks.refuse(&[StatusCode::INTERNAL_SERVER_ERROR; 100]);
    let session = shop.session().await;
    shop.control().expire(id(&session)).expect("it is open");
    let books = shop.settled_books().await;
    assert_eq!(books["events"][0]["sending"], "undelivered");
    assert_eq!(shop.hooks.arrived().len(), 10);

    shop.control().set_endpoint(None);
    shop.paid_session().await;
    let books = shop.settled_books().await;
    assert_eq!(books["events"][1]["sending"], "undelivered");
    assert_eq!(shop.hooks.arrived().len(), 10);
}

#[tokio::test]
async fn a_webhook_comes_again_until_it_is_acknowledged() {
    let shop = Shop::open().await;
    let session = shop.session().await;
    shop.hooks.refuse(&[
        StatusCode::INTERNAL_SERVER_ERROR,
        StatusCode::SERVICE_UNAVAILABLE,
        StatusCode::FOUND,
    ]);
    shop.control().expire(id(&session)).expect("it is open");
    let books = shop.settled_books().await;
    let hooks = shop.hooks.arrived();
    assert_eq!(hooks.len(), 4);
    assert!(
        hooks
            .iter()
            .all(|hook| hook.event()["id"] == hooks[0].event()["id"] && is_signed(hook, SECRET))
    );
    let event = &books["events"][0];
    assert_eq!(event["sending"], "delivered");
    let statuses: Vec<_> = event["attempts"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|attempt| &attempt["status"])
        .collect();
    assert_eq!(statuses, [302, 503, 500, 200]);

    shop.control().resend(id(event)).expect("there is one");
    eventually("it came once more", async || {
        (shop.hooks.arrived().len() == 5).then_some(())
    })
    .await;
    shop.control()
        .resend("evt_none")
        .expect_err("there is none");
}

#[tokio::test]
async fn webhooks_come_late_out_of_order_and_more_than_once() {
    let shop = Shop::open().await;
    with_webhook_faults(
        &shop,
        WebhookFaults {
            delay_ms: 1,
            shuffle_ms: 50,
            copies: 3,
            ..WebhookFaults::default()
        },
    );
    for _ in 0..20 {
        let session = shop.session().await;
        shop.control().expire(id(&session)).expect("it is open");
    }
    let books = shop.settled_books().await;
    let mut copies: HashMap<String, usize> = HashMap::new();
    let mut order = Vec::new();
    for hook in shop.hooks.arrived() {
        let event = id(&hook.event()).to_owned();
        order.push(event.clone());
        *copies.entry(event).or_default() += 1;
    }
    assert_eq!(copies.len(), 20);
    assert!(
        copies.values().all(|copies| (1..=3).contains(copies)),
        "{copies:?}"
    );
    // By chance alone this fails once in 3^20 and 20! runs.
    assert!(order.len() > 20);
    let made: Vec<&str> = books["events"]
        .as_array()
        .expect("a list")
        .iter()
        .map(id)
        .collect();
    order.dedup();
    assert_ne!(order, made);
}

#[tokio::test]
async fn a_dropped_event_is_never_told() {
    let shop = Shop::open().await;
    with_webhook_faults(
        &shop,
        WebhookFaults {
            drop_percent: 100,
            ..WebhookFaults::default()
        },
    );
    shop.paid_session().await;
    let books = shop.settled_books().await;
    assert!(shop.hooks.arrived().is_empty());
    let events = books["events"].as_array().expect("a list");
    assert_eq!(events.len(), 4);
    assert!(events.iter().all(|event| event["sending"] == "dropped"));
}

#[tokio::test]
async fn forged_webhooks_prove_nothing() {
    let shop = Shop::open().await;
    with_webhook_faults(
        &shop,
        WebhookFaults {
            forge_percent: 100,
            ..WebhookFaults::default()
        },
    );
    for _ in 0..10 {
        let session = shop.session().await;
        shop.control()
            .pay(id(&session), VISA)
            .expect("the card pays");
    }
    let books = shop.settled_books().await;
    let attempts = books["events"].as_array().expect("a list").iter();
    let attempts: Vec<_> = attempts
        .flat_map(|event| event["attempts"].as_array().expect("a list"))
        .collect();
    let forged: Vec<_> = attempts
        .iter()
        .filter(|attempt| !attempt["forged"].is_null())
        .collect();
    assert_eq!((attempts.len(), forged.len()), (80, 40));
    let believable =
        |hook: &&Hook| is_signed(hook, SECRET) && id(&hook.event()).starts_with("evt_1");
    // A recorded one is well signed, and too old.
    let recorded = forged
        .iter()
        .filter(|attempt| attempt["forged"] == "Stale")
        .count();
    assert_eq!(
        shop.hooks.arrived().iter().filter(believable).count(),
        40 + recorded
    );
    assert!(
        forged
            .iter()
            .any(|attempt| attempt["forged"] != forged[0]["forged"])
    );
}
