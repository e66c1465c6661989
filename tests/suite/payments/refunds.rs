//! Giving money back: by the buyer, by ourselves, in Stripe's dashboard, by a bank.

use super::{Shop, settles};
use crate::{
    buying::another,
    support::{eventually, session_of},
};

#[tokio::test]
async fn only_ones_own_paid_orders_are_refunded() {
    let shop = Shop::open().await;
    let not_found = |answer: crate::support::Answer| {
        answer.refuses(
            404,
            "order-not-found",
            "Order not found",
            "Order with given ID was not found.",
        );
    };
    not_found(shop.buyer.call("POST", "/orders/refund/424242/").await);

    let order = shop.order().await;
    let answer = shop.refund(&order).await;
    answer.refuses(
        409,
        "order-not-paid",
        "Order not paid",
        "Order is not paid.",
    );
    shop.cinema.stripe().pay(&shop.checkout().await);
    shop.order_is(&order, "paid").await;
    let berta = another(&shop.cinema, "berta@example.com").await;
    let path = format!("/orders/refund/{}/", order["id"]);
    not_found(berta.call("POST", &path).await);

    shop.refund(&order)
        .await
        .says("Order successfully refunded.");
    let answer = shop.refund(&order).await;
    answer.refuses(
        409,
        "cancelled-order-refund",
        "Cancelled order",
        "Cancelled orders cannot be refunded.",
    );
    shop.settles().await;
    assert_eq!(shop.cinema.stripe().all("refunds").len(), 1);
}

#[tokio::test]
async fn an_order_whose_payment_is_unknown_cannot_be_refunded() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let id = order["id"].to_string();
    // From the database of the old service.
    let pay = "UPDATE orders SET status = 'PAID' WHERE id = $1::int";
    shop.cinema.execute(pay, &id).await;
    let answer = shop.refund(&order).await;
    answer.refuses(
        400,
        "nothing-to-refund",
        "Nothing to refund",
        "No valid payment found to refund.",
    );
}

#[tokio::test]
async fn what_stripe_knows_no_payment_of_is_not_refunded_on_paper() {
    let shop = Shop::open().await;
    let (order, payment) = shop.buy().await;
    // From the database of the old service.
    let rename =
        "UPDATE payments SET external_payment_id = 'cs_old' WHERE external_payment_id = $1";
    shop.cinema.execute(rename, &payment).await;
    let answer = shop.refund(&order).await;
    answer.refuses(
        400,
        "refund-refused",
        "Refund refused",
        "Stripe refund error: No such payment_intent: 'cs_old'",
    );
    shop.order_is(&order, "paid").await;
    assert_eq!(shop.payments().await, ["successful"]);
}

#[tokio::test]
async fn what_stripe_will_not_refund_is_said_in_stripes_words() {
    let shop = Shop::open().await;
    shop.cinema.stripe().fall_silent();
    let order = shop.order().await;
    let page = shop.checkout().await;
    let tell = shop.cinema.servers()[0];
    shop.cinema.stripe().tell(tell);
    let payment = shop.cinema.stripe().pay(&page);
    shop.owns(true).await;
    // Disputed, and we don't know it yet.
    shop.cinema.stripe().fall_silent();
    let dispute = shop.cinema.stripe().control().dispute(&payment);
    dispute.expect("it is paid");
    let answer = shop.refund(&order).await;
    let detail = answer.json()["detail"].as_str().map(str::to_owned);
    let detail = detail.expect("a detail");
    assert!(detail.starts_with("Stripe refund error: "), "{detail}");
    assert!(detail.contains("charged back"), "{detail}");
    answer.refuses(400, "refund-refused", "Refund refused", &detail);
    shop.order_is(&order, "paid").await;
    assert_eq!(shop.payments().await, ["successful"]);
}

#[tokio::test]
async fn a_payment_for_a_cancelled_order_is_given_back() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let page = shop.checkout().await;
    // The page cannot be closed in time.
    shop.cinema
        .stripe()
        .break_api("/v1/checkout", sandbox::ApiFault::Down);
    shop.cancel(&order)
        .await
        .says("Order successfully cancelled.");
    shop.cinema.stripe().pay(&page);
    let subject = format!("Online Cinema refund for order {}", order["id"]);
    let mail = shop.cinema.mail_to("anna@example.com", &subject).await;
    assert!(
        mail.text.contains("the order was cancelled"),
        "{}",
        mail.text
    );
    shop.cinema.stripe().mend();
    shop.order_is(&order, "cancelled").await;
    shop.owns(false).await;
    assert_eq!(shop.payments().await, ["refunded"]);
    shop.settles().await;
    shop.has_statements(1).await;
    assert_eq!(shop.statements(), [subject]);
}

#[tokio::test]
async fn the_page_of_a_cancelled_order_is_closed() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let page = shop.checkout().await;
    shop.cancel(&order)
        .await
        .says("Order successfully cancelled.");
    eventually("the page is closed", async || {
        let sessions = shop.cinema.stripe().all("sessions");
        (sessions[0]["status"] == "expired").then_some(())
    })
    .await;
    assert!(shop.cinema.stripe().try_pay(&page).is_err());
    shop.settles().await;
}

#[tokio::test]
async fn a_refund_in_stripes_dashboard_ends_the_order_if_it_is_whole() {
    let shop = Shop::open().await;
    let (order, payment) = shop.buy().await;
    let control = shop.cinema.stripe().control();
    control.refund(&payment, Some(500)).expect("a part");
    let told =
        "SELECT count(*) FROM stripe_events WHERE outcome = 'ignored: refunded in part only'";
    eventually("the part is noticed", async || {
        (shop.cinema.count(told).await == 1).then_some(())
    })
    .await;
    shop.order_is(&order, "paid").await;
    shop.owns(true).await;

    control.refund(&payment, None).expect("the rest");
    shop.owns(false).await;
    shop.order_is(&order, "cancelled").await;
    let subject = format!("Online Cinema refund for order {}", order["id"]);
    shop.cinema.mail_to("anna@example.com", &subject).await;
    shop.settles().await;
}

#[tokio::test]
async fn a_dispute_ends_the_order() {
    let shop = Shop::open().await;
    let (order, payment) = shop.buy().await;
    let dispute = shop.cinema.stripe().control().dispute(&payment);
    dispute.expect("it is paid");
    shop.owns(false).await;
    shop.order_is(&order, "cancelled").await;
    assert_eq!(shop.payments().await, ["cancelled"]);
    shop.settles().await;
    shop.has_statements(1).await;
}

#[tokio::test]
async fn a_film_that_was_bought_anew_stays_when_the_first_payment_is_refunded_after_its_dispute() {
    let shop = Shop::open().await;
    let (_, first) = shop.buy().await;
    let control = shop.cinema.stripe().control();
    control.dispute(&first).expect("it is paid");
    shop.owns(false).await;
    let (second, _) = shop.buy().await;
    // The sandbox refuses to refund what is disputed; Stripe does not always.
    let refunded = serde_json::json!({
        "id": "ch_1", "payment_intent": first, "amount": 999, "amount_refunded": 999,
        "currency": "usd", "refunded": true, "metadata": {},
    });
    let event = super::event("evt_late", "charge.refunded", &refunded);
    super::send(&shop.cinema.client(), &event).await;
    let outcome = super::outcome(&shop.cinema, "evt_late").await;
    assert_eq!(outcome, "the payment is refunded");
    shop.owns(true).await;
    shop.order_is(&second, "paid").await;
    assert_eq!(shop.payments().await, ["successful", "refunded"]);
}

#[tokio::test]
async fn two_payments_for_one_order_bring_its_films_once() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let first = shop.checkout().await;
    // We lost sight of the first page, and opened another.
    let lose = "UPDATE checkout_sessions SET status = 'EXPIRED' WHERE stripe_id = $1";
    shop.cinema.execute(lose, session_of(&first)).await;
    let second = shop.checkout().await;
    assert_ne!(first, second);
    shop.cinema.stripe().pay(&first);
    shop.cinema.stripe().try_pay(&second).ok();
    shop.owns(true).await;
    settles(&shop.cinema).await;
    shop.order_is(&order, "paid").await;
    let payments = shop.payments().await;
    let successful = payments.iter().filter(|status| *status == "successful");
    assert_eq!(successful.count(), 1, "{payments:?}");
}
