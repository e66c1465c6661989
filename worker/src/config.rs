//! The worker's configuration.

use std::{net::SocketAddr, time::Duration};

use serde::{Deserialize, Serialize};
use settings::{Avatars, ConfigError, Database, Payments, RabbitMq, Telemetry, Validate, invalid};
use url::Url;

use crate::mailer::MailSettings;

/// Database connections that jobs must leave alone: three for the relay, which listens, publishes and
/// measures, two for payments and two for clean-up that run while every other job waits for a mail server, and one for
/// an import.
const SPARE_CONNECTIONS: u32 = 8;

/// Everything that can be configured. Sections of the server may stand in the same file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Config {
    /// How jobs are taken and finished.
    pub worker: WorkerSettings,
    /// How often recurring jobs run.
    pub schedules: Schedules,
    /// How long orders may wait.
    pub orders: Orders,
    /// How mails are written, and which server takes them.
    pub mail: MailSettings,
    /// Where links in mails lead.
    pub server: PublicServer,
    /// Stripe.
    pub payments: Payments,
    /// Where pictures of members are kept.
    pub avatars: Avatars,
    /// PostgreSQL.
    pub database: Database,
    /// RabbitMQ.
    pub rabbitmq: RabbitMq,
    /// Logs, traces and metrics.
    pub telemetry: Telemetry,
}

/// How jobs are taken and finished.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WorkerSettings {
    /// Address and port of Prometheus metrics; none are served without it.
    pub metrics_listen: Option<SocketAddr>,
    /// Jobs of one queue in hand at the same time, but for imports, which go one by one. Each holds a database
    /// connection.
    pub prefetch: u16,
    /// How long jobs in hand may take once the worker was told to stop, or lost the broker.
    #[serde(with = "humantime_serde")]
    pub drain_timeout: Duration,
}

/// How often recurring jobs run. Runs fall on multiples of the period: each full minute, each full
/// hour (UTC).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Schedules {
    /// Orders that nobody has paid in time.
    #[serde(with = "humantime_serde")]
    pub cancel_unpaid_orders: Duration,
    /// Expired tokens and sessions.
    #[serde(with = "humantime_serde")]
    pub clean_up_accounts: Duration,
    /// Records of jobs and requests that nobody will ask for again.
    #[serde(with = "humantime_serde")]
    pub clean_up_messaging: Duration,
    /// Payments, refunds and disputes of which no webhook told.
    #[serde(with = "humantime_serde")]
    pub reconcile_payments: Duration,
    /// Pictures of members that were uploaded and never shown.
    #[serde(with = "humantime_serde")]
    pub remove_orphaned_avatars: Duration,
}

/// How long orders may wait.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Orders {
    /// An order that is not paid by then is cancelled, so that its buyer can order again and its films can be
    /// deleted. One whose pay page is open is left alone until that has closed.
    #[serde(with = "humantime_serde")]
    pub unpaid_lifetime: Duration,
}

/// What the worker must know of the server. The rest of that section is the server's.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct PublicServer {
    /// What people call the server: the base of every link in a mail.
    pub public_url: Url,
}

impl Default for WorkerSettings {
    fn default() -> Self {
        Self {
            metrics_listen: None,
            prefetch: 8,
            drain_timeout: Duration::from_secs(30),
        }
    }
}

impl Default for Schedules {
    fn default() -> Self {
        Self {
            cancel_unpaid_orders: Duration::from_mins(1),
            clean_up_accounts: Duration::from_mins(1),
            clean_up_messaging: Duration::from_hours(1),
            reconcile_payments: Duration::from_mins(5),
            remove_orphaned_avatars: Duration::from_hours(1),
        }
    }
}

impl Default for Orders {
    fn default() -> Self {
        Self {
            unpaid_lifetime: Duration::from_hours(24),
        }
    }
}

impl Default for PublicServer {
    fn default() -> Self {
        Self {
            public_url: Url::parse("http://127.0.0.1:8001/").expect("a URL in the source"),
        }
    }
}

impl Validate for Config {
    fn validate(&self) -> Result<(), ConfigError> {
        self.mail.validate()?;
        self.server.validate()?;
        self.payments.validate()?;
        self.avatars.validate()?;
        self.schedules.validate()?;
        self.database.validate()?;
        let needed = u32::from(self.worker.prefetch) + SPARE_CONNECTIONS;
        if self.worker.prefetch == 0 {
            return Err(invalid("worker.prefetch", "needs at least 1"));
        }
        if self.database.max_connections < needed {
            let reason = format!(
                "with worker.prefetch = {} the worker needs at least {needed}",
                self.worker.prefetch
            );
            return Err(invalid("database.max_connections", reason));
        }
        Ok(())
    }
}

impl Validate for Schedules {
    fn validate(&self) -> Result<(), ConfigError> {
        for (key, period) in [
            ("schedules.cancel_unpaid_orders", self.cancel_unpaid_orders),
            ("schedules.clean_up_accounts", self.clean_up_accounts),
            ("schedules.clean_up_messaging", self.clean_up_messaging),
            ("schedules.reconcile_payments", self.reconcile_payments),
            (
                "schedules.remove_orphaned_avatars",
                self.remove_orphaned_avatars,
            ),
        ] {
            if period < Duration::from_secs(1) || period.subsec_nanos() != 0 {
                return Err(invalid(
                    key,
                    "must be a whole number of seconds, at least 1s",
                ));
            }
        }
        Ok(())
    }
}

impl Validate for PublicServer {
    fn validate(&self) -> Result<(), ConfigError> {
        if matches!(self.public_url.scheme(), "http" | "https") {
            return Ok(());
        }
        Err(invalid(
            "server.public_url",
            "must start with http:// or https://",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        let mut config = Config::default();
        config.mail.from = "no-reply@cinema.example".to_owned();
        config.mail.link_key = "0123456789abcdef0123456789abcdef".into();
        config.payments.stripe_secret_key = "sk_test_1".into();
        config.payments.stripe_webhook_secrets = vec!["whsec_1".into()];
        config
    }

    #[test]
    fn the_defaults_lack_only_what_nobody_else_can_know() {
        assert!(config().validate().is_ok());
        for (forget, variable) in [
            (
                (|c| c.mail.from.clear()) as fn(&mut Config),
                "CINEMA__MAIL__FROM",
            ),
            (|c| c.mail.link_key = "".into(), "CINEMA__MAIL__LINK_KEY"),
        ] {
            let mut config = config();
            forget(&mut config);
            let refusal = config.validate().expect_err(variable).to_string();
            assert!(refusal.contains(variable), "{refusal}");
        }
    }

    #[test]
    fn what_cannot_work_is_refused_by_the_name_of_its_variable() {
        type Change = fn(&mut Config);
        let cases: [(Change, &str); 5] = [
            (|c| c.worker.prefetch = 0, "CINEMA__WORKER__PREFETCH"),
            (
                |c| c.worker.prefetch = 13,
                "CINEMA__DATABASE__MAX_CONNECTIONS",
            ),
            (
                |c| c.schedules.clean_up_accounts = Duration::ZERO,
                "CINEMA__SCHEDULES__CLEAN_UP_ACCOUNTS",
            ),
            (
                |c| c.schedules.clean_up_messaging = Duration::from_millis(1500),
                "CINEMA__SCHEDULES__CLEAN_UP_MESSAGING",
            ),
            (
                |c| c.server.public_url = Url::parse("ftp://cinema.example").expect("a URL"),
                "CINEMA__SERVER__PUBLIC_URL",
            ),
        ];
        for (change, variable) in cases {
            let mut config = config();
            change(&mut config);
            let refusal = config.validate().expect_err(variable).to_string();
            assert!(refusal.contains(variable), "{refusal}");
        }
    }

    #[test]
    fn printing_shows_no_secret() {
        let mut config = config();
        config.mail.smtp_password = Some("hunter2".into());
        let printed = settings::to_toml(&config);
        assert!(
            !printed.contains("hunter2") && !printed.contains("0123456789abcdef"),
            "{printed}"
        );
    }
}
