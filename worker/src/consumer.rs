//! Receives the jobs of one queue, has them handled, and tells the broker what became of them.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use futures_util::StreamExt as _;
use jobs::{
    Attempt, Envelope, Queue, Topology,
    broker::{self, BrokerError, RECONNECT_DELAY},
};
use lapin::{
    Channel, Connection,
    message::Delivery,
    options::{
        BasicAckOptions, BasicCancelOptions, BasicConsumeOptions, BasicQosOptions,
        BasicRejectOptions,
    },
    types::FieldTable,
};
use metrics::Gauge;
use telemetry::{error_chain, trace_context};
use tokio::{
    task::JoinSet,
    time::{Instant, timeout},
};
use tokio_util::sync::CancellationToken;
use tracing::{Instrument as _, Span, field};

use crate::{
    handlers::Handlers,
    outcome::{Outcome, Step},
};

/// The metric that says whether a queue's jobs come to this worker.
const SUBSCRIBED: &str = "cinema_consumer_subscribed";
/// AMQP's reply code for an orderly end.
const REPLY_SUCCESS: u16 = 200;

/// One queue, and everything needed to work it off.
#[derive(Clone)]
pub(crate) struct Consumer {
    pub(crate) queue: Queue,
    pub(crate) broker_url: Arc<str>,
    pub(crate) topology: Topology,
    /// Jobs in hand at the same time.
    pub(crate) prefetch: u16,
    /// How long they may take once the consumer stops or lost the broker.
    pub(crate) drain_timeout: Duration,
    pub(crate) handlers: Arc<Handlers>,
}

#[derive(Debug, thiserror::Error)]
enum ConsumerError {
    #[error("RabbitMQ failed")]
    Broker(#[from] BrokerError),
    #[error("RabbitMQ failed")]
    Amqp(#[from] lapin::Error),
    #[error("RabbitMQ ended the subscription; was the queue deleted?")]
    Cancelled,
    #[error("a job could not be settled")]
    Defect(#[from] tokio::task::JoinError),
}

/// An open subscription. It ends with its connection.
struct Subscription {
    connection: Connection,
    channel: Channel,
    deliveries: lapin::Consumer,
}

/// Jobs between their delivery and the broker's answer to what became of them.
type InHand = JoinSet<Result<(), ConsumerError>>;

impl Consumer {
    /// Works until `stop`. Whatever breaks, the broker delivers again what it got no answer for, and
    /// the consumer starts over.
    pub(crate) async fn run(self, stop: CancellationToken) {
        let subscribed = subscribed_gauge(self.queue);
        subscribed.set(0);
        while !stop.is_cancelled() {
            let opened = tokio::select! {
                () = stop.cancelled() => return,
                opened = self.subscribe() => opened,
            };
            let outcome = match opened {
                Ok(subscription) => {
                    subscribed.set(1);
                    self.consume(subscription, &stop).await
                }
                Err(error) => Err(error),
            };
            subscribed.set(0);
            if let Err(error) = outcome {
                metrics::counter!("cinema_consumer_failures_total", "queue" => self.queue.as_str())
                    .increment(1);
                tracing::warn!(queue = %self.queue, error = error_chain(&error), "the consumer starts over");
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(RECONNECT_DELAY) => {}
            }
        }
    }

    async fn subscribe(&self) -> Result<Subscription, ConsumerError> {
        let name = format!("cinema worker, queue {}", self.queue);
        let connection = broker::connect(&self.broker_url, &name).await?;
        let channel = broker::confirming_channel(&connection, &self.topology).await?;
        let queue = self.topology.queue(self.queue);
        let deliveries = bounded(async {
            channel
                .basic_qos(self.prefetch, BasicQosOptions::default())
                .await?;
            let options = BasicConsumeOptions::default();
            channel
                .basic_consume(queue.into(), "".into(), options, FieldTable::default())
                .await
        })
        .await?;
        tracing::info!(queue = %self.queue, prefetch = self.prefetch, "the consumer is connected");
        Ok(Subscription {
            connection,
            channel,
            deliveries,
        })
    }

    /// Takes jobs until `stop` or until something breaks, then finishes those in hand. They are
    /// finished even if the broker is gone and delivers them again: by then they are known to be
    /// handled.
    async fn consume(
        &self,
        mut subscription: Subscription,
        stop: &CancellationToken,
    ) -> Result<(), ConsumerError> {
        let mut in_hand = InHand::new();
        let mut outcome = self.take_jobs(&mut subscription, &mut in_hand, stop).await;
        if outcome.is_ok() {
            tracing::info!(queue = %self.queue, in_hand = in_hand.len(), "the consumer stops");
            outcome = subscription.cancel().await.map_err(Into::into);
        }
        let settled = timeout(self.drain_timeout, settle_all(&mut in_hand)).await;
        if settled.is_err() {
            let left = in_hand.len();
            tracing::warn!(queue = %self.queue, left, "jobs take too long and go back to the queue");
            in_hand.shutdown().await;
        }
        outcome.and(settled.unwrap_or(Ok(())))?;
        Ok(subscription.close().await?)
    }

    /// Returns `Ok` on `stop`.
    async fn take_jobs(
        &self,
        subscription: &mut Subscription,
        in_hand: &mut InHand,
        stop: &CancellationToken,
    ) -> Result<(), ConsumerError> {
        loop {
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                Some(settled) = in_hand.join_next() => settled??,
                // The broker sends no more than `prefetch` before one of them is settled.
                delivery = subscription.deliveries.next() => {
                    let delivery = delivery.ok_or(ConsumerError::Cancelled)??;
                    let consumer = self.clone();
                    let channel = subscription.channel.clone();
                    in_hand.spawn(async move { consumer.work(&channel, delivery).await });
                }
            }
        }
    }

    /// Handles one message and settles it.
    async fn work(&self, channel: &Channel, delivery: Delivery) -> Result<(), ConsumerError> {
        let job = match Envelope::from_delivery(&delivery) {
            Ok(job) => job,
            Err(error) => {
                let error = error_chain(&error);
                tracing::error!(queue = %self.queue, error, "not a job: moved to the dead letters");
                count("unknown", "dead");
                // Without an envelope there is nothing to publish; the broker moves it as it is.
                delivery
                    .reject(BasicRejectOptions { requeue: false })
                    .await?;
                return Ok(());
            }
        };
        let span = span(self.queue, &job, delivery.redelivered);
        async {
            let outcome = self.handle(&job).await;
            self.settle(channel, job, outcome).await?;
            // Last: if the next attempt could not be published, the broker delivers this one again.
            delivery.ack(BasicAckOptions::default()).await?;
            Ok(())
        }
        .instrument(span)
        .await
    }

    async fn handle(&self, job: &Envelope) -> Outcome {
        let _gauge = InHandGauge::raise(self.queue);
        let started = Instant::now();
        let outcome = Outcome::of(self.handlers.handle(job)).await;
        metrics::histogram!("cinema_job_duration_seconds", "kind" => job.kind.clone())
            .record(started.elapsed());
        outcome
    }

    /// Publishes what follows from the outcome, if anything does.
    async fn settle(
        &self,
        channel: &Channel,
        mut job: Envelope,
        outcome: Outcome,
    ) -> Result<(), BrokerError> {
        match outcome.step(job.attempts.len()) {
            Step::Forget => {
                count(&job.kind, "done");
                tracing::info!("job done");
            }
            Step::TryLater { delay, cause } => {
                let error = cause.to_keep();
                job.attempts.push(Attempt::now(error.clone()));
                job.publish_later(channel, &self.topology, delay).await?;
                count(&job.kind, "retry");
                tracing::warn!(error, ?delay, "job failed: tried again after the delay");
            }
            Step::Bury { cause } => {
                let error = cause.to_keep();
                job.attempts.push(Attempt::now(error.clone()));
                job.publish_dead(channel, &self.topology, &error).await?;
                count(&job.kind, "dead");
                tracing::error!(error, "job failed for good: moved to the dead letters");
            }
        }
        Ok(())
    }
}

impl Subscription {
    async fn cancel(&self) -> Result<(), BrokerError> {
        let tag = self.deliveries.tag();
        bounded(
            self.channel
                .basic_cancel(tag, BasicCancelOptions::default()),
        )
        .await
    }

    async fn close(&self) -> Result<(), BrokerError> {
        bounded(self.connection.close(REPLY_SUCCESS, "stopped".into())).await
    }
}

/// A broker that is neither there nor gone must not hold up the worker.
async fn bounded<T>(call: impl Future<Output = lapin::Result<T>>) -> Result<T, BrokerError> {
    Ok(timeout(broker::TIMEOUT, call).await??)
}

/// Waits for all of them; one failure stands for the rest, which have the same cause.
async fn settle_all(in_hand: &mut InHand) -> Result<(), ConsumerError> {
    let mut outcome = Ok(());
    while let Some(settled) = in_hand.join_next().await {
        outcome = outcome.and(settled.map_err(ConsumerError::from).flatten());
    }
    outcome
}

/// The span of one attempt, a child of the request that caused the job.
fn span(queue: Queue, job: &Envelope, redelivered: bool) -> Span {
    let span = tracing::info_span!(
        "job",
        %queue,
        kind = job.kind,
        id = %job.id,
        attempt = job.attempts.len() + 1,
        redelivered,
        trace_id = field::Empty,
    );
    if let Some(traceparent) = &job.traceparent {
        trace_context::set_parent(&span, traceparent);
    }
    if let Some(trace_id) = trace_context::trace_id(&span) {
        span.record("trace_id", trace_id);
    }
    span
}

/// 1 while the queue's jobs come to this worker.
fn subscribed_gauge(queue: Queue) -> Gauge {
    metrics::gauge!(SUBSCRIBED, "queue" => queue.as_str())
}

/// The queues of a running worker and whether their jobs come to it, as its metrics tell. None until it starts to
/// take jobs.
#[must_use]
pub fn subscriptions(metrics: &str) -> BTreeMap<&str, bool> {
    metrics.lines().filter_map(subscription).collect()
}

fn subscription(line: &str) -> Option<(&str, bool)> {
    let labelled = line.strip_prefix(SUBSCRIBED)?.strip_prefix("{queue=\"")?;
    let (queue, value) = labelled.split_once("\"} ")?;
    Some((queue, value == "1"))
}

fn count(kind: &str, outcome: &'static str) {
    metrics::counter!("cinema_jobs_total", "kind" => kind.to_owned(), "outcome" => outcome)
        .increment(1);
}

/// Counts a job as in hand until it is dropped, also when the job is aborted.
struct InHandGauge(Gauge);

impl InHandGauge {
    fn raise(queue: Queue) -> Self {
        let gauge = metrics::gauge!("cinema_jobs_in_hand", "queue" => queue.as_str());
        gauge.increment(1);
        Self(gauge)
    }
}

impl Drop for InHandGauge {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}
