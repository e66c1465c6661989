//! An API that misbehaves.

use sandbox::{ApiFault, ApiRule, Faults};
use serde_json::{Value, json};

use crate::support::{SECRET, Shop, eventually, id, order, send};

const SESSIONS: &str = "/v1/checkout/sessions";

fn set(shop: &Shop, fault: ApiFault, times: Option<u32>) {
    shop.control().set_faults(Faults {
        api: vec![ApiRule {
            path: SESSIONS.to_owned(),
            method: String::new(),
            percent: 100,
            times,
            fault,
        }],
        ..Faults::default()
    });
}

fn sessions(shop: &Shop) -> usize {
    shop.control().books()["sessions"]
        .as_array()
        .expect("a list")
        .len()
}

#[tokio::test]
async fn errors_come_in_stripes_shape_and_nothing_is_done() {
    let shop = Shop::open().await;
    for (status, kind, code) in [
        (401, "invalid_request_error", json!(null)),
        (402, "card_error", json!("card_declined")),
        (403, "invalid_request_error", json!(null)),
        (409, "invalid_request_error", json!("lock_timeout")),
        (429, "invalid_request_error", json!("rate_limit")),
        (500, "api_error", json!(null)),
        (503, "api_error", json!(null)),
    ] {
        set(&shop, ApiFault::Error { status }, None);
        let answer = shop.post(SESSIONS, &order()).await;
        let error = answer.refused(status);
        assert_eq!((&error["type"], &error["code"]), (&json!(kind), &code));
        let retry = if status < 409 { "false" } else { "true" };
        assert_eq!(answer.header("stripe-should-retry"), retry);
    }
    assert_eq!(sessions(&shop), 0);
    shop.get("/v1/refunds").await.ok();
}

#[tokio::test]
async fn a_connection_is_cut_before_or_after_the_work() {
    let shop = Shop::open().await;
    for (fault, made) in [(ApiFault::Down, 0), (ApiFault::Lost, 1)] {
        set(&shop, fault, Some(1));
        let request = shop.posting(SESSIONS, &order());
        request.send().await.expect_err("nobody answers");
        assert_eq!(sessions(&shop), made, "{fault:?}");
    }
    shop.session().await;
    assert_eq!(sessions(&shop), 2, "the rule is used up");
}

#[tokio::test]
async fn an_answer_may_be_no_json() {
    let shop = Shop::open().await;
    set(&shop, ApiFault::Malformed, None);
    let answer = shop.post(SESSIONS, &order()).await;
    serde_json::from_str::<Value>(&answer.text).expect_err("it is no JSON");
    assert_eq!(sessions(&shop), 1);
}

#[tokio::test]
async fn slow_work_is_done_though_nobody_waits_for_it() {
    let shop = Shop::open().await;
    set(&shop, ApiFault::Slow { ms: 200 }, Some(1));
    let impatient = tokio::spawn(shop.posting(SESSIONS, &order()).send());
    // The rule is used up as soon as the request has come.
    eventually("the request has come", async || {
        let faults = send(shop.http.get(shop.url("/_sandbox/faults"))).await.ok();
        (faults["api"][0]["times"] == 0).then_some(())
    })
    .await;
    impatient.abort();
    let done = async || (sessions(&shop) == 1).then_some(());
    eventually("the work is done", done).await;
}

#[tokio::test]
async fn switches_are_set_over_http() {
    let shop = Shop::open().await;
    let faults = json!({
        "webhooks": { "delay_ms": 5, "shuffle_ms": 0, "copies": 2, "drop_percent": 10, "forge_percent": 5 },
        "api": [{ "path": "/v1/refunds", "method": "", "percent": 50, "times": null, "fault": "slow", "ms": 3000 }],
    });
    let set = shop.http.post(shop.url("/_sandbox/faults"));
    assert_eq!(send(set.json(&faults)).await.status, 204);
    let shown = send(shop.http.get(shop.url("/_sandbox/faults"))).await.ok();
    assert_eq!(shown, faults);
    let wrong = shop.http.post(shop.url("/_sandbox/faults"));
    let wrong = wrong.json(&json!({ "webhooks": { "dropped": 10 } }));
    assert_eq!(send(wrong).await.status, 400);
}

#[tokio::test]
async fn what_people_do_is_done_over_http() {
    let shop = Shop::open().await;
    let post =
        async |path: String, body: Value| send(shop.http.post(shop.url(&path)).json(&body)).await;
    let session = shop.session().await;
    let pay = format!("/_sandbox/sessions/{}/pay", id(&session));
    assert_eq!(
        post(pay.clone(), json!({ "card": "4000000000000002" }))
            .await
            .status,
        402
    );
    let paid = post(pay, json!({ "card": "4242424242424242" })).await.ok();
    let intent = format!(
        "/_sandbox/payment_intents/{}",
        paid["payment_intent"].as_str().expect("an intent")
    );
    let refund = post(format!("{intent}/refund"), json!({ "amount": 100 }))
        .await
        .ok();
    assert_eq!(refund["amount"], 100);
    assert_eq!(
        post(format!("{intent}/dispute"), json!({})).await.ok()["amount"],
        2449
    );

    let pending = format!("/_sandbox/sessions/{}", id(&shop.session().await));
    post(format!("{pending}/pay"), json!("bank")).await.ok();
    let settled = post(format!("{pending}/settle"), json!({ "succeeds": true }))
        .await
        .ok();
    assert_eq!(settled["payment_status"], "paid");
    let open = format!("/_sandbox/sessions/{}", id(&shop.session().await));
    assert_eq!(
        post(format!("{open}/expire"), json!({})).await.ok()["status"],
        "expired"
    );

    let books = send(shop.http.get(shop.url("/_sandbox/books"))).await.ok();
    assert_eq!(books["refunds"][0]["amount"], 100);
    let event = id(&books["events"][0]).to_owned();
    shop.settled_books().await;
    assert_eq!(
        post("/_sandbox/endpoint".to_owned(), json!(null))
            .await
            .status,
        204
    );
    let told = shop.hooks.arrived().len();
    let open = format!("/_sandbox/sessions/{}", id(&shop.session().await));
    post(format!("{open}/expire"), json!({})).await.ok();
    shop.settled_books().await;
    assert_eq!(shop.hooks.arrived().len(), told, "nobody listens");
    let endpoint = json!({ "url": shop.hooks_url, "secrets": [SECRET] });
    assert_eq!(
        post("/_sandbox/endpoint".to_owned(), endpoint).await.status,
        204
    );
    assert_eq!(
        post(format!("/_sandbox/events/{event}/resend"), json!({}))
            .await
            .status,
        204
    );
    let once_more = async || (shop.hooks.arrived().len() > told).then_some(());
    eventually("the event is told once more", once_more).await;
}
