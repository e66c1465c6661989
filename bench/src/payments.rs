//! Payments: how fast webhooks are acknowledged, and how soon a film that was paid is in the library.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use domain::clock;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sandbox::{Config, Control, Endpoint, Sandbox};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::runtime::Runtime;

use crate::{
    Effort,
    broker::Broker,
    closed_loop::best_clients,
    http_load,
    http1::{self, Connection},
    installation::{self, Installation, STRIPE_KEY, WEBHOOK_SECRET},
    members,
    pgbench::PgBench,
    psql,
    report::{Ratio, Series},
    statements::Statement,
};

const SERVER: SocketAddr = installation::address(0);
const WORKER: SocketAddr = installation::address(1);
const STRIPE: SocketAddr = installation::address(2);
const GOOD_CARD: &str = "4242424242424242";
/// Webhooks a second while latency is measured. Stripe sends as many to a shop that sells a hundred films a second.
const STEADY_WEBHOOKS: u32 = 200;
/// More webhooks than any machine acknowledges in a second.
const WEBHOOKS_A_SECOND: u64 = 8000;
/// How long each number of clients is tried.
const TRIAL: Duration = Duration::from_secs(1);
/// Films that are bought in one round.
const BOUGHT: usize = 15;
/// How long a film may take to get into the library, and the worker to get through what has piled up.
const PATIENCE: Duration = Duration::from_mins(2);

/// Runs the bench and prints its report.
pub(crate) fn run(effort: Effort) -> anyhow::Result<()> {
    let installation = Installation::create("cinema_bench")?;
    installation.import_demo()?;
    installation.add_members(1)?;
    let runtime = Runtime::new()?;
    let sandbox = runtime.block_on(Sandbox::start(Config {
        listen: STRIPE,
        shop: "Bench".to_owned(),
        public_url: None,
        secret_key: STRIPE_KEY.to_owned(),
        endpoint: Some(Endpoint {
            url: format!("http://{SERVER}/payments/webhook/").parse()?,
            secrets: vec![WEBHOOK_SECRET.to_owned()],
        }),
        retry_scale: 1.0,
        data: None,
    }))?;
    let stripe = format!("http://{STRIPE}");
    let settings = [("CINEMA__PAYMENTS__STRIPE_API_BASE", stripe.as_str())];
    let _server = installation.serve(SERVER, &settings)?;
    let _worker = installation.work(WORKER, &["payments"], &settings)?;

    let rate = acknowledgements(&installation, effort)?;
    rest(&installation)?;
    acknowledgement_latency(effort)?;
    let time = to_library(&runtime, &installation, &sandbox.control(), effort)?;
    println!();
    for ratio in [rate, time] {
        println!("{ratio}");
    }
    Ok(())
}

/// Against PostgreSQL storing the same event and its job by itself. The relay and the worker take care of both
/// alike while they are measured.
fn acknowledgements(installation: &Installation, effort: Effort) -> anyhow::Result<Ratio> {
    let floor = PgBench::new(installation.database(), &[stored_event()])?;
    let rate = |clients, duration: Duration| {
        let webhooks = webhooks(WEBHOOKS_A_SECOND * duration.as_secs());
        http_load::throughput(SERVER, clients, duration, &webhooks)
    };
    let floor_clients = best_clients(effort, |clients| floor.rate(clients, TRIAL))?;
    let clients = best_clients(effort, |clients| rate(clients, TRIAL))?;
    let mut stored = Series::new(format!("pgbench, {floor_clients} clients"));
    let mut acknowledged = Series::new(format!("POST /payments/webhook/, {clients} clients"));
    for _ in 0..effort.rounds {
        rest(installation)?;
        stored.push(floor.rate(floor_clients, effort.slice)?);
        rest(installation)?;
        acknowledged.push(rate(clients, effort.slice)?);
    }
    println!("per second\n{stored}\n{acknowledged}");
    Ok(Ratio {
        what: "webhook/pgbench",
        value: acknowledged.ratio_to(&stored),
        goal: ">=0.50",
    })
}

fn acknowledgement_latency(effort: Effort) -> anyhow::Result<()> {
    let mut half = Series::new(format!("p50 at {STEADY_WEBHOOKS} webhooks a second"));
    let mut most = Series::new("p99, goal <50");
    for _ in 0..effort.rounds {
        let webhooks = webhooks(u64::from(STEADY_WEBHOOKS) * (effort.slice.as_secs() + 1));
        let latencies = http_load::steady_reads(SERVER, STEADY_WEBHOOKS, effort.slice, &webhooks)?;
        let at =
            |quantile| milliseconds(Duration::from_micros(latencies.value_at_quantile(quantile)));
        half.push(at(0.5));
        most.push(at(0.99));
    }
    println!("milliseconds to an acknowledgement\n{half}\n{most}");
    Ok(())
}

/// From the moment a buyer has paid at Stripe to the film in the library, against what cannot be left out: an event
/// stored, a job confirmed and delivered by the broker, and the books written.
fn to_library(
    runtime: &Runtime,
    installation: &Installation,
    stripe: &Control,
    effort: Effort,
) -> anyhow::Result<Ratio> {
    let mut buyer = Buyer::sign_in()?;
    let stored = PgBench::new(installation.database(), &[stored_event()])?;
    let mut broker = runtime.block_on(Broker::connect(installation.rabbitmq()))?;
    let mut floor = Series::new("two statements and a confirmed job");
    let mut bought = Series::new("from paying to the library");
    for _ in 0..effort.rounds {
        let statement = 1.0 / stored.rate(1, TRIAL)?;
        let job = runtime.block_on(broker.median_trip())?;
        floor.push(2000.0f64.mul_add(statement, milliseconds(job)));
        rest(installation)?;
        let mut times = (0..BOUGHT)
            .map(|_| buyer.buy(stripe))
            .collect::<anyhow::Result<Vec<_>>>()?;
        times.sort_unstable();
        bought.push(milliseconds(times[BOUGHT / 2]));
    }
    println!("milliseconds\n{floor}\n{bought}");
    Ok(Ratio {
        what: "order-to-library/floor",
        value: bought.ratio_to(&floor),
        goal: "none",
    })
}

/// Waits until the worker has dealt with all events.
fn rest(installation: &Installation) -> anyhow::Result<()> {
    let query = "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM stripe_events WHERE handled_at IS NULL)";
    let started = Instant::now();
    while psql::text(installation.database(), query)?.trim() != "0" {
        if started.elapsed() > PATIENCE {
            bail!("the worker does not get through the events");
        }
        thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// Somebody who buys film after film.
struct Buyer {
    connection: Connection,
    token: String,
    films: VecDeque<String>,
}

impl Buyer {
    fn sign_in() -> anyhow::Result<Self> {
        let mut films = VecDeque::new();
        for page in 1..=10 {
            let path = format!("/movies/?sort=-votes&per_page=20&page={page}");
            let answer: Value =
                serde_json::from_str(&http1::fetch(SERVER, &http1::get(&path))?.body)?;
            let movies = answer["movies"].as_array().context("films")?;
            films.extend(
                movies
                    .iter()
                    .filter_map(|film| film["uuid"].as_str().map(str::to_owned)),
            );
        }
        Ok(Self {
            connection: Connection::open(SERVER)?,
            token: members::access_token(SERVER, 1)?,
            films,
        })
    }

    /// How long a film took to get from Stripe into the library.
    fn buy(&mut self, stripe: &Control) -> anyhow::Result<Duration> {
        let film = self.films.pop_front().context("a film to buy")?;
        self.post("/cart/add/", &json!({ "movie_uuid": film }).to_string())?;
        self.post("/orders/create/", "")?;
        let checkout = self.post("/payments/checkout-session/", "")?;
        let url = checkout["checkout_url"].as_str().context("a checkout")?;
        let session = url.rsplit('/').next().context("a session")?;
        let owned = self.owned()?;
        let started = Instant::now();
        stripe.pay(session, GOOD_CARD)?;
        while self.owned()? == owned {
            if started.elapsed() > PATIENCE {
                bail!("the film does not arrive");
            }
            thread::sleep(Duration::from_millis(1));
        }
        Ok(started.elapsed())
    }

    fn owned(&mut self) -> anyhow::Result<i64> {
        let request = http1::get_as(&self.token, "/purchases/?per_page=1");
        let answer = self.exchange(&request)?;
        answer["total_items"].as_i64().context("a total")
    }

    fn post(&mut self, path: &str, body: &str) -> anyhow::Result<Value> {
        let request = http1::post_as(&self.token, path, body);
        self.exchange(&request)
    }

    fn exchange(&mut self, request: &[u8]) -> anyhow::Result<Value> {
        http1::json(self.connection.exchange(request)?)
    }
}

/// An event that is new each time, and its job, in one statement.
fn stored_event() -> Statement {
    // Indented, because pgbench takes a word right behind a colon for a variable.
    let payload = format!("{:#}", event("evt_floor")).replace('\'', "''");
    Statement {
        sql: format!(
            "WITH event AS (
                 INSERT INTO stripe_events (id, type, payload, created_at)
                 SELECT 'evt_' || gen_random_uuid(), 'checkout.session.completed', '{payload}', now() RETURNING id
             )
             INSERT INTO outbox (id, queue, kind, version, payload)
             SELECT gen_random_uuid(), 'payments', 'handle-stripe-event', 1, json_build_object('event_id', id) FROM event"
        ),
        values: Vec::new(),
        plans: Vec::new(),
    }
}

/// Webhooks about sessions of another shop: they are verified, stored, queued and looked at like any other.
fn webhooks(count: u64) -> Vec<Vec<u8>> {
    let now = clock::now().timestamp();
    let webhook = |_| {
        let id = format!("evt_{:016x}", fastrand::u64(..));
        let body = event(&id).to_string();
        let mut mac = Hmac::<Sha256>::new_from_slice(WEBHOOK_SECRET.as_bytes())
            .expect("HMAC takes keys of any length");
        mac.update(format!("{now}.{body}").as_bytes());
        let signature = base16ct::lower::encode_string(&mac.finalize().into_bytes());
        http1::post_signed(
            "/payments/webhook/",
            &format!("t={now},v1={signature}"),
            &body,
        )
    };
    (0..count).map(webhook).collect()
}

/// As long as Stripe's own.
fn event(id: &str) -> Value {
    json!({
        "id": id,
        "object": "event",
        "api_version": "2026-09-30",
        "created": 1_790_000_000,
        "type": "checkout.session.completed",
        "livemode": false,
        "data": { "object": {
            "id": "cs_test_another_shop",
            "object": "checkout.session",
            "amount_total": 999,
            "currency": "usd",
            "metadata": {},
            "mode": "payment",
            "payment_status": "paid",
            "status": "complete",
            "success_url": "https://another-shop.example.com/".repeat(40),
        } },
    })
}
