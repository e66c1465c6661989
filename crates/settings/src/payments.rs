//! Section `payments`: how Stripe is asked and believed. The server and the worker share it.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::{ConfigError, Secret, Validate, invalid, list};

/// Stripe's own bounds for the lifetime of a Checkout Session are 30 minutes and 24 hours. Five minutes are spare at
/// either end: a session that was stored and not created yet still gets its 30, and clocks differ.
const CHECKOUT_LIFETIME: std::ops::RangeInclusive<Duration> =
    Duration::from_mins(35)..=Duration::from_mins(24 * 60 - 5);

/// How Stripe is asked and believed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Payments {
    /// Stripe's secret key (`sk_…`), or a restricted one that may write Checkout Sessions and refunds, and read
    /// payment intents, charges and disputes.
    pub stripe_secret_key: Secret,
    /// Secrets of the webhook endpoint (`whsec_…`), separated by commas: while one is rolled there are two.
    #[serde(deserialize_with = "list")]
    pub stripe_webhook_secrets: Vec<Secret>,
    /// Where Stripe's API is. Another address is for stand-ins.
    pub stripe_api_base: Url,
    /// How long Stripe may take to answer, all attempts together.
    #[serde(with = "humantime_serde")]
    pub timeout: Duration,
    /// How long a buyer may take to pay once a checkout has begun.
    #[serde(with = "humantime_serde")]
    pub checkout_lifetime: Duration,
}

impl Default for Payments {
    fn default() -> Self {
        Self {
            stripe_secret_key: Secret::default(),
            stripe_webhook_secrets: Vec::new(),
            stripe_api_base: Url::parse("https://api.stripe.com/").expect("a URL in the source"),
            timeout: Duration::from_secs(10),
            checkout_lifetime: Duration::from_hours(1),
        }
    }
}

impl Validate for Payments {
    fn validate(&self) -> Result<(), ConfigError> {
        let in_header =
            |secret: &Secret| secret.expose().bytes().all(|byte| byte.is_ascii_graphic());
        let rules = [
            (
                !self.stripe_secret_key.is_empty(),
                "payments.stripe_secret_key",
                "is not set: Stripe's dashboard shows it under Developers, API keys",
            ),
            (
                in_header(&self.stripe_secret_key),
                "payments.stripe_secret_key",
                "must be letters, digits and underscores",
            ),
            (
                !self.stripe_webhook_secrets.is_empty()
                    && !self.stripe_webhook_secrets.iter().any(Secret::is_empty),
                "payments.stripe_webhook_secrets",
                "is not set: Stripe's dashboard shows it with the webhook endpoint",
            ),
            (
                matches!(self.stripe_api_base.scheme(), "http" | "https"),
                "payments.stripe_api_base",
                "must start with http:// or https://",
            ),
            (
                !self.timeout.is_zero(),
                "payments.timeout",
                "must be longer than 0",
            ),
            (
                CHECKOUT_LIFETIME.contains(&self.checkout_lifetime)
                    && self.checkout_lifetime.subsec_nanos() == 0,
                "payments.checkout_lifetime",
                "must be whole seconds, from 35m to 23h 55m",
            ),
        ];
        match rules.into_iter().find(|(kept, ..)| !kept) {
            Some((_, key, reason)) => Err(invalid(key, reason)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section() -> Payments {
        Payments {
            stripe_secret_key: "sk_test_1".into(),
            stripe_webhook_secrets: vec!["whsec_1".into()],
            ..Payments::default()
        }
    }

    #[test]
    fn the_defaults_lack_only_the_secrets() {
        assert!(section().validate().is_ok());
    }

    #[test]
    fn what_cannot_work_is_refused_by_the_name_of_its_variable() {
        type Change = fn(&mut Payments);
        let cases: [(Change, &str); 8] = [
            (|p| p.stripe_secret_key = "".into(), "STRIPE_SECRET_KEY"),
            (|p| p.stripe_secret_key = "a\nb".into(), "STRIPE_SECRET_KEY"),
            (
                |p| p.stripe_webhook_secrets.clear(),
                "STRIPE_WEBHOOK_SECRETS",
            ),
            (
                |p| p.stripe_webhook_secrets.push("".into()),
                "STRIPE_WEBHOOK_SECRETS",
            ),
            (
                |p| p.stripe_api_base = Url::parse("ftp://stripe.example").expect("a URL"),
                "STRIPE_API_BASE",
            ),
            (|p| p.timeout = Duration::ZERO, "TIMEOUT"),
            (
                |p| p.checkout_lifetime = Duration::from_mins(30),
                "CHECKOUT_LIFETIME",
            ),
            (
                |p| p.checkout_lifetime = Duration::from_hours(24),
                "CHECKOUT_LIFETIME",
            ),
        ];
        for (change, variable) in cases {
            let mut section = section();
            change(&mut section);
            let refusal = section.validate().expect_err(variable).to_string();
            assert!(
                refusal.starts_with(&format!("CINEMA__PAYMENTS__{variable} ")),
                "{refusal}"
            );
        }
    }
}
