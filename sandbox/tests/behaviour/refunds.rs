//! Refunds and disputes.

use serde_json::{Value, json};

use crate::support::{Shop, id};

const REFUNDS: &str = "/v1/refunds";

#[track_caller]
fn intent(session: &Value) -> String {
    session["payment_intent"]
        .as_str()
        .expect("an intent")
        .to_owned()
}

async fn charge(shop: &Shop, intent: &str) -> Value {
    let intent = shop
        .get(&format!("/v1/payment_intents/{intent}"))
        .await
        .ok();
    let charge = intent["latest_charge"].as_str().expect("a charge");
    shop.get(&format!("/v1/charges/{charge}")).await.ok()
}

#[tokio::test]
async fn a_payment_is_refunded_in_parts_and_never_beyond() {
    let shop = Shop::open().await;
    let intent = intent(&shop.paid_session().await);
    let part = [
        ("payment_intent", intent.as_str()),
        ("amount", "1000"),
        ("metadata[order_id]", "7"),
    ];
    let refund = shop.post(REFUNDS, &part).await.ok();
    assert_eq!(
        (
            &refund["amount"],
            &refund["status"],
            &refund["payment_intent"],
            &refund["metadata"]
        ),
        (
            &json!(1000),
            &json!("succeeded"),
            &json!(intent),
            &json!({ "order_id": "7" })
        )
    );
    let after = charge(&shop, &intent).await;
    assert_eq!(
        (&after["amount_refunded"], &after["refunded"]),
        (&json!(1000), &json!(false))
    );

    let much = [("payment_intent", intent.as_str()), ("amount", "1450")];
    let error = shop.post(REFUNDS, &much).await.refused(400);
    assert_eq!(
        (&error["param"], &error["message"]),
        (
            &json!("amount"),
            &json!("Refund amount ($14.50) is greater than unrefunded amount on charge ($14.49)")
        )
    );
    let rest = shop.post(REFUNDS, &[("charge", id(&after))]).await.ok();
    assert_eq!(rest["amount"], 1449);
    assert_eq!(charge(&shop, &intent).await["refunded"], true);

    let error = shop
        .post(REFUNDS, &[("payment_intent", &intent)])
        .await
        .refused(400);
    assert_eq!(error["code"], "charge_already_refunded");
    assert_eq!(
        error["message"],
        format!("Charge {} has already been refunded.", id(&after))
    );
}

#[tokio::test]
async fn a_disputed_payment_is_not_refunded() {
    let shop = Shop::open().await;
    let intent = intent(&shop.paid_session().await);
    let dispute = shop.control().dispute(&intent).expect("there is money");
    assert_eq!(
        (
            &dispute["amount"],
            &dispute["payment_intent"],
            &dispute["status"]
        ),
        (&json!(2449), &json!(intent), &json!("needs_response"))
    );
    let error = shop
        .post(REFUNDS, &[("payment_intent", &intent)])
        .await
        .refused(400);
    assert_eq!(error["code"], "charge_disputed");
    assert!(
        error["message"]
            .as_str()
            .expect("a text")
            .ends_with("has been charged back; cannot issue a refund.")
    );
    shop.control().dispute(&intent).expect_err("one is enough");
}

#[tokio::test]
async fn there_is_a_card_whose_holder_disputes_at_once() {
    let shop = Shop::open().await;
    let session = shop.session().await;
    let paid = shop
        .control()
        .pay(id(&session), "4000000000000259")
        .expect("it pays");
    assert_eq!(paid["payment_status"], "paid");
    let disputes = shop.get("/v1/disputes").await.ok();
    assert_eq!(
        disputes["data"][0]["payment_intent"],
        paid["payment_intent"]
    );
}

#[tokio::test]
async fn only_money_that_came_can_go_back() {
    let shop = Shop::open().await;
    let session = shop.session().await;
    let pending = shop
        .control()
        .pay_by_bank(id(&session))
        .expect("it is open");
    let intent = intent(&pending);
    let error = shop
        .post(REFUNDS, &[("payment_intent", &intent)])
        .await
        .refused(400);
    assert_eq!(
        error["message"],
        format!("This PaymentIntent ({intent}) does not have a successful charge to refund.")
    );
    shop.control()
        .settle(id(&session), false)
        .expect("it waits");
    shop.post(REFUNDS, &[("payment_intent", &intent)])
        .await
        .refused(400);
}

#[tokio::test]
async fn a_refund_names_one_payment() {
    let shop = Shop::open().await;
    let intent = intent(&shop.paid_session().await);
    let charge = charge(&shop, &intent).await;
    let both = [("payment_intent", intent.as_str()), ("charge", id(&charge))];
    for form in [&[][..], &both[..]] {
        let error = shop.post(REFUNDS, form).await.refused(400);
        assert_eq!(
            error["message"],
            "One of the following params should be provided for this request: payment_intent or charge."
        );
    }
    for name in ["payment_intent", "charge"] {
        let error = shop.post(REFUNDS, &[(name, "none")]).await.refused(400);
        assert_eq!(
            (&error["code"], &error["param"]),
            (&json!("resource_missing"), &json!(name))
        );
    }
    let reason = [("payment_intent", intent.as_str()), ("reason", "no reason")];
    assert_eq!(
        shop.post(REFUNDS, &reason).await.refused(400)["param"],
        "reason"
    );
    let amount = [("payment_intent", intent.as_str()), ("amount", "0")];
    assert_eq!(
        shop.post(REFUNDS, &amount).await.refused(400)["param"],
        "amount"
    );
}
