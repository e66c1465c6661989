//! Rate limits: how often an address or an account may do what, counted in Redis for all instances
//! together. While Redis is away each instance counts for itself.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use domain::{Email, hash_token};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
};
use redis::{AsyncCommands as _, RedisError, Script, aio::ConnectionManager};
use telemetry::error_chain;

use crate::{
    config::{Rate, RateLimits},
    problem::Problem,
};

/// What is limited. Each counts apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Requests to the account operations from one address.
    Address,
    /// Proofs of one account's password.
    Account,
    /// Mails that anybody can cause to one address.
    Mail,
}

impl Limit {
    /// Name in keys and in the `RateLimit-Policy` header.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Account => "account",
            Self::Mail => "mail",
        }
    }
}

/// What is left after a request was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Requests that may follow at once.
    pub remaining: u32,
    /// When the whole allowance is back.
    pub reset: Duration,
}

/// The counters.
pub struct Limits {
    redis: ConnectionManager,
    namespace: String,
    config: RateLimits,
    gcra: Script,
    fail: Script,
    fallback: [Arc<DefaultKeyedRateLimiter<String>>; 3],
}

/// Keys that the fallback may hold before it forgets those that have their whole allowance.
const FALLBACK_KEYS: usize = 10_000;
/// How long failures count as "in a row".
const FAILURES_TTL: Duration = Duration::from_hours(1);

impl Limits {
    /// Counts in `redis` under keys that start with `namespace`.
    #[must_use]
    pub fn new(redis: ConnectionManager, namespace: &str, config: RateLimits) -> Self {
        let fallback = [config.address, config.account, config.mail]
            .map(|rate| Arc::new(RateLimiter::keyed(quota(rate))));
        Self {
            redis,
            namespace: namespace.to_owned(),
            config,
            gcra: Script::new(include_str!("limits/gcra.lua")),
            fail: Script::new(include_str!("limits/fail.lua")),
            fallback,
        }
    }

    /// The configured rate.
    #[must_use]
    pub const fn rate(&self, limit: Limit) -> Rate {
        match limit {
            Limit::Address => self.config.address,
            Limit::Account => self.config.account,
            Limit::Mail => self.config.mail,
        }
    }

    /// Counts a request of `who`, or refuses it.
    pub async fn count(&self, limit: Limit, who: &str) -> Result<Allowance, Problem> {
        let rate = self.rate(limit);
        let key = self.key(limit.name(), who);
        let counted = self
            .gcra
            .key(&key)
            .arg(micros(rate.interval()))
            .arg(micros(rate.period))
            .invoke_async::<(i64, i64, i64)>(&mut self.redis.clone())
            .await;
        match counted {
            Ok((0, remaining, reset)) => Ok(Allowance {
                remaining: u32::try_from(remaining).unwrap_or_default(),
                reset: from_micros(reset),
            }),
            Ok((wait, ..)) => Err(Problem::TooManyRequests {
                retry_after: from_micros(wait),
            }),
            Err(error) => {
                tracing::debug!(
                    error = error_chain(&error),
                    "this instance counts for itself"
                );
                self.count_here(limit, &key)
            }
        }
    }

    /// Counts a proof of the account's password. After too many failures in a row it has to wait,
    /// whether or not there is such an account.
    pub async fn count_sign_in(&self, email: &Email) -> Result<(), Problem> {
        let who = account_key(email);
        let delay: Result<i64, RedisError> = self
            .redis
            .clone()
            .pttl(self.key("sign-in-delay", &who))
            .await;
        match delay {
            Ok(left) if left > 0 => {
                let retry_after = Duration::from_millis(left.unsigned_abs());
                return Err(Problem::TooManyRequests { retry_after });
            }
            Ok(_) | Err(_) => {}
        }
        self.count(Limit::Account, &who).await.map(drop)
    }

    /// Counts a mail to the address.
    pub async fn count_mail(&self, email: &Email) -> Result<(), Problem> {
        self.count(Limit::Mail, &account_key(email)).await.map(drop)
    }

    /// Notes a failed sign-in, which makes the next one wait longer.
    pub async fn sign_in_failed(&self, email: &Email) {
        let who = account_key(email);
        let noted: Result<(), RedisError> = self
            .fail
            .key(self.key("sign-in-failures", &who))
            .key(self.key("sign-in-delay", &who))
            .arg(self.config.free_failures)
            .arg(millis(self.config.longest_delay))
            .arg(millis(FAILURES_TTL))
            .invoke_async(&mut self.redis.clone())
            .await;
        ignore_outage(noted);
    }

    /// Forgets the failures.
    pub async fn sign_in_succeeded(&self, email: &Email) {
        let forgotten: Result<(), RedisError> = self
            .redis
            .clone()
            .del(self.key("sign-in-failures", &account_key(email)))
            .await;
        ignore_outage(forgotten);
    }

    fn count_here(&self, limit: Limit, key: &String) -> Result<Allowance, Problem> {
        let limiter = &self.fallback[limit as usize];
        if limiter.len() > FALLBACK_KEYS {
            limiter.retain_recent();
        }
        match limiter.check_key(key) {
            Ok(()) => Ok(Allowance {
                remaining: 0,
                reset: self.rate(limit).interval(),
            }),
            Err(refused) => Err(Problem::TooManyRequests {
                retry_after: refused.wait_time_from(DefaultClock::default().now()),
            }),
        }
    }

    fn key(&self, what: &str, who: &str) -> String {
        format!("{}:limit:{what}:{who}", self.namespace)
    }
}

/// Redis holds no addresses of people, only what they hash to.
fn account_key(email: &Email) -> String {
    hash_token(email.as_str())
}

fn quota(rate: Rate) -> Quota {
    Quota::with_period(rate.interval())
        .unwrap_or(Quota::per_second(NonZeroU32::MIN))
        .allow_burst(rate.count)
}

fn ignore_outage(outcome: Result<(), RedisError>) {
    if let Err(error) = outcome {
        tracing::debug!(
            error = error_chain(&error),
            "sign-in failures are not counted"
        );
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn from_micros(micros: i64) -> Duration {
    Duration::from_micros(micros.max(0).unsigned_abs())
}
