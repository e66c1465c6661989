//! The worker: carries out the jobs that the server and the worker itself enqueue.
//!
//! A [`Worker`] is one consumer per queue, a scheduler for recurring jobs, a relay for the jobs that these enqueue, and
//! a keeper of those that were given up. It holds no global state: several can run in one process.

pub mod config;
mod consumer;
mod dead_letters;
mod handlers;
pub mod mailer;
mod outcome;
mod scheduler;

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use avatars::Files;
use chrono::{DateTime, Utc};
use futures_util::future::join_all;
use jobs::{Queue, Relay, Topology};
use payments::Stripe;
use sqlx::{ConnectOptions as _, PgPool};
use telemetry::error_chain;
use tokio_util::sync::CancellationToken;

use config::Config;
use consumer::Consumer;
pub use consumer::subscriptions;
use dead_letters::Keeper;
use handlers::Handlers;
use mailer::Mailer;
use scheduler::{Recurring, Scheduler};

/// Imports of one worker at the same time. The catalogue takes one writer after the other, so that more would be
/// no quicker.
const IMPORTS: u16 = 1;
/// Pause between two attempts to reach PostgreSQL when the worker starts.
const DATABASE_RETRY: Duration = Duration::from_secs(1);

/// A worker that has not started.
pub struct Worker {
    db: PgPool,
    consumers: Vec<Consumer>,
    keeper: Keeper,
    relay: Relay,
    scheduler: Scheduler,
}

impl Worker {
    /// Puts a worker for the given queues together. Settings and templates are checked here; no
    /// service has to be reachable yet. Call it inside the runtime.
    pub fn build(config: Config, queues: &[Queue]) -> anyhow::Result<Self> {
        let db = pool(&config)?;
        let topology = Topology::new(&config.rabbitmq.namespace);
        let broker_url = config.rabbitmq.url.expose();
        let handlers = Arc::new(Handlers {
            db: db.clone(),
            mailer: Mailer::new(&config.mail)?,
            stripe: Stripe::new(&config.payments)?,
            files: Files::open(&config.avatars)?,
            link_key: config.mail.link_key,
            unpaid_lifetime: config.orders.unpaid_lifetime,
            public_url: config.server.public_url,
        });
        let consumers = queues.iter().map(|&queue| Consumer {
            queue,
            broker_url: broker_url.into(),
            topology: topology.clone(),
            prefetch: match queue {
                Queue::Catalogue => IMPORTS,
                Queue::Email | Queue::Payments | Queue::Maintenance => config.worker.prefetch,
            },
            drain_timeout: config.worker.drain_timeout,
            handlers: Arc::clone(&handlers),
        });
        Ok(Self {
            consumers: consumers.collect(),
            keeper: Keeper {
                db: db.clone(),
                broker_url: broker_url.into(),
                topology: topology.clone(),
            },
            relay: Relay::new(db.clone(), broker_url, topology.clone()),
            scheduler: Scheduler::new(db.clone(), config.schedules),
            db,
        })
    }

    /// Works until `stop`, then finishes the jobs in hand. Services that are away are waited for.
    pub async fn run(self, stop: CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => return,
            () = database_is_there(&self.db) => {}
        }
        let consumers = self
            .consumers
            .into_iter()
            .map(|consumer| consumer.run(stop.clone()));
        tokio::join!(
            join_all(consumers),
            self.keeper.run(stop.clone()),
            self.relay.run(stop.clone()),
            self.scheduler.run(stop.clone()),
        );
        self.db.close().await;
    }
}

/// A recurring job as an operator sees it.
#[derive(Debug)]
pub struct ScheduleStatus {
    /// The job's kind.
    pub name: &'static str,
    /// How often it runs.
    pub every: Duration,
    /// When it was enqueued last, if ever.
    pub last_run_at: Option<DateTime<Utc>>,
    /// When it is enqueued next; `None` until a worker has led for the first time.
    pub next_run_at: Option<DateTime<Utc>>,
}

/// Every recurring job.
pub async fn schedules(config: &Config) -> anyhow::Result<Vec<ScheduleStatus>> {
    let options = pool(config)?.connect_options();
    let mut db = options
        .connect()
        .await
        .context("PostgreSQL can't be reached")?;
    let rows = store::schedules::all(&mut db).await?;
    let statuses = Recurring::ALL.map(|job| {
        let row = rows.iter().find(|row| row.name == job.name());
        ScheduleStatus {
            name: job.name(),
            every: job.period(&config.schedules),
            last_run_at: row.and_then(|row| row.last_run_at),
            next_run_at: row.map(|row| row.next_run_at),
        }
    });
    Ok(statuses.into())
}

fn pool(config: &Config) -> anyhow::Result<PgPool> {
    store::pool(&config.database).context("CINEMA__DATABASE__URL")
}

/// Returns once PostgreSQL accepts connections. Jobs that failed for its sake would wait for their
/// next attempt.
async fn database_is_there(db: &PgPool) {
    while let Err(error) = db.connect_options().connect().await {
        let error = error_chain(&error);
        tracing::warn!(error, "PostgreSQL can't be reached yet: the worker waits");
        tokio::time::sleep(DATABASE_RETRY).await;
    }
}
