//! The pay page.

use futures_util::future::join;
use sandbox::{ApiFault, ApiRule, Faults};
use serde_json::json;

use super::{CHECKOUT, Shop, event, outcome, send, url};
use crate::{
    buying::{add_film, ordered},
    support::session_of,
};

const NO_ORDER: (u16, &str, &str, &str) = (
    404,
    "no-pending-order",
    "No pending order",
    "No pending order found.",
);
const PROCESSING: (u16, &str, &str, &str) = (
    409,
    "payment-processing",
    "Payment processing",
    "The payment of this order is being processed.",
);

impl Shop {
    async fn checkout_refuses(&self, (status, id, title, text): (u16, &str, &str, &str)) {
        let answer = self.buyer.call("POST", CHECKOUT).await;
        answer.refuses(status, id, title, text);
    }
}

#[tokio::test]
async fn there_is_a_page_while_an_order_waits_and_at_no_other_time() {
    let shop = Shop::open().await;
    shop.checkout_refuses(NO_ORDER).await;
    let order = shop.order().await;
    let page = shop.checkout().await;
    assert_eq!(
        shop.checkout().await,
        page,
        "asking again gives the same one"
    );
    shop.cancel(&order)
        .await
        .says("Order successfully cancelled.");
    shop.checkout_refuses(NO_ORDER).await;

    let second = shop.order().await;
    let other = shop.checkout().await;
    assert_ne!(other, page);
    shop.cinema.stripe().pay(&other);
    shop.order_is(&second, "paid").await;
    shop.checkout_refuses(NO_ORDER).await;
}

#[tokio::test]
async fn stripe_is_told_what_was_ordered_at_the_prices_of_the_order() {
    let shop = Shop::open().await;
    let second = add_film(&shop.cinema, "Ran", "0.51").await;
    let order = ordered(&shop.buyer, &[shop.film.clone(), second]).await;
    // The catalogue moves on. The order stays.
    shop.cinema
        .execute("UPDATE movies SET price = 5000 WHERE name = $1", "Heat")
        .await;
    let page = shop.checkout().await;
    let sessions = shop.cinema.stripe().all("sessions");
    let [session] = sessions.as_slice() else {
        panic!("{sessions:?}");
    };
    assert_eq!(session["id"], session_of(&page));
    let id = order["id"].to_string();
    assert_eq!(session["client_reference_id"], id);
    let attempt = shop.attempt_of(&order).await;
    let metadata = json!({ "checkout_id": attempt, "order_id": id });
    assert_eq!(session["metadata"], metadata);
    assert_eq!(session["payment_metadata"], metadata);
    assert_eq!(session["customer_email"], "anna@example.com");
    assert_eq!(session["currency"], "usd");
    assert_eq!(
        session["success_url"],
        "https://cinema.test/payments/success/"
    );
    assert_eq!(
        session["cancel_url"],
        "https://cinema.test/payments/cancel/"
    );
    let lines = session["lines"].as_array().expect("lines").iter();
    let lines: Vec<_> = lines
        .map(|line| (line["name"].as_str(), line["unit_amount"].as_i64()))
        .collect();
    assert_eq!(lines, [(Some("Heat"), Some(999)), (Some("Ran"), Some(51))]);

    shop.cinema.stripe().pay(&page);
    shop.owns(true).await;
    let payments = shop.buyer.get("/payments/").await.json();
    assert_eq!(payments["payments"][0]["amount"], "10.50");
    let items = "SELECT count(*) FROM payment_items WHERE price_at_payment IN (9.99, 0.51)";
    assert_eq!(shop.cinema.count(items).await, 2);
}

#[tokio::test]
async fn a_page_whose_time_is_over_is_replaced() {
    let shop = Shop::open().await;
    shop.order().await;
    let page = shop.checkout().await;
    let session = session_of(&page).to_owned();
    shop.cinema
        .stripe()
        .control()
        .expire(&session)
        .expect("it is open");
    // Told by the webhook.
    let expired = "SELECT count(*) FROM checkout_sessions WHERE status = 'EXPIRED'";
    crate::support::eventually("the page is closed here, too", async || {
        (shop.cinema.count(expired).await == 1).then_some(())
    })
    .await;
    let other = shop.checkout().await;
    assert_ne!(other, page);
    shop.cinema.stripe().pay(&other);
    shop.owns(true).await;
    shop.settles().await;
}

#[tokio::test]
async fn a_page_whose_time_is_over_is_asked_about_where_no_webhook_told() {
    let shop = Shop::open().await;
    shop.cinema.stripe().fall_silent();
    shop.order().await;
    let page = shop.checkout().await;
    let session = session_of(&page);
    let control = shop.cinema.stripe().control();
    let pass = "UPDATE checkout_sessions SET expires_at = now() - interval '1 second' WHERE stripe_id = $1";
    shop.cinema.execute(pass, session).await;
    // By our clock it is over, by Stripe's it is not.
    assert_eq!(shop.checkout().await, page);
    control.expire(session).expect("it is open");
    let other = shop.checkout().await;
    assert_ne!(other, page);
    shop.cinema.execute(pass, session_of(&other)).await;
    shop.cinema.stripe().pay(&other);
    shop.checkout_refuses(PROCESSING).await;
}

#[tokio::test]
async fn a_page_is_not_shown_when_its_order_ended_while_stripe_was_asked() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let page = shop.checkout().await;
    let pass = "UPDATE checkout_sessions SET expires_at = now() - interval '1 second' WHERE stripe_id = $1";
    shop.cinema.execute(pass, session_of(&page)).await;
    // It takes a while to look, and nobody can close the page meanwhile.
    let rule = |method: &str, times, fault| ApiRule {
        path: "/v1/checkout".to_owned(),
        method: method.to_owned(),
        percent: 100,
        times,
        fault,
    };
    let control = shop.cinema.stripe().control();
    control.set_faults(Faults {
        api: vec![
            rule("GET", Some(1), ApiFault::Slow { ms: 1000 }),
            rule("", None, ApiFault::Down),
        ],
        ..Faults::default()
    });
    let cancel = async {
        crate::support::eventually("Stripe is asked", async || {
            (control.faults().api[0].times == Some(0)).then_some(())
        })
        .await;
        shop.cancel(&order).await
    };
    let (asked, cancelled) = join(shop.buyer.call("POST", CHECKOUT), cancel).await;
    cancelled.says("Order successfully cancelled.");
    asked.refuses(NO_ORDER.0, NO_ORDER.1, NO_ORDER.2, NO_ORDER.3);
    shop.cinema.stripe().mend();
    shop.settles().await;
    assert!(shop.cinema.stripe().try_pay(&page).is_err());
}

#[tokio::test]
async fn an_attempt_that_died_before_stripe_answered_is_taken_up_again() {
    let shop = Shop::open().await;
    shop.order().await;
    let page = shop.checkout().await;
    // As if the server had died before it could store what Stripe said.
    let forget = "UPDATE checkout_sessions SET stripe_id = NULL, url = NULL WHERE stripe_id = $1";
    assert_eq!(shop.cinema.execute(forget, session_of(&page)).await, 1);
    assert_eq!(shop.checkout().await, page, "the same page by the same key");
    assert_eq!(shop.cinema.stripe().all("sessions").len(), 1);

    // A film was renamed since: the same request can't be made any more.
    shop.cinema.execute(forget, session_of(&page)).await;
    let rename = "UPDATE movies SET name = $1 WHERE name = 'Heat'";
    shop.cinema.execute(rename, "Heat, restored").await;
    let other = shop.checkout().await;
    assert_ne!(other, page);

    // Too little time is left for Stripe.
    shop.cinema.execute(forget, session_of(&other)).await;
    let age = "UPDATE checkout_sessions SET expires_at = now() + interval '30 minutes' WHERE status::text = $1";
    shop.cinema.execute(age, "OPEN").await;
    let third = shop.checkout().await;
    assert_ne!(third, other);
    shop.cinema.stripe().pay(&third);
    shop.owns(true).await;
}

#[tokio::test]
async fn films_that_cost_nothing_are_ordered_like_any_other() {
    let shop = Shop::open().await;
    let free = add_film(&shop.cinema, "Metropolis", "0.00").await;
    let order = ordered(&shop.buyer, std::slice::from_ref(&free)).await;
    assert_eq!(order["total_amount"], "0.00");
    let page = shop.checkout().await;
    assert_eq!(
        shop.cinema.stripe().pay(&page),
        "",
        "no money, no payment intent"
    );
    shop.order_is(&order, "paid").await;
    let watch = format!("/purchases/{free}/");
    assert_eq!(shop.buyer.get(&watch).await.status, 200);
    let subject = format!("Online Cinema receipt for order {}", order["id"]);
    shop.cinema.mail_to("anna@example.com", &subject).await;
    // There is nothing to give back but the film, and Stripe need not know.
    shop.refund(&order)
        .await
        .says("Order successfully refunded.");
    assert_eq!(shop.buyer.get(&watch).await.status, 404);
    assert_eq!(shop.payments().await, ["refunded"]);
    shop.settles().await;
}

#[tokio::test]
async fn a_payment_that_takes_days_is_waited_for() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let page = shop.checkout().await;
    let control = shop.cinema.stripe().control();
    control.pay_by_bank(session_of(&page)).expect("it is open");
    let complete = "SELECT count(*) FROM checkout_sessions WHERE status = 'COMPLETE'";
    crate::support::eventually("the buyer is done", async || {
        (shop.cinema.count(complete).await == 1).then_some(())
    })
    .await;
    shop.checkout_refuses(PROCESSING).await;
    shop.order_is(&order, "pending").await;

    control
        .settle(session_of(&page), false)
        .expect("the bank is asked");
    let page = crate::support::eventually("the buyer may try again", async || {
        let answer = shop.buyer.call("POST", CHECKOUT).await;
        (answer.status == 200).then(|| url(&answer))
    })
    .await;
    control.pay_by_bank(session_of(&page)).expect("it is open");
    control
        .settle(session_of(&page), true)
        .expect("the bank is asked");
    shop.owns(true).await;
    shop.settles().await;
    assert_eq!(shop.payments().await, ["successful"]);
}

#[tokio::test]
async fn a_failure_that_overtakes_the_completion_leaves_the_buyer_free_to_try_again() {
    let shop = Shop::open().await;
    shop.order().await;
    let page = shop.checkout().await;
    let session = json!({
        "id": session_of(&page), "status": "complete", "payment_status": "unpaid",
        "amount_total": 999, "currency": "usd",
    });
    let client = shop.cinema.client();
    for (id, kind, expected) in [
        (
            "evt_1",
            "checkout.session.async_payment_failed",
            "the payment fell through",
        ),
        (
            "evt_2",
            "checkout.session.completed",
            "the payment is under way",
        ),
    ] {
        send(&client, &event(id, kind, &session)).await;
        assert_eq!(outcome(&shop.cinema, id).await, expected);
    }
    assert_ne!(shop.checkout().await, page);
}
