//! Stripe's books, ours and the mails, side by side.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use anyhow::Context as _;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;
use sqlx::{PgPool, types::Json};

use crate::{
    buyer::Promise,
    mails::{About, Mail},
};

/// What is wrong, a line each.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// Paid and not delivered, promised and not kept, not told.
    pub(crate) lost: Vec<String>,
    /// Charged, granted, refunded or told more than once, or granted for nothing.
    pub(crate) doubled: Vec<String>,
    /// Believed, and not Stripe's.
    pub(crate) forged: Vec<String>,
    /// Mails that came again under their own Message-ID: their worker or PostgreSQL was killed between the mail
    /// server's answer and the commit.
    pub(crate) repeated_mails: usize,
    /// What was compared.
    pub(crate) summary: BTreeMap<&'static str, usize>,
}

/// Stripe's books, as the stand-in shows them.
#[derive(Deserialize)]
pub(crate) struct Stripe {
    payment_intents: Vec<Intent>,
    charges: Vec<Charge>,
    events: Vec<Event>,
    deliveries: usize,
}

#[derive(Deserialize)]
struct Intent {
    id: String,
    status: String,
    amount: i64,
    metadata: HashMap<String, String>,
}

#[derive(Deserialize)]
struct Charge {
    intent: String,
    amount: i64,
    amount_refunded: i64,
    disputed: bool,
}

#[derive(Deserialize)]
struct Event {
    id: String,
    sending: String,
    attempts: Vec<Attempt>,
}

#[derive(Deserialize)]
struct Attempt {
    status: Option<u16>,
    forged: Option<String>,
}

/// Our books.
pub(crate) struct Ours {
    orders: HashMap<i32, Order>,
    payments: Vec<Payment>,
    purchases: HashSet<(i32, i32)>,
    events: HashSet<String>,
}

struct Order {
    user: i32,
    status: String,
    films: Vec<i32>,
}

struct Payment {
    id: i32,
    intent: String,
    order: i32,
    status: String,
    amount: Decimal,
    /// Whether films were given for it.
    granted: bool,
}

type OrderRow = (i32, i32, String, Json<Vec<i32>>);
type PaymentRow = (i32, String, i32, String, Decimal, bool);

/// Where the money of a payment is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Money {
    Kept,
    Refunded,
    TakenBack,
}

impl Stripe {
    pub(crate) fn read(books: Value) -> anyhow::Result<Self> {
        serde_json::from_value(books).context("the stand-in's books")
    }

    /// Whether all webhooks have arrived that ever will.
    pub(crate) const fn is_quiet(&self) -> bool {
        self.deliveries == 0
    }

    /// Payments that have succeeded.
    fn payments(&self) -> impl Iterator<Item = (&Intent, Money)> {
        let charges: HashMap<&str, &Charge> = self
            .charges
            .iter()
            .map(|charge| (charge.intent.as_str(), charge))
            .collect();
        let succeeded = self
            .payment_intents
            .iter()
            .filter(|intent| intent.status == "succeeded");
        succeeded.map(move |intent| {
            let charge = charges.get(intent.id.as_str());
            let money = match charge {
                Some(charge) if charge.amount_refunded >= charge.amount => Money::Refunded,
                Some(charge) if charge.disputed => Money::TakenBack,
                _ => Money::Kept,
            };
            (intent, money)
        })
    }
}

impl Ours {
    pub(crate) async fn read(db: &PgPool) -> anyhow::Result<Self> {
        let orders: Vec<OrderRow> = sqlx::query_as(
            "SELECT id, user_id, lower(status::text),
                    COALESCE((SELECT json_agg(movie_id) FROM order_items WHERE order_id = orders.id), '[]')
             FROM orders",
        )
        .fetch_all(db)
        .await?;
        let payments: Vec<PaymentRow> = sqlx::query_as(
            "SELECT id, external_payment_id, order_id, lower(status::text), amount,
                    EXISTS (SELECT FROM payment_items WHERE payment_id = payments.id)
             FROM payments",
        )
        .fetch_all(db)
        .await?;
        let purchases: Vec<(i32, i32)> = sqlx::query_as("SELECT user_id, movie_id FROM purchases")
            .fetch_all(db)
            .await?;
        let events: Vec<String> = sqlx::query_scalar("SELECT id FROM stripe_events")
            .fetch_all(db)
            .await?;
        let order = |(id, user, status, Json(films)): OrderRow| {
            let order = Order {
                user,
                status,
                films,
            };
            (id, order)
        };
        let payment = |(id, intent, order, status, amount, granted): PaymentRow| Payment {
            id,
            intent,
            order,
            status,
            amount,
            granted,
        };
        Ok(Self {
            orders: orders.into_iter().map(order).collect(),
            payments: payments.into_iter().map(payment).collect(),
            purchases: purchases.into_iter().collect(),
            events: events.into_iter().collect(),
        })
    }
}

impl Verdict {
    /// Compares everything with everything.
    pub(crate) fn on(stripe: &Stripe, ours: &Ours, mails: &[Mail], promises: &[Promise]) -> Self {
        let mut verdict = Self::default();
        let kept = verdict.compare_payments(stripe, ours);
        verdict.compare_orders(stripe, ours, &kept);
        verdict.compare_purchases(ours, &kept);
        verdict.compare_events(stripe, ours);
        verdict.compare_mails(ours, mails);
        verdict.compare_promises(ours, promises);
        verdict
    }

    /// Whether nothing is wrong.
    pub(crate) const fn is_clean(&self) -> bool {
        self.lost.is_empty() && self.doubled.is_empty() && self.forged.is_empty()
    }

    fn count(&mut self, what: &'static str) {
        *self.summary.entry(what).or_default() += 1;
    }

    /// Every payment at Stripe is one of ours, with the same amount and the same end. Returns the orders whose money
    /// was kept.
    fn compare_payments(&mut self, stripe: &Stripe, ours: &Ours) -> BTreeSet<i32> {
        let mut known: HashMap<&str, &Payment> = HashMap::new();
        for payment in &ours.payments {
            if known.insert(&payment.intent, payment).is_some() {
                self.doubled
                    .push(format!("{} is in our books twice", payment.intent));
            }
        }
        let mut kept = BTreeSet::new();
        for (intent, money) in stripe.payments() {
            let (what, expected) = match money {
                Money::Kept => ("payments kept", "successful"),
                Money::Refunded => ("payments refunded", "refunded"),
                Money::TakenBack => ("payments disputed", "cancelled"),
            };
            self.count(what);
            let Some(payment) = known.remove(intent.id.as_str()) else {
                self.lost
                    .push(format!("{} ({what}) is not in our books", intent.id));
                continue;
            };
            if payment.status != expected {
                self.lost.push(format!(
                    "{} is among the {what}, and {} in our books",
                    intent.id, payment.status
                ));
            }
            if payment.amount != Decimal::new(intent.amount, 2) {
                self.lost.push(format!(
                    "{} is about {} cents, and {} in our books",
                    intent.id, intent.amount, payment.amount
                ));
            }
            if intent.metadata.get("order_id") != Some(&payment.order.to_string()) {
                self.lost
                    .push(format!("{} pays another order in our books", intent.id));
            }
            if money == Money::Kept && !kept.insert(payment.order) {
                self.doubled
                    .push(format!("order {} is charged twice", payment.order));
            }
        }
        for id in known.into_keys() {
            self.doubled
                .push(format!("{id} is in our books, and not in Stripe's"));
        }
        for charge in &stripe.charges {
            if charge.amount_refunded > charge.amount {
                self.doubled
                    .push(format!("{} is refunded more than once", charge.intent));
            }
        }
        kept
    }

    fn compare_orders(&mut self, stripe: &Stripe, ours: &Ours, kept: &BTreeSet<i32>) {
        for (id, order) in &ours.orders {
            self.count(match order.status.as_str() {
                "paid" => "orders paid",
                "cancelled" => "orders cancelled",
                _ => "orders pending",
            });
            match (kept.contains(id), order.status == "paid") {
                (true, false) => self
                    .lost
                    .push(format!("order {id} was paid, and is {}", order.status)),
                (false, true) => self
                    .doubled
                    .push(format!("order {id} is paid, and Stripe has no money")),
                _ => {}
            }
        }
        let missing = |intent: &&Intent| {
            let order = intent.metadata.get("order_id").map(|id| id.parse());
            !matches!(order, Some(Ok(id)) if ours.orders.contains_key(&id))
        };
        for intent in stripe.payment_intents.iter().filter(missing) {
            self.lost
                .push(format!("{} pays an order that is gone", intent.id));
        }
    }

    /// Every buyer owns exactly what was paid.
    fn compare_purchases(&mut self, ours: &Ours, kept: &BTreeSet<i32>) {
        let paid: HashSet<(i32, i32)> = kept
            .iter()
            .filter_map(|id| ours.orders.get(id))
            .flat_map(|order| order.films.iter().map(|film| (order.user, *film)))
            .collect();
        for (user, film) in paid.difference(&ours.purchases) {
            self.lost
                .push(format!("user {user} has paid film {film}, and lacks it"));
        }
        for (user, film) in ours.purchases.difference(&paid) {
            self.doubled
                .push(format!("user {user} owns film {film} without paying"));
        }
        self.summary.insert("films owned", ours.purchases.len());
    }

    fn compare_events(&mut self, stripe: &Stripe, ours: &Ours) {
        let sent: HashSet<&str> = stripe
            .events
            .iter()
            .map(|event| event.id.as_str())
            .collect();
        for id in ours.events.iter().filter(|id| !sent.contains(id.as_str())) {
            self.forged.push(format!("event {id} is not Stripe's"));
        }
        for event in &stripe.events {
            self.count("events");
            if event.sending == "dropped" {
                self.count("events dropped");
            }
            for attempt in &event.attempts {
                self.count("webhooks sent");
                let Some(forgery) = &attempt.forged else {
                    continue;
                };
                self.count("webhooks forged");
                if attempt
                    .status
                    .is_some_and(|status| (200..300).contains(&status))
                {
                    self.forged
                        .push(format!("a webhook with {forgery} was accepted"));
                }
            }
        }
    }

    /// One receipt for each payment that granted films, one confirmation for each refund.
    fn compare_mails(&mut self, ours: &Ours, mails: &[Mail]) {
        let distinct: HashSet<&Mail> = mails.iter().collect();
        self.repeated_mails = mails.len() - distinct.len();
        self.summary.insert("mails", mails.len());
        let mut told: HashMap<(About, &str), usize> = HashMap::new();
        for mail in distinct {
            *told.entry((mail.about, &mail.payment)).or_default() += 1;
        }
        for payment in &ours.payments {
            let expected = [
                (About::Receipt, payment.granted),
                (About::Refund, payment.status == "refunded"),
            ];
            for (about, expected) in expected {
                let id = payment.id.to_string();
                let count = [payment.intent.as_str(), &id]
                    .into_iter()
                    .filter_map(|name| told.get(&(about, name)))
                    .sum::<usize>();
                match (expected, count) {
                    (true, 0) => self
                        .lost
                        .push(format!("no {about:?} mail about {}", payment.intent)),
                    (true, 1) | (false, 0) => {}
                    _ => self.doubled.push(format!(
                        "{count} {about:?} mails about {} ({})",
                        payment.intent, payment.status
                    )),
                }
            }
        }
    }

    fn compare_promises(&mut self, ours: &Ours, promises: &[Promise]) {
        let order = |id: i64| i32::try_from(id).ok().and_then(|id| ours.orders.get(&id));
        let refunded = |id: i64| {
            let of_order = |payment: &&Payment| i64::from(payment.order) == id && payment.granted;
            ours.payments
                .iter()
                .find(of_order)
                .is_some_and(|payment| payment.status == "refunded")
        };
        for promise in promises {
            let is_kept = match *promise {
                Promise::Made { order: id, films } => {
                    order(id).is_some_and(|order| order.films.len() == films)
                }
                Promise::Paid { order: id } => {
                    let granted =
                        |payment: &Payment| i64::from(payment.order) == id && payment.granted;
                    ours.payments.iter().any(granted)
                }
                Promise::Cancelled { order: id } => {
                    order(id).is_some_and(|order| order.status == "cancelled")
                }
                Promise::Refunded { order: id } => refunded(id),
            };
            if !is_kept {
                self.lost
                    .push(format!("promised, and not true: {promise:?}"));
            }
        }
        let mut made = HashMap::new();
        for promise in promises {
            if let Promise::Made { order, .. } = promise {
                *made.entry(order).or_insert(0) += 1;
            }
        }
        self.summary.insert("orders made", made.len());
    }
}
