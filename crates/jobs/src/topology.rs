//! Exchanges and queues. Declaring them is idempotent, so every publisher and consumer does it.

use std::time::Duration;

use lapin::{
    Channel, ExchangeKind,
    options::{ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions},
    types::{AMQPValue, FieldTable, ShortString},
};

use crate::Queue;

/// How long a job waits before each further attempt; after the last it goes to the dead letters.
pub const RETRY_DELAYS: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(10),
    Duration::from_mins(1),
    Duration::from_mins(10),
    Duration::from_hours(1),
];

/// Deliveries without an answer after which the broker gives up on a job: it kills its worker every
/// time. Generous, because a worker that is killed for other reasons counts too.
const DELIVERY_LIMIT: i64 = 50;

/// The names under one namespace.
#[derive(Debug, Clone)]
pub struct Topology {
    namespace: String,
}

impl Topology {
    /// Names that start with `namespace`.
    #[must_use]
    pub fn new(namespace: &str) -> Self {
        Self {
            namespace: namespace.to_owned(),
        }
    }

    /// The exchange that jobs are published to.
    #[must_use]
    pub fn exchange(&self) -> String {
        format!("{}.jobs", self.namespace)
    }

    /// A queue by its full name.
    #[must_use]
    pub fn queue(&self, queue: Queue) -> String {
        format!("{}.{queue}", self.namespace)
    }

    /// The queue of jobs that were given up; its exchange has the same name.
    #[must_use]
    pub fn dead(&self) -> String {
        format!("{}.dead", self.namespace)
    }

    /// The queue in which a job waits for `delay`; its exchange has the same name.
    #[must_use]
    pub fn retry(&self, delay: Duration) -> String {
        format!("{}.retry.{}s", self.namespace, delay.as_secs())
    }

    /// Where a job is routed: `email.send-activation-email`.
    #[must_use]
    pub fn routing_key(queue: &str, kind: &str) -> String {
        format!("{queue}.{kind}")
    }

    /// Declares everything.
    pub async fn declare(&self, channel: &Channel) -> lapin::Result<()> {
        declare_exchange(channel, &self.exchange(), ExchangeKind::Topic).await?;

        let dead = self.dead();
        declare_exchange(channel, &dead, ExchangeKind::Fanout).await?;
        declare_queue(channel, &dead, quorum([])).await?;
        bind(channel, &dead, &dead, "").await?;

        for queue in Queue::ALL {
            let name = self.queue(queue);
            let arguments = quorum([
                ("x-delivery-limit", AMQPValue::LongLongInt(DELIVERY_LIMIT)),
                (
                    "x-dead-letter-exchange",
                    AMQPValue::LongString(dead.as_str().into()),
                ),
            ]);
            declare_queue(channel, &name, arguments).await?;
            bind(channel, &name, &self.exchange(), &format!("{queue}.#")).await?;
        }

        // A message that outlives its expiration here returns to the job exchange with its own
        // routing key. "At least once" keeps it safe while the broker moves it.
        for delay in RETRY_DELAYS {
            let name = self.retry(delay);
            let arguments = quorum([
                (
                    "x-dead-letter-exchange",
                    AMQPValue::LongString(self.exchange().into()),
                ),
                (
                    "x-dead-letter-strategy",
                    AMQPValue::LongString("at-least-once".into()),
                ),
                ("x-overflow", AMQPValue::LongString("reject-publish".into())),
            ]);
            declare_exchange(channel, &name, ExchangeKind::Fanout).await?;
            declare_queue(channel, &name, arguments).await?;
            bind(channel, &name, &name, "").await?;
        }
        Ok(())
    }
}

fn quorum<const N: usize>(arguments: [(&str, AMQPValue); N]) -> FieldTable {
    let mut table = FieldTable::default();
    table.insert(
        "x-queue-type".into(),
        AMQPValue::LongString("quorum".into()),
    );
    for (name, value) in arguments {
        table.insert(ShortString::from(name), value);
    }
    table
}

async fn declare_exchange(channel: &Channel, name: &str, kind: ExchangeKind) -> lapin::Result<()> {
    let options = ExchangeDeclareOptions {
        durable: true,
        ..Default::default()
    };
    channel
        .exchange_declare(name.into(), kind, options, FieldTable::default())
        .await
}

async fn declare_queue(channel: &Channel, name: &str, arguments: FieldTable) -> lapin::Result<()> {
    let options = QueueDeclareOptions {
        durable: true,
        ..Default::default()
    };
    channel
        .queue_declare(name.into(), options, arguments)
        .await
        .map(drop)
}

async fn bind(channel: &Channel, queue: &str, exchange: &str, key: &str) -> lapin::Result<()> {
    channel
        .queue_bind(
            queue.into(),
            exchange.into(),
            key.into(),
            QueueBindOptions::default(),
            FieldTable::default(),
        )
        .await
}
