//! The connection to RabbitMQ. Whoever holds it lives as long as it does: when it breaks, relay and
//! consumers start over, which is the one recovery path and therefore a tested one.

use std::time::Duration;

use lapin::{Channel, Connection, ConnectionProperties, options::ConfirmSelectOptions};

use crate::Topology;

/// Longest wait for the broker to accept a connection or to confirm a message.
pub const TIMEOUT: Duration = Duration::from_secs(10);
/// Pause between two attempts to connect.
pub const RECONNECT_DELAY: Duration = Duration::from_secs(1);

/// The broker did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum BrokerError {
    /// What the client says.
    #[error(transparent)]
    Amqp(#[from] lapin::Error),
    /// No answer within [`TIMEOUT`].
    #[error("the broker did not answer within {} s", TIMEOUT.as_secs())]
    Timeout(#[from] tokio::time::error::Elapsed),
    /// The broker refused a message or had no queue for it.
    #[error("the broker did not take the message: {0}")]
    NotTaken(&'static str),
}

/// Connects under a name that the management page shows.
pub async fn connect(url: &str, name: &str) -> Result<Connection, BrokerError> {
    let properties = ConnectionProperties::default().with_connection_name(name.into());
    Ok(tokio::time::timeout(TIMEOUT, Connection::connect(url, properties)).await??)
}

/// A channel with publisher confirms, on which the topology is declared.
pub async fn confirming_channel(
    connection: &Connection,
    topology: &Topology,
) -> Result<Channel, BrokerError> {
    tokio::time::timeout(TIMEOUT, async {
        let channel = connection.create_channel().await?;
        channel
            .confirm_select(ConfirmSelectOptions::default())
            .await?;
        topology.declare(&channel).await?;
        Ok(channel)
    })
    .await?
}
