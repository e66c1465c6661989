//! The server's configuration, one section a file.

mod auth;
mod rate_limits;
mod server;

use serde::{Deserialize, Serialize};
use settings::{ConfigError, Database, RabbitMq, Redis, Telemetry, Validate};

pub use auth::Auth;
pub use rate_limits::{Rate, RateLimits};
pub use server::Server;

/// Everything that can be configured. Sections of the worker may stand in the same file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Config {
    /// Where and how HTTP is served.
    pub server: Server,
    /// Keys, lifetimes and the cost of password hashing.
    pub auth: Auth,
    /// How often one address or account may do what.
    pub rate_limits: RateLimits,
    /// PostgreSQL.
    pub database: Database,
    /// Redis.
    pub redis: Redis,
    /// RabbitMQ.
    pub rabbitmq: RabbitMq,
    /// Logs, traces and metrics.
    pub telemetry: Telemetry,
}

impl Validate for Config {
    fn validate(&self) -> Result<(), ConfigError> {
        self.server.validate()?;
        self.auth.validate()?;
        self.database.validate()
    }
}
