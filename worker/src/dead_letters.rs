//! Brings dead letters from the broker into a table, where admins find them by their ids. Whoever waits for one of the
//! jobs is told here that it was given up: some letters the broker moves by itself, and no worker sees them before.

use std::{sync::Arc, time::Duration};

use futures_util::StreamExt as _;
use jobs::{
    DeadLetter, Topology,
    broker::{self, BrokerError, RECONNECT_DELAY},
};
use lapin::{
    options::{BasicAckOptions, BasicConsumeOptions, BasicQosOptions},
    types::FieldTable,
};
use sqlx::PgPool;
use telemetry::error_chain;
use tokio_util::sync::CancellationToken;

use crate::handlers;

/// Letters that the broker hands out before the first of them is kept.
const PREFETCH: u16 = 20;
/// Pause between two attempts to write a letter down.
const DATABASE_RETRY: Duration = Duration::from_secs(1);

/// Keeps what the broker has in its queue of dead letters.
pub(crate) struct Keeper {
    pub(crate) db: PgPool,
    pub(crate) broker_url: Arc<str>,
    pub(crate) topology: Topology,
}

impl Keeper {
    /// Works until `stop`. Whatever breaks, the broker delivers again what it got no answer for, and the keeper starts
    /// over.
    pub(crate) async fn run(self, stop: CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            () = self.keep_all() => {}
        }
    }

    async fn keep_all(&self) {
        loop {
            // On the heap: connecting takes kilobytes of a future.
            if let Err(error) = Box::pin(self.keep_until_it_breaks()).await {
                let error = error_chain(&error);
                tracing::warn!(error, "the keeper of dead letters starts over");
            }
            tokio::time::sleep(RECONNECT_DELAY).await;
        }
    }

    /// Returns when the broker ends the subscription.
    async fn keep_until_it_breaks(&self) -> Result<(), BrokerError> {
        let connection = broker::connect(&self.broker_url, "cinema worker, dead letters").await?;
        let channel = broker::confirming_channel(&connection, &self.topology).await?;
        let subscribed = async {
            channel
                .basic_qos(PREFETCH, BasicQosOptions::default())
                .await?;
            let (queue, options) = (self.topology.dead(), BasicConsumeOptions::default());
            channel
                .basic_consume(queue.into(), "".into(), options, FieldTable::default())
                .await
        };
        let mut letters = tokio::time::timeout(broker::TIMEOUT, subscribed).await??;
        while let Some(delivery) = letters.next().await {
            let delivery = delivery?;
            self.keep(&DeadLetter::from_delivery(&delivery)).await;
            delivery.ack(BasicAckOptions::default()).await?;
        }
        Ok(())
    }

    /// Returns once the letter is written down. It is held until then: giving it back would count as a delivery, and a
    /// broker drops what it has delivered too often.
    async fn keep(&self, letter: &DeadLetter) {
        while let Err(error) = self.write(letter).await {
            let error = error_chain(&error);
            tracing::warn!(error, "a dead letter was not written down yet");
            tokio::time::sleep(DATABASE_RETRY).await;
        }
        metrics::counter!("cinema_dead_letters_total").increment(1);
    }

    async fn write(&self, letter: &DeadLetter) -> sqlx::Result<()> {
        let mut tx = self.db.begin().await?;
        let is_new = store::dead_letters::insert(&mut tx, letter).await?;
        if is_new && let Some(job) = &letter.job {
            handlers::give_up(&mut tx, job, &letter.reason).await?;
        }
        tx.commit().await
    }
}
