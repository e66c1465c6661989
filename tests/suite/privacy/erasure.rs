//! What is left of somebody who has deleted the account: nothing that tells who it was, and all that bookkeeping needs.

use serde_json::{Value, json};

use super::{EXPORT, delete_account, everything, is_deleted};
use crate::{
    buying::{add_film, ordered, text},
    support::{Cinema, Client, PASSWORD, eventually},
};

const EMAIL: &str = "anna.karenina@example.com";
const ADDRESS: &str = "203.0.113.77";
const DEVICE: &str = "Annas-Phone/7.1";
const NAME: &str = "Arkadyevna";

/// A moderator with something in every table that can name her.
async fn somebody_with_a_past(cinema: &Cinema) -> Client {
    cinema.member(EMAIL).await;
    for statement in [
        "UPDATE users SET group_id = 3 WHERE email = $1",
        "INSERT INTO user_profiles (first_name, info, user_id)
         SELECT 'Arkadyevna', 'I like films.', id FROM users WHERE email = $1",
    ] {
        assert_eq!(cinema.execute(statement, EMAIL).await, 1);
    }
    let phone = cinema
        .client()
        .header("x-forwarded-for", ADDRESS)
        .header("user-agent", DEVICE);
    let credentials = json!({ "email": EMAIL, "password": PASSWORD });
    let tokens = phone.post("/accounts/login/", credentials).await.tokens();
    let anna = phone.bearer(&tokens.access);
    moderates(&anna).await;
    buys(cinema, &anna).await;
    asks_for_mails(cinema).await;
    eventually("the file with all data is made", async || {
        (anna.get(EXPORT).await.status == 200).then_some(())
    })
    .await;
    anna
}

/// Makes changes to the catalogue.
async fn moderates(anna: &Client) {
    let genre = anna.post("/movies/genres/create/", json!({ "name": "Noir" }));
    assert_eq!(genre.await.status, 201);
    let csv = "name,year,time,certification,genres,imdb,votes,directors,stars,description,price\n";
    let import = anna.post_as("/movies/import/", "text/csv", csv).await;
    assert_eq!(import.status, 202, "{}", import.text);
    let job = import.header("location").expect("where to look");
    eventually("the import ends", async || {
        anna.get(job).await.json()["finished_at"]
            .is_string()
            .then_some(())
    })
    .await;
}

/// Owns a film, is about to pay for the second, and has the third in the cart.
async fn buys(cinema: &Cinema, anna: &Client) {
    let mut films = Vec::new();
    for name in ["Heat", "Ran", "Jaws"] {
        films.push(add_film(cinema, name, "9.99").await);
    }
    let checkout = async |film: &String| {
        ordered(anna, std::slice::from_ref(film)).await;
        let page = anna.call("POST", "/payments/checkout-session/").await;
        text(&page.json(), "checkout_url")
    };
    cinema.stripe().pay(&checkout(&films[0]).await);
    let library = format!("/purchases/{}/", films[0]);
    eventually("the film is hers", async || {
        (anna.get(&library).await.status == 200).then_some(())
    })
    .await;
    checkout(&films[1]).await;
    let body = json!({ "movie_uuid": films[2] });
    assert_eq!(anna.post("/cart/add/", body).await.status, 200);
}

/// Asks for two links to reset the password, of which the mail server refuses one.
async fn asks_for_mails(cinema: &Cinema) {
    let ask = async || {
        let path = "/accounts/reset-password/request/";
        let answer = cinema.client().post(path, json!({ "email": EMAIL })).await;
        assert_eq!(answer.status, 200);
    };
    ask().await;
    cinema
        .mail_to(EMAIL, "Reset your Online Cinema password")
        .await;
    cinema
        .smtp
        .refuse_with("550 5.1.1 <anna.karenina@example.com>: no such mailbox");
    ask().await;
    eventually("the second mail is given up", async || {
        (cinema.count("SELECT count(*) FROM dead_letters").await == 1).then_some(())
    })
    .await;
    cinema.smtp.accept();
}

/// What bookkeeping needs, beside the status of orders.
async fn books(cinema: &Cinema) -> String {
    let rows = "SELECT
        (SELECT string_agg(row::text, ' ' ORDER BY row::text) FROM (SELECT id, created_at, total_amount, user_id FROM orders) AS row)
        || (SELECT string_agg(row::text, ' ' ORDER BY row::text) FROM order_items AS row)
        || (SELECT string_agg(row::text, ' ' ORDER BY row::text) FROM payments AS row)
        || (SELECT string_agg(row::text, ' ' ORDER BY row::text) FROM payment_items AS row)
        || (SELECT string_agg(row::text, ' ' ORDER BY row::text) FROM purchases AS row)";
    sqlx::query_scalar(rows)
        .fetch_one(&cinema.db)
        .await
        .expect("the query is valid")
}

#[tokio::test]
async fn nothing_in_the_database_tells_who_had_a_deleted_account() {
    let cinema = Cinema::builder()
        .stripe()
        .set("server.trusted_proxies", "127.0.0.0/8")
        .start()
        .await;
    let anna = somebody_with_a_past(&cinema).await;
    let hash: String = sqlx::query_scalar("SELECT _hashed_password FROM users WHERE email = $1")
        .bind(EMAIL)
        .fetch_one(&cinema.db)
        .await
        .expect("the query is valid");
    let traces = [EMAIL, ADDRESS, DEVICE, NAME, &hash];
    let before = everything(&cinema).await;
    for trace in traces {
        assert!(before.contains(trace), "{trace} is there to be erased");
    }
    let (before, dead) = (books(&cinema).await, "SELECT count(*) FROM dead_letters");

    is_deleted(&delete_account(&anna).await);
    // Stripe names the buyer once more when the pay page is closed.
    let told = "SELECT count(*) FROM stripe_events
        WHERE type = 'checkout.session.expired' AND handled_at IS NOT NULL";
    eventually("Stripe has told that the page is closed", async || {
        (cinema.count(told).await == 1).then_some(())
    })
    .await;
    eventually("no trace is left", async || {
        let left = everything(&cinema).await;
        traces
            .iter()
            .all(|trace| !left.contains(trace))
            .then_some(())
    })
    .await;

    assert_eq!(books(&cinema).await, before);
    let statuses = "SELECT string_agg(status::text, ' ' ORDER BY id) FROM orders";
    let statuses: String = sqlx::query_scalar(statuses)
        .fetch_one(&cinema.db)
        .await
        .expect("the query is valid");
    assert_eq!(statuses, "PAID CANCELLED");
    assert_eq!(cinema.count("SELECT count(*) FROM carts").await, 0);
    assert_eq!(cinema.count(dead).await, 1, "the dead letter is the first");
}

#[tokio::test]
async fn what_is_left_of_an_event_is_what_bookkeeping_reads() {
    let cinema = Cinema::builder().stripe().start().await;
    let anna = crate::buying::another(&cinema, EMAIL).await;
    let film = add_film(&cinema, "Heat", "9.99").await;
    ordered(&anna, std::slice::from_ref(&film)).await;
    let page = anna.call("POST", "/payments/checkout-session/").await;
    cinema.stripe().pay(&text(&page.json(), "checkout_url"));
    let library = format!("/purchases/{film}/");
    eventually("the film is hers", async || {
        (anna.get(&library).await.status == 200).then_some(())
    })
    .await;
    is_deleted(&delete_account(&anna).await);

    let stripped = "SELECT payload FROM stripe_events
        WHERE type = 'checkout.session.completed' AND payload::text NOT LIKE '%@%'";
    let payload: Value = eventually("the event is stripped", async || {
        let payload = sqlx::query_scalar(stripped)
            .fetch_optional(&cinema.db)
            .await;
        payload.expect("the query is valid")
    })
    .await;
    let object = payload["data"]["object"].as_object().expect("an object");
    let members: Vec<_> = object.keys().map(String::as_str).collect();
    let expected = [
        "amount_total",
        "created",
        "currency",
        "expires_at",
        "id",
        "metadata",
        "mode",
        "object",
        "payment_intent",
        "payment_status",
        "status",
    ];
    assert_eq!(members, expected);
    assert_eq!(
        (&object["amount_total"], &object["payment_status"]),
        (&json!(999), &json!("paid"))
    );
}
