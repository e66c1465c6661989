//! The header `Idempotency-Key`.

use sandbox::{ApiFault, ApiRule, Faults};
use serde_json::json;

use crate::support::{Answer, Shop, order, order_with, send};

const SESSIONS: &str = "/v1/checkout/sessions";

async fn post(shop: &Shop, path: &str, form: &[(&str, &str)], key: &str) -> Answer {
    send(shop.posting(path, form).header("idempotency-key", key)).await
}

#[tokio::test]
async fn the_first_answer_is_given_again() {
    let shop = Shop::open().await;
    let first = post(&shop, SESSIONS, &order(), "checkout-7").await;
    let mut reordered = order();
    reordered.reverse();
    let second = post(&shop, SESSIONS, &reordered, "checkout-7").await;
    assert_eq!(first.ok(), second.ok());
    assert_eq!(
        (
            first.header("idempotent-replayed"),
            second.header("idempotent-replayed")
        ),
        ("", "true")
    );
    assert_eq!(
        second.header("original-request"),
        first.header("request-id")
    );
    assert_ne!(second.header("request-id"), first.header("request-id"));
    let other = post(&shop, SESSIONS, &order(), "checkout-8").await;
    assert_ne!(other.ok()["id"], first.json()["id"]);
    assert_eq!(
        shop.control().books()["sessions"].as_array().map(Vec::len),
        Some(2)
    );
}

#[tokio::test]
async fn a_key_belongs_to_its_parameters_and_its_operation() {
    let shop = Shop::open().await;
    post(&shop, SESSIONS, &order(), "k").await.ok();
    let renamed = order_with("line_items[0][price_data][product_data][name]", "Ronin");
    let error = post(&shop, SESSIONS, &renamed, "k").await.refused(400);
    assert_eq!(error["type"], "idempotency_error");
    assert_eq!(
        error["message"],
        "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using \
         a key other than 'k' if you meant to execute a different request."
    );
    let error = post(&shop, "/v1/refunds", &order(), "k").await.refused(400);
    assert_eq!(error["type"], "idempotency_error");
    post(&shop, SESSIONS, &order(), &"k".repeat(256))
        .await
        .refused(400);
}

#[tokio::test]
async fn what_was_never_tried_may_be_corrected_under_the_same_key() {
    let shop = Shop::open().await;
    let wrong = order_with("mode", "");
    post(&shop, SESSIONS, &wrong, "k").await.refused(400);
    post(&shop, SESSIONS, &order(), "k").await.ok();
}

#[tokio::test]
async fn what_was_tried_and_refused_stays_refused() {
    let shop = Shop::open().await;
    let paid = shop.paid_session().await;
    let intent = paid["payment_intent"].as_str().expect("an intent");
    let refund = [("payment_intent", intent)];
    shop.control().dispute(intent).expect("there is money");
    let first = post(&shop, "/v1/refunds", &refund, "k").await;
    let second = post(&shop, "/v1/refunds", &refund, "k").await;
    assert_eq!(first.refused(400), second.refused(400));
    assert_eq!(second.header("idempotent-replayed"), "true");
}

#[tokio::test]
async fn a_failure_is_given_again_for_a_day_and_later_is_not() {
    let shop = Shop::open().await;
    for (status, kept) in [
        (401, false),
        (402, true),
        (403, false),
        (409, false),
        (429, false),
        (500, true),
        (503, false),
    ] {
        shop.control().set_faults(Faults {
            api: vec![ApiRule {
                path: SESSIONS.to_owned(),
                method: "POST".to_owned(),
                percent: 100,
                times: Some(1),
                fault: ApiFault::Error { status },
            }],
            ..Faults::default()
        });
        let key = format!("k-{status}");
        post(&shop, SESSIONS, &order(), &key).await.refused(status);
        assert_eq!(shop.control().faults().api[0].times, Some(0));
        let again = post(&shop, SESSIONS, &order(), &key).await;
        if kept {
            again.refused(status);
            assert_eq!(again.header("idempotent-replayed"), "true");
            shop.control().forget_keys();
            post(&shop, SESSIONS, &order(), &key).await.ok();
        } else {
            again.ok();
        }
    }
}

#[tokio::test]
async fn an_answer_that_was_lost_is_given_when_asked_again() {
    let shop = Shop::open().await;
    shop.control().set_faults(Faults {
        api: vec![ApiRule {
            path: SESSIONS.to_owned(),
            method: "POST".to_owned(),
            percent: 100,
            times: Some(1),
            fault: ApiFault::Lost,
        }],
        ..Faults::default()
    });
    let lost = shop
        .posting(SESSIONS, &order())
        .header("idempotency-key", "k");
    lost.send().await.expect_err("the connection is cut");
    let session = post(&shop, SESSIONS, &order(), "k").await.ok();
    let books = shop.control().books();
    assert_eq!(books["sessions"][0]["id"], session["id"]);
    assert_eq!(books["sessions"][1], json!(null));
}
