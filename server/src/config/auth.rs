//! Section `auth`.

use std::{num::NonZero, thread, time::Duration};

use serde::{Deserialize, Serialize};
use settings::{ConfigError, Secret, Validate, invalid};

/// Shortest key in characters: 32 random bytes are 64 in hex and 43 in base64.
const KEY_MIN: usize = 32;

/// Keys, lifetimes and the cost of password hashing.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Auth {
    /// Signs access tokens (HS256).
    pub access_key: Secret,
    /// Signs refresh tokens (HS256). Another than `access_key`.
    pub refresh_key: Secret,
    /// How long an access token lives.
    #[serde(with = "humantime_serde")]
    pub access_ttl: Duration,
    /// How long a refresh token lives, and with it a session that isn't used.
    #[serde(with = "humantime_serde")]
    pub refresh_ttl: Duration,
    /// How long a refresh token that was exchanged still gives the same answer, for clients that lost it.
    #[serde(with = "humantime_serde")]
    pub refresh_grace: Duration,
    /// Memory of one argon2id hash in KiB (OWASP: 19456 with 2 iterations).
    pub hash_memory_kib: u32,
    /// Iterations of argon2id.
    pub hash_iterations: u32,
    /// Hashes computed at the same time. Each takes a core.
    pub hash_threads: usize,
    /// Sign-ins that may wait for a hash; the next is answered 503.
    pub hash_queue: usize,
}

impl Default for Auth {
    fn default() -> Self {
        Self {
            access_key: Secret::default(),
            refresh_key: Secret::default(),
            access_ttl: Duration::from_mins(15),
            refresh_ttl: Duration::from_hours(7 * 24),
            refresh_grace: Duration::from_secs(10),
            hash_memory_kib: 19_456,
            hash_iterations: 2,
            hash_threads: thread::available_parallelism().map_or(1, NonZero::get),
            hash_queue: 256,
        }
    }
}

impl Validate for Auth {
    fn validate(&self) -> Result<(), ConfigError> {
        for (key, secret) in [
            ("auth.access_key", &self.access_key),
            ("auth.refresh_key", &self.refresh_key),
        ] {
            if secret.expose().len() < KEY_MIN {
                let state = if secret.is_empty() {
                    "is not set"
                } else {
                    "is too short"
                };
                let fix = format!(
                    "{state}: give at least {KEY_MIN} random characters, such as `openssl rand -hex 32` prints"
                );
                return Err(invalid(key, fix));
            }
        }
        if self.access_key.expose() == self.refresh_key.expose() {
            return Err(invalid(
                "auth.refresh_key",
                "must differ from auth.access_key",
            ));
        }
        if self.hash_threads == 0 {
            return Err(invalid("auth.hash_threads", "needs at least 1"));
        }
        argon2::Params::new(self.hash_memory_kib, self.hash_iterations, 1, None)
            .map(drop)
            .map_err(|error| invalid("auth.hash_memory_kib", error.to_string()))
    }
}
