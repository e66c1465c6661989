//! `Idempotency-Key` where Stripe is asked between two transactions.

use sandbox::ApiFault;

use super::{CHECKOUT, Shop, url};
use crate::support::{Answer, Client};

fn with_key(client: &Client, key: &str) -> Client {
    client.header("idempotency-key", key)
}

fn is_replayed(answer: &Answer) -> bool {
    answer.headers.contains_key("idempotent-replayed")
}

#[tokio::test]
async fn a_key_brings_the_same_page_and_the_same_refund_again() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let buyer = with_key(&shop.buyer, "key-1");
    let first = buyer.call("POST", CHECKOUT).await;
    assert!(!is_replayed(&first));
    shop.cinema.stripe().pay(&url(&first));
    shop.order_is(&order, "paid").await;
    // Without the key there is no order to pay for any more.
    let again = buyer.call("POST", CHECKOUT).await;
    assert_eq!(url(&again), url(&first));
    assert!(is_replayed(&again));

    let path = format!("/orders/refund/{}/", order["id"]);
    let refunded = buyer.call("POST", &path).await;
    refunded.says("Order successfully refunded.");
    assert!(!is_replayed(&refunded));
    let again = buyer.call("POST", &path).await;
    again.says("Order successfully refunded.");
    assert!(is_replayed(&again));
    let other = with_key(&shop.buyer, "key-2").call("POST", &path).await;
    assert_eq!(other.status, 409);
    shop.settles().await;
    assert_eq!(shop.cinema.stripe().all("refunds").len(), 1);
}

#[tokio::test]
async fn a_key_whose_request_failed_can_be_used_again_at_once() {
    let shop = Shop::open().await;
    let order = shop.order().await;
    let buyer = with_key(&shop.buyer, "key-1");
    let away = ApiFault::Error { status: 503 };
    shop.cinema.stripe().break_api("/v1/checkout", away);
    assert_eq!(buyer.call("POST", CHECKOUT).await.status, 503);
    shop.cinema.stripe().mend();
    let page = buyer.call("POST", CHECKOUT).await;
    assert!(!is_replayed(&page));
    shop.cinema.stripe().pay(&url(&page));
    shop.order_is(&order, "paid").await;

    let path = format!("/orders/refund/{}/", order["id"]);
    shop.cinema.stripe().break_api("/v1/refunds", away);
    assert_eq!(buyer.call("POST", &path).await.status, 503);
    shop.cinema.stripe().mend();
    let refunded = buyer.call("POST", &path).await;
    refunded.says("Order successfully refunded.");
    shop.settles().await;
}
