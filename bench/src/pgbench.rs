//! PostgreSQL's own load generator: the floor of everything that is one statement.

use std::{io::Write as _, process::Command, thread, time::Duration};

use anyhow::{Context as _, bail};
use tempfile::NamedTempFile;
use url::Url;

use crate::statements::Statement;

/// How long clients run before they are counted: each first prepares every statement, and plans it anew
/// until PostgreSQL has settled on a plan. The server's connections have done so long ago.
const WARM_UP: Duration = Duration::from_secs(3);

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
            let sql = statement.with_values(|number, value| {
                // pgbench keeps a variable's text as it is, and sends it as a value.
                let variable = format!("s{script}_{number}");
                variables.push(format!("--define={variable}={value}"));
                format!(":{variable}")
            });
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
            // As the server's connections have it.
            .env(
                "PGOPTIONS",
                "-c jit=off -c max_parallel_workers_per_gather=0",
            )
            .args(["--no-vacuum", "--protocol=prepared"])
            .arg(format!("--client={clients}"))
            .arg(format!("--jobs={}", cores.min(clients)))
            // A second more, because pgbench may end before it reports the last one.
            .arg(format!("--time={}", (WARM_UP + duration).as_secs() + 1))
            .arg("--progress=1")
            .args(&self.variables)
            .args(files.map(|path| format!("--file={path}")))
            .arg(self.database.as_str())
            .output()
            .context("pgbench (it comes with PostgreSQL)")?;
        let text = String::from_utf8(output.stderr)?;
        let rates: Vec<f64> = text.lines().filter_map(progress).collect();
        let seconds = |duration: Duration| usize::try_from(duration.as_secs());
        let counted = rates.get(seconds(WARM_UP)?..).unwrap_or_default();
        let counted = &counted[..counted.len().min(seconds(duration)?)];
        if !output.status.success() || counted.is_empty() {
            bail!("pgbench failed: {text}");
        }
        let count = u32::try_from(counted.len())?;
        Ok(counted.iter().sum::<f64>() / f64::from(count))
    }
}

/// Reads `progress: 1.0 s, 538.9 tps, ...`.
fn progress(line: &str) -> Option<f64> {
    let (_, rate) = line.strip_prefix("progress: ")?.split_once(" s, ")?;
    rate.split(' ').next()?.parse().ok()
}
