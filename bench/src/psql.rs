//! PostgreSQL's own client: how the bench prepares databases.

use std::{
    io::{BufWriter, Write},
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail};
use url::Url;

/// Runs SQL.
pub(crate) fn run(database: &Url, sql: &str) -> anyhow::Result<()> {
    feed(database, |input| Ok(input.write_all(sql.as_bytes())?))
}

/// Runs the SQL that `write` writes, with the data of its `COPY ... FROM STDIN` in between.
pub(crate) fn feed(
    database: &Url,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut child = command(database)
        .stdin(Stdio::piped())
        .spawn()
        .context(MISSING)?;
    if let Some(input) = child.stdin.take() {
        let mut input = BufWriter::with_capacity(64 * 1024, input);
        write(&mut input)?;
        input.flush()?;
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("psql: {status}");
    }
    Ok(())
}

/// The text that a query returns.
pub(crate) fn text(database: &Url, query: &str) -> anyhow::Result<String> {
    let output = command(database)
        .args(["--tuples-only", "--no-align", "--command", query])
        .stderr(Stdio::inherit())
        .output()
        .context(MISSING)?;
    if !output.status.success() {
        bail!("psql: {}", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

const MISSING: &str = "psql (it comes with PostgreSQL)";

fn command(database: &Url) -> Command {
    let mut command = Command::new("psql");
    command
        .args([
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--set=VERBOSITY=terse",
            database.as_str(),
        ])
        .env("PGOPTIONS", "-c client_min_messages=warning");
    command
}
