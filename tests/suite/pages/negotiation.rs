//! Who gets a page and who gets data, and what pages are when something goes wrong.

use serde_json::json;

use super::{browser, is_page, submit};
use crate::support::{Cinema, eventually};

const FORM: &str = "/accounts/reset-password/complete/form/";

#[tokio::test]
async fn the_same_address_is_a_page_for_browsers_and_data_for_programs() {
    let cinema = Cinema::without_worker().await;
    for (path, text) in [
        ("/payments/success/", "Payment was successful! Thank you!"),
        ("/payments/cancel/", "Payment was cancelled."),
    ] {
        for path in [path, path.trim_end_matches('/')] {
            let page = browser(&cinema).get(path).await;
            is_page(&page, 200, &[&format!("<h1>{text}</h1>")]);
            assert_eq!(page.header("vary"), Some("accept"));
        }
        for accept in [None, Some("*/*"), Some("application/json")] {
            let client = cinema.client();
            let answer = match accept {
                Some(accept) => client.header("accept", accept).get(path).await,
                None => client.get(path).await,
            };
            answer.says(text);
            assert_eq!(answer.header("vary"), Some("accept"));
        }
    }
}

#[tokio::test]
async fn a_wrong_link_is_a_problem_for_programs_and_a_page_for_browsers() {
    let cinema = Cinema::without_worker().await;
    let link = "/accounts/activate/?email=anna@example.com&token=x";
    for (answer, is_problem) in [
        (cinema.client().get(link).await, true),
        (browser(&cinema).get(link).await, false),
    ] {
        assert_eq!(answer.header("vary"), Some("accept"));
        if is_problem {
            answer.is_problem(400);
        } else {
            is_page(&answer, 400, &["This link does not work"]);
        }
    }
}

#[tokio::test]
async fn operations_answer_browsers_with_data() {
    let cinema = Cinema::without_worker().await;
    let client = browser(&cinema);
    assert_eq!(
        client.get("/movies/").await.header("content-type"),
        Some("application/json")
    );
    client.get("/cart/").await.is_problem(401);
    client.get("/nowhere/").await.is_problem(404);
    let reset =
        json!({ "email": "anna@example.com", "token": "x", "password": "Battery-Staple?8" });
    client
        .post("/accounts/reset-password/complete/", reset)
        .await
        .is_problem(400);
}

#[tokio::test]
async fn what_goes_wrong_with_a_page_is_told_by_a_page() {
    let cinema = Cinema::without_worker().await;
    let client = browser(&cinema);
    is_page(
        &client.post(FORM, json!({})).await,
        415,
        &["Unsupported media type"],
    );
    is_page(
        &submit(&client, FORM, &[("email", "a")]).await,
        400,
        &["it is not what the form sends"],
    );
    is_page(
        &client.get(&format!("{FORM}?email=a&email=b")).await,
        400,
        &["the link is damaged"],
    );
    is_page(
        &submit(&client, FORM, &[("email", &"x".repeat(100_000))]).await,
        413,
        &["Content too large"],
    );
    let refused = client.delete(FORM).await;
    is_page(&refused, 405, &["This address does not take the method."]);
    assert_eq!(refused.header("allow"), Some("GET,HEAD,POST"));
}

#[tokio::test]
async fn a_page_says_when_to_come_back() {
    let cinema = Cinema::builder()
        .workers(0)
        .set("rate_limits.address", "1/1h")
        .start()
        .await;
    let client = browser(&cinema);
    is_page(
        &client.get("/accounts/resend-activation/form/").await,
        200,
        &[],
    );
    let page = client.get("/accounts/resend-activation/form/").await;
    is_page(&page, 429, &["Too many requests. Try again later."]);
    assert!(page.header("retry-after").is_some());
}

#[tokio::test]
async fn a_page_says_that_it_is_our_fault_and_works_again() {
    let cinema = Cinema::without_worker().await;
    let client = browser(&cinema);
    let link = "/accounts/activate/form/?email=anna@example.com&token=x";
    cinema.postgres.cut().await;
    let page = client.get(link).await;
    let id = page.header("x-request-id").unwrap_or_default().to_owned();
    is_page(
        &page,
        503,
        &["This did not work", &format!("<code>{id}</code>")],
    );
    assert!(page.header("retry-after").is_some());
    cinema.postgres.restore().await;
    eventually("the page is back", async || {
        (client.get(link).await.status == 400).then_some(())
    })
    .await;
}

#[tokio::test]
async fn what_pages_are_made_with_is_served_here_and_kept_by_browsers() {
    let cinema = Cinema::without_worker().await;
    let page = browser(&cinema).get("/payments/success/").await.text;
    let mut assets = 0;
    for link in page.split("href=\"").skip(1) {
        let Some(path) = link
            .split('"')
            .next()
            .filter(|path| path.contains("/assets/"))
        else {
            continue;
        };
        assets += 1;
        let asset = cinema.client().get(path).await;
        let kept = Some("public, max-age=31536000, immutable");
        assert_eq!(
            (asset.status, asset.header("cache-control")),
            (200, kept),
            "{path}"
        );
        let tag = asset.header("etag").unwrap_or_default().to_owned();
        let copy = cinema
            .client()
            .header("if-none-match", &tag)
            .get(path)
            .await;
        assert_eq!(copy.status, 304);
        let untagged = path.split('?').next().unwrap_or_default();
        let other = cinema.client().get(&format!("{untagged}?v=older")).await;
        assert_eq!(other.header("cache-control"), Some("public, no-cache"));
        assert_eq!(other.text, asset.text);
    }
    assert_eq!(assets, 2, "a style sheet and an icon in {page}");
    cinema
        .client()
        .get("/assets/nothing.css")
        .await
        .is_problem(404);
}

#[tokio::test]
async fn pages_lead_below_the_path_of_the_public_url() {
    let cinema = Cinema::builder()
        .workers(0)
        .set("server.public_url", "https://example.test/cinema/")
        .start()
        .await;
    let page = browser(&cinema)
        .get("/accounts/resend-activation/form/")
        .await;
    is_page(
        &page,
        200,
        &[
            r#"action="/cinema/accounts/resend-activation/form/""#,
            r#"href="/cinema/assets/style.css?v="#,
        ],
    );
}
