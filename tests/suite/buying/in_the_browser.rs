//! Buying as a person does: on the pages that Stripe shows, in a browser.

use serde_json::{Value, json};

use super::{add_films, ordered};
use crate::support::{Browser, Cinema, Client, Page, Screen, eventually};

const BUYER: &str = "anna@example.com";

/// Somebody who has ordered two films, in front of the page where they are paid.
struct AtTheTill {
    cinema: Cinema,
    buyer: Client,
    films: Vec<String>,
    order: Value,
    checkout_url: String,
    browser: Browser,
}

impl AtTheTill {
    async fn start() -> Self {
        let cinema = Cinema::builder().stripe().reachable().start().await;
        let tokens = cinema.signed_in_member(BUYER).await;
        let buyer = cinema.client().bearer(&tokens.access);
        let films = add_films(&cinema, &["Heat", "Ronin"]).await;
        let order = ordered(&buyer, &films).await;
        let checkout = buyer.call("POST", "/payments/checkout-session/").await;
        let checkout_url = checkout.json()["checkout_url"].as_str().map(str::to_owned);
        Self {
            cinema,
            buyer,
            films,
            order,
            checkout_url: checkout_url.unwrap_or_else(|| panic!("no URL in {}", checkout.text)),
            browser: Browser::start().await,
        }
    }

    async fn page(&self, screen: Screen) -> Page {
        let page = self.browser.page(screen).await;
        page.open(&self.checkout_url).await;
        page
    }
}

async fn fill_in(page: &Page, card: &str) {
    for (label, text) in [
        ("Card number", card),
        ("Expiry", "12 / 34"),
        ("Security code", "123"),
        ("Name on card", "Anna Example"),
    ] {
        page.fill(label, text).await;
    }
}

#[track_caller]
fn reads(text: &str, expected: &[&str]) {
    for part in expected {
        assert!(text.contains(part), "{part:?} in {text}");
    }
}

#[tokio::test]
async fn films_that_are_paid_in_the_browser_are_owned() {
    let till = AtTheTill::start().await;
    let page = till.page(Screen::DESKTOP).await;
    reads(
        &page.text().await,
        &["Pay Online Cinema", "Heat", "Ronin", "$9.99", "$19.98"],
    );
    fill_in(&page, "4242 4242 4242 4242").await;
    page.screenshot("pay_filled_in").await;
    page.press("Pay $19.98").await;
    assert!(page.url().await.ends_with("/payments/success/"));
    reads(&page.text().await, &["Payment was successful! Thank you!"]);

    let order = &till.order["id"];
    let receipt = format!("Online Cinema receipt for order {order}");
    let mail = till.cinema.mail_to(BUYER, &receipt).await;
    reads(&mail.text, &["Heat: $9.99", "Ronin: $9.99", "$19.98"]);
    for film in &till.films {
        let owned = till.buyer.get(&format!("/purchases/{film}/")).await;
        assert_eq!(
            (owned.status, &owned.json()["movie_uuid"]),
            (200, &json!(film))
        );
    }
    let paid = till.buyer.get(&format!("/orders/{order}/")).await;
    assert_eq!(paid.json()["status"], "paid");

    page.open(&till.checkout_url).await;
    reads(&page.text().await, &["You have paid"]);
}

#[tokio::test]
async fn a_declined_card_is_said_and_another_one_pays() {
    let till = AtTheTill::start().await;
    let page = till.page(Screen::PHONE).await;
    fill_in(&page, "4000 0000 0000 9995").await;
    page.press("Pay $19.98").await;
    reads(&page.text().await, &["Your card has insufficient funds."]);
    page.screenshot("pay_declined_phone").await;
    page.fits_its_screen().await;

    page.fill("Card number", "4242 4242 4242 4242").await;
    page.press("Pay $19.98").await;
    reads(&page.text().await, &["Payment was successful! Thank you!"]);
    let path = format!("/purchases/{}/", till.films[0]);
    eventually("the film is owned", async || {
        (till.buyer.get(&path).await.status == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn who_leaves_the_till_has_paid_nothing_and_may_come_back() {
    let till = AtTheTill::start().await;
    let page = till.page(Screen::DESKTOP).await;
    page.press("Back to Online Cinema without paying").await;
    reads(&page.text().await, &["Payment was cancelled."]);
    page.open(&till.checkout_url).await;
    reads(&page.text().await, &["Pay $19.98"]);

    let cancel = format!("/orders/cancel/{}/", till.order["id"]);
    till.buyer
        .call("POST", &cancel)
        .await
        .says("Order successfully cancelled.");
    let expired = eventually("the page has expired", async || {
        page.open(&till.checkout_url).await;
        let text = page.text().await;
        text.contains("This page has expired").then_some(text)
    })
    .await;
    reads(&expired, &["Nothing was charged."]);
}

#[tokio::test]
async fn the_till_looks_right_by_day_and_night_on_a_desk_and_in_a_hand() {
    let till = AtTheTill::start().await;
    for (name, screen) in [
        ("pay_desktop", Screen::DESKTOP),
        ("pay_desktop_dark", Screen::DESKTOP.dark()),
        ("pay_phone", Screen::PHONE),
        ("pay_phone_dark", Screen::PHONE.dark()),
    ] {
        let page = till.page(screen).await;
        page.screenshot(name).await;
        page.fits_its_screen().await;
        page.has_no_complaints();
        page.asked_only(&[&till.checkout_url]);
    }
}
