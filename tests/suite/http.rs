//! What holds for every request, whatever it asks for.

use serde_json::{Value, json};

use crate::support::{Answer, Cinema, PASSWORD};

/// A password that must not come back, wherever it was sent.
const SECRET: &str = "Hunter2-secret";

fn credentials() -> Value {
    json!({ "email": "anna@example.com", "password": PASSWORD })
}

#[tokio::test]
async fn both_slash_forms_reach_the_same_operation() {
    let cinema = Cinema::without_worker().await;
    let client = cinema.client();
    assert_eq!(client.post("/accounts/register", credentials()).await.status, 201);
    assert_eq!(client.post("/accounts/register/", credentials()).await.status, 409);
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
    for path in ["/", "/nowhere", "/nowhere/", "/accounts/", "/movies/a/b/c/", "//movies/", "/..%2fmovies/"] {
        let answer = cinema.client().get(path).await;
        answer.refuses(404, "not-found", "Not found", "Nothing is found at this address.");
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
        answer.refuses(405, "method-not-allowed", "Method not allowed", "This address does not take the method.");
        let mut methods: Vec<_> = answer.header("allow").unwrap_or_default().split(',').map(str::trim).collect();
        methods.sort_unstable();
        assert_eq!(methods, allowed, "{method} {path}");
    }
}

#[tokio::test]
async fn a_body_of_another_type_is_refused() {
    let cinema = Cinema::without_worker().await;
    for content_type in ["text/plain", "application/x-www-form-urlencoded", "application/xml", "application/jsonx", ""] {
        let answer = cinema.client().post_as("/accounts/login/", content_type, credentials().to_string()).await;
        let detail = "The request body must be application/json.";
        answer.refuses(415, "unsupported-media-type", "Unsupported media type", detail);
    }
    let answer = cinema.client().post_as("/accounts/login/", "Application/JSON; charset=utf-8", credentials().to_string()).await;
    assert_eq!(answer.status, 401, "the type may have parameters and any case");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let cinema = Cinema::without_worker().await;
    let body = json!({ "email": "anna@example.com", "password": "x".repeat(64 * 1024) });
    let answer = cinema.client().post("/accounts/login/", body).await;
    answer.refuses(413, "content-too-large", "Content too large", "The request body is too large.");
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused() {
    let cinema = Cinema::without_worker().await;
    let broken: [&[u8]; 7] = [b"", b"{", b"null and void", b"{\"email\": }", b"{\"email\": \"a\",}", b"{'email': 'a'}", b"\xff\xfe"];
    for body in broken {
        let answer = cinema.client().post_bytes("/accounts/login/", body).await;
        answer.is_problem(400);
        assert_eq!(answer.json()["type"], "urn:problem-type:cinema:malformed-request");
    }
}

#[tokio::test]
async fn a_member_that_is_unknown_or_given_twice_is_refused() {
    let cinema = Cinema::without_worker().await;
    let client = cinema.client();
    let mut body = credentials();
    body["remember_me"] = true.into();
    client.post("/accounts/login/", body).await.names_fields(&[("remember_me", "unknown")]);
    let twice = r#"{"email": "anna@example.com", "email": "anna@example.com", "password": "x"}"#;
    client.post_bytes("/accounts/login/", twice).await.names_fields(&[("email", "duplicate")]);
}

#[tokio::test]
async fn a_refused_value_is_never_repeated() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let client = cinema.client();
    let signed_in = client.bearer(&tokens.access);
    let register = "/accounts/register/";
    let answers: Vec<Answer> = vec![
        client.post(register, json!({ "email": SECRET, "password": SECRET })).await,
        client.post(register, json!({ "email": [SECRET], "password": { "a": SECRET } })).await,
        client.post(register, json!(SECRET)).await,
        client.post(register, json!([SECRET])).await,
        client.post_bytes(register, format!("{{\"password\": \"{SECRET}")).await,
        client.post_bytes(register, format!("{{\"password\": {SECRET}}}")).await,
        client.post_bytes(register, format!("{SECRET}")).await,
        client.post_as(register, "text/plain", SECRET).await,
        client.post("/accounts/login/", json!({ "email": SECRET, "password": SECRET })).await,
        client.post("/accounts/reset-password/request/", json!({ "email": SECRET })).await,
        client.post("/accounts/reset-password/complete/", json!({ "email": SECRET, "token": SECRET, "password": SECRET })).await,
        client.post("/accounts/refresh/", json!({ "refresh_token": SECRET })).await,
        client.get(&format!("/accounts/activate/?email={SECRET}&token={SECRET}")).await,
        client.get(&format!("/movies/?page={SECRET}&sort={SECRET}&year={SECRET}&price_to={SECRET}")).await,
        client.get(&format!("/{SECRET}/")).await,
        client.bearer(SECRET).get("/accounts/sessions/").await,
        signed_in.delete(&format!("/accounts/sessions/{SECRET}/")).await,
        signed_in.post("/accounts/change-password/", json!({ "email": SECRET, "old_password": SECRET, "new_password": "x" })).await,
    ];
    for answer in answers {
        answer.is_problem(answer.status);
        assert!((400..500).contains(&answer.status), "{}", answer.text);
        assert!(!answer.text.contains("Hunter2"), "{}", answer.text);
        let repeated = answer.headers.values().any(|value| value.as_bytes().windows(7).any(|part| part == b"Hunter2"));
        assert!(!repeated, "{:?}", answer.headers);
    }
}

#[tokio::test]
async fn every_answer_carries_a_request_id_which_the_client_may_choose() {
    let cinema = Cinema::without_worker().await;
    let client = cinema.client();
    let chosen = client.header("x-request-id", "my-request_1").get("/nowhere/").await;
    assert_eq!((chosen.header("x-request-id"), &chosen.json()["request_id"]), (Some("my-request_1"), &json!("my-request_1")));
    for unfit in ["two words", "<script>", &"x".repeat(65), ""] {
        let answer = client.header("x-request-id", unfit).get("/movies/").await;
        let id = answer.header("x-request-id").expect("an id");
        assert!(id.parse::<uuid::Uuid>().is_ok(), "{unfit:?} became {id:?}");
    }
}

#[tokio::test]
async fn every_answer_tells_browsers_to_be_careful() {
    let cinema = Cinema::without_worker().await;
    for path in ["/movies/", "/nowhere/", "/accounts/sessions/"] {
        let answer = cinema.client().get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
            ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
    }
}

#[tokio::test]
async fn pages_of_configured_origins_may_call_and_others_may_not() {
    let cinema = Cinema::builder().workers(0).set("server.cors_origins", "https://shop.example").start().await;
    let allowed = async |origin: &str| {
        let answer = cinema.client().header("origin", origin).get("/movies/").await;
        answer.header("access-control-allow-origin").map(str::to_owned)
    };
    assert_eq!(allowed("https://shop.example").await.as_deref(), Some("https://shop.example"));
    assert_eq!(allowed("https://evil.example").await, None);
}

#[tokio::test]
async fn a_body_is_compressed_for_those_who_ask() {
    let cinema = Cinema::without_worker().await;
    let films = "INSERT INTO certifications (name) VALUES ($1)";
    cinema.execute(films, "PG").await;
    let many = "INSERT INTO movies (name, year, time, imdb, votes, description, price, certification_id)
        SELECT 'Film ' || n, 2000, 90, 5, 1, $1, 1, (SELECT id FROM certifications) FROM generate_series(1, 20) AS n";
    cinema.execute(many, "A film.").await;
    let plain = cinema.client().get("/movies/").await;
    assert_eq!(plain.header("content-encoding"), None);
    let packed = cinema.client().header("accept-encoding", "gzip").call("HEAD", "/movies/").await;
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert!(packed.header("vary").is_some_and(|vary| vary.contains("accept-encoding")));
}
