//! A look into the queues of one installation.

use jobs::{Queue, RETRY_DELAYS, Topology};
use lapin::{
    BasicProperties, Channel, Connection, ConnectionProperties,
    options::{
        BasicPublishOptions, ExchangeDeleteOptions, QueueDeclareOptions, QueueDeleteOptions,
    },
    types::FieldTable,
};

use super::{environment::RABBITMQ, runtime::RUNTIME};

/// The broker as one installation sees it.
pub(super) struct Broker {
    channel: Channel,
    connection: Connection,
    topology: Topology,
}

impl Broker {
    /// Connects past the installation's own line. Declares what the installation declares, so that it does not
    /// matter who comes first.
    pub(super) async fn connect(namespace: &str) -> Self {
        let broker = Self::connect_only(namespace).await;
        broker
            .topology
            .declare(&broker.channel)
            .await
            .expect("exchanges and queues");
        broker
    }

    async fn connect_only(namespace: &str) -> Self {
        let url = RABBITMQ.as_str().to_owned();
        let connection = RUNTIME
            .spawn(async move { Connection::connect(&url, ConnectionProperties::default()).await });
        let connection = connection
            .await
            .expect("joined")
            .expect("CINEMA_TEST_RABBITMQ_URL answers");
        let channel = connection.create_channel().await.expect("a channel");
        Self {
            channel,
            connection,
            topology: Topology::new(namespace),
        }
    }

    /// How many messages wait in a queue.
    pub(super) async fn count(&self, queue: Queue) -> u32 {
        self.length(self.topology.queue(queue)).await
    }

    /// How many dead letters no worker has taken.
    pub(super) async fn count_dead(&self) -> u32 {
        self.length(self.topology.dead()).await
    }

    /// How many messages wait for their next attempt.
    pub(super) async fn count_parked(&self) -> u32 {
        let mut sum = 0;
        for delay in RETRY_DELAYS {
            sum += self.length(self.topology.retry(delay)).await;
        }
        sum
    }

    async fn length(&self, queue: String) -> u32 {
        let options = QueueDeclareOptions {
            passive: true,
            ..Default::default()
        };
        let declared = self
            .channel
            .queue_declare(queue.into(), options, FieldTable::default())
            .await;
        declared.expect("the queue exists").message_count()
    }

    /// Publishes anything, as somebody with access to the broker could.
    pub(super) async fn publish(
        &self,
        queue: Queue,
        kind: &str,
        properties: BasicProperties,
        body: &[u8],
    ) {
        let key = Topology::routing_key(queue.as_str(), kind);
        let exchange = self.topology.exchange();
        self.channel
            .basic_publish(
                exchange.into(),
                key.into(),
                BasicPublishOptions::default(),
                body,
                properties,
            )
            .await
            .expect("the message is published");
    }

    /// Deletes everything under the namespace.
    pub(super) async fn delete_all(namespace: &str) {
        let Self {
            channel,
            connection,
            topology,
        } = Self::connect_only(namespace).await;
        let names = Queue::ALL.map(|queue| topology.queue(queue)).into_iter();
        let names = names
            .chain(RETRY_DELAYS.map(|delay| topology.retry(delay)))
            .chain([topology.dead()]);
        for name in names {
            let _ = channel
                .queue_delete(name.as_str().into(), QueueDeleteOptions::default())
                .await;
            let _ = channel
                .exchange_delete(name.as_str().into(), ExchangeDeleteOptions::default())
                .await;
        }
        let exchange = topology.exchange();
        let _ = channel
            .exchange_delete(exchange.into(), ExchangeDeleteOptions::default())
            .await;
        let _ = connection.close(200, "done".into()).await;
    }
}
