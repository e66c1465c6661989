//! Pages as people use and see them.

use serde_json::json;

use super::{ACTIVATION, RESET};
use crate::support::{Browser, Cinema, PASSWORD, Page, Screen};

const ANNA: &str = "anna@example.com";
const NEW: &str = "Battery-Staple?8";

/// Everything that people look at pages with.
const SCREENS: [(&str, Screen); 4] = [
    ("desktop", Screen::DESKTOP),
    ("desktop_dark", Screen::DESKTOP.dark()),
    ("phone", Screen::PHONE),
    ("phone_dark", Screen::PHONE.dark()),
];

/// An installation that browsers reach, and its address.
async fn start() -> (Cinema, String) {
    let cinema = Cinema::builder().reachable().start().await;
    let server = format!("http://{}", cinema.servers()[0]);
    (cinema, server)
}

/// Asserts what is true of every page.
async fn is_sound(page: &Page, server: &str) {
    page.fits_its_screen().await;
    page.has_no_barriers(None).await;
    page.has_no_complaints();
    page.asked_only(&[server]);
}

#[tokio::test]
async fn an_account_is_activated_from_its_mail() {
    let (cinema, server) = start().await;
    cinema.register(ANNA).await;
    let mail = cinema.mail_to(ANNA, ACTIVATION).await;
    let browser = Browser::start().await;
    let page = browser.page(Screen::PHONE).await;
    page.open(mail.url().as_str()).await;
    page.reads("One click").await;
    page.press("Activate account").await;
    page.reads("Welcome.").await;
    is_sound(&page, &server).await;
    cinema.sign_in(ANNA).await;
}

#[tokio::test]
async fn a_password_is_reset_from_the_mail_to_the_next_sign_in() {
    let (cinema, server) = start().await;
    cinema.member(ANNA).await;
    let browser = Browser::start().await;
    let page = browser.page(Screen::DESKTOP).await;
    page.open(&format!("{server}/accounts/reset-password/request/form/"))
        .await;
    page.fill("Email address", ANNA).await;
    page.press("Send the link").await;
    page.reads("If you have an account, you will receive an email with instructions.")
        .await;

    let mail = cinema.mail_to(ANNA, RESET).await;
    page.open(mail.url().as_str()).await;
    page.fill("New password", "weak").await;
    page.fill("The same again", "other").await;
    page.press("Set password").await;
    page.reads("The passwords differ.").await;
    is_sound(&page, &server).await;
    page.fill("New password", NEW).await;
    page.fill("The same again", NEW).await;
    page.press("Set password").await;
    page.reads("Your password is changed").await;
    is_sound(&page, &server).await;

    cinema.try_sign_in(ANNA, NEW).await.tokens();
    assert_eq!(cinema.try_sign_in(ANNA, PASSWORD).await.status, 401);
}

#[tokio::test]
async fn every_page_looks_right_by_day_and_night_on_a_desk_and_in_a_hand() {
    let (cinema, server) = start().await;
    cinema.register("new@example.com").await;
    cinema.member(ANNA).await;
    let ask = json!({ "email": ANNA });
    cinema
        .client()
        .post("/accounts/reset-password/request/", ask)
        .await;
    let activation = cinema.mail_to("new@example.com", ACTIVATION).await.url();
    let reset = cinema.mail_to(ANNA, RESET).await.url();
    let browser = Browser::start().await;
    for (screen_name, screen) in SCREENS {
        let page = browser.page(screen).await;
        for (name, url) in [
            ("home", "/"),
            ("activate", activation.as_str()),
            (
                "activated",
                &format!("/accounts/activate/form/?email={ANNA}&token=x"),
            ),
            (
                "activation_link_wrong",
                "/accounts/activate/form/?email=new@example.com&token=x",
            ),
            ("activation_link", "/accounts/resend-activation/form/"),
            ("reset", reset.as_str()),
            (
                "reset_link_wrong",
                &format!("/accounts/reset-password/complete/form/?email={ANNA}&token=x"),
            ),
            ("reset_link", "/accounts/reset-password/request/form/"),
            ("paid", "/payments/success/"),
            ("not_paid", "/payments/cancel/"),
            ("docs_sign_in", "/docs/sign-in/form/"),
        ] {
            let url = if url.starts_with('/') {
                format!("{server}{url}")
            } else {
                url.to_owned()
            };
            page.open(&url).await;
            page.screenshot(&format!("{name}_{screen_name}")).await;
            is_sound(&page, &server).await;
        }
        after_a_click(&page, &server, screen_name).await;
    }
}

/// The pages that only follow others.
async fn after_a_click(page: &Page, server: &str, screen: &str) {
    let reset = format!("{server}/accounts/reset-password/request/form/");
    page.open(&reset).await;
    page.fill("Email address", "nobody").await;
    page.press("Send the link").await;
    page.reads("Enter a valid email address").await;
    page.screenshot(&format!("mistake_{screen}")).await;
    is_sound(page, server).await;
    page.fill("Email address", "nobody@example.com").await;
    page.press("Send the link").await;
    page.screenshot(&format!("mail_sent_{screen}")).await;
    is_sound(page, server).await;

    let damaged = "/accounts/activate/form/?email=a&email=b";
    page.open(&format!("{server}{damaged}")).await;
    page.reads("the link is damaged").await;
    page.screenshot(&format!("problem_{screen}")).await;
    is_sound(page, server).await;
}
