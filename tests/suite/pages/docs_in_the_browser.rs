//! The documentation as an admin uses it.

use domain::Role;
use serde_json::Value;

use crate::support::{Browser, Cinema, PASSWORD, Page, Screen, eventually};

/// An installation with an admin, and its address.
async fn start() -> (Cinema, String) {
    let cinema = Cinema::builder().workers(0).reachable().start().await;
    cinema.signed_in_as(Role::Admin).await;
    let server = format!("http://{}", cinema.servers()[0]);
    (cinema, server)
}

async fn sign_in(page: &Page) {
    page.fill("Email address", "admin@example.com").await;
    page.fill("Password", PASSWORD).await;
    page.press("Sign in").await;
}

/// What stands in the first place that a selector finds.
async fn text_at(page: &Page, selector: &str) -> Option<String> {
    let script = format!(
        "document.querySelector({})?.textContent",
        Value::from(selector)
    );
    page.evaluate(&script).await.as_str().map(str::to_owned)
}

/// Asserts what is true of every page. What the tools draw is theirs.
async fn is_sound(page: &Page, server: &str) {
    page.has_no_barriers(Some("#tool")).await;
    page.has_no_complaints();
    page.asked_only(&[server]);
}

#[tokio::test]
async fn an_admin_signs_in_tries_an_operation_and_signs_out() {
    let (_cinema, server) = start().await;
    let browser = Browser::start().await;
    let page = browser.page(Screen::DESKTOP).await;
    page.open(&format!("{server}/docs/")).await;
    page.fill("Email address", "admin@example.com").await;
    page.fill("Password", "Wrong-Horse!7").await;
    page.press("Sign in").await;
    page.reads("Invalid email or password.").await;
    sign_in(&page).await;
    assert_eq!(page.url().await, format!("{server}/docs/"));

    page.reads("List films").await;
    is_sound(&page, &server).await;
    let open = "document.querySelector('#operations-movies-listMovies button').click()";
    page.evaluate(open).await;
    page.click("Try it out").await;
    page.click("Execute").await;
    let status = "#operations-movies-listMovies .live-responses-table tbody .response-col_status";
    let status = eventually("the answer is shown", async || text_at(&page, status).await).await;
    assert!(status.starts_with("200"), "{status}");
    let asked = "#operations-movies-listMovies .request-url";
    let asked = text_at(&page, asked).await.unwrap_or_default();
    assert!(asked.contains(&format!("{server}/movies/")), "{asked}");
    page.screenshot("docs_tried").await;
    is_sound(&page, &server).await;

    page.press("Sign out").await;
    page.reads("Sign in to the documentation").await;
    page.open(&format!("{server}/redoc/")).await;
    page.reads("Sign in to the documentation").await;
    is_sound(&page, &server).await;
}

#[tokio::test]
async fn both_tools_look_right_on_every_screen() {
    let (_cinema, server) = start().await;
    let browser = Browser::start().await;
    let door = browser.page(Screen::DESKTOP).await;
    door.open(&format!("{server}/redoc/")).await;
    sign_in(&door).await;
    for (name, screen) in [
        ("desktop", Screen::DESKTOP),
        ("desktop_dark", Screen::DESKTOP.dark()),
        ("phone", Screen::PHONE),
        ("phone_dark", Screen::PHONE.dark()),
    ] {
        let page = browser.page(screen).await;
        for (tool, path, text) in [
            ("docs", "/docs/", "List films"),
            ("redoc", "/redoc/", "Conventions"),
        ] {
            page.open(&format!("{server}{path}")).await;
            page.reads(text).await;
            page.first_screen(&format!("{tool}_{name}")).await;
            is_sound(&page, &server).await;
        }
    }
}
