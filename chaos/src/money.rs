//! The ordeal of the money: from the cart to the library while everything is killed in turn.

use std::{
    env,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use anyhow::{Context as _, bail};
use sandbox::{Config, Control, Endpoint, Faults, Sandbox, WebhookFaults};
use serde_json::json;
use sqlx::{PgPool, postgres::PgPoolOptions};
use tokio::{
    net::TcpListener,
    task::JoinSet,
    time::{Instant, sleep},
};
use tokio_util::sync::CancellationToken;

use crate::{
    books::{Ours, Stripe, Verdict},
    buyer::{Buyer, Promises},
    fleet::{Fleet, Settings},
    mails::Mails,
    shop::Shop,
};

/// Ports stay below the ephemeral range: a client that reconnects in a loop could take one of those.
const SERVERS: [&str; 2] = ["127.0.0.1:29101", "127.0.0.1:29102"];
const SMTP_PORT: u16 = 29_125;
const STRIPE: &str = "127.0.0.1:29111";
const STRIPE_KEY: &str = "sk_test_chaos";
const WEBHOOK_SECRET: &str = "whsec_chaos";
const PASSWORD: &str = "Correct-Horse!7";
const CATALOGUE: &str = "demo/films.csv";
/// What goes wrong with webhooks.
const WEBHOOKS: WebhookFaults = WebhookFaults {
    delay_ms: 0,
    shuffle_ms: 1500,
    copies: 5,
    drop_percent: 10,
    forge_percent: 5,
};
/// Stripe tries again after 5 minutes, here after a second.
const RETRY_SCALE: f64 = 1.0 / 300.0;
/// How long everything may take to settle once nothing is killed any more.
const SETTLING: Duration = Duration::from_mins(6);
/// How many findings of a kind are printed.
const SHOWN: usize = 20;

/// Runs the ordeal and prints the report. Tells whether nothing was lost, doubled or forged.
pub(crate) async fn run(duration: Duration, orders: usize, buyers: usize) -> anyhow::Result<bool> {
    let mails = Mails::receive(TcpListener::bind(("127.0.0.1", SMTP_PORT)).await?);
    let sandbox = Sandbox::start(Config {
        listen: STRIPE.parse()?,
        shop: "Chaos".to_owned(),
        public_url: None,
        secret_key: STRIPE_KEY.to_owned(),
        endpoint: Some(Endpoint {
            url: format!("http://{}/payments/webhook/", SERVERS[0]).parse()?,
            secrets: vec![WEBHOOK_SECRET.to_owned()],
        }),
        retry_scale: RETRY_SCALE,
        data: None,
    })
    .await?;
    let settings = settings()?;
    let db = PgPoolOptions::new().connect_lazy(&settings["CINEMA__DATABASE__URL"])?;
    Fleet::run_once(&settings, &["migrate"]).await?;
    Fleet::run_once(&settings, &["catalog", "import", CATALOGUE]).await?;
    let fleet = Fleet::start(&settings, SERVERS).await?;
    let promises = Promises::default();
    let people = people(&db, &sandbox.control(), &promises, buyers).await?;

    println!("{buyers} buyers place {orders} orders while everything is killed in turn");
    sandbox.control().set_faults(Faults {
        webhooks: WEBHOOKS,
        api: Vec::new(),
    });
    let started = Instant::now();
    let unexpected = torment(&fleet, people, orders, started + duration).await?;
    println!(
        "after {:.0} s, everything settles",
        started.elapsed().as_secs_f64()
    );
    let verdict = settle(&sandbox.control(), &db, &mails, &promises).await?;
    report(&verdict, &unexpected, &fleet.kills().await);
    Ok(verdict.is_clean() && unexpected.is_empty())
}

/// Lets buyers shop while parts are killed. Returns what buyers met that they should not.
async fn torment(
    fleet: &Fleet,
    people: Vec<Buyer>,
    orders: usize,
    deadline: Instant,
) -> anyhow::Result<Vec<String>> {
    let left = Arc::new(AtomicUsize::new(orders));
    let mut shopping = JoinSet::new();
    for buyer in people {
        shopping.spawn(buyer.shop(Arc::clone(&left), deadline));
    }
    let stop = CancellationToken::new();
    let watching = async {
        let mut unexpected = Vec::new();
        let mut ticks = tokio::time::interval(Duration::from_secs(30));
        loop {
            tokio::select! {
                bought = shopping.join_next() => match bought {
                    None => break,
                    Some(Ok(Ok(()))) => {}
                    Some(Ok(Err(error))) => unexpected.push(format!("{error:#}")),
                    Some(Err(panic)) => unexpected.push(panic.to_string()),
                },
                _ = ticks.tick() => println!("{} orders to go", left.load(Ordering::Relaxed)),
            }
        }
        unexpected
    };
    let mut tormenting = pin!(fleet.torment(stop.clone()));
    let unexpected = tokio::select! {
        ended = &mut tormenting => {
            ended?;
            bail!("nothing is killed any more");
        }
        unexpected = watching => unexpected,
    };
    stop.cancel();
    tormenting.await?;
    Ok(unexpected)
}

/// Waits until the books agree and nothing is on its way, or can't be expected to agree any more.
async fn settle(
    stripe: &Control,
    db: &PgPool,
    mails: &Mails,
    promises: &Promises,
) -> anyhow::Result<Verdict> {
    stripe.set_faults(Faults::default());
    let deadline = Instant::now() + SETTLING;
    loop {
        let books = Stripe::read(stripe.books())?;
        let quiet = books.is_quiet() && waiting(db).await? == 0;
        let mut verdict = Verdict::on(
            &books,
            &Ours::read(db).await?,
            &mails.all(),
            &promises.all(),
        );
        if quiet && verdict.is_clean() {
            return Ok(verdict);
        }
        if Instant::now() > deadline {
            if !quiet {
                let reason = "webhooks or jobs are still on their way".to_owned();
                verdict.lost.push(reason);
            }
            return Ok(verdict);
        }
        sleep(Duration::from_secs(1)).await;
    }
}

/// Jobs and events that nobody has dealt with yet.
async fn waiting(db: &PgPool) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM outbox)
              + (SELECT count(*) FROM stripe_events WHERE handled_at IS NULL)
              + (SELECT count(*) FROM payments WHERE status = 'SUCCESSFUL'
                 AND NOT EXISTS (SELECT FROM payment_items WHERE payment_id = payments.id))",
    )
    .fetch_one(db)
    .await
}

/// Accounts that are signed in, each with the whole catalogue to wish for.
async fn people(
    db: &PgPool,
    stripe: &Control,
    promises: &Promises,
    count: usize,
) -> anyhow::Result<Vec<Buyer>> {
    let shop = Shop::at(
        SERVERS
            .iter()
            .map(|address| format!("http://{address}"))
            .collect(),
    )?;
    let films: Vec<String> = sqlx::query_scalar("SELECT uuid::text FROM movies WHERE price > 0.5")
        .fetch_all(db)
        .await?;
    let mut buyers = Vec::new();
    for number in 1..=count {
        let email = format!("buyer{number}@example.com");
        let account = json!({ "email": email, "password": PASSWORD });
        shop.post("/accounts/register/", Some(&account), None)
            .await?;
        sqlx::query("UPDATE users SET is_active = true WHERE email = $1")
            .bind(&email)
            .execute(db)
            .await?;
        let mut wishes = films.clone();
        fastrand::shuffle(&mut wishes);
        buyers.push(Buyer {
            shop: shop.signed_in(&email, PASSWORD).await?,
            stripe: stripe.clone(),
            wishes,
            promises: promises.clone(),
        });
    }
    Ok(buyers)
}

fn settings() -> anyhow::Result<Settings> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the ordeal is not configured: its script tells it where the services are"
    )]
    let service =
        |name| env::var(name).with_context(|| format!("{name} is not set; `./just chaos` sets it"));
    let public_url = format!("http://{}", SERVERS[0]);
    let settings = [
        ("DATABASE__URL", service("CINEMA_TEST_DATABASE_URL")?),
        ("REDIS__URL", service("CINEMA_TEST_REDIS_URL")?),
        ("RABBITMQ__URL", service("CINEMA_TEST_RABBITMQ_URL")?),
        ("SERVER__PUBLIC_URL", public_url),
        (
            "AUTH__ACCESS_KEY",
            "a key that only signs tokens of the ordeal".to_owned(),
        ),
        (
            "AUTH__REFRESH_KEY",
            "another key that only signs such tokens".to_owned(),
        ),
        ("AUTH__ACCESS_TTL", "1day".to_owned()),
        (
            "MAIL__LINK_KEY",
            "a key that only makes links of the ordeal".to_owned(),
        ),
        ("MAIL__SMTP_HOST", "127.0.0.1".to_owned()),
        ("MAIL__SMTP_PORT", SMTP_PORT.to_string()),
        ("MAIL__SMTP_TLS", "none".to_owned()),
        ("MAIL__FROM", "chaos@example.com".to_owned()),
        ("MAIL__TEMPLATES", "templates".to_owned()),
        ("AVATARS__FOLDER", ".local/chaos/avatars".to_owned()),
        ("PAYMENTS__STRIPE_SECRET_KEY", STRIPE_KEY.to_owned()),
        (
            "PAYMENTS__STRIPE_WEBHOOK_SECRETS",
            WEBHOOK_SECRET.to_owned(),
        ),
        ("PAYMENTS__STRIPE_API_BASE", format!("http://{STRIPE}")),
        ("RATE_LIMITS__ADDRESS", "1000000/1s".to_owned()),
        ("RATE_LIMITS__ACCOUNT", "1000000/1s".to_owned()),
        ("RATE_LIMITS__MAIL", "1000000/1s".to_owned()),
        // Often, so that buyers need not wait long for what webhooks have not told.
        ("SCHEDULES__RECONCILE_PAYMENTS", "10s".to_owned()),
    ];
    let settings = settings.map(|(name, value)| (format!("CINEMA__{name}"), value));
    Ok(settings.into_iter().collect())
}

fn report(verdict: &Verdict, unexpected: &[String], kills: &[(&str, usize)]) {
    println!("\nkilled with SIGKILL");
    for (part, count) in kills {
        println!("  {part:<20} {count:>7}");
    }
    println!("compared");
    for (what, count) in &verdict.summary {
        println!("  {what:<20} {count:>7}");
    }
    println!("  {:<20} {:>7}", "mails repeated", verdict.repeated_mails);
    if verdict.repeated_mails > 0 {
        println!(
            "  A mail is repeated, with the same Message-ID, when its worker or PostgreSQL is killed between the mail\n  \
             server's answer and the commit."
        );
    }
    for (kind, findings) in [
        ("lost", &verdict.lost),
        ("doubled", &verdict.doubled),
        ("forged", &verdict.forged),
        ("unexpected", &unexpected.to_vec()),
    ] {
        for finding in findings.iter().take(SHOWN) {
            println!("{kind}: {finding}");
        }
        if findings.len() > SHOWN {
            println!("{kind}: {} more", findings.len() - SHOWN);
        }
    }
    println!(
        "chaos money: lost {}, doubled {}, forged {}",
        verdict.lost.len(),
        verdict.doubled.len(),
        verdict.forged.len()
    );
}
