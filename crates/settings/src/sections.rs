//! The sections that the server and the worker share.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{ConfigError, SecretUrl, Validate, invalid};

/// PostgreSQL.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// `postgres://user:password@host:port/name`.
    pub url: SecretUrl,
    /// Connections that this process holds at most.
    pub max_connections: u32,
    /// How long a request waits for a connection before it is answered 503.
    #[serde(with = "humantime_serde")]
    pub acquire_timeout: Duration,
    /// PostgreSQL cancels a statement that takes longer.
    #[serde(with = "humantime_serde")]
    pub statement_timeout: Duration,
}

impl Default for Database {
    fn default() -> Self {
        Self {
            url: SecretUrl::from_static("postgres://postgres@127.0.0.1:5432/cinema"),
            max_connections: 16,
            acquire_timeout: Duration::from_secs(3),
            statement_timeout: Duration::from_secs(10),
        }
    }
}

impl Validate for Database {
    fn validate(&self) -> Result<(), ConfigError> {
        if self.max_connections < 2 {
            return Err(invalid("database.max_connections", "needs at least 2"));
        }
        Ok(())
    }
}

/// Redis, which holds only what may be lost.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Redis {
    /// `redis://:password@host:port/database`; `rediss://` for TLS.
    pub url: SecretUrl,
    /// First part of every key, so that installations can share one Redis.
    pub namespace: String,
    /// How long a command may take before PostgreSQL is asked instead.
    #[serde(with = "humantime_serde")]
    pub timeout: Duration,
}

impl Default for Redis {
    fn default() -> Self {
        Self {
            url: SecretUrl::from_static("redis://127.0.0.1:6379/0"),
            namespace: "cinema".to_owned(),
            timeout: Duration::from_millis(250),
        }
    }
}

/// RabbitMQ.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RabbitMq {
    /// `amqp://user:password@host:port/vhost`; `amqps://` for TLS.
    pub url: SecretUrl,
    /// First part of every exchange and queue, so that installations can share one broker.
    pub namespace: String,
}

impl Default for RabbitMq {
    fn default() -> Self {
        Self {
            url: SecretUrl::from_static("amqp://127.0.0.1:5672/%2f"),
            namespace: "cinema".to_owned(),
        }
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One JSON object a line, for log collectors.
    Json,
    /// For people.
    Text,
}

/// Logs, traces and metrics.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Telemetry {
    /// `json` or `text`.
    pub log_format: LogFormat,
    /// What is logged, in the syntax of `tracing-subscriber`'s `EnvFilter`: `info,sqlx=warn`.
    pub log_filter: String,
    /// OTLP/HTTP collector that traces go to, such as `http://otel:4318/v1/traces`. Empty: none.
    pub otlp_endpoint: String,
}

impl Default for Telemetry {
    fn default() -> Self {
        Self {
            log_format: LogFormat::Json,
            log_filter: "info".to_owned(),
            otlp_endpoint: String::new(),
        }
    }
}
