//! The server's configuration, one section a file.

mod auth;
mod catalogue;
mod docs;
mod rate_limits;
mod server;

use serde::{Deserialize, Serialize};
use settings::{
    Avatars, ConfigError, Database, Payments, RabbitMq, Redis, Telemetry, Validate, invalid,
};

use crate::auth::session_states::CHANGED_TTL;

pub use auth::Auth;
pub use catalogue::Catalogue;
pub use docs::{Access, Docs};
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
    /// How the catalogue is read and changed.
    pub catalogue: Catalogue,
    /// The documentation pages.
    pub docs: Docs,
    /// Stripe.
    pub payments: Payments,
    /// Where pictures of members are kept.
    pub avatars: Avatars,
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
        self.rate_limits.validate()?;
        self.payments.validate()?;
        self.avatars.validate()?;
        if self.payments.timeout >= self.server.request_timeout {
            let reason = format!(
                "must be below server.request_timeout = {:?}, or buyers never hear that Stripe is away",
                self.server.request_timeout
            );
            return Err(invalid("payments.timeout", reason));
        }
        if self.database.statement_timeout >= CHANGED_TTL {
            let reason = format!(
                "must be below {} s, or a slow read could revive a session",
                CHANGED_TTL.as_secs()
            );
            return Err(invalid("database.statement_timeout", reason));
        }
        self.database.validate()
    }
}
