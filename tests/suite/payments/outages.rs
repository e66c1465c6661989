//! Stripe is down, slow, talks nonsense, or will not.

use sandbox::ApiFault;

use super::{CHECKOUT, Shop};
use crate::support::{Answer, Cinema};

/// Nothing is done.
const AWAY: [ApiFault; 4] = [
    ApiFault::Down,
    ApiFault::Error { status: 429 },
    ApiFault::Error { status: 500 },
    ApiFault::Error { status: 503 },
];
/// The work is done, and nobody hears of it.
const UNHEARD: [ApiFault; 2] = [ApiFault::Malformed, ApiFault::Lost];

/// A shop whose server does not wait long.
async fn impatient() -> Shop {
    let cinema = Cinema::builder()
        .stripe()
        .set("payments.timeout", "1s")
        .start()
        .await;
    Shop::open_in(cinema).await
}

fn says_later(answer: &Answer) {
    answer.refuses(
        503,
        "stripe-unavailable",
        "Stripe unavailable",
        "Stripe is not available right now. Try again later.",
    );
    assert!(answer.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn without_stripe_there_is_no_page_and_one_page_when_it_is_back() {
    let shop = impatient().await;
    shop.order().await;
    let refused = ApiFault::Error { status: 402 };
    let slow = ApiFault::Slow { ms: 3000 };
    for fault in AWAY.into_iter().chain([refused, slow]).chain(UNHEARD) {
        shop.cinema.stripe().break_api("/v1/checkout", fault);
        says_later(&shop.buyer.call("POST", CHECKOUT).await);
    }
    shop.cinema.stripe().mend();
    let page = shop.checkout().await;
    // Some of the answers were lost, none of the work was done twice.
    assert_eq!(shop.cinema.stripe().all("sessions").len(), 1);
    shop.cinema.stripe().pay(&page);
    shop.owns(true).await;
    shop.settles().await;
}

#[tokio::test]
async fn a_short_outage_is_not_noticed() {
    let shop = Shop::open().await;
    shop.order().await;
    for fault in AWAY.into_iter().chain(UNHEARD) {
        shop.cinema
            .stripe()
            .break_api_times("/v1/checkout", fault, Some(1));
        shop.checkout().await;
        let forget =
            "UPDATE checkout_sessions SET stripe_id = NULL, url = NULL WHERE status::text = $1";
        shop.cinema.execute(forget, "OPEN").await;
    }
    assert_eq!(shop.cinema.stripe().all("sessions").len(), 1);
}

#[tokio::test]
async fn without_stripe_nothing_is_refunded_and_once_when_it_is_back() {
    let shop = impatient().await;
    let (order, _) = shop.buy().await;
    for fault in AWAY {
        shop.cinema.stripe().break_api("/v1/refunds", fault);
        says_later(&shop.refund(&order).await);
    }
    shop.order_is(&order, "paid").await;
    shop.cinema.stripe().mend();
    // That Stripe failed is its answer to the key, for a day.
    says_later(&shop.refund(&order).await);
    shop.cinema.stripe().control().forget_keys();
    shop.refund(&order)
        .await
        .says("Order successfully refunded.");
    shop.settles().await;
    assert_eq!(shop.cinema.stripe().all("refunds").len(), 1);
    shop.has_statements(2).await;
}

#[tokio::test]
async fn a_refund_that_stripe_declines_is_said_in_stripes_words() {
    let shop = Shop::open().await;
    let (order, payment) = shop.buy().await;
    let stripe = shop.cinema.stripe();
    stripe.break_api_times("/v1/refunds", ApiFault::Error { status: 402 }, Some(1));
    // Stripe keeps its answer.
    for _ in 0..2 {
        shop.refund(&order).await.refuses(
            400,
            "refund-refused",
            "Refund refused",
            "Stripe refund error: Your card was declined.",
        );
    }
    shop.order_is(&order, "paid").await;
    // An operator need not wait, and the books follow.
    stripe.control().refund(&payment, None).expect("it is paid");
    shop.order_is(&order, "cancelled").await;
    shop.settles().await;
}

#[tokio::test]
async fn a_key_that_stripe_does_not_take_is_not_the_buyers_fault() {
    let shop = Shop::open().await;
    let (order, _) = shop.buy().await;
    for status in [401, 403] {
        let fault = ApiFault::Error { status };
        shop.cinema.stripe().break_api("/v1/refunds", fault);
        says_later(&shop.refund(&order).await);
    }
    shop.order_is(&order, "paid").await;
    shop.cinema.stripe().mend();
    shop.refund(&order)
        .await
        .says("Order successfully refunded.");
    shop.settles().await;
}

#[tokio::test]
async fn a_page_that_stripe_did_not_open_is_asked_for_anew() {
    let shop = Shop::open().await;
    shop.order().await;
    for status in [402, 500] {
        let fault = ApiFault::Error { status };
        let stripe = shop.cinema.stripe();
        stripe.break_api_times("/v1/checkout", fault, Some(1));
        says_later(&shop.buyer.call("POST", CHECKOUT).await);
    }
    // Stripe keeps to what it said of the two attempts before.
    shop.cinema.stripe().pay(&shop.checkout().await);
    shop.owns(true).await;
    shop.settles().await;
}

#[tokio::test]
async fn a_refund_whose_answer_is_not_heard_is_noticed_all_the_same() {
    let shop = impatient().await;
    for fault in UNHEARD.into_iter().chain([ApiFault::Slow { ms: 1500 }]) {
        let (order, _) = shop.buy().await;
        shop.cinema.stripe().break_api("/v1/refunds", fault);
        says_later(&shop.refund(&order).await);
        shop.order_is(&order, "cancelled").await;
        shop.owns(false).await;
        shop.cinema.stripe().mend();
    }
    shop.settles().await;
    assert_eq!(shop.cinema.stripe().all("refunds").len(), 3);
}

#[tokio::test]
async fn a_worker_gives_back_what_came_for_nothing_when_stripe_is_back() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let page = shop.checkout().await;
    shop.cinema
        .stripe()
        .break_api("", ApiFault::Error { status: 503 });
    shop.cancel(&order)
        .await
        .says("Order successfully cancelled.");
    shop.cinema.stripe().pay(&page);
    crate::support::eventually("jobs wait for their next attempt", async || {
        (shop.cinema.parked_jobs().await >= 2).then_some(())
    })
    .await;
    shop.cinema.stripe().mend();
    shop.settles().await;
    assert_eq!(shop.payments().await, ["refunded"]);
}
