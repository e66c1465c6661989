//! Moves jobs from the outbox to the broker. Every publisher runs one; they share the work by
//! skipping each other's locked rows.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures_util::future::join_all;
use lapin::Channel;
use sqlx::{PgPool, postgres::PgListener};
use telemetry::error_chain;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    Topology,
    broker::{self, BrokerError, RECONNECT_DELAY},
    outbox,
};

/// Jobs that are published, with their confirms awaited together, in one transaction.
const BATCH: i64 = 200;
/// Longest time that a job waits if its notification is lost.
const POLL: Duration = Duration::from_secs(1);
/// Age that the gauges of the backlog may have.
const MEASURE: Duration = Duration::from_secs(5);

/// Publishes what commits to the outbox, from any process.
#[derive(Debug, Clone)]
pub struct Relay {
    db: PgPool,
    broker_url: String,
    topology: Topology,
    connected: Arc<AtomicBool>,
}

#[derive(Debug, thiserror::Error)]
enum RelayError {
    #[error("the outbox cannot be read")]
    Database(#[from] sqlx::Error),
    #[error("the broker cannot be reached")]
    Broker(#[from] BrokerError),
}

impl Relay {
    /// A relay that does nothing until it is run.
    #[must_use]
    pub fn new(db: PgPool, broker_url: &str, topology: Topology) -> Self {
        Self {
            db,
            broker_url: broker_url.to_owned(),
            topology,
            connected: Arc::default(),
        }
    }

    /// Whether a clone of this relay that runs has a connection to the broker.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.connected.load(Ordering::Relaxed)
    }

    /// Runs until `stop`. Whatever breaks, the jobs wait in the outbox and the relay starts over.
    pub async fn run(self, stop: CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            () = self.publish() => {}
            () = self.measure_backlog() => {}
        }
    }

    async fn publish(&self) {
        loop {
            let outcome = self.publish_until_it_breaks().await;
            self.connected.store(false, Ordering::Relaxed);
            if let Err(error) = outcome {
                metrics::counter!("cinema_relay_failures_total").increment(1);
                tracing::warn!(error = error_chain(&error), "the outbox relay starts over");
            }
            tokio::time::sleep(RECONNECT_DELAY).await;
        }
    }

    /// Tells the metrics how much waits, above all while the broker is away.
    async fn measure_backlog(&self) {
        loop {
            match outbox::backlog(&self.db).await {
                Ok(backlog) => {
                    metrics::gauge!("cinema_outbox_waiting").set(backlog.waiting);
                    metrics::gauge!("cinema_outbox_oldest_seconds").set(backlog.oldest_seconds);
                }
                Err(error) => {
                    tracing::debug!(error = error_chain(&error), "the outbox was not measured");
                }
            }
            tokio::time::sleep(MEASURE).await;
        }
    }

    async fn publish_until_it_breaks(&self) -> Result<(), RelayError> {
        let connection = broker::connect(&self.broker_url, "cinema outbox relay").await?;
        let channel = broker::confirming_channel(&connection, &self.topology).await?;
        let mut listener = PgListener::connect_with(&self.db).await?;
        listener.listen(outbox::CHANNEL).await?;
        self.connected.store(true, Ordering::Relaxed);
        tracing::info!("the outbox relay is connected");
        loop {
            while self.publish_batch(&channel).await? == BATCH {}
            // Woken by a notification, by the poll, or by a listener that lost its connection; the
            // outbox is read either way.
            let _ = tokio::time::timeout(POLL, listener.try_recv())
                .await
                .unwrap_or(Ok(None))?;
        }
    }

    /// Publishes one batch and returns its size.
    async fn publish_batch(&self, channel: &Channel) -> Result<i64, RelayError> {
        let mut tx = self.db.begin().await?;
        let jobs = outbox::claim(&mut tx, BATCH).await?;
        if jobs.is_empty() {
            return Ok(0);
        }

        let outcomes = join_all(jobs.iter().map(|job| job.publish(channel, &self.topology))).await;

        let confirmed: Vec<Uuid> = jobs
            .iter()
            .zip(&outcomes)
            .filter(|(_, outcome)| outcome.is_ok())
            .map(|(job, _)| job.id)
            .collect();
        outbox::delete(&mut tx, &confirmed).await?;
        tx.commit().await?;
        metrics::counter!("cinema_relay_published_total").increment(confirmed.len() as u64);

        outcomes.into_iter().collect::<Result<(), _>>()?;
        Ok(i64::try_from(jobs.len()).unwrap_or(BATCH))
    }
}
