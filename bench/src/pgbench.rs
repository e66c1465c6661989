//! PostgreSQL's own load generator: the floor of everything that is one statement.

use std::{
    io::Write as _,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use anyhow::Context as _;
use tempfile::NamedTempFile;
use url::Url;

use crate::statements::Statement;

/// Prepared statements, ready to be run by many clients in random order.
pub(crate) struct PgBench {
    database: Url,
    scripts: Vec<NamedTempFile>,
    variables: Vec<String>,
}

impl PgBench {
    /// Runs these statements, each with its values.
    pub(crate) fn new(database: &Url, statements: &[Statement]) -> anyhow::Result<Self> {
        let mut scripts = Vec::new();
        let mut variables = Vec::new();
        for (statement, script) in statements.iter().zip(0..) {
            let mut sql = statement.sql.clone();
            // From the last, because `$1` is also the beginning of `$10`.
            for (index, value) in statement.values.iter().enumerate().rev() {
                let number = index + 1;
                let parameter = format!("${number}");
                let Some(value) = value else {
                    sql = sql.replace(&parameter, "NULL");
                    continue;
                };
                // pgbench keeps a variable's text as it is, and sends it as a value.
                let variable = format!("s{script}_{number}");
                sql = sql.replace(&parameter, &format!(":{variable}"));
                variables.push(format!("--define={variable}={value}"));
            }
            let mut file = NamedTempFile::new()?;
            writeln!(file, "{sql};")?;
            scripts.push(file);
        }
        Ok(Self {
            database: database.clone(),
            scripts,
            variables,
        })
    }

    /// Runs per second with that many clients.
    pub(crate) fn rate(&self, clients: usize, duration: Duration) -> anyhow::Result<f64> {
        let cores = thread::available_parallelism()?.get();
        let files = self.scripts.iter().map(|script| script.path().display());
        let output = Command::new("pgbench")
            .args(["--no-vacuum", "--protocol=prepared"])
            .arg(format!("--client={clients}"))
            .arg(format!("--jobs={}", cores.min(clients)))
            .arg(format!("--time={}", duration.as_secs()))
            .args(&self.variables)
            .args(files.map(|path| format!("--file={path}")))
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
