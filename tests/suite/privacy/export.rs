//! `GET /accounts/me/export/` and `GET /accounts/exports/`

use cinema_api::models;
use domain::Role;
use futures_util::future::join_all;
use http_runtime::{Decode as _, Errors, Limits};
use serde_json::{Value, json};

use super::{EXPORT, delete_account, everything, is_deleted};
use crate::{
    buying::{add_film, ordered, text},
    support::{Answer, Cinema, Client, PASSWORD, PUBLIC_URL, eventually},
};

#[track_caller]
fn is_being_made(answer: &Answer) {
    let body = json!({ "status": "being_made", "url": null, "expires_at": null });
    answer.is(202, &body);
    assert_eq!(answer.header("retry-after"), Some("2"));
}

#[track_caller]
fn is_gone(answer: &Answer) {
    let detail = "This link is wrong or has expired.";
    answer.refuses(404, "export-not-found", "Export not found", detail);
}

/// The link to the caller's file, once it is made.
async fn link(caller: &Client) -> String {
    let answer = eventually("the file is made", async || {
        let answer = caller.get(EXPORT).await;
        (answer.status != 202).then_some(answer)
    })
    .await;
    let body = answer.json();
    answer.is(
        200,
        &json!({ "status": "ready", "url": body["url"], "expires_at": body["expires_at"] }),
    );
    text(&body, "url")
}

/// Downloads a file, and compares its shape with the contract.
async fn download(client: &Client, link: &str) -> Value {
    let answer = client.get(link).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let mut errors = Errors::new(|_, _| Ok(()));
    let mut data = answer.json();
    for event in data["stripe_events"].as_array_mut().expect("a list") {
        // The contract names two members of many.
        event["payload"] =
            json!({ "id": event["payload"]["id"], "type": event["payload"]["type"] });
    }
    models::AccountData::decode(data, &Limits::NONE, &mut errors);
    assert!(errors.is_empty(), "{errors:?}");
    answer.json()
}

#[tokio::test]
async fn a_file_is_made_by_the_worker_and_downloaded_by_a_link_for_a_day() {
    let mut cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let anna = cinema.client().bearer(&tokens.access);
    is_being_made(&anna.get(EXPORT).await);
    is_being_made(&anna.get(EXPORT).await);
    cinema.start_worker();
    let url = link(&anna).await;
    assert!(
        url.starts_with(&format!("{PUBLIC_URL}/accounts/exports/?token=")),
        "{url}"
    );
    assert_eq!(link(&anna).await, url, "it is the same all day");

    let answer = cinema.client().get(&url).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    for (header, value) in [
        ("content-type", "application/json"),
        (
            "content-disposition",
            "attachment; filename=\"online-cinema-account.json\"",
        ),
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(answer.header(header), Some(value), "{header}");
    }
    assert_eq!(answer.json()["account"]["email"], "anna@example.com");
    let day = "SELECT count(*) FROM account_exports
        WHERE expires_at BETWEEN now() + interval '23 hours' AND now() + interval '24 hours'";
    assert_eq!(cinema.count(day).await, 1);
}

/// A moderator who has bought a film and is about to order another.
struct Known {
    id: i32,
    client: Client,
    bought: String,
    in_cart: String,
    order: Value,
    payment: String,
}

async fn somebody(cinema: &Cinema) -> Known {
    let admin = cinema.signed_in_as(Role::Admin).await;
    let id = cinema.member("anna@example.com").await;
    let profile = "WITH kept AS (INSERT INTO avatar_files (name) VALUES (repeat('0a', 32) || '.png') RETURNING name)
        INSERT INTO user_profiles (first_name, gender, date_of_birth, avatar, user_id)
        SELECT 'anna', 'WOMAN', '1990-04-01', kept.name, id FROM users, kept WHERE email = $1";
    assert_eq!(cinema.execute(profile, "anna@example.com").await, 1);
    let body = json!({ "email": "anna@example.com", "group_id": 3 });
    admin.post("/admin/accounts/change-group/", body).await;
    let credentials = json!({ "email": "anna@example.com", "password": PASSWORD });
    let phone = cinema.client().header("user-agent", "Phone/1.0");
    let tokens = phone.post("/accounts/login/", credentials).await.tokens();
    let client = phone.bearer(&tokens.access);
    let genre = client.post("/movies/genres/create/", json!({ "name": "Noir" }));
    assert_eq!(genre.await.status, 201);

    let bought = add_film(cinema, "Heat", "9.99").await;
    let in_cart = add_film(cinema, "Ran", "4.50").await;
    let order = ordered(&client, std::slice::from_ref(&bought)).await;
    let page = client.call("POST", "/payments/checkout-session/").await;
    let payment = cinema.stripe().pay(&text(&page.json(), "checkout_url"));
    let library = format!("/purchases/{bought}/");
    eventually("the film is hers", async || {
        (client.get(&library).await.status == 200).then_some(())
    })
    .await;
    let body = json!({ "movie_uuid": in_cart });
    assert_eq!(client.post("/cart/add/", body).await.status, 200);
    Known {
        id,
        client,
        bought,
        in_cart,
        order,
        payment,
    }
}

#[tokio::test]
async fn the_file_has_all_that_is_known_about_its_owner() {
    let cinema = Cinema::builder().stripe().start().await;
    let anna = somebody(&cinema).await;
    let data = download(&cinema.client(), &link(&anna.client).await).await;
    let expected = json!({
        "account": { "id": anna.id, "email": "anna@example.com", "role": "moderator", "is_active": true },
        "profile": {
            "first_name": "anna", "last_name": null, "gender": "woman",
            "avatar": format!("{PUBLIC_URL}/profiles/avatars/{}.png/", "0a".repeat(32)),
            "date_of_birth": "1990-04-01", "info": null,
        },
        "sessions": [{ "device": "Phone/1.0", "address": "127.0.0.1" }],
        "cart": [{ "movie_uuid": anna.in_cart, "movie_name": "Ran" }],
        "orders": [{
            "id": anna.order["id"], "status": "paid", "total_amount": "9.99",
            "movies": [{ "uuid": anna.bought, "name": "Heat", "price": "9.99" }],
        }],
        "payments": [{
            "order_id": anna.order["id"], "amount": "9.99", "status": "successful",
            "external_payment_id": anna.payment,
        }],
        "purchases": [{ "movie_uuid": anna.bought, "name": "Heat" }],
        "imports": [],
        "changes_made": [{ "action": "create-genre", "entity": "genre", "address": "127.0.0.1" }],
        "changes_of_account": [{ "action": "change-group" }],
    });
    has(&data, &expected, "");
    let events = data["stripe_events"].as_array().expect("a list");
    let paid = |event: &Value| event["type"] == "checkout.session.completed";
    assert!(events.iter().any(paid), "{events:?}");
}

/// Asserts that a value has all members of another, and lists of the same length.
#[track_caller]
fn has(found: &Value, expected: &Value, path: &str) {
    match expected {
        Value::Object(members) => {
            for (name, member) in members {
                has(&found[name], member, &format!("{path}.{name}"));
            }
        }
        Value::Array(items) => {
            let there = found.as_array().expect("a list");
            assert_eq!(there.len(), items.len(), "{path}: {found}");
            for (found, item) in there.iter().zip(items) {
                has(found, item, path);
            }
        }
        other => assert_eq!(found, other, "{path}"),
    }
}

#[tokio::test]
async fn the_file_tells_about_nobody_else() {
    let cinema = Cinema::builder().stripe().start().await;
    let anna = somebody(&cinema).await;
    let berta = crate::buying::another(&cinema, "berta@example.com").await;
    let data = download(&cinema.client(), &link(&anna.client).await).await;
    for other in ["admin@example.com", "berta"] {
        assert!(!data.to_string().contains(other), "{data}");
    }

    let data = download(&cinema.client(), &link(&berta).await).await;
    for list in [
        "cart",
        "orders",
        "payments",
        "purchases",
        "imports",
        "changes_made",
        "changes_of_account",
        "stripe_events",
    ] {
        assert_eq!(data[list], json!([]), "{list}");
    }
    assert_eq!(data["sessions"].as_array().map(Vec::len), Some(1));
    assert_eq!(data["profile"]["first_name"], Value::Null);
    assert!(!data.to_string().contains("anna"), "{data}");
}

#[tokio::test]
async fn whoever_asks_sixteen_times_at_once_has_one_file_made() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let anna = cinema.client().bearer(&tokens.access);
    for answer in join_all((0..16).map(|_| anna.get(EXPORT))).await {
        is_being_made(&answer);
    }
    assert_eq!(
        cinema.count("SELECT count(*) FROM account_exports").await,
        1
    );
    let queued = async || cinema.queue_length(jobs::Queue::Maintenance).await;
    eventually("the job is with the broker", async || {
        (queued().await == 1).then_some(())
    })
    .await;
    assert_eq!(cinema.count("SELECT count(*) FROM outbox").await, 0);
}

#[tokio::test]
async fn a_link_is_a_secret_that_the_database_does_not_know() {
    let cinema = Cinema::start().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let anna = cinema.client().bearer(&tokens.access);
    let url = link(&anna).await;
    let token = url.split('=').nth(1).expect("a token");
    assert!(!everything(&cinema).await.contains(token));

    let stored: String = sqlx::query_scalar("SELECT token FROM account_exports")
        .fetch_one(&cinema.db)
        .await
        .expect("the query is valid");
    let (head, last) = token.split_at(token.len() - 2);
    let other = if last == "AA" { "BB" } else { "AA" };
    for wrong in [
        stored,
        format!("{head}{other}"),
        head.to_owned(),
        "%25".to_owned(),
    ] {
        let path = format!("/accounts/exports/?token={wrong}");
        is_gone(&cinema.client().get(&path).await);
    }
    let none = cinema.client().get("/accounts/exports/").await;
    none.names_fields(&[("token", "required")]);
}

#[tokio::test]
async fn an_expired_file_is_gone_and_another_can_be_made() {
    let cinema = Cinema::builder()
        .set("schedules.clean_up_accounts", "1s")
        .start()
        .await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let anna = cinema.client().bearer(&tokens.access);
    let first = link(&anna).await;
    let expire = "UPDATE account_exports SET expires_at = now() - interval '1 s' FROM users
        WHERE users.id = user_id AND email = $1";
    assert_eq!(cinema.execute(expire, "anna@example.com").await, 1);
    is_gone(&cinema.client().get(&first).await);
    eventually("what has expired is deleted", async || {
        (cinema.count("SELECT count(*) FROM account_exports").await == 0).then_some(())
    })
    .await;

    let second = link(&anna).await;
    assert_ne!(first, second);
    is_gone(&cinema.client().get(&first).await);
    download(&cinema.client(), &second).await;
}

#[tokio::test]
async fn one_that_has_expired_is_replaced_before_it_is_cleaned_up() {
    let cinema = Cinema::start().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let anna = cinema.client().bearer(&tokens.access);
    let first = link(&anna).await;
    cinema
        .execute(
            "UPDATE account_exports SET expires_at = now() - interval '1 s' WHERE $1 <> ''",
            "x",
        )
        .await;
    is_being_made(&anna.get(EXPORT).await);
    let second = link(&anna).await;
    assert_ne!(first, second);
    is_gone(&cinema.client().get(&first).await);
}

#[tokio::test]
async fn whatever_ends_a_session_withdraws_the_link() {
    let cinema = Cinema::start().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    let mut links = Vec::new();
    let mut refresh_tokens = Vec::new();
    for name in ["anna", "berta", "clara", "dora", "emma", "fritz", "greta"] {
        let email = format!("{name}@example.com");
        let tokens = cinema.signed_in_member(&email).await;
        let caller = cinema.client().bearer(&tokens.access);
        links.push((link(&caller).await, caller));
        refresh_tokens.push(tokens.refresh);
        cinema.sign_in(&email).await;
    }
    let change = json!({ "old_password": PASSWORD, "new_password": "Battery-Staple?8" });
    let changed = links[0].1.post("/accounts/change-password/", change).await;
    assert_eq!(changed.status, 200);
    let body = json!({ "email": "berta@example.com" });
    let deactivated = admin.post("/admin/accounts/deactivate/", body).await;
    assert_eq!(deactivated.status, 200);
    is_deleted(&delete_account(&links[2].1).await);
    let body = json!({ "refresh_token": refresh_tokens[3] });
    let signed_out = links[3].1.post("/accounts/logout/", body).await;
    assert_eq!(signed_out.status, 200);
    let others = links[4].1.delete("/accounts/sessions/").await;
    assert_eq!(others.status, 200);
    let sessions = links[5].1.get("/accounts/sessions/").await.json();
    let listed = sessions["sessions"].as_array().expect("sessions");
    let other = listed.iter().find(|session| session["current"] == false);
    let other = other.expect("another session")["id"]
        .as_str()
        .expect("an id");
    let ended = links[5]
        .1
        .delete(&format!("/accounts/sessions/{other}/"))
        .await;
    assert_eq!(ended.status, 200);
    let unused = cinema.refresh(&refresh_tokens[6]).await.tokens().refresh;
    cinema.refresh(&unused).await;
    assert_eq!(cinema.refresh(&refresh_tokens[6]).await.status, 401);
    for (link, _) in links {
        is_gone(&cinema.client().get(&link).await);
    }
}

#[tokio::test]
async fn a_file_that_was_not_made_in_time_can_be_asked_for_again() {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let anna = cinema.client().bearer(&tokens.access);
    is_being_made(&anna.get(EXPORT).await);
    let age = "UPDATE account_exports SET expires_at = expires_at - $1::interval";
    cinema.execute(age, "16 minutes").await;
    is_being_made(&anna.get(EXPORT).await);
    let fresh = "SELECT count(*) FROM account_exports WHERE expires_at > now() + interval '23 hours 50 minutes'";
    assert_eq!(cinema.count(fresh).await, 1);
}
