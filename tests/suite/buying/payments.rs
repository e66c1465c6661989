//! What Stripe is not needed for: the list of payments, and where Stripe sends people.

use serde_json::{Value, json};

use super::{add_films, another, ordered, with_buyer};
use crate::support::PUBLIC_URL;

#[tokio::test]
async fn payments_are_listed_the_newest_first() {
    let (cinema, buyer) = with_buyer().await;
    let somebody_else = another(&cinema, "berta@example.com").await;
    let films = add_films(&cinema, &["Heat"]).await;
    let order = ordered(&buyer, &films).await;
    let pay =
        "INSERT INTO payments (created_at, amount, status, external_payment_id, user_id, order_id)
        SELECT day, amount, paid.status::paymentstatusenum, 'pi_' || paid.status, user_id, orders.id
        FROM orders, (VALUES ('2026-01-01T00:00:00Z'::timestamptz, 9.99, 'SUCCESSFUL'),
            ('2026-01-02T00:00:00Z', 10, 'CANCELLED'), ('2026-01-03T00:00:00.25Z', 0.5, 'REFUNDED')
        ) AS paid (day, amount, status)
        WHERE orders.id = $1::int";
    assert_eq!(cinema.execute(pay, &order["id"].to_string()).await, 3);

    let page = |payments: Value, prev: Option<u8>, next: Option<u8>| {
        let link = |page| format!("{PUBLIC_URL}/payments/?per_page=2&page={page}");
        json!({
            "payments": payments,
            "prev_page": prev.map(link),
            "next_page": next.map(link),
            "total_pages": 2,
            "total_items": 3,
        })
    };
    let newest = json!([
        { "created_at": "2026-01-03T00:00:00.250Z", "amount": "0.50", "status": "refunded" },
        { "created_at": "2026-01-02T00:00:00Z", "amount": "10.00", "status": "cancelled" },
    ]);
    let oldest = json!([
        { "created_at": "2026-01-01T00:00:00Z", "amount": "9.99", "status": "successful" },
    ]);
    let answer = buyer.get("/payments/?per_page=2").await;
    answer.is(200, &page(newest, None, Some(2)));
    let answer = buyer.get("/payments/?per_page=2&page=2").await;
    answer.is(200, &page(oldest, Some(1), None));

    let nothing = json!({
        "payments": [],
        "prev_page": null,
        "next_page": null,
        "total_pages": 0,
        "total_items": 0,
    });
    somebody_else.get("/payments/").await.is(200, &nothing);
}

#[tokio::test]
async fn stripe_sends_people_back_whether_they_have_paid_or_not() {
    let (cinema, _) = with_buyer().await;
    let anybody = cinema.client();
    let answer = anybody.get("/payments/success/?session_id=cs_test_1").await;
    answer.says("Payment was successful! Thank you!");
    let answer = anybody.get("/payments/cancel/").await;
    answer.says("Payment was cancelled.");
}
