//! From the cart to the library and back.

use serde_json::json;

use super::Shop;
use crate::{buying::text, support::Mail};

/// Everything but what differs from run to run.
fn shown(mail: &Mail) -> String {
    format!(
        "From: {}\nTo: {}\nSubject: {}\n\n{}\n\n{}",
        mail.from, mail.recipient, mail.subject, mail.text, mail.html
    )
}

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"\d{1,2} [A-Z][a-z]+ 20\d\d, \d\d:\d\d", "[time]");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

#[tokio::test]
async fn a_film_is_ordered_paid_owned_and_given_back() {
    let shop = Shop::open().await;
    let (order, _) = shop.buy().await;
    shop.order_is(&order, "paid").await;
    assert_eq!(shop.payments().await, ["successful"]);
    let subject = format!("Online Cinema receipt for order {}", order["id"]);
    let receipt = shop.cinema.mail_to("anna@example.com", &subject).await;

    let library = shop.buyer.get("/purchases/").await.json();
    assert_eq!(text(&library["purchases"][0], "movie_uuid"), shop.film);
    let cart = shop.buyer.get("/cart/").await;
    cart.is(200, &json!({ "cart_items": [] }));

    shop.refund(&order)
        .await
        .says("Order successfully refunded.");
    shop.owns(false).await;
    shop.order_is(&order, "cancelled").await;
    assert_eq!(shop.payments().await, ["refunded"]);
    let subject = format!("Online Cinema refund for order {}", order["id"]);
    let confirmation = shop.cinema.mail_to("anna@example.com", &subject).await;
    shop.settles().await;
    shop.has_statements(2).await;

    settings().bind(|| {
        insta::assert_snapshot!("payment_receipt", shown(&receipt));
        insta::assert_snapshot!("refund_confirmation", shown(&confirmation));
    });

    // What was given back can be bought anew.
    shop.buy().await;
    shop.settles().await;
    assert_eq!(shop.payments().await, ["successful", "refunded"]);
}
