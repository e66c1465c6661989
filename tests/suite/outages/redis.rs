//! Redis is away, or hangs, or has slept through something.

use serde_json::json;

use super::{is_served_or_shed, sees_up};
use crate::support::{Answer, Cinema, PASSWORD, Tokens, eventually};

/// Two servers that have noticed that Redis is there.
async fn start() -> Cinema {
    let cinema = Cinema::builder()
        .servers(2)
        .workers(0)
        .set("redis.timeout", "250ms")
        .start()
        .await;
    eventually("Redis is seen", async || {
        sees_up(&cinema, "redis").await.then_some(())
    })
    .await;
    cinema
}

async fn sign_out(cinema: &Cinema, tokens: &Tokens) -> Answer {
    let body = json!({ "refresh_token": tokens.refresh });
    cinema
        .client_of(0)
        .bearer(&tokens.access)
        .post("/accounts/logout/", body)
        .await
}

/// Asks both servers.
async fn is_refused_everywhere(cinema: &Cinema, tokens: &Tokens) {
    for server in [0, 1] {
        let answer = cinema
            .client_of(server)
            .bearer(&tokens.access)
            .get("/accounts/sessions/")
            .await;
        answer.refuses(
            401,
            "token-revoked",
            "Token revoked",
            "Token has been blacklisted",
        );
    }
}

/// Asks both servers, which then remember the session as a live one.
async fn is_accepted_everywhere(cinema: &Cinema, tokens: &Tokens) {
    for server in [0, 1] {
        assert_eq!(
            cinema
                .client_of(server)
                .bearer(&tokens.access)
                .get("/accounts/sessions/")
                .await
                .status,
            200
        );
    }
}

/// What a signed-in person does in a day. A server that waits for Redis may send somebody away, but not everybody.
async fn a_day_goes_well(cinema: &Cinema) {
    let served = |answer: &Answer| {
        is_served_or_shed(answer);
        (answer.status == 200).then_some(())
    };
    eventually("a day without a refusal", async || {
        let answer = cinema.try_sign_in("anna@example.com", PASSWORD).await;
        served(&answer)?;
        let tokens = answer.tokens();
        served(&cinema.sessions(&tokens.access).await)?;
        served(&cinema.refresh(&tokens.refresh).await)?;
        served(&cinema.client().get("/movies/").await)
    })
    .await;
}

#[tokio::test]
async fn without_redis_people_sign_in_and_no_revoked_token_is_let_in() {
    let cinema = start().await;
    let gone = cinema.signed_in_member("anna@example.com").await;
    let kept = cinema.sign_in("anna@example.com").await;
    assert_eq!(sign_out(&cinema, &gone).await.status, 200);

    cinema.redis.cut().await;
    for _ in 0..5 {
        is_refused_everywhere(&cinema, &gone).await;
        a_day_goes_well(&cinema).await;
        is_served_or_shed(&cinema.sessions(&kept.access).await);
    }
    eventually("the outage is seen", async || {
        (!sees_up(&cinema, "redis").await).then_some(())
    })
    .await;
    assert_eq!(
        cinema.client().get("/health/ready/").await.json()["status"],
        "degraded"
    );

    cinema.redis.restore().await;
    eventually("Redis is seen again", async || {
        sees_up(&cinema, "redis").await.then_some(())
    })
    .await;
    is_refused_everywhere(&cinema, &gone).await;
    is_accepted_everywhere(&cinema, &kept).await;
}

#[tokio::test]
async fn while_redis_hangs_people_sign_in_and_no_revoked_token_is_let_in() {
    let cinema = start().await;
    let gone = cinema.signed_in_member("anna@example.com").await;
    assert_eq!(sign_out(&cinema, &gone).await.status, 200);
    cinema.redis.jam();
    for _ in 0..3 {
        is_refused_everywhere(&cinema, &gone).await;
        a_day_goes_well(&cinema).await;
    }
    cinema.redis.restore().await;
    eventually("Redis is seen again", async || {
        sees_up(&cinema, "redis").await.then_some(())
    })
    .await;
    is_refused_everywhere(&cinema, &gone).await;
    a_day_goes_well(&cinema).await;
}

#[tokio::test]
async fn a_sign_out_that_redis_slept_through_holds_when_redis_is_back() {
    let cinema = start().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    is_accepted_everywhere(&cinema, &tokens).await;

    cinema.redis.cut().await;
    assert_eq!(sign_out(&cinema, &tokens).await.status, 200);
    is_refused_everywhere(&cinema, &tokens).await;

    cinema.redis.restore().await;
    eventually("Redis has heard of it", async || {
        is_refused_everywhere(&cinema, &tokens).await;
        let told = cinema.count("SELECT count(*) FROM stale_sessions").await == 0;
        (told && sees_up(&cinema, "redis").await).then_some(())
    })
    .await;
    is_refused_everywhere(&cinema, &tokens).await;
}

#[tokio::test]
async fn a_sign_out_holds_everywhere_though_the_server_that_took_it_has_lost_redis() {
    let cinema = Cinema::without_worker().await;
    let (_process, elsewhere) = cinema.server_process_with_own_redis_line().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let elsewhere = elsewhere.bearer(&tokens.access);
    // Asked until Redis remembers the session as a live one.
    for _ in 0..20 {
        assert_eq!(elsewhere.get("/accounts/sessions/").await.status, 200);
    }

    cinema.redis.cut().await;
    assert_eq!(sign_out(&cinema, &tokens).await.status, 200);
    eventually("the other server has heard of it", async || {
        (elsewhere.get("/accounts/sessions/").await.status == 401).then_some(())
    })
    .await;
    for _ in 0..20 {
        let answer = elsewhere.get("/accounts/sessions/").await;
        answer.refuses(
            401,
            "token-revoked",
            "Token revoked",
            "Token has been blacklisted",
        );
    }
}

#[tokio::test]
async fn a_password_change_that_redis_slept_through_holds_when_redis_is_back() {
    let cinema = start().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    is_accepted_everywhere(&cinema, &tokens).await;

    cinema.redis.jam();
    let body = json!({ "old_password": PASSWORD, "new_password": "Battery-Staple?8" });
    let answer = cinema
        .client()
        .bearer(&tokens.access)
        .post("/accounts/change-password/", body)
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    cinema.redis.restore().await;
    eventually("Redis has heard of it", async || {
        is_refused_everywhere(&cinema, &tokens).await;
        (cinema.count("SELECT count(*) FROM stale_sessions").await == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn each_server_limits_for_itself_without_redis() {
    let cinema = Cinema::builder()
        .workers(0)
        .set("redis.timeout", "250ms")
        .set("rate_limits.account", "3/1h")
        .start()
        .await;
    cinema.redis.cut().await;
    for _ in 0..3 {
        assert_eq!(
            cinema
                .try_sign_in("anna@example.com", PASSWORD)
                .await
                .status,
            401
        );
    }
    cinema
        .try_sign_in("anna@example.com", PASSWORD)
        .await
        .is_problem(429);
}
