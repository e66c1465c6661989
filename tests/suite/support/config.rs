//! The configuration of an installation: one TOML file for all its parts, in this process and in others.

use std::path::Path;

use settings::Validate;
use toml::{Table, Value};

use super::environment;

/// Signs access tokens.
pub(crate) const ACCESS_KEY: &str = "access-key-of-the-tests-0123456789";
/// Signs refresh tokens.
pub(crate) const REFRESH_KEY: &str = "refresh-key-of-the-tests-012345678";
/// What links begin with. Nobody listens there, so that no part can depend on where it listens.
pub(crate) const PUBLIC_URL: &str = "https://cinema.test";

/// Settings by their dotted names.
#[derive(Debug, Clone)]
pub(super) struct Config(Table);

impl Config {
    /// An installation called `name` that does nothing unasked: limits are out of reach, and
    /// recurring jobs are not due within a lifetime.
    pub(super) fn new(name: &str) -> Self {
        let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
        let mut config = Self(Table::new());
        for (key, value) in [
            ("server.listen", "127.0.0.1:0"),
            ("server.public_url", PUBLIC_URL),
            ("server.drain_timeout", "5s"),
            ("auth.access_key", ACCESS_KEY),
            ("auth.refresh_key", REFRESH_KEY),
            ("rate_limits.address", "1000000/1m"),
            ("rate_limits.account", "1000000/1m"),
            ("rate_limits.mail", "1000000/1m"),
            ("schedules.cancel_unpaid_orders", "3650days"),
            ("schedules.clean_up_accounts", "3650days"),
            ("schedules.clean_up_messaging", "3650days"),
            ("schedules.reconcile_payments", "3650days"),
            ("schedules.remove_orphaned_avatars", "3650days"),
            ("payments.stripe_secret_key", super::stripe::SECRET_KEY),
            (
                "payments.stripe_webhook_secrets",
                super::stripe::WEBHOOK_SECRET,
            ),
            // Nobody listens there, unless the installation has a Stripe.
            ("payments.stripe_api_base", "http://127.0.0.1:9/"),
            ("payments.timeout", "5s"),
            ("redis.namespace", name),
            // A busy machine must not look like a service that is away.
            ("redis.timeout", "5s"),
            ("database.acquire_timeout", "10s"),
            ("rabbitmq.namespace", name),
            ("worker.drain_timeout", "5s"),
            ("mail.smtp_host", "127.0.0.1"),
            ("mail.smtp_tls", "none"),
            ("mail.from", "Online Cinema <no-reply@cinema.test>"),
            ("mail.reply_to", "help@cinema.test"),
            ("mail.link_key", "link-key-of-the-tests-012345678901"),
            ("mail.templates", &templates.to_string_lossy()),
        ] {
            config.set(key, value);
        }
        // Argon2id at its cheapest: the tests prove that passwords are hashed, not that hashing is slow.
        config.set("auth.hash_memory_kib", 64);
        config.set("auth.hash_iterations", 1);
        config.set("rate_limits.free_failures", 1_000_000);
        if let Some(filter) = environment::log_filter() {
            config.set("telemetry.log_filter", filter);
        }
        config
    }

    /// Sets `section.key`.
    pub(super) fn set(&mut self, key: &str, value: impl Into<Value>) {
        let (section, key) = key.split_once('.').expect("a key is section.key");
        let section = self
            .0
            .entry(section)
            .or_insert_with(|| Value::Table(Table::new()));
        section
            .as_table_mut()
            .expect("sections are tables")
            .insert(key.to_owned(), value.into());
    }

    /// As the server reads it.
    pub(super) fn server(&self) -> server::config::Config {
        let config: server::config::Config =
            self.0.clone().try_into().expect("a server's configuration");
        config
            .validate()
            .expect("a configuration that the server accepts");
        config
    }

    /// As the worker reads it.
    pub(super) fn worker(&self) -> worker::config::Config {
        let config: worker::config::Config =
            self.0.clone().try_into().expect("a worker's configuration");
        config
            .validate()
            .expect("a configuration that the worker accepts");
        config
    }

    /// As a file for other processes.
    pub(super) fn write(&self, path: &Path) {
        std::fs::write(path, self.0.to_string()).expect("a writable folder");
    }
}
