//! Money: how it comes, how it goes back, and what the books say about it, with Stripe as it really behaves.

mod checkout;
mod deleted_buyers;
mod events;
mod journey;
mod keys;
mod outages;
mod races;
mod reconciliation;
mod refunds;
mod signatures;

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value, json};
use sqlx::Row as _;

use crate::{
    buying::{add_film, another, ordered, text},
    support::{Answer, Cinema, Client, eventually, signed},
};

/// Where a pay page is asked for.
const CHECKOUT: &str = "/payments/checkout-session/";
/// Where Stripe sends events.
const WEBHOOK: &str = "/payments/webhook/";

/// A shop with a film for sale, and somebody who wants it.
struct Shop {
    cinema: Arc<Cinema>,
    buyer: Client,
    film: String,
}

impl Shop {
    async fn open() -> Self {
        Self::open_in(Cinema::builder().stripe().start().await).await
    }

    async fn open_in(cinema: Cinema) -> Self {
        Self::open_for(Arc::new(cinema), "anna@example.com", "Heat").await
    }

    /// Somebody who wants another film in the same installation.
    async fn open_for(cinema: Arc<Cinema>, email: &str, film: &str) -> Self {
        let buyer = another(&cinema, email).await;
        let film = add_film(&cinema, film, "9.99").await;
        Self {
            cinema,
            buyer,
            film,
        }
    }

    /// Orders the film.
    async fn order(&self) -> Value {
        ordered(&self.buyer, std::slice::from_ref(&self.film)).await
    }

    /// Opens the pay page of the order.
    async fn checkout(&self) -> String {
        url(&self.buyer.call("POST", CHECKOUT).await)
    }

    /// Opens the pay page of the order, and returns our attempt, as Stripe's objects carry it.
    async fn attempt(&self, order: &Value) -> String {
        self.checkout().await;
        self.attempt_of(order).await
    }

    /// Our latest attempt at an order.
    async fn attempt_of(&self, order: &Value) -> String {
        let asked = "SELECT id::text FROM checkout_sessions WHERE order_id = $1::int ORDER BY created_at DESC LIMIT 1";
        let id = sqlx::query_scalar(asked).bind(order["id"].to_string());
        id.fetch_one(&self.cinema.db).await.expect("an attempt")
    }

    /// Orders and pays, and waits until the film is there. Returns the order and the payment intent.
    async fn buy(&self) -> (Value, String) {
        let order = self.order().await;
        let payment = self.cinema.stripe().pay(&self.checkout().await);
        self.owns(true).await;
        (order, payment)
    }

    async fn refund(&self, order: &Value) -> Answer {
        let path = format!("/orders/refund/{}/", order["id"]);
        self.buyer.call("POST", &path).await
    }

    async fn cancel(&self, order: &Value) -> Answer {
        let path = format!("/orders/cancel/{}/", order["id"]);
        self.buyer.call("POST", &path).await
    }

    /// Waits until the buyer may watch the film, or may not.
    async fn owns(&self, expected: bool) {
        let path = format!("/purchases/{}/", self.film);
        let expected = if expected { 200 } else { 404 };
        eventually("the film comes or goes", async || {
            (self.buyer.get(&path).await.status == expected).then_some(())
        })
        .await;
    }

    /// Waits until an order stands here.
    async fn order_is(&self, order: &Value, status: &str) {
        let path = format!("/orders/{}/", order["id"]);
        eventually(&format!("the order is {status}"), async || {
            let answer = self.buyer.get(&path).await.json();
            (answer["status"] == status).then_some(())
        })
        .await;
    }

    /// The statuses of the buyer's payments, the newest first.
    async fn payments(&self) -> Vec<String> {
        let answer = self.buyer.get("/payments/").await.json();
        let payments = answer["payments"].as_array().expect("a list");
        payments
            .iter()
            .map(|payment| text(payment, "status"))
            .collect()
    }

    /// Subjects of the mails about money that have come.
    fn statements(&self) -> Vec<String> {
        let mails = self.cinema.smtp.mails().into_iter();
        let mut subjects: Vec<String> = mails
            .map(|mail| mail.subject)
            .filter(|subject| subject.contains("for order"))
            .collect();
        subjects.sort_unstable();
        subjects
    }

    /// Waits for so many of them, and that there are no more.
    async fn has_statements(&self, count: usize) {
        eventually(&format!("{count} mails about money"), async || {
            (self.statements().len() >= count).then_some(())
        })
        .await;
        assert_eq!(self.statements().len(), count, "{:?}", self.statements());
    }

    /// Waits until every event is handled and every job done, and then compares our books with themselves and
    /// with Stripe's.
    async fn settles(&self) {
        settles(&self.cinema).await;
    }
}

/// The page in an answer.
fn url(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text);
    text(&answer.json(), "checkout_url")
}

/// Sends an event, signed as Stripe signs.
async fn send(client: &Client, event: &Value) -> Answer {
    let body = event.to_string();
    post(client, &signed(body.as_bytes()), body).await
}

/// Sends a body under a signature.
async fn post(client: &Client, signature: &str, body: impl Into<Vec<u8>>) -> Answer {
    client
        .header("stripe-signature", signature)
        .post_as(WEBHOOK, "application/json", body)
        .await
}

/// An event about an object.
fn event(id: &str, kind: &str, object: &Value) -> Value {
    json!({
        "id": id, "object": "event", "type": kind, "created": 1_790_000_000, "livemode": false,
        "data": { "object": object },
    })
}

/// What became of an event, once something has.
async fn outcome(cinema: &Cinema, event: &str) -> String {
    let asked = "SELECT outcome FROM stripe_events WHERE id = $1 AND outcome IS NOT NULL";
    eventually(&format!("an outcome of {event}"), async || {
        let outcome = sqlx::query_scalar(asked).bind(event);
        outcome.fetch_optional(&cinema.db).await.expect("an answer")
    })
    .await
}

async fn settles(cinema: &Cinema) {
    let busy = "SELECT (SELECT count(*) FROM outbox)
        + (SELECT count(*) FROM stripe_events WHERE handled_at IS NULL AND outcome IS NULL)
        + (SELECT count(*) FROM payments WHERE status = 'SUCCESSFUL'
            AND NOT EXISTS (SELECT FROM payment_items WHERE payment_id = payments.id))
        + (SELECT count(*) FROM checkout_sessions JOIN orders ON orders.id = order_id
            WHERE orders.status <> 'PENDING' AND checkout_sessions.status = 'OPEN')";
    eventually("everything is settled", async || {
        let deliveries = cinema.stripe().control().books()["deliveries"].clone();
        (deliveries == 0 && cinema.count(busy).await == 0).then_some(())
    })
    .await;
    assert_eq!(contradictions(cinema).await, Vec::<String>::new());
    let (ours, theirs) = (our_books(cinema).await, stripes_books(cinema));
    assert_eq!(ours, theirs, "our books and Stripe's");
}

/// What our books say that cannot be true.
async fn contradictions(cinema: &Cinema) -> Vec<String> {
    let asked = "
        SELECT 'order ' || orders.id || ' is ' || orders.status || ' with ' || count(payments.id) || ' payments'
        FROM orders LEFT JOIN payments ON payments.order_id = orders.id AND payments.status = 'SUCCESSFUL'
            AND EXISTS (SELECT FROM payment_items WHERE payment_id = payments.id)
        GROUP BY orders.id HAVING (orders.status = 'PAID') <> (count(payments.id) = 1)
        UNION ALL
        SELECT 'order ' || orders.id || ' is ' || orders.status || ', film ' || order_items.movie_id
        FROM orders JOIN order_items ON order_items.order_id = orders.id WHERE orders.status = 'PAID' AND NOT EXISTS (
            SELECT FROM purchases WHERE purchases.user_id = orders.user_id AND purchases.movie_id = order_items.movie_id)
        UNION ALL
        SELECT 'film ' || purchases.movie_id || ' is owned without a paid order' FROM purchases WHERE NOT EXISTS (
            SELECT FROM orders JOIN order_items ON order_items.order_id = orders.id
            WHERE orders.user_id = purchases.user_id AND order_items.movie_id = purchases.movie_id
                AND orders.status = 'PAID')
        UNION ALL
        SELECT 'order ' || order_id || ' has ' || count(*) || ' receipts' FROM payments
            JOIN payment_items ON payment_items.payment_id = payments.id
            GROUP BY order_id, order_item_id HAVING count(*) > 1";
    let rows = sqlx::query(asked).fetch_all(&cinema.db).await;
    rows.expect("the query is valid")
        .iter()
        .map(|row| row.get(0))
        .collect()
}

/// Each payment that moved money, and where it stands.
async fn our_books(cinema: &Cinema) -> BTreeMap<String, String> {
    let asked = "SELECT external_payment_id, status::text FROM payments WHERE external_payment_id LIKE 'pi_%'";
    let rows = sqlx::query(asked).fetch_all(&cinema.db).await;
    rows.expect("the query is valid")
        .iter()
        .map(|row| (row.get(0), row.get(1)))
        .collect()
}

/// The same, by Stripe. What was refunded counts as refunded, also where it is disputed.
fn stripes_books(cinema: &Cinema) -> BTreeMap<String, String> {
    let charges = cinema.stripe().all("charges");
    let intents = cinema.stripe().all("payment_intents").into_iter();
    let paid = intents.filter(|intent| intent["status"] == "succeeded");
    paid.map(|intent| {
        let charge = charges
            .iter()
            .find(|charge| charge["id"] == intent["latest_charge"]);
        let charge = charge.expect("what was paid was charged");
        let refunded = charge["amount_refunded"] == charge["amount"];
        let status = match (refunded, charge["disputed"] == true) {
            (true, _) => "REFUNDED",
            (false, true) => "CANCELLED",
            (false, false) => "SUCCESSFUL",
        };
        (text(&intent, "id"), status.to_owned())
    })
    .collect()
}
