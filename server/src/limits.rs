//! Rate limits: how often an address or an account may do what, counted in Redis for all instances
//! together. While Redis is away each instance counts for itself.

use std::{num::NonZeroU32, time::Duration};

use domain::{Email, hash_token};
use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DefaultKeyedStateStore,
};
use redis::{AsyncCommands as _, Script};

use crate::{
    cache::Cache,
    config::{Rate, RateLimits},
    http::ClientAddress,
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

/// A proof of a password that may be made.
#[derive(Debug, Clone, Copy)]
pub struct Attempt {
    /// Whether others failed before it, which are to be forgotten if it succeeds.
    pub after_failures: bool,
}

/// The counters.
pub struct Limits {
    cache: Cache,
    config: RateLimits,
    gcra: Script,
    sign_in: Script,
    fail: Script,
    fallback: [Fallback; 3],
}

type Fallback =
    RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// Keys that the fallback may hold before it forgets those that have their whole allowance.
const FALLBACK_KEYS: usize = 10_000;
/// How long failures count as "in a row".
const FAILURES_TTL: Duration = Duration::from_hours(1);

impl Limits {
    /// Counts in `cache`.
    #[must_use]
    pub fn new(cache: Cache, config: RateLimits) -> Self {
        let fallback = [config.address, config.account, config.mail].map(|rate| {
            RateLimiter::keyed(quota(rate)).with_middleware::<StateInformationMiddleware>()
        });
        Self {
            cache,
            config,
            gcra: Script::new(concat!(
                include_str!("limits/gcra.lua"),
                "return gcra(KEYS[1], ARGV[1], ARGV[2])"
            )),
            sign_in: Script::new(concat!(
                include_str!("limits/gcra.lua"),
                include_str!("limits/sign_in.lua")
            )),
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
        let counted: Option<(i64, i64, i64)> = self
            .cache
            .ask(async |mut redis| {
                self.gcra
                    .key(&key)
                    .arg(micros(rate.interval()))
                    .arg(micros(rate.period))
                    .invoke_async(&mut redis)
                    .await
            })
            .await;
        match counted {
            Some((0, remaining, reset)) => Ok(Allowance {
                remaining: u32::try_from(remaining).unwrap_or_default(),
                reset: from_micros(reset),
            }),
            Some((wait, ..)) => Err(Problem::TooManyRequests {
                retry_after: from_micros(wait),
            }),
            None => self.count_here(limit, &key),
        }
    }

    /// Counts a proof of the account's password. Whoever failed too often in a row has to wait, whether
    /// or not there is such an account.
    pub async fn count_sign_in(
        &self,
        email: &Email,
        from: ClientAddress,
    ) -> Result<Attempt, Problem> {
        let rate = self.rate(Limit::Account);
        let key = self.key(Limit::Account.name(), &account_key(email));
        let who = attempt_key(email, from);
        let counted: Option<(i64, bool)> = self
            .cache
            .ask(async |mut redis| {
                self.sign_in
                    .key(&key)
                    .key(self.key("sign-in-delay", &who))
                    .key(self.key("sign-in-failures", &who))
                    .arg(micros(rate.interval()))
                    .arg(micros(rate.period))
                    .invoke_async(&mut redis)
                    .await
            })
            .await;
        match counted {
            Some((0, after_failures)) => Ok(Attempt { after_failures }),
            Some((wait, _)) => Err(Problem::TooManyRequests {
                retry_after: from_micros(wait),
            }),
            None => self.count_here(Limit::Account, &key).map(|_| Attempt {
                after_failures: false,
            }),
        }
    }

    /// Counts a mail to the address.
    pub async fn count_mail(&self, email: &Email) -> Result<(), Problem> {
        self.count(Limit::Mail, &account_key(email)).await.map(drop)
    }

    /// Counts an attempt to get an account for the address. Apart from mails: who asks for one to an address without an
    /// account causes none, and could keep the address from ever getting an account.
    pub async fn count_registration(&self, email: &Email) -> Result<(), Problem> {
        let who = format!("registration:{}", account_key(email));
        self.count(Limit::Mail, &who).await.map(drop)
    }

    /// Notes a failed sign-in, which makes the next one from there wait longer. Others are not kept out:
    /// or else anybody could lock anybody out.
    pub async fn sign_in_failed(&self, email: &Email, from: ClientAddress) {
        let who = attempt_key(email, from);
        self.cache
            .ask(async |mut redis| {
                self.fail
                    .key(self.key("sign-in-failures", &who))
                    .key(self.key("sign-in-delay", &who))
                    .arg(self.config.free_failures)
                    .arg(millis(self.config.longest_delay))
                    .arg(millis(FAILURES_TTL))
                    .invoke_async::<()>(&mut redis)
                    .await
            })
            .await;
    }

    /// Forgets the failures.
    pub async fn sign_in_succeeded(&self, email: &Email, from: ClientAddress) {
        let key = self.key("sign-in-failures", &attempt_key(email, from));
        self.cache
            .ask(async |mut redis| redis.del::<_, ()>(key).await)
            .await;
    }

    fn count_here(&self, limit: Limit, key: &String) -> Result<Allowance, Problem> {
        let limiter = &self.fallback[limit as usize];
        if limiter.len() > FALLBACK_KEYS {
            limiter.retain_recent();
        }
        match limiter.check_key(key) {
            Ok(state) => {
                let remaining = state.remaining_burst_capacity();
                let used = self.rate(limit).count.get().saturating_sub(remaining);
                Ok(Allowance {
                    remaining,
                    reset: self.rate(limit).interval() * used,
                })
            }
            Err(refused) => Err(Problem::TooManyRequests {
                retry_after: refused.wait_time_from(DefaultClock::default().now()),
            }),
        }
    }

    fn key(&self, what: &str, who: &str) -> String {
        self.cache.key(format_args!("limit:{what}:{who}"))
    }
}

/// Redis holds no addresses of people, only what they hash to.
fn account_key(email: &Email) -> String {
    hash_token(email.as_str())
}

/// One account, tried from one place.
fn attempt_key(email: &Email, from: ClientAddress) -> String {
    format!("{}:{}", account_key(email), from.network())
}

fn quota(rate: Rate) -> Quota {
    Quota::with_period(rate.interval())
        .unwrap_or(Quota::per_second(NonZeroU32::MIN))
        .allow_burst(rate.count)
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
