//! The application as an operator installs it: the release binary, a database of its own, and
//! production settings but for the rate limits and the life of tokens.

use std::{
    env,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail};
use url::Url;

use crate::{
    members,
    process::{Running, as_the_image_does},
    psql,
};

/// The first of the ports that servers of the bench answer on.
const FIRST_PORT: u16 = 23_001;
const CATALOGUE: &str = "demo/films.csv";
const UNLIMITED: &str = "1000000/1s";
/// Signs access tokens.
pub(crate) const ACCESS_KEY: &str = "a key that only signs tokens of the bench";
/// What the stand-in for Stripe is asked with.
pub(crate) const STRIPE_KEY: &str = "sk_test_bench";
/// Signs webhooks.
pub(crate) const WEBHOOK_SECRET: &str = "whsec_bench";
/// Signing in again in the middle of a measurement would be measured as well.
const ACCESS_TTL: &str = "1day";

/// An address that servers of the bench answer on. Those with different numbers can run at the same time.
pub(crate) const fn address(number: u16) -> SocketAddr {
    SocketAddr::new(
        std::net::IpAddr::V4(Ipv4Addr::LOCALHOST),
        FIRST_PORT + number,
    )
}

/// A migrated database, and who works with it. Dropped at the end.
pub(crate) struct Installation {
    /// Of the database, and first part of the names in Redis and RabbitMQ.
    name: String,
    server: PathBuf,
    maintenance: Url,
    database: Url,
    redis: String,
    rabbitmq: String,
}

impl Installation {
    /// Installs into the services that the environment names.
    pub(crate) fn create(name: &str) -> anyhow::Result<Self> {
        #[expect(
            clippy::disallowed_methods,
            reason = "the bench is not configured: its script tells it where the services are"
        )]
        let service = |name| {
            env::var(name).with_context(|| format!("{name} is not set; `./just bench` sets it"))
        };
        let maintenance: Url = service("CINEMA_TEST_DATABASE_URL")?.parse()?;
        let mut database = maintenance.clone();
        database.set_path(name);
        let installation = Self {
            name: name.to_owned(),
            // Cargo puts the workspace's binaries side by side.
            server: env::current_exe()?.with_file_name("cinema-server"),
            maintenance,
            database,
            redis: service("CINEMA_TEST_REDIS_URL")?,
            rabbitmq: service("CINEMA_TEST_RABBITMQ_URL")?,
        };
        installation.drop_database()?;
        psql::run(
            &installation.maintenance,
            &format!("CREATE DATABASE {name}"),
        )?;
        succeed(installation.command().arg("migrate"))?;
        Ok(installation)
    }

    /// Imports the demo catalogue.
    pub(crate) fn import_demo(&self) -> anyhow::Result<()> {
        succeed(self.command().args(["catalog", "import", CATALOGUE]))?;
        self.vacuum()
    }

    /// Does what autovacuum would do by and by, and in the middle of a measurement.
    pub(crate) fn vacuum(&self) -> anyhow::Result<()> {
        psql::run(&self.database, "VACUUM ANALYZE")
    }

    /// The name of this installation, and of all that belongs to it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The database.
    pub(crate) const fn database(&self) -> &Url {
        &self.database
    }

    /// A database to talk to about this one.
    pub(crate) const fn maintenance(&self) -> &Url {
        &self.maintenance
    }

    /// RabbitMQ.
    pub(crate) fn rabbitmq(&self) -> &str {
        &self.rabbitmq
    }

    /// Redis.
    pub(crate) fn redis(&self) -> &str {
        &self.redis
    }

    /// Adds active accounts with [`members::PASSWORD`].
    pub(crate) fn add_members(&self, count: usize) -> anyhow::Result<()> {
        let hash = members::hash()?;
        psql::run(
            &self.database,
            &format!(
                "WITH added AS (
                     INSERT INTO users (email, _hashed_password, is_active, group_id)
                     SELECT 'member' || number || '@example.com', '{hash}', true, 2
                     FROM generate_series(1, {count}) AS number
                     RETURNING id
                 )
                 INSERT INTO carts (user_id) SELECT id FROM added"
            ),
        )
    }

    /// Starts the server with these settings beside the usual ones.
    pub(crate) fn serve(
        &self,
        address: SocketAddr,
        settings: &[(&str, &str)],
    ) -> anyhow::Result<Running> {
        let mut command = self.command();
        command
            .arg("serve")
            .env("CINEMA__SERVER__LISTEN", address.to_string())
            .env("CINEMA__TELEMETRY__LOG_FILTER", "warn")
            .envs(settings.iter().copied());
        Running::start(&mut command, address, "/health/ready/")
    }

    /// Starts a worker for these queues; its metrics have the address.
    pub(crate) fn work(
        &self,
        metrics: SocketAddr,
        queues: &[&str],
        settings: &[(&str, &str)],
    ) -> anyhow::Result<Running> {
        let mut command =
            self.configured(Command::new(self.server.with_file_name("cinema-worker")));
        command
            .args(["run", "--queues", &queues.join(",")])
            .env("CINEMA__WORKER__METRICS_LISTEN", metrics.to_string())
            .env("CINEMA__TELEMETRY__LOG_FILTER", "error")
            .env(
                "CINEMA__MAIL__LINK_KEY",
                "a key that makes links of the bench only",
            )
            .env("CINEMA__MAIL__FROM", "bench@example.com")
            .envs(settings.iter().copied());
        Running::start(&mut command, metrics, "/metrics")
    }

    fn command(&self) -> Command {
        self.configured(as_the_image_does(&self.server))
    }

    fn configured(&self, mut command: Command) -> Command {
        command
            .env("CINEMA__DATABASE__URL", self.database.as_str())
            .env("CINEMA__REDIS__URL", &self.redis)
            .env("CINEMA__REDIS__NAMESPACE", &self.name)
            .env("CINEMA__RABBITMQ__URL", &self.rabbitmq)
            .env("CINEMA__RABBITMQ__NAMESPACE", &self.name)
            .env("CINEMA__AUTH__ACCESS_KEY", ACCESS_KEY)
            .env(
                "CINEMA__AUTH__REFRESH_KEY",
                "another key that only signs such tokens",
            )
            .env("CINEMA__AUTH__ACCESS_TTL", ACCESS_TTL)
            .env("CINEMA__PAYMENTS__STRIPE_SECRET_KEY", STRIPE_KEY)
            .env("CINEMA__PAYMENTS__STRIPE_WEBHOOK_SECRETS", WEBHOOK_SECRET)
            .env("CINEMA__AVATARS__FOLDER", ".local/bench/avatars")
            .env("CINEMA__RATE_LIMITS__ADDRESS", UNLIMITED)
            .env("CINEMA__RATE_LIMITS__ACCOUNT", UNLIMITED)
            .env("CINEMA__TELEMETRY__LOG_FORMAT", "json");
        command
    }

    fn drop_database(&self) -> anyhow::Result<()> {
        psql::run(
            &self.maintenance,
            &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name),
        )
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        if let Err(error) = self.drop_database() {
            eprintln!("{} is left behind: {error:#}", self.name);
        }
    }
}

/// Runs a command of the server whose output matters only if it fails.
fn succeed(command: &mut Command) -> anyhow::Result<()> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .context("cinema-server (built by `./just bench`)")?;
    if !output.status.success() {
        bail!("cinema-server: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}
