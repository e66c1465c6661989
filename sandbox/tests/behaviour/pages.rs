//! The pages as a browser without scripts gets them.

use serde_json::json;

use crate::support::{Answer, Shop, encoded, id, order_with, send};

const CARD: [(&str, &str); 6] = [
    ("email", "anna@example.com"),
    ("number", "4242 4242 4242 4242"),
    ("expiry", "12 / 34"),
    ("cvc", "123"),
    ("name", "Anna Example"),
    ("means", "card"),
];

async fn open(shop: &Shop, path: &str) -> Answer {
    send(shop.http.get(shop.url(path))).await
}

async fn submit(shop: &Shop, path: &str, form: &[(&str, &str)]) -> Answer {
    let request = shop.http.post(shop.url(path));
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    send(request.body(encoded(form))).await
}

async fn pay_page(shop: &Shop) -> (String, String) {
    let session = id(&shop.session().await).to_owned();
    (format!("/c/pay/{session}"), session)
}

fn card_with(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let changed = CARD.map(|(other, before)| (other, if other == name { value } else { before }));
    changed.to_vec()
}

#[track_caller]
fn shows(page: &Answer, status: u16, texts: &[&str]) {
    assert_eq!(page.status, status, "{}", page.text);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let policy = page.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; style-src 'self'") && !policy.contains("unsafe"),
        "{policy}"
    );
    for text in texts {
        assert!(page.text.contains(text), "{text:?} in {}", page.text);
    }
}

#[tokio::test]
async fn a_buyer_sees_what_is_bought_and_pays() {
    let shop = Shop::open().await;
    let (path, session) = pay_page(&shop).await;
    let page = open(&shop, &path).await;
    let texts = [
        "Corner Shop",
        "Heat",
        "$9.99",
        "Alien &amp; Aliens",
        "2 × $7.25",
        "$14.50",
        "Pay $24.49",
        "anna@example.com",
        "https:&#x2f;&#x2f;shop.test&#x2f;cancel&#x2f;",
    ];
    shows(&page, 200, &texts);
    // Browsers hold the way back to the shop to the policy, too.
    assert!(
        page.header("content-security-policy")
            .contains("form-action 'self' https://shop.test;")
    );

    let paid = submit(&shop, &path, &CARD).await;
    assert_eq!(
        (paid.status, paid.header("location")),
        (
            303,
            format!("https://shop.test/success/?session={session}").as_str()
        )
    );
    let again = submit(&shop, &path, &CARD).await;
    shows(&again, 200, &["You have paid"]);
    assert_eq!(
        shop.control().books()["charges"].as_array().map(Vec::len),
        Some(1)
    );
}

#[tokio::test]
async fn what_is_mistyped_or_declined_is_said_and_may_be_tried_again() {
    let shop = Shop::open().await;
    let (path, _) = pay_page(&shop).await;
    for (name, value, status, text) in [
        ("number", "4242", 422, "Your card number is incomplete."),
        (
            "expiry",
            "12",
            422,
            "Your card&#x27;s expiration date is incomplete.",
        ),
        (
            "expiry",
            "01 / 20",
            422,
            "Your card&#x27;s expiration year is in the past.",
        ),
        (
            "cvc",
            "1",
            422,
            "Your card&#x27;s security code is incomplete.",
        ),
        ("name", " ", 422, "Please tell us the name on the card."),
        (
            "number",
            "4000 0000 0000 0002",
            402,
            "Your card was declined.",
        ),
        (
            "number",
            "4000 0000 0000 9995",
            402,
            "Your card has insufficient funds.",
        ),
    ] {
        let page = submit(&shop, &path, &card_with(name, value)).await;
        shows(&page, status, &["role=\"alert\"", text, "Pay $24.49"]);
    }
    assert_eq!(submit(&shop, &path, &CARD).await.status, 303);
}

#[tokio::test]
async fn a_bank_account_pays_later() {
    let shop = Shop::open().await;
    let (path, session) = pay_page(&shop).await;
    let form = [("email", "anna@example.com"), ("means", "bank")];
    assert_eq!(submit(&shop, &path, &form).await.status, 303);
    assert_eq!(
        shop.control().books()["payment_intents"][0]["status"],
        "processing"
    );
    let dashboard = submit(&shop, "/", &[("action", "settle"), ("id", &session)]).await;
    assert_eq!(dashboard.status, 303);
    assert_eq!(
        shop.control().books()["payment_intents"][0]["status"],
        "succeeded"
    );
}

#[tokio::test]
async fn a_page_whose_time_is_over_takes_nothing() {
    let shop = Shop::open().await;
    let (path, session) = pay_page(&shop).await;
    shop.control().expire(&session).expect("it is open");
    shows(&open(&shop, &path).await, 200, &["This page has expired"]);
    shows(
        &submit(&shop, &path, &CARD).await,
        200,
        &["This page has expired"],
    );
    assert_eq!(shop.control().books()["charges"], json!([]));
    shows(
        &open(&shop, "/c/pay/cs_test_none").await,
        404,
        &["Nothing here"],
    );
    shows(&open(&shop, "/nowhere").await, 404, &["Nothing here"]);
}

#[tokio::test]
async fn what_a_shop_calls_its_goods_is_shown_as_text() {
    let shop = Shop::open().await;
    let name = "line_items[0][price_data][product_data][name]";
    let order = order_with(name, "<script>alert(1)</script>");
    let session = shop.post("/v1/checkout/sessions", &order).await.ok();
    let page = open(&shop, &format!("/c/pay/{}", id(&session))).await;
    shows(&page, 200, &["&lt;script&gt;"]);
    assert!(!page.text.contains("<script"));
}

#[tokio::test]
async fn the_dashboard_shows_everything_and_its_buttons_work() {
    let shop = Shop::open().await;
    shows(&open(&shop, "/").await, 200, &["None yet."]);
    let paid = shop.paid_session().await;
    let intent = paid["payment_intent"].as_str().expect("an intent");
    let waiting = shop.session().await;
    shop.settled_books().await;
    let page = open(&shop, "/").await;
    shows(
        &page,
        200,
        &[
            intent,
            "$24.49",
            "succeeded",
            "checkout.session.completed",
            "delivered",
        ],
    );

    let press = async |action: &str, id: &str, amount: &str| {
        let form = [("action", action), ("id", id), ("amount", amount)];
        submit(&shop, "/", &form).await
    };
    shows(
        &press("refund", intent, "4.4").await,
        400,
        &["Type an amount such as 9.99."],
    );
    shows(
        &press("refund", intent, "99.99").await,
        400,
        &["is greater than unrefunded amount on charge ($24.49)"],
    );
    assert_eq!(press("refund", intent, "4.49").await.status, 303);
    assert_eq!(press("dispute", intent, "").await.status, 303);
    assert_eq!(press("expire", id(&waiting), "").await.status, 303);
    shows(
        &press("expire", id(&waiting), "").await,
        400,
        &["a status of `expired`."],
    );
    shows(
        &press("explode", intent, "").await,
        400,
        &["There is no such button."],
    );
    shows(
        &open(&shop, "/").await,
        200,
        &["$4.49", "disputed", "expired"],
    );
    let event = id(&shop.control().books()["events"][0]).to_owned();
    let before = shop.settled_books().await["events"][0]["attempts"]
        .as_array()
        .map(Vec::len);
    assert_eq!(press("resend", &event, "").await.status, 303);
    let after = shop.settled_books().await["events"][0]["attempts"]
        .as_array()
        .map(Vec::len);
    assert_eq!((before, after), (Some(1), Some(2)));
}

#[tokio::test]
async fn switches_are_set_on_a_page() {
    let shop = Shop::open().await;
    let form = [
        ("delay_ms", "5"),
        ("shuffle_ms", "10"),
        ("copies", "3"),
        ("drop_percent", "10"),
        ("forge_percent", "0"),
        ("fault", "slow"),
        ("ms", "1500"),
        ("path", "/v1/refunds"),
        ("times", ""),
    ];
    shows(&submit(&shop, "/switches", &form).await, 200, &["Saved."]);
    let faults = send(shop.http.get(shop.url("/_sandbox/faults"))).await.ok();
    assert_eq!(
        faults,
        json!({
            "webhooks": { "delay_ms": 5, "shuffle_ms": 10, "copies": 3, "drop_percent": 10, "forge_percent": 0 },
            "api": [{ "path": "/v1/refunds", "method": "", "percent": 100, "times": null, "fault": "slow", "ms": 1500 }],
        })
    );
    shows(
        &open(&shop, "/switches").await,
        200,
        &["value=\"1500\"", "value=\"slow\" selected"],
    );
    shows(
        &submit(&shop, "/switches", &form[..4]).await,
        400,
        &["That is not what the form sends."],
    );
}
