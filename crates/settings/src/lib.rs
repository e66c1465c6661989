//! Configuration: where it comes from, what the server and the worker share of it, and how it is
//! shown without its secrets.
//!
//! Later sources win: defaults in code, `config.toml` (or the file that `CINEMA_CONFIG` names), then the
//! environment as `CINEMA__SECTION__KEY`. `CINEMA__SECTION__KEY_FILE` names a file that holds the value,
//! as container platforms mount secrets.

mod avatars;
mod load;
mod payments;
mod secret;
mod sections;

pub use avatars::Avatars;
pub use load::{ConfigError, Validate, invalid, list, load, to_toml};
pub use payments::Payments;
pub use secret::{Secret, SecretUrl};
pub use sections::{Database, LogFormat, RabbitMq, Redis, Telemetry};
