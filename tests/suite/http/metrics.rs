//! What monitoring sees of requests.

use crate::support::Cinema;

#[tokio::test]
async fn answers_are_counted_by_operation_method_and_status() {
    let cinema = Cinema::builder().servers(0).workers(0).start().await;
    let (_server, client, metrics) = cinema.server_process_with_metrics().await;
    let form = "/accounts/reset-password/complete/form/?email=anna@example.com&token=x";
    for path in [
        "/movies/",
        "/movies",
        "/movies/00000000-0000-0000-0000-000000000000/",
        "/accounts/sessions/",
        form,
        "/nowhere/",
    ] {
        client.get(path).await;
    }
    client.delete("/movies/").await;
    client.call("BREW", "/nowhere/").await;

    let seen = metrics.get("/metrics").await.text;
    for (method, operation, status, count) in [
        ("GET", "/movies/", 200, 2),
        ("GET", "/movies/{movie_uuid}/", 401, 1),
        ("GET", "/accounts/sessions/", 401, 1),
        ("GET", "/accounts/reset-password/complete/form/", 400, 1),
        ("GET", "none", 404, 1),
        ("DELETE", "none", 405, 1),
        ("other", "none", 404, 1),
    ] {
        let labels = format!(r#"{{method="{method}",operation="{operation}",status="{status}"}}"#);
        for metric in [
            "cinema_http_requests_total",
            "cinema_http_request_seconds_count",
        ] {
            let line = format!("{metric}{labels} {count}");
            assert!(seen.lines().any(|seen| seen == line), "{line}\n{seen}");
        }
    }
}
