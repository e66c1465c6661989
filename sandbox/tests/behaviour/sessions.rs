//! Checkout Sessions.

use serde_json::json;

use crate::support::{KEY, Shop, VISA, id, order, order_with, send};

const SESSIONS: &str = "/v1/checkout/sessions";

#[tokio::test]
async fn a_session_is_opened_and_shown() {
    let shop = Shop::open().await;
    let session = shop.session().await;
    assert_eq!(
        (
            &session["status"],
            &session["payment_status"],
            &session["amount_total"],
            &session["currency"],
            &session["metadata"],
            &session["payment_intent"],
        ),
        (
            &json!("open"),
            &json!("unpaid"),
            &json!(2449),
            &json!("usd"),
            &json!({ "order_id": "7" }),
            &json!(null),
        )
    );
    let url = shop.url(&format!("/c/pay/{}", id(&session)));
    assert_eq!(session["url"], url);
    let again = shop.get(&format!("{SESSIONS}/{}", id(&session))).await;
    assert_eq!(again.ok(), session);
}

#[tokio::test]
async fn a_card_pays_a_session() {
    let shop = Shop::open().await;
    let session = shop.paid_session().await;
    assert_eq!(
        (
            &session["status"],
            &session["payment_status"],
            &session["url"]
        ),
        (&json!("complete"), &json!("paid"), &json!(null))
    );
    let intent = session["payment_intent"].as_str().expect("an intent");
    let intent = shop
        .get(&format!("/v1/payment_intents/{intent}"))
        .await
        .ok();
    assert_eq!(
        (
            &intent["status"],
            &intent["amount_received"],
            &intent["metadata"]
        ),
        (
            &json!("succeeded"),
            &json!(2449),
            &json!({ "order_id": "7" })
        )
    );
    let charge = intent["latest_charge"].as_str().expect("a charge");
    let charge = shop.get(&format!("/v1/charges/{charge}")).await.ok();
    assert_eq!(
        (&charge["paid"], &charge["amount"], &charge["metadata"]),
        (&json!(true), &json!(2449), &json!({ "order_id": "7" }))
    );
    let again = shop
        .control()
        .pay(id(&session), VISA)
        .expect_err("it is paid");
    assert_eq!(again.status, 400);
}

#[tokio::test]
async fn a_declined_card_leaves_the_session_open_for_another() {
    let shop = Shop::open().await;
    let session = shop.session().await;
    for (card, code, decline_code) in [
        ("4000000000000002", "card_declined", "generic_decline"),
        ("4000000000009995", "card_declined", "insufficient_funds"),
        ("4000000000000069", "expired_card", "expired_card"),
        ("1234123412341234", "card_declined", "test_mode_live_card"),
    ] {
        let refused = shop
            .control()
            .pay(id(&session), card)
            .expect_err("it is declined");
        let error = &refused.body["error"];
        assert_eq!(
            (refused.status, &error["type"]),
            (402, &json!("card_error"))
        );
        assert_eq!(
            (&error["code"], &error["decline_code"]),
            (&json!(code), &json!(decline_code))
        );
    }
    let open = shop.get(&format!("{SESSIONS}/{}", id(&session))).await.ok();
    assert_eq!(open["status"], "open");
    let intent = open["payment_intent"].as_str().expect("an intent");
    let failed = shop
        .get(&format!("/v1/payment_intents/{intent}"))
        .await
        .ok();
    assert_eq!(failed["status"], "requires_payment_method");
    assert_eq!(failed["last_payment_error"]["code"], "card_declined");

    let paid = shop
        .control()
        .pay(id(&session), VISA)
        .expect("the card pays");
    assert_eq!(
        paid["payment_intent"], intent,
        "the same one for all attempts"
    );
}

#[tokio::test]
async fn nothing_to_pay_needs_no_payment() {
    let shop = Shop::open().await;
    let mut order = order_with("line_items[0][price_data][unit_amount]", "0");
    order.retain(|(name, _)| !name.starts_with("line_items[1]"));
    let session = shop.post(SESSIONS, &order).await.ok();
    assert_eq!(session["payment_status"], "no_payment_required");
    let complete = shop
        .control()
        .pay(id(&session), VISA)
        .expect("nothing can fail");
    assert_eq!(
        (
            &complete["status"],
            &complete["payment_status"],
            &complete["payment_intent"]
        ),
        (
            &json!("complete"),
            &json!("no_payment_required"),
            &json!(null)
        )
    );
}

#[tokio::test]
async fn a_bank_debit_is_complete_before_the_money_comes_or_fails() {
    let shop = Shop::open().await;
    for (succeeds, payment_status, intent_status) in [
        (true, "paid", "succeeded"),
        (false, "unpaid", "requires_payment_method"),
    ] {
        let session = shop.session().await;
        let pending = shop
            .control()
            .pay_by_bank(id(&session))
            .expect("it is open");
        assert_eq!(
            (&pending["status"], &pending["payment_status"]),
            (&json!("complete"), &json!("unpaid"))
        );
        let settled = shop
            .control()
            .settle(id(&session), succeeds)
            .expect("it waits");
        assert_eq!(settled["payment_status"], payment_status);
        let intent = settled["payment_intent"].as_str().expect("an intent");
        let intent = shop
            .get(&format!("/v1/payment_intents/{intent}"))
            .await
            .ok();
        assert_eq!(intent["status"], intent_status);
        let twice = shop.control().settle(id(&session), succeeds);
        assert_eq!(twice.expect_err("it is settled").status, 400);
    }
}

#[tokio::test]
async fn only_an_open_session_can_be_expired() {
    let shop = Shop::open().await;
    let session = shop.session().await;
    let expire = format!("{SESSIONS}/{}/expire", id(&session));
    let expired = shop.post(&expire, &[]).await.ok();
    assert_eq!(
        (&expired["status"], &expired["url"]),
        (&json!("expired"), &json!(null))
    );
    let error = shop.post(&expire, &[]).await.refused(400);
    assert_eq!(
        error["message"],
        "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of `expired`."
    );
    let late = shop
        .control()
        .pay(id(&session), VISA)
        .expect_err("it is over");
    assert_eq!(late.status, 400);

    let paid = shop.paid_session().await;
    let error = shop
        .post(&format!("{SESSIONS}/{}/expire", id(&paid)), &[])
        .await
        .refused(400);
    assert!(
        error["message"]
            .as_str()
            .expect("a text")
            .ends_with("a status of `complete`.")
    );
}

/// What is changed of an order, and the code, parameter and message of the refusal.
const REFUSALS: [(&str, &str, &str, &str, &str); 13] = [
    (
        "mode",
        "",
        "parameter_missing",
        "mode",
        "Missing required param: mode.",
    ),
    (
        "success_url",
        "",
        "parameter_missing",
        "success_url",
        "Missing required param: success_url.",
    ),
    (
        "success_url",
        "shop.test",
        "url_invalid",
        "success_url",
        "Not a valid URL",
    ),
    (
        "colour",
        "red",
        "parameter_unknown",
        "colour",
        "Received unknown parameter: colour",
    ),
    (
        "line_items[0][price_data][colour]",
        "red",
        "parameter_unknown",
        "line_items[0][price_data][colour]",
        "Received unknown parameter: line_items[0][price_data][colour]",
    ),
    (
        "line_items[0][quantity]",
        "",
        "parameter_missing",
        "line_items[0][quantity]",
        "Missing required param: line_items[0][quantity].",
    ),
    (
        "line_items[0][quantity]",
        "0",
        "parameter_invalid_integer",
        "line_items[0][quantity]",
        "This value must be greater than or equal to 1 (it currently is '0').",
    ),
    (
        "line_items[1][price_data][unit_amount]",
        "9.99",
        "parameter_invalid_integer",
        "line_items[1][price_data][unit_amount]",
        "Invalid integer: 9.99",
    ),
    (
        "line_items[1][price_data][currency]",
        "dollars",
        "",
        "line_items[1][price_data][currency]",
        "Invalid currency: dollars.",
    ),
    (
        "line_items[1][price_data][unit_amount]",
        "99999999",
        "amount_too_large",
        "line_items",
        "The Checkout Session's total amount due must be no more than $999,999.99 usd",
    ),
    (
        "customer_email",
        "anna",
        "email_invalid",
        "customer_email",
        "Invalid email address: anna",
    ),
    (
        "expires_at",
        "1",
        "",
        "expires_at",
        "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
    ),
    (
        "expires_at",
        "99999999999",
        "",
        "expires_at",
        "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
    ),
];

#[tokio::test]
async fn what_stripe_would_not_take_is_refused_in_its_words() {
    let shop = Shop::open().await;
    for (name, value, code, param, message) in REFUSALS {
        let error = shop
            .post(SESSIONS, &order_with(name, value))
            .await
            .refused(400);
        assert_eq!(
            (
                error["type"].as_str(),
                error["code"].as_str().unwrap_or_default(),
                error["param"].as_str(),
                error["message"].as_str(),
            ),
            (
                Some("invalid_request_error"),
                code,
                Some(param),
                Some(message)
            ),
            "{name}={value}"
        );
    }
    assert_eq!(shop.control().books()["sessions"], json!([]));
}

#[tokio::test]
async fn less_than_fifty_cents_cannot_be_paid() {
    let shop = Shop::open().await;
    let mut order = order_with("line_items[0][price_data][unit_amount]", "49");
    order.retain(|(name, _)| !name.starts_with("line_items[1]"));
    let error = shop.post(SESSIONS, &order).await.refused(400);
    assert_eq!(error["code"], "amount_too_small");
    let message = "The Checkout Session's total amount due must add up to at least $0.50 usd";
    assert_eq!(error["message"], message);
}

#[tokio::test]
async fn metadata_and_texts_have_bounds() {
    let shop = Shop::open().await;
    let long = "x".repeat(501);
    let mut too_long = order();
    too_long.push(("metadata[note]", &long));
    let error = shop.post(SESSIONS, &too_long).await.refused(400);
    assert_eq!(error["param"], "metadata[note]");

    let names: Vec<String> = (0..51)
        .map(|number| format!("metadata[{number}]"))
        .collect();
    let mut too_many = order();
    too_many.extend(names.iter().map(|name| (name.as_str(), "x")));
    let error = shop.post(SESSIONS, &too_many).await.refused(400);
    assert_eq!(error["param"], "metadata");
}

#[tokio::test]
async fn who_has_no_key_is_nobody() {
    let shop = Shop::open().await;
    let url = shop.url(SESSIONS);
    let get = || shop.http.get(url.clone());
    for (request, message) in [
        (get(), "You did not provide an API key."),
        (
            get().bearer_auth("sk_test_guessed"),
            "Invalid API Key provided: sk_test",
        ),
        (
            get().basic_auth("sk_test_guessed", None::<&str>),
            "Invalid API Key provided: sk_test",
        ),
    ] {
        let answer = send(request).await;
        let error = answer.refused(401);
        assert!(
            error["message"]
                .as_str()
                .is_some_and(|text| text.starts_with(message)),
            "{error}"
        );
        assert!(!answer.text.contains("guessed"));
        assert!(answer.headers.contains_key("www-authenticate"));
    }
    send(get().basic_auth(KEY, None::<&str>)).await.ok();
}

#[tokio::test]
async fn what_is_not_there_is_missing() {
    let shop = Shop::open().await;
    for (path, param) in [
        ("/v1/checkout/sessions/cs_test_none", "session"),
        ("/v1/payment_intents/pi_none", "intent"),
        ("/v1/charges/ch_none", "charge"),
    ] {
        let error = shop.get(path).await.refused(404);
        assert_eq!(
            (&error["code"], &error["param"]),
            (&json!("resource_missing"), &json!(param))
        );
    }
    let error = shop.get("/v1/customers").await.refused(404);
    assert!(
        error["message"]
            .as_str()
            .expect("a text")
            .starts_with("Unrecognized request URL (GET: /v1/customers).")
    );
    let json = shop
        .http
        .post(shop.url(SESSIONS))
        .bearer_auth(KEY)
        .json(&json!({ "mode": "payment" }));
    send(json).await.refused(400);
}
