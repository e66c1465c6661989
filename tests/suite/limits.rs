//! Rate limits, and answers that tell nothing about who has an account.

use serde_json::{Value, json};

use crate::support::{Answer, Cinema, PASSWORD, eventually};

/// Status and body without what differs from request to request, and the names of the headers.
fn told(answer: &Answer) -> (u16, Value, Vec<String>) {
    let mut body = answer.json();
    body.as_object_mut()
        .expect("an object")
        .remove("request_id");
    let mut headers: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
    headers.sort_unstable();
    (answer.status, body, headers)
}

#[track_caller]
fn is_refused(answer: &Answer) -> u32 {
    answer.refuses(
        429,
        "too-many-requests",
        "Too many requests",
        "Too many requests. Try again later.",
    );
    answer.is_problem(429);
    answer
        .header("retry-after")
        .and_then(|text| text.parse().ok())
        .expect("seconds")
}

#[tokio::test]
async fn servers_share_the_limit_of_an_address_and_say_what_is_left() {
    let cinema = Cinema::builder()
        .servers(2)
        .workers(0)
        .set("rate_limits.address", "4/1h")
        .start()
        .await;
    for left in (0..4_u32).rev() {
        let answer = cinema
            .client_of(usize::from(left % 2 == 0))
            .get("/accounts/activate/?email=a@b.cc&token=x")
            .await;
        assert_eq!(answer.status, 400);
        assert_eq!(
            answer.header("ratelimit-policy"),
            Some(r#""address";q=4;w=3600"#)
        );
        let limit = answer.header("ratelimit").expect("what is left");
        assert!(
            limit.starts_with(&format!(r#""address";r={left};t="#)),
            "{limit}"
        );
    }
    for server in [0, 1] {
        let answer = cinema
            .client_of(server)
            .get("/accounts/activate/?email=a@b.cc&token=x")
            .await;
        let wait = is_refused(&answer);
        assert!(
            (1..=900).contains(&wait),
            "a quarter of an hour at most: {wait}"
        );
        assert_eq!(
            answer.header("ratelimit-policy"),
            Some(r#""address";q=4;w=3600"#)
        );
        assert!(
            answer
                .header("ratelimit")
                .is_some_and(|limit| limit.starts_with(r#""address";r=0;t="#))
        );
    }
    assert_eq!(
        cinema.client().get("/movies/").await.status,
        200,
        "reading films is not limited"
    );
}

#[tokio::test]
async fn a_client_behind_a_trusted_proxy_has_a_limit_of_its_own() {
    let builder = Cinema::builder()
        .workers(0)
        .set("rate_limits.address", "1/1h");
    let cinema = builder
        .set("server.trusted_proxies", "127.0.0.0/8")
        .start()
        .await;
    let ask = async |address: &str| {
        let client = cinema.client().header("x-forwarded-for", address);
        client
            .get("/accounts/activate/?email=a@b.cc&token=x")
            .await
            .status
    };
    assert_eq!(ask("203.0.113.1").await, 400);
    assert_eq!(ask("203.0.113.2").await, 400);
    assert_eq!(ask("203.0.113.1").await, 429);
    assert_eq!(
        ask("198.51.100.7, 203.0.113.1").await,
        429,
        "a client cannot choose its address"
    );
}

#[tokio::test]
async fn one_account_is_tried_so_often_and_others_are_left_alone() {
    let cinema = Cinema::builder()
        .servers(2)
        .workers(0)
        .set("rate_limits.account", "3/1h")
        .start()
        .await;
    cinema.member("anna@example.com").await;
    cinema.member("berta@example.com").await;
    let sign_in = async |server: usize, email: &str| {
        cinema
            .client_of(server)
            .post(
                "/accounts/login/",
                json!({ "email": email, "password": PASSWORD }),
            )
            .await
    };
    for server in [0, 1, 0] {
        assert_eq!(sign_in(server, "anna@example.com").await.status, 200);
    }
    is_refused(&sign_in(1, "ANNA@example.com").await);
    assert_eq!(sign_in(1, "berta@example.com").await.status, 200);
}

#[tokio::test]
async fn one_address_is_mailed_so_often_whoever_asks_for_it() {
    let cinema = Cinema::builder()
        .workers(0)
        .set("rate_limits.mail", "2/1h")
        .start()
        .await;
    let client = cinema.client();
    assert_eq!(cinema.register("anna@example.com").await.status, 201);
    let ask = async |path: &str| {
        client
            .post(path, json!({ "email": "Anna@example.com" }))
            .await
    };
    assert_eq!(ask("/accounts/reset-password/request/").await.status, 200);
    assert_eq!(ask("/accounts/reset-password/request/").await.status, 200);
    is_refused(&ask("/accounts/reset-password/request/").await);
    is_refused(&ask("/accounts/resend-activation/").await);
    assert_eq!(cinema.register("Anna@example.com").await.status, 409);
    is_refused(&cinema.register("anna@example.com").await);
}

#[tokio::test]
async fn nobody_can_keep_an_address_from_being_registered() {
    let cinema = Cinema::builder()
        .workers(0)
        .set("rate_limits.mail", "1/1h")
        .start()
        .await;
    let body = json!({ "email": "anna@example.com" });
    for path in [
        "/accounts/reset-password/request/",
        "/accounts/resend-activation/",
    ] {
        cinema.client().post(path, body.clone()).await;
        is_refused(&cinema.client().post(path, body.clone()).await);
    }
    assert_eq!(cinema.register("anna@example.com").await.status, 201);
}

#[tokio::test]
async fn each_failed_sign_in_makes_the_next_one_wait_longer_until_one_succeeds() {
    let cinema = Cinema::builder()
        .workers(0)
        .set("rate_limits.free_failures", 1)
        .start()
        .await;
    cinema.member("anna@example.com").await;
    let wrong = async || {
        cinema
            .try_sign_in("anna@example.com", "Wrong-Horse!7")
            .await
    };

    assert_eq!(wrong().await.status, 401);
    let first = is_refused(&wrong().await);
    eventually("the first delay is over", async || {
        (wrong().await.status == 401).then_some(())
    })
    .await;
    let second = is_refused(&wrong().await);
    assert!(second > first, "{first} s, then {second} s");
    is_refused(&cinema.try_sign_in("anna@example.com", PASSWORD).await);

    eventually("the second delay is over", async || {
        (cinema
            .try_sign_in("anna@example.com", PASSWORD)
            .await
            .status
            == 200)
            .then_some(())
    })
    .await;
    assert_eq!(
        cinema
            .try_sign_in("anna@example.com", PASSWORD)
            .await
            .status,
        200,
        "the failures are forgotten"
    );
}

#[tokio::test]
async fn nobody_learns_at_sign_in_who_has_an_account() {
    let builder = Cinema::builder()
        .workers(0)
        .set("rate_limits.free_failures", 2);
    let cinema = builder
        .set("rate_limits.longest_delay", "1h")
        .set("rate_limits.account", "1000/1h")
        .start()
        .await;
    cinema.member("anna@example.com").await;
    for _ in 0..3 {
        let known = cinema
            .try_sign_in("anna@example.com", "Wrong-Horse!7")
            .await;
        let unknown = cinema
            .try_sign_in("nobody@example.com", "Wrong-Horse!7")
            .await;
        assert_eq!(told(&known), told(&unknown));
    }
}

#[tokio::test]
async fn nobody_learns_from_a_reset_who_has_an_account() {
    let cinema = Cinema::without_worker().await;
    cinema.member("anna@example.com").await;
    cinema.register("inactive@example.com").await;
    let client = cinema.client();
    let request = async |email: &str| {
        let answer = client
            .post(
                "/accounts/reset-password/request/",
                json!({ "email": email }),
            )
            .await;
        told(&answer)
    };
    let known = request("anna@example.com").await;
    assert_eq!(known, request("inactive@example.com").await);
    assert_eq!(known, request("nobody@example.com").await);

    let complete = async |email: &str| {
        let body = json!({ "email": email, "token": "wrong", "password": PASSWORD });
        told(
            &client
                .post("/accounts/reset-password/complete/", body)
                .await,
        )
    };
    assert_eq!(
        complete("anna@example.com").await,
        complete("nobody@example.com").await
    );
}

#[tokio::test]
async fn somebody_elses_failures_do_not_keep_the_owner_out() {
    let builder = Cinema::builder()
        .workers(0)
        .set("rate_limits.free_failures", 0);
    let cinema = builder
        .set("server.trusted_proxies", "127.0.0.0/8")
        .start()
        .await;
    cinema.member("anna@example.com").await;
    let sign_in = async |address: &str, password: &str| {
        let client = cinema.client().header("x-forwarded-for", address);
        let body = json!({ "email": "anna@example.com", "password": password });
        client.post("/accounts/login/", body).await
    };
    assert_eq!(sign_in("203.0.113.1", "Wrong-Horse!7").await.status, 401);
    is_refused(&sign_in("203.0.113.1", PASSWORD).await);
    sign_in("198.51.100.7", PASSWORD).await.tokens();
}
