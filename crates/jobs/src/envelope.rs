//! A job on the wire: AMQP properties that any tool can read, and the payload as the JSON body.

use std::time::Duration;

use lapin::{
    BasicProperties, Channel, Confirmation,
    message::Delivery,
    options::BasicPublishOptions,
    types::{AMQPValue, FieldTable},
};
use serde::{Deserialize, Serialize};
use telemetry::trace_context::TRACEPARENT;
use uuid::Uuid;

use crate::{
    Job, Topology,
    broker::{BrokerError, TIMEOUT},
};

const VERSION: &str = "x-job-version";
const ATTEMPTS: &str = "x-job-attempts";
pub(crate) const REASON: &str = "x-job-dead-reason";
const CONTENT_TYPE: &str = "application/json";
const PERSISTENT: u8 = 2;

/// A job with everything that travels beside its payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Id of the outbox row; the same through all attempts.
    pub id: Uuid,
    /// Name of the queue, the first part of the routing key.
    pub queue: String,
    /// [`Job::KIND`].
    pub kind: String,
    /// [`Job::VERSION`].
    pub version: i16,
    /// JSON.
    pub payload: Vec<u8>,
    /// W3C trace context of the request that caused the job.
    pub traceparent: Option<String>,
    /// When the job was published first, in seconds since 1970.
    pub published_at: u64,
    /// The attempts that failed, oldest first.
    pub attempts: Vec<Attempt>,
}

/// An attempt that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Seconds since 1970.
    pub at: u64,
    /// The error with its causes.
    pub error: String,
}

/// A message that is no job.
#[derive(Debug, thiserror::Error)]
pub enum EnvelopeError {
    /// A property that every job has is missing or unreadable.
    #[error("the message has no valid {0}")]
    Property(&'static str),
    /// The payload is not that of the kind.
    #[error("the payload does not fit the job")]
    Payload(#[from] serde_json::Error),
    /// The message comes from another release.
    #[error("version {found} of {kind} is not known here, only {known}")]
    Version {
        /// The job's kind.
        kind: &'static str,
        /// The version of the message.
        found: i16,
        /// The version that this release understands.
        known: i16,
    },
}

impl Attempt {
    /// A failure that happened now.
    #[must_use]
    pub fn now(error: String) -> Self {
        Self {
            at: unix_now(),
            error,
        }
    }
}

impl Envelope {
    /// Reads a message. `attempts` that cannot be read count as none: they are for people.
    pub fn from_delivery(delivery: &Delivery) -> Result<Self, EnvelopeError> {
        let properties = &delivery.properties;
        let text = |value: Option<&lapin::types::ShortString>| value.map(|v| v.as_str().to_owned());
        let header = |name: &str| {
            properties
                .headers()
                .as_ref()
                .and_then(|h| h.inner().get(name))
        };
        let id = text(properties.message_id().as_ref()).and_then(|id| id.parse().ok());
        let (queue, _) = delivery
            .routing_key
            .as_str()
            .split_once('.')
            .ok_or(EnvelopeError::Property("routing key"))?;
        Ok(Self {
            id: id.ok_or(EnvelopeError::Property("message id"))?,
            queue: queue.to_owned(),
            kind: text(properties.kind().as_ref()).ok_or(EnvelopeError::Property("type"))?,
            version: match header(VERSION) {
                Some(AMQPValue::ShortInt(version)) => *version,
                _ => return Err(EnvelopeError::Property("version")),
            },
            payload: delivery.data.clone(),
            traceparent: header(TRACEPARENT).and_then(long_string),
            published_at: properties.timestamp().unwrap_or_default(),
            attempts: header(ATTEMPTS)
                .and_then(long_string)
                .and_then(|json| serde_json::from_str(&json).ok())
                .unwrap_or_default(),
        })
    }

    /// The payload as the job it claims to be.
    pub fn decode<J: Job>(&self) -> Result<J, EnvelopeError> {
        if self.version != J::VERSION {
            return Err(EnvelopeError::Version {
                kind: J::KIND,
                found: self.version,
                known: J::VERSION,
            });
        }
        Ok(serde_json::from_slice(&self.payload)?)
    }

    /// Publishes to the job exchange and returns once the broker has it.
    pub async fn publish(&self, channel: &Channel, topology: &Topology) -> Result<(), BrokerError> {
        self.send(
            channel,
            &topology.exchange(),
            self.properties(self.headers()),
        )
        .await
    }

    /// Parks the job for `delay`, give or take a tenth, so that jobs that failed together do not
    /// all come back together.
    pub async fn publish_later(
        &self,
        channel: &Channel,
        topology: &Topology,
        delay: Duration,
    ) -> Result<(), BrokerError> {
        let jitter = 0.9 + 0.2 * f64::from(self.id.as_bytes()[15]) / 255.0;
        let expiration = delay.mul_f64(jitter).as_millis().to_string();
        let properties = self
            .properties(self.headers())
            .with_expiration(expiration.into());
        self.send(channel, &topology.retry(delay), properties).await
    }

    /// Puts the job with the dead letters, with the reason and the error of every attempt.
    pub async fn publish_dead(
        &self,
        channel: &Channel,
        topology: &Topology,
        reason: &str,
    ) -> Result<(), BrokerError> {
        let mut headers = self.headers();
        headers.insert(REASON.into(), AMQPValue::LongString(reason.into()));
        self.send(channel, &topology.dead(), self.properties(headers))
            .await
    }

    fn headers(&self) -> FieldTable {
        let mut headers = FieldTable::default();
        headers.insert(VERSION.into(), AMQPValue::ShortInt(self.version));
        if let Some(traceparent) = &self.traceparent {
            headers.insert(
                TRACEPARENT.into(),
                AMQPValue::LongString(traceparent.as_str().into()),
            );
        }
        if !self.attempts.is_empty() {
            let json = serde_json::to_string(&self.attempts).expect("attempts are plain data");
            headers.insert(ATTEMPTS.into(), AMQPValue::LongString(json.into()));
        }
        headers
    }

    fn properties(&self, headers: FieldTable) -> BasicProperties {
        BasicProperties::default()
            .with_content_type(CONTENT_TYPE.into())
            .with_delivery_mode(PERSISTENT)
            .with_message_id(self.id.to_string().into())
            .with_type(self.kind.as_str().into())
            .with_timestamp(self.published_at)
            .with_headers(headers)
    }

    async fn send(
        &self,
        channel: &Channel,
        exchange: &str,
        properties: BasicProperties,
    ) -> Result<(), BrokerError> {
        let key = Topology::routing_key(&self.queue, &self.kind);
        let options = BasicPublishOptions {
            mandatory: true,
            ..Default::default()
        };
        let confirmation = tokio::time::timeout(TIMEOUT, async {
            channel
                .basic_publish(
                    exchange.into(),
                    key.as_str().into(),
                    options,
                    &self.payload,
                    properties,
                )
                .await?
                .await
        })
        .await??;
        match confirmation {
            Confirmation::Ack(None) => Ok(()),
            Confirmation::Ack(Some(_)) => Err(BrokerError::NotTaken("no queue is bound for it")),
            Confirmation::Nack(_) | Confirmation::NotRequested => {
                Err(BrokerError::NotTaken("it was not confirmed"))
            }
        }
    }
}

/// The current time as AMQP counts it: whole seconds since 1970.
pub(crate) fn unix_now() -> u64 {
    u64::try_from(domain::clock::now().timestamp()).unwrap_or_default()
}

pub(crate) fn long_string(value: &AMQPValue) -> Option<String> {
    match value {
        AMQPValue::LongString(text) => Some(text.to_string()),
        _ => None,
    }
}
