//! The bodies of problems, as clients parse them. `cargo insta review` shows what a change does to them.

use serde_json::json;

use crate::support::{Answer, Cinema, PASSWORD};

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_sort_maps(true);
    settings
}

#[track_caller]
fn assert_approved(name: &str, answer: &Answer) {
    settings()
        .bind(|| insta::assert_json_snapshot!(name, answer.json(), { ".request_id" => "[id]" }));
}

#[tokio::test]
async fn problems_of_every_shape_read_as_they_were_approved() {
    let cinema = Cinema::without_worker().await;
    let client = cinema.client();
    assert_approved("not_found", &client.get("/nowhere/").await);
    assert_approved("method_not_allowed", &client.delete("/movies/").await);
    assert_approved(
        "malformed_request",
        &client.post_bytes("/accounts/login/", "{\"email\"").await,
    );
    assert_approved(
        "unsupported_media_type",
        &client.post_as("/accounts/login/", "text/plain", "x").await,
    );
    assert_approved(
        "content_too_large",
        &client
            .post_bytes("/accounts/login/", vec![b' '; 100_000])
            .await,
    );
    assert_approved(
        "authorization_missing",
        &client.get("/accounts/sessions/").await,
    );
    let body = json!({ "email": "", "password": 7, "admin": true });
    assert_approved(
        "invalid_body",
        &client.post("/accounts/register/", body).await,
    );
    assert_approved(
        "invalid_query",
        &client
            .get("/movies/?page=0&per_page=21&sort=year,rating&price_to=9,99&imdb=x")
            .await,
    );
    let body = json!({ "email": "anna@example.com", "password": PASSWORD });
    assert_approved(
        "invalid_credentials",
        &client.post("/accounts/login/", body).await,
    );
}
