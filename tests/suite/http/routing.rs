//! Which operation answers, and what answers where there is none.

use super::credentials;
use crate::support::Cinema;

#[tokio::test]
async fn both_slash_forms_reach_the_same_operation() {
    let cinema = Cinema::without_worker().await;
    let client = cinema.client();
    assert_eq!(
        client
            .post("/accounts/register", credentials())
            .await
            .status,
        201
    );
    assert_eq!(
        client
            .post("/accounts/register/", credentials())
            .await
            .status,
        409
    );
    for path in ["/movies", "/movies/", "/movies?page=1", "/movies/?page=1"] {
        assert_eq!(client.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn http_1_and_http_2_are_spoken_on_one_port() {
    let cinema = Cinema::without_worker().await;
    for (client, version) in [
        (cinema.client(), reqwest::Version::HTTP_11),
        (cinema.client().over_http2(), reqwest::Version::HTTP_2),
    ] {
        let answer = client.get("/movies/").await;
        assert_eq!((answer.status, answer.version), (200, version));
        let answer = client.post("/accounts/login/", credentials()).await;
        assert_eq!((answer.status, answer.version), (401, version));
        client.get("/nowhere/").await.is_problem(404);
    }
}

#[tokio::test]
async fn a_path_that_does_not_exist_is_a_problem() {
    let cinema = Cinema::without_worker().await;
    for path in [
        "/nowhere",
        "/nowhere/",
        "/accounts/",
        "/movies/a/b/c/",
        "//movies/",
        "/..%2fmovies/",
    ] {
        let answer = cinema.client().get(path).await;
        answer.refuses(
            404,
            "not-found",
            "Not found",
            "Nothing is found at this address.",
        );
    }
}

#[tokio::test]
async fn a_method_that_a_path_does_not_have_is_a_problem_with_the_methods_it_has() {
    let cinema = Cinema::without_worker().await;
    for (method, path, allowed) in [
        ("DELETE", "/accounts/register/", &["POST"][..]),
        ("GET", "/accounts/login", &["POST"]),
        ("PUT", "/movies/", &["GET", "HEAD"]),
        ("POST", "/accounts/sessions/", &["DELETE", "GET", "HEAD"]),
        ("BREW", "/health/live/", &["GET", "HEAD"]),
    ] {
        let answer = cinema.client().call(method, path).await;
        answer.refuses(
            405,
            "method-not-allowed",
            "Method not allowed",
            "This address does not take the method.",
        );
        let mut methods: Vec<_> = answer
            .header("allow")
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .collect();
        methods.sort_unstable();
        assert_eq!(methods, allowed, "{method} {path}");
    }
}
