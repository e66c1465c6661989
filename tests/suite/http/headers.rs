//! What every answer carries, whatever its body.

use serde_json::json;

use crate::support::Cinema;

#[tokio::test]
async fn every_answer_carries_a_request_id_which_the_client_may_choose() {
    let cinema = Cinema::without_worker().await;
    let client = cinema.client();
    let chosen = client
        .header("x-request-id", "my-request_1")
        .get("/nowhere/")
        .await;
    assert_eq!(
        (chosen.header("x-request-id"), &chosen.json()["request_id"]),
        (Some("my-request_1"), &json!("my-request_1"))
    );
    for unfit in ["two words", "<script>", &"x".repeat(65), ""] {
        let answer = client.header("x-request-id", unfit).get("/movies/").await;
        let id = answer.header("x-request-id").expect("an id");
        assert!(id.parse::<uuid::Uuid>().is_ok(), "{unfit:?} became {id:?}");
    }
}

#[tokio::test]
async fn every_answer_tells_browsers_to_be_careful() {
    let cinema = Cinema::without_worker().await;
    for path in ["/health/live/", "/nowhere/", "/accounts/sessions/"] {
        let answer = cinema.client().get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
            (
                "content-security-policy",
                "default-src 'none'; frame-ancestors 'none'",
            ),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
    }
}

#[tokio::test]
async fn pages_of_configured_origins_may_call_and_others_may_not() {
    let cinema = Cinema::builder()
        .workers(0)
        .set("server.cors_origins", "https://shop.example")
        .start()
        .await;
    let allowed = async |origin: &str| {
        let answer = cinema
            .client()
            .header("origin", origin)
            .get("/movies/")
            .await;
        answer
            .header("access-control-allow-origin")
            .map(str::to_owned)
    };
    assert_eq!(
        allowed("https://shop.example").await.as_deref(),
        Some("https://shop.example")
    );
    assert_eq!(allowed("https://evil.example").await, None);
}

#[tokio::test]
async fn such_pages_may_send_conditions_and_keys_and_read_tags_and_locations() {
    let cinema = Cinema::builder()
        .workers(0)
        .set("server.cors_origins", "https://shop.example")
        .start()
        .await;
    let page = cinema.client().header("origin", "https://shop.example");
    let preflight = page
        .header("access-control-request-method", "PATCH")
        .header("access-control-request-headers", "authorization,if-match")
        .call("OPTIONS", "/movies/3f2b8f0e-5d0c-4f6e-8f67-0d5c2f1f9a10/")
        .await;
    let allowed = preflight.header("access-control-allow-headers");
    let allowed = allowed.expect("allowed headers");
    for name in ["if-match", "if-none-match", "idempotency-key"] {
        assert!(allowed.contains(name), "{allowed}");
    }
    let answer = page.get("/movies/").await;
    let exposed = answer.header("access-control-expose-headers");
    let exposed = exposed.expect("exposed headers");
    for name in ["etag", "location", "idempotent-replayed"] {
        assert!(exposed.contains(name), "{exposed}");
    }
}

#[tokio::test]
async fn a_large_body_is_compressed_for_those_who_ask() {
    let cinema = Cinema::without_worker().await;
    let films = "INSERT INTO certifications (name) VALUES ($1)";
    cinema.execute(films, "PG").await;
    let many = "INSERT INTO movies (name, year, time, imdb, votes, description, price, certification_id)
        SELECT 'Film ' || n, 2000, 90, 5, 1, $1, 1, (SELECT id FROM certifications) FROM generate_series(1, 20) AS n";
    cinema.execute(many, "A film.").await;
    let plain = cinema.client().get("/movies/").await;
    assert_eq!(plain.header("content-encoding"), None);
    let packed = cinema
        .client()
        .header("accept-encoding", "gzip")
        .get("/movies/")
        .await;
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert!(
        packed
            .header("vary")
            .is_some_and(|vary| vary.contains("accept-encoding"))
    );
    let small = cinema
        .client()
        .header("accept-encoding", "gzip")
        .get("/health/live/")
        .await;
    assert_eq!(small.header("content-encoding"), None);
}
