//! Buyers who delete their accounts while money is on its way.

use std::sync::Arc;

use futures_util::future::join;
use serde_json::json;

use super::Shop;
use crate::{
    buying::order,
    privacy::{delete_account, everything, is_deleted},
    support::{Cinema, eventually},
};

/// Waits until nothing names the buyer.
async fn is_forgotten(cinema: &Cinema) {
    eventually("nothing names the buyer", async || {
        (!everything(cinema).await.contains("anna@example.com")).then_some(())
    })
    .await;
}

#[tokio::test]
async fn money_that_comes_after_its_buyer_has_gone_is_given_back_without_a_mail() {
    let shop = Shop::open_in(Cinema::builder().stripe().workers(0).start().await).await;
    shop.order().await;
    let page = shop.checkout().await;
    is_deleted(&delete_account(&shop.buyer).await);
    shop.cinema.stripe().pay(&page);
    let _worker = shop.cinema.worker_process();

    shop.settles().await;
    let refunded = "SELECT count(*) FROM payments WHERE status = 'REFUNDED'";
    assert_eq!(shop.cinema.count(refunded).await, 1);
    assert_eq!(shop.cinema.count("SELECT count(*) FROM purchases").await, 0);
    is_forgotten(&shop.cinema).await;
    eventually("the mail about it is dealt with", async || {
        let handled = "SELECT count(*) FROM handled_jobs WHERE kind = 'send-refund-confirmation'";
        (shop.cinema.count(handled).await == 1).then_some(())
    })
    .await;
    assert_eq!(shop.statements(), Vec::<String>::new());
    assert_eq!(
        shop.cinema.count("SELECT count(*) FROM dead_letters").await,
        0
    );
}

#[tokio::test]
async fn mails_that_were_under_way_are_not_sent() {
    let shop = Shop::open().await;
    shop.cinema.smtp.refuse_with("451 4.3.0 try again later");
    shop.buy().await;
    let reset = json!({ "email": "anna@example.com" });
    let path = "/accounts/reset-password/request/";
    assert_eq!(shop.buyer.post(path, reset).await.status, 200);
    eventually("both mails wait for their next attempt", async || {
        // The activation mail is the third.
        (shop.cinema.parked_jobs().await >= 2).then_some(())
    })
    .await;
    is_deleted(&delete_account(&shop.buyer).await);
    shop.cinema.smtp.accept();

    let handled = "SELECT count(*) FROM handled_jobs
        WHERE kind IN ('send-payment-receipt', 'send-password-reset-email')";
    eventually("both mails are dealt with", async || {
        (shop.cinema.count(handled).await == 2).then_some(())
    })
    .await;
    assert_eq!(shop.cinema.smtp.mails().len(), 0);
    assert_eq!(
        shop.cinema.count("SELECT count(*) FROM dead_letters").await,
        0
    );
    is_forgotten(&shop.cinema).await;
    shop.settles().await;
}

#[tokio::test]
async fn whoever_orders_while_leaving_leaves_no_order_to_be_paid() {
    let cinema = Arc::new(Cinema::builder().stripe().start().await);
    for number in 0..20 {
        let (email, film) = (format!("{number}@example.com"), format!("Film {number}"));
        let shop = Shop::open_for(Arc::clone(&cinema), &email, &film).await;
        let body = json!({ "movie_uuid": shop.film });
        assert_eq!(shop.buyer.post("/cart/add/", body).await.status, 200);
        let (ordered, deleted) = join(order(&shop.buyer), delete_account(&shop.buyer)).await;
        is_deleted(&deleted);
        assert!(
            matches!(ordered.status, 201 | 401 | 404),
            "{}",
            ordered.text
        );
    }
    let pending = "SELECT count(*) FROM orders WHERE status = 'PENDING'";
    assert_eq!(cinema.count(pending).await, 0);
    assert_eq!(cinema.count("SELECT count(*) FROM carts").await, 0);
}

#[tokio::test]
async fn what_a_deleted_buyer_has_paid_can_still_be_disputed() {
    let shop = Shop::open().await;
    let (_, payment) = shop.buy().await;
    is_deleted(&delete_account(&shop.buyer).await);
    is_forgotten(&shop.cinema).await;
    shop.cinema
        .stripe()
        .control()
        .dispute(&payment)
        .expect("what was paid can be disputed");
    eventually("the books know of the dispute", async || {
        let disputed = "SELECT count(*) FROM payments WHERE status = 'CANCELLED'";
        (shop.cinema.count(disputed).await == 1).then_some(())
    })
    .await;
    shop.settles().await;
    is_forgotten(&shop.cinema).await;
}
