//! What no webhook told.

use jobs::{ReconcilePayments, outbox};
use sandbox::{ApiFault, Control};
use serde_json::json;

use super::{Shop, event, outcome, send, settles, url};
use crate::{
    buying::add_film,
    support::{Cinema, eventually, session_of},
};

/// A shop whose Stripe tells nothing.
async fn in_silence() -> Shop {
    let shop = Shop::open().await;
    shop.cinema.stripe().fall_silent();
    shop
}

/// Has a worker ask Stripe, as it does every few minutes. What was opened this moment counts as old.
async fn reconcile(cinema: &Cinema) {
    let age = "UPDATE checkout_sessions SET created_at = created_at - $1::interval";
    cinema.execute(age, "2 minutes").await;
    let mut tx = cinema.db.begin().await.expect("a transaction");
    let job = outbox::enqueue(&mut tx, &ReconcilePayments {}).await;
    job.expect("it is enqueued");
    tx.commit().await.expect("committed");
}

#[tokio::test]
async fn a_payment_without_a_webhook_brings_its_film() {
    let shop = in_silence().await;
    let order = shop.order().await;
    shop.cinema.stripe().pay(&shop.checkout().await);
    reconcile(&shop.cinema).await;
    shop.owns(true).await;
    let subject = format!("Online Cinema receipt for order {}", order["id"]);
    shop.cinema.mail_to("anna@example.com", &subject).await;
    // And once more, with nothing to be found.
    reconcile(&shop.cinema).await;
    shop.settles().await;
    assert_eq!(shop.payments().await, ["successful"]);
    shop.has_statements(1).await;
    assert_eq!(shop.statements(), [subject]);
}

#[tokio::test]
async fn refunds_and_disputes_without_a_webhook_end_their_orders() {
    let shop = Shop::open().await;
    let (refunded, first) = shop.buy().await;
    let stripe = shop.cinema.stripe();
    stripe.fall_silent();
    stripe.control().refund(&first, None).expect("it is paid");
    reconcile(&shop.cinema).await;
    shop.owns(false).await;
    shop.order_is(&refunded, "cancelled").await;

    let disputed = shop.order().await;
    let second = stripe.pay(&shop.checkout().await);
    reconcile(&shop.cinema).await;
    shop.owns(true).await;
    stripe.control().refund(&second, Some(1)).expect("a part");
    stripe.control().dispute(&second).expect("it is paid");
    reconcile(&shop.cinema).await;
    shop.owns(false).await;
    shop.order_is(&disputed, "cancelled").await;
    assert_eq!(shop.payments().await, ["cancelled", "refunded"]);
    shop.settles().await;
    shop.has_statements(3).await;
}

#[tokio::test]
async fn a_payment_and_its_refund_without_webhooks_are_both_noticed() {
    let shop = in_silence().await;
    let order = shop.order().await;
    let payment = shop.cinema.stripe().pay(&shop.checkout().await);
    let control = shop.cinema.stripe().control();
    control.refund(&payment, None).expect("it is paid");
    reconcile(&shop.cinema).await;
    shop.order_is(&order, "cancelled").await;
    shop.settles().await;
    assert_eq!(shop.payments().await, ["refunded"]);
}

#[tokio::test]
async fn a_page_that_ended_without_a_webhook_makes_room_for_another() {
    let shop = in_silence().await;
    shop.order().await;
    let page = shop.checkout().await;
    let control = shop.cinema.stripe().control();
    control.expire(session_of(&page)).expect("it is open");
    assert_eq!(shop.checkout().await, page, "nobody knows yet");
    reconcile(&shop.cinema).await;
    eventually("the page has ended here, too", async || {
        (shop.checkout().await != page).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_bank_that_says_no_without_a_webhook_leaves_the_buyer_free_to_try_again() {
    let shop = in_silence().await;
    let order = shop.order().await;
    let page = shop.checkout().await;
    let control = shop.cinema.stripe().control();
    control.pay_by_bank(session_of(&page)).expect("it is open");
    reconcile(&shop.cinema).await;
    let complete = "SELECT count(*) FROM checkout_sessions WHERE status = 'COMPLETE'";
    eventually("the buyer is done", async || {
        (shop.cinema.count(complete).await == 1).then_some(())
    })
    .await;
    // Under way still.
    reconcile(&shop.cinema).await;
    shop.order_is(&order, "pending").await;
    control
        .settle(session_of(&page), false)
        .expect("the bank is asked");
    reconcile(&shop.cinema).await;
    let page = eventually("another page is opened", async || {
        let answer = shop.buyer.call("POST", super::CHECKOUT).await;
        (answer.status == 200).then(|| url(&answer))
    })
    .await;
    shop.cinema.stripe().pay(&page);
    reconcile(&shop.cinema).await;
    shop.owns(true).await;
}

#[tokio::test]
async fn a_bank_that_says_yes_to_a_cancelled_order_without_a_webhook_gets_its_money_back() {
    let shop = in_silence().await;
    let order = shop.order().await;
    let page = shop.checkout().await;
    let control = shop.cinema.stripe().control();
    control.pay_by_bank(session_of(&page)).expect("it is open");
    reconcile(&shop.cinema).await;
    let complete = "SELECT count(*) FROM checkout_sessions WHERE status = 'COMPLETE'";
    eventually("the buyer is done", async || {
        (shop.cinema.count(complete).await == 1).then_some(())
    })
    .await;
    shop.cancel(&order)
        .await
        .says("Order successfully cancelled.");
    control
        .settle(session_of(&page), true)
        .expect("the bank is asked");
    reconcile(&shop.cinema).await;
    let subject = format!("Online Cinema refund for order {}", order["id"]);
    shop.cinema.mail_to("anna@example.com", &subject).await;
    assert_eq!(shop.payments().await, ["refunded"]);
    shop.order_is(&order, "cancelled").await;
    shop.settles().await;
}

#[tokio::test]
async fn money_that_went_back_before_anybody_knew_that_it_came_ends_its_order() {
    let shop = in_silence().await;
    let control = shop.cinema.stripe().control();
    for goes_back in [
        |control: &Control, payment: &str| control.refund(payment, None),
        |control: &Control, payment: &str| control.dispute(payment),
    ] {
        let order = shop.order().await;
        let page = shop.checkout().await;
        let payment = shop.cinema.stripe().pay(&page);
        // Nobody asks about the page any more.
        let lose = "UPDATE checkout_sessions SET status = 'EXPIRED' WHERE stripe_id = $1";
        shop.cinema.execute(lose, session_of(&page)).await;
        goes_back(control, &payment).expect("it is paid");
        reconcile(&shop.cinema).await;
        shop.order_is(&order, "cancelled").await;
    }
    shop.settles().await;
    assert_eq!(shop.payments().await, ["cancelled", "refunded"]);
}

#[tokio::test]
async fn what_contradicts_the_books_does_not_stop_the_rest() {
    let shop = in_silence().await;
    shop.order().await;
    shop.cinema.stripe().pay(&shop.checkout().await);
    let wrong = "UPDATE orders SET total_amount = $1::numeric";
    shop.cinema.execute(wrong, "1.00").await;
    let berta = crate::buying::another(&shop.cinema, "berta@example.com").await;
    let film = add_film(&shop.cinema, "Ran", "5.00").await;
    crate::buying::ordered(&berta, std::slice::from_ref(&film)).await;
    let page = url(&berta.call("POST", super::CHECKOUT).await);
    shop.cinema.stripe().pay(&page);
    reconcile(&shop.cinema).await;
    eventually("the other order is paid", async || {
        let answer = berta.get(&format!("/purchases/{film}/")).await;
        (answer.status == 200).then_some(())
    })
    .await;
    shop.owns(false).await;
}

#[tokio::test]
async fn workers_ask_by_themselves() {
    let cinema = Cinema::builder()
        .stripe()
        .set("schedules.reconcile_payments", "1s")
        .start()
        .await;
    let shop = Shop::open_in(cinema).await;
    shop.cinema.stripe().fall_silent();
    shop.order().await;
    let page = shop.checkout().await;
    shop.cinema.stripe().pay(&page);
    let age = "UPDATE checkout_sessions SET created_at = created_at - $1::interval";
    shop.cinema.execute(age, "2 minutes").await;
    shop.owns(true).await;
    settles(&shop.cinema).await;
}

#[tokio::test]
async fn while_stripe_is_away_reconciliation_is_left_to_its_next_run() {
    let shop = in_silence().await;
    shop.order().await;
    shop.cinema.stripe().pay(&shop.checkout().await);
    let stripe = shop.cinema.stripe();
    stripe.break_api("", ApiFault::Error { status: 503 });
    reconcile(&shop.cinema).await;
    let asked = "SELECT count(*) FROM checkout_sessions WHERE checked_at IS NOT NULL";
    eventually("Stripe is asked", async || {
        (shop.cinema.count(asked).await == 1).then_some(())
    })
    .await;
    stripe.mend();
    reconcile(&shop.cinema).await;
    shop.owns(true).await;
    assert_eq!(shop.cinema.parked_jobs().await, 0);
}

#[tokio::test]
async fn a_checkout_that_stripe_does_not_know_does_not_stop_the_rest() {
    let shop = in_silence().await;
    let first = shop.order().await;
    let page = shop.checkout().await;
    let lose =
        "UPDATE checkout_sessions SET stripe_id = 'cs_of_another_account' WHERE stripe_id = $1";
    shop.cinema.execute(lose, session_of(&page)).await;
    shop.cancel(&first)
        .await
        .says("Order successfully cancelled.");
    shop.order().await;
    shop.cinema.stripe().pay(&shop.checkout().await);
    reconcile(&shop.cinema).await;
    shop.owns(true).await;
    // Whether a dispute of somebody else is about us, Stripe doesn't know either.
    let dispute = json!({ "id": "dp_1", "payment_intent": "pi_of_another_account" });
    let told = event("evt_1", "charge.dispute.created", &dispute);
    send(&shop.cinema.client(), &told).await;
    let became = outcome(&shop.cinema, "evt_1").await;
    assert_eq!(became, "ignored: the dispute is about no payment of ours");
}

#[tokio::test]
async fn a_checkout_about_which_stripe_answers_nonsense_does_not_stop_the_rest() {
    let shop = in_silence().await;
    let first = shop.order().await;
    let broken = shop.checkout().await;
    shop.cancel(&first)
        .await
        .says("Order successfully cancelled.");
    shop.settles().await;
    let open = "UPDATE checkout_sessions SET status = 'OPEN' WHERE stripe_id = $1";
    shop.cinema.execute(open, session_of(&broken)).await;
    shop.order().await;
    let stripe = shop.cinema.stripe();
    stripe.pay(&shop.checkout().await);
    let path = format!("/v1/checkout/sessions/{}", session_of(&broken));
    stripe.break_api(&path, ApiFault::Error { status: 500 });
    reconcile(&shop.cinema).await;
    shop.owns(true).await;
}

#[tokio::test]
async fn a_payment_for_nothing_is_given_back_though_the_first_attempt_failed_for_good() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let page = shop.checkout().await;
    let stripe = shop.cinema.stripe();
    stripe.break_api("", ApiFault::Error { status: 402 });
    shop.cancel(&order)
        .await
        .says("Order successfully cancelled.");
    stripe.pay(&page);
    let dead = [
        shop.cinema.dead_letter().await,
        shop.cinema.dead_letter().await,
    ];
    assert!(
        dead.iter()
            .any(|job| job.kind.as_deref() == Some("refund-payment"))
    );
    stripe.mend();
    reconcile(&shop.cinema).await;
    let age = "UPDATE payments SET created_at = created_at - $1::interval";
    shop.cinema.execute(age, "3 hours").await;
    // Stripe keeps its refusal for a day.
    stripe.control().forget_keys();
    // What is the matter with disputes is none of the money's business.
    stripe.break_api("/v1/disputes", ApiFault::Error { status: 403 });
    reconcile(&shop.cinema).await;
    let subject = format!("Online Cinema refund for order {}", order["id"]);
    shop.cinema.mail_to("anna@example.com", &subject).await;
    assert_eq!(shop.payments().await, ["refunded"]);
    shop.settles().await;
}
