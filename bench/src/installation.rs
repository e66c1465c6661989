//! The application as an operator installs it: the release binary, a database of its own with the
//! demo catalogue, and production settings but for the rate limits.

use std::{
    env, fs,
    io::Write as _,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use url::Url;

use crate::http_load;

const DATABASE: &str = "cinema_bench";
const ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 23_001);
const CATALOGUE: &str = "demo/films.csv";
const START_TIMEOUT: Duration = Duration::from_secs(30);
const UNLIMITED: &str = "1000000/1s";

/// A migrated database with the demo catalogue. Dropped at the end.
pub(crate) struct Installation {
    server: PathBuf,
    maintenance: Url,
    database: Url,
    redis: String,
    rabbitmq: String,
}

/// A server process that answers. Ended when dropped.
pub(crate) struct Running {
    process: Child,
    address: SocketAddr,
}

impl Installation {
    /// Installs into the services that the environment names.
    pub(crate) fn create() -> anyhow::Result<Self> {
        #[expect(
            clippy::disallowed_methods,
            reason = "the bench is not configured: its script tells it where the services are"
        )]
        let service = |name| {
            env::var(name).with_context(|| format!("{name} is not set; `./just bench` sets it"))
        };
        let maintenance: Url = service("CINEMA_TEST_DATABASE_URL")?.parse()?;
        let mut database = maintenance.clone();
        database.set_path(DATABASE);
        let installation = Self {
            // Cargo puts the workspace's binaries side by side.
            server: env::current_exe()?.with_file_name("cinema-server"),
            maintenance,
            database,
            redis: service("CINEMA_TEST_REDIS_URL")?,
            rabbitmq: service("CINEMA_TEST_RABBITMQ_URL")?,
        };
        installation.drop_database()?;
        psql(
            &installation.maintenance,
            &format!("CREATE DATABASE {DATABASE}"),
        )?;
        succeed(installation.command().arg("migrate"))?;
        succeed(
            installation
                .command()
                .args(["catalog", "import", CATALOGUE]),
        )?;
        // What autovacuum would do by and by, and in the middle of a measurement.
        psql(&installation.database, "VACUUM ANALYZE")?;
        Ok(installation)
    }

    /// The database.
    pub(crate) const fn database(&self) -> &Url {
        &self.database
    }

    /// Adds active accounts `member1@example.com`, `member2@example.com`, ... with that password hash.
    pub(crate) fn add_accounts(&self, count: usize, hash: &str) -> anyhow::Result<()> {
        psql(
            &self.database,
            &format!(
                "INSERT INTO users (email, _hashed_password, is_active, group_id)
                 SELECT 'member' || number || '@example.com', '{hash}', true, 2
                 FROM generate_series(1, {count}) AS number"
            ),
        )
    }

    /// Starts the server; what it logs goes to `log`.
    pub(crate) fn serve(&self, log_filter: &str, log: Stdio) -> anyhow::Result<Running> {
        let process = self
            .command()
            .arg("serve")
            .env("CINEMA__TELEMETRY__LOG_FILTER", log_filter)
            .stderr(log)
            .spawn()?;
        let mut running = Running {
            process,
            address: ADDRESS,
        };
        let ready = http_load::get("/health/ready/");
        let deadline = Instant::now() + START_TIMEOUT;
        while let Err(error) = http_load::once(ADDRESS, &ready) {
            if let Some(status) = running.process.try_wait()? {
                bail!("the server ended: {status}");
            }
            if Instant::now() > deadline {
                return Err(error.context("the server does not become ready"));
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(running)
    }

    /// The statement with `part` in it that the server runs for this request, taken from the server's own log.
    pub(crate) fn statement_of(&self, request: &[u8], part: &str) -> anyhow::Result<String> {
        let log = tempfile::NamedTempFile::new()?;
        let running = self.serve("sqlx::query=debug", log.reopen()?.into())?;
        http_load::once(running.address(), request)?;
        drop(running);
        logged_statement(log.path(), part)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.server);
        command
            // As the README advises for production.
            .env("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1")
            .env("CINEMA__SERVER__LISTEN", ADDRESS.to_string())
            .env("CINEMA__DATABASE__URL", self.database.as_str())
            .env("CINEMA__REDIS__URL", &self.redis)
            .env("CINEMA__REDIS__NAMESPACE", DATABASE)
            .env("CINEMA__RABBITMQ__URL", &self.rabbitmq)
            .env("CINEMA__RABBITMQ__NAMESPACE", DATABASE)
            .env(
                "CINEMA__AUTH__ACCESS_KEY",
                "a key that only signs tokens of the bench",
            )
            .env(
                "CINEMA__AUTH__REFRESH_KEY",
                "another key that only signs such tokens",
            )
            .env("CINEMA__RATE_LIMITS__ADDRESS", UNLIMITED)
            .env("CINEMA__RATE_LIMITS__ACCOUNT", UNLIMITED)
            .env("CINEMA__TELEMETRY__LOG_FORMAT", "json");
        command
    }

    fn drop_database(&self) -> anyhow::Result<()> {
        psql(
            &self.maintenance,
            &format!("DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"),
        )
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        if let Err(error) = self.drop_database() {
            eprintln!("{DATABASE} is left behind: {error:#}");
        }
    }
}

impl Running {
    /// Where it answers.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let ended = self.process.kill().and_then(|()| self.process.wait());
        if let Err(error) = ended {
            eprintln!("the server is left behind: {error}");
        }
    }
}

fn logged_statement(log: &Path, part: &str) -> anyhow::Result<String> {
    let log = fs::read_to_string(log)?;
    let statements = log.lines().filter_map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(line.get("db.statement")?.as_str()?.trim().to_owned())
    });
    let found = statements
        .into_iter()
        .find(|statement| statement.contains(part));
    found.with_context(|| format!("the server's log shows no statement with {part:?}: {log}"))
}

fn psql(database: &Url, sql: &str) -> anyhow::Result<()> {
    let mut child = Command::new("psql")
        .args([
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--set=VERBOSITY=terse",
            database.as_str(),
        ])
        .env("PGOPTIONS", "-c client_min_messages=warning")
        .stdin(Stdio::piped())
        .spawn()
        .context("psql (it comes with PostgreSQL)")?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(sql.as_bytes())?;
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("psql: {status}");
    }
    Ok(())
}

/// Runs a command of the server whose output matters only if it fails.
fn succeed(command: &mut Command) -> anyhow::Result<()> {
    let output = command
        .output()
        .context("cinema-server (built by `./just bench`)")?;
    if !output.status.success() {
        bail!("cinema-server: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}
