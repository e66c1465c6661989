//! Section `rate_limits`.

use std::{fmt, num::NonZeroU32, str::FromStr, time::Duration};

use serde::{Deserialize, Serialize};
use settings::{ConfigError, Validate, invalid};

/// How often one address or account may do what. Limits are shared by all instances through Redis.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RateLimits {
    /// Requests to the account operations from one address.
    pub address: Rate,
    /// Sign-ins and password changes of one account, whoever tries.
    pub account: Rate,
    /// Mails that anybody can cause to one address.
    pub mail: Rate,
    /// Failed sign-ins of one account in a row before each further try has to wait.
    pub free_failures: u32,
    /// The longest such wait. It starts at a second and doubles with each failure.
    #[serde(with = "humantime_serde")]
    pub longest_delay: Duration,
}

impl Default for RateLimits {
    fn default() -> Self {
        let rate = |count, period| Rate {
            count: NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN),
            period,
        };
        Self {
            address: rate(120, Duration::from_mins(1)),
            account: rate(20, Duration::from_mins(1)),
            mail: rate(5, Duration::from_mins(15)),
            free_failures: 5,
            longest_delay: Duration::from_mins(1),
        }
    }
}

impl Validate for RateLimits {
    fn validate(&self) -> Result<(), ConfigError> {
        if self.longest_delay < Duration::from_secs(1) {
            return Err(invalid("rate_limits.longest_delay", "must be at least 1s"));
        }
        Ok(())
    }
}

/// A number of requests in a period, written `20/1m`. The whole number may come at once; after that
/// they trickle back evenly (GCRA).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rate {
    /// How many.
    pub count: NonZeroU32,
    /// In how long.
    pub period: Duration,
}

impl Rate {
    /// The time after which one more request is allowed.
    #[must_use]
    pub fn interval(self) -> Duration {
        self.period / self.count.get()
    }
}

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text.split_once('/').and_then(|(count, period)| {
            let period = humantime_serde::re::humantime::parse_duration(period.trim()).ok()?;
            let rate = Self {
                count: count.trim().parse().ok()?,
                period,
            };
            (rate.interval() >= Duration::from_micros(1)).then_some(rate)
        });
        parsed.ok_or_else(|| "expected a number and a period, such as 20/1m".to_owned())
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}/{}",
            self.count,
            humantime_serde::re::humantime::format_duration(self.period)
        )
    }
}

impl TryFrom<String> for Rate {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Rate> for String {
    fn from(rate: Rate) -> Self {
        rate.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_written_as_it_is_read() {
        let rate: Rate = "20/1m".parse().expect("valid");
        assert_eq!(
            (rate.count.get(), rate.interval()),
            (20, Duration::from_secs(3))
        );
        assert_eq!(rate.to_string(), "20/1m");
        for wrong in ["", "20", "0/1m", "x/1m", "20/soon", "4000000000/1us"] {
            assert!(wrong.parse::<Rate>().is_err(), "{wrong}");
        }
    }
}
