//! PostgreSQL's own load generator: the floor of everything that is one statement.

use std::{
    io::Write as _,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context as _, bail};
use tempfile::NamedTempFile;
use url::Url;

/// One prepared statement, ready to be run by many clients.
pub(crate) struct PgBench {
    database: Url,
    script: NamedTempFile,
}

impl PgBench {
    /// Runs `sql` with these values in place of `$1`, `$2`, ...
    pub(crate) fn new(database: &Url, sql: &str, values: &[i64]) -> anyhow::Result<Self> {
        let mut script = NamedTempFile::new()?;
        let mut statement = sql.to_owned();
        for (value, number) in values.iter().zip(1..) {
            writeln!(script, "\\set p{number} {value}")?;
            statement = statement.replace(&format!("${number}"), &format!(":p{number}"));
        }
        if statement.contains('$') {
            bail!(
                "the statement takes more than {} values: {sql}",
                values.len()
            );
        }
        writeln!(script, "{statement};")?;
        Ok(Self {
            database: database.clone(),
            script,
        })
    }

    /// Runs per second with that many clients.
    pub(crate) fn rate(&self, clients: usize, duration: Duration) -> anyhow::Result<f64> {
        let cores = thread::available_parallelism()?.get();
        let output = Command::new("pgbench")
            .args(["--no-vacuum", "--protocol=prepared"])
            .arg(format!("--client={clients}"))
            .arg(format!("--jobs={}", cores.min(clients)))
            .arg(format!("--time={}", duration.as_secs()))
            .arg(format!("--file={}", self.script.path().display()))
            .arg(self.database.as_str())
            .stderr(Stdio::inherit())
            .output()
            .context("pgbench (it comes with PostgreSQL)")?;
        let text = String::from_utf8(output.stdout)?;
        let rate = text
            .lines()
            .find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        rate.filter(|_| output.status.success())
            .with_context(|| format!("pgbench failed: {text}"))
    }
}
