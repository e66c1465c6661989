//! RabbitMQ by itself: what a job costs before anybody does anything about it.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use futures_util::StreamExt as _;
use lapin::{
    BasicProperties, Channel, Connection, ConnectionProperties, Consumer,
    options::{
        BasicAckOptions, BasicConsumeOptions, BasicPublishOptions, ConfirmSelectOptions,
        QueueDeclareOptions, QueueDeleteOptions,
    },
    types::{AMQPValue, FieldTable},
};

const QUEUE: &str = "cinema-bench";
/// Messages of which the median counts.
const TRIPS: usize = 51;
const PERSISTENT: u8 = 2;

/// A quorum queue, and who consumes it.
pub(crate) struct Broker {
    /// Closes the channel with it.
    _connection: Connection,
    channel: Channel,
    consumer: Consumer,
}

impl Broker {
    /// Declares an empty queue.
    pub(crate) async fn connect(url: &str) -> anyhow::Result<Self> {
        let connection = Connection::connect(url, ConnectionProperties::default()).await?;
        let channel = connection.create_channel().await?;
        channel
            .confirm_select(ConfirmSelectOptions::default())
            .await?;
        channel
            .queue_delete(QUEUE.into(), QueueDeleteOptions::default())
            .await?;
        let mut arguments = FieldTable::default();
        arguments.insert(
            "x-queue-type".into(),
            AMQPValue::LongString("quorum".into()),
        );
        let options = QueueDeclareOptions {
            durable: true,
            ..QueueDeclareOptions::default()
        };
        channel
            .queue_declare(QUEUE.into(), options, arguments)
            .await?;
        let consumer = channel
            .basic_consume(
                QUEUE.into(),
                QUEUE.into(),
                BasicConsumeOptions::default(),
                FieldTable::default(),
            )
            .await?;
        Ok(Self {
            _connection: connection,
            channel,
            consumer,
        })
    }

    /// From publishing a message to its delivery, confirmed in between.
    pub(crate) async fn median_trip(&mut self) -> anyhow::Result<Duration> {
        let mut trips = Vec::new();
        for _ in 0..TRIPS {
            let started = Instant::now();
            self.channel
                .basic_publish(
                    "".into(),
                    QUEUE.into(),
                    BasicPublishOptions::default(),
                    &[b' '; 256],
                    BasicProperties::default().with_delivery_mode(PERSISTENT),
                )
                .await?
                .await?;
            let delivery = self.consumer.next().await.context("a delivery")??;
            trips.push(started.elapsed());
            delivery.ack(BasicAckOptions::default()).await?;
        }
        trips.sort_unstable();
        Ok(trips[TRIPS / 2])
    }
}
