//! The statements that the server runs, with their values and plans, as PostgreSQL's own log tells them.

use std::{
    net::SocketAddr,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{http1, installation::Installation, process::Running, psql};

/// How long the log may take to show what has happened.
const PATIENCE: Duration = Duration::from_secs(5);
/// Extended protocol: `execute`, the name of the prepared statement, its text.
const EXECUTED: &str = "execute ";
const PLANNED: &str = " plan:\n";
/// What the log is to hold. Plans are those of the run, also of statements in functions.
const SETTINGS: [&str; 7] = [
    "log_statement = 'all'",
    "session_preload_libraries = 'auto_explain'",
    "auto_explain.log_min_duration = 0",
    "auto_explain.log_analyze = on",
    "auto_explain.log_timing = off",
    "auto_explain.log_format = 'json'",
    "auto_explain.log_nested_statements = on",
];

/// A statement as it ran.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Statement {
    pub(crate) sql: String,
    /// `$1`, `$2`, ... as text; nothing for NULL.
    pub(crate) values: Vec<Option<String>>,
    /// Its plan, and those of the statements in the functions that it called.
    #[serde(skip)]
    pub(crate) plans: Vec<Value>,
}

impl Statement {
    /// The statement with something else for each of its values, by their numbers.
    pub(crate) fn with_values(&self, mut instead: impl FnMut(usize, &str) -> String) -> String {
        let mut sql = self.sql.clone();
        // From the last, because `$1` is also the beginning of `$10`.
        for (index, value) in self.values.iter().enumerate().rev() {
            let number = index + 1;
            let instead = match value {
                Some(value) => instead(number, value),
                None => "NULL".to_owned(),
            };
            sql = sql.replace(&format!("${number}"), &instead);
        }
        sql
    }
}

/// A server without a cache whose statements PostgreSQL logs. It has few connections, so that one of them runs a
/// statement often enough for PostgreSQL to settle on a plan.
pub(crate) struct Recorder<'a> {
    installation: &'a Installation,
    server: Running,
}

impl<'a> Recorder<'a> {
    /// Starts the server at this address.
    pub(crate) fn start(
        installation: &'a Installation,
        address: SocketAddr,
    ) -> anyhow::Result<Self> {
        for setting in SETTINGS {
            alter(installation, &format!("SET {setting}"))?;
        }
        let settings = [
            ("CINEMA__DATABASE__MAX_CONNECTIONS", "4"),
            ("CINEMA__CATALOGUE__CACHE_BYTES", "0"),
        ];
        Ok(Self {
            installation,
            server: installation.serve(address, &settings)?,
        })
    }

    /// Where the server answers.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// The statement with `part` in it that the server runs for a request.
    pub(crate) fn statement(&self, request: &[u8], part: &str) -> anyhow::Result<Statement> {
        let log = self.installation.maintenance();
        let begin = psql::text(
            log,
            "SELECT size FROM pg_stat_file(pg_current_logfile('jsonlog'))",
        )?;
        let begin = begin.trim();
        if begin.is_empty() {
            bail!(
                "PostgreSQL keeps no jsonlog: set logging_collector = on and log_destination = 'jsonlog'"
            );
        }
        http1::fetch(self.server.address(), request)?;
        let read =
            format!("SELECT pg_read_file(pg_current_logfile('jsonlog'), {begin}, 100000000)");
        let deadline = Instant::now() + PATIENCE;
        loop {
            let text = psql::text(log, &read)?;
            if let Some(statement) = find(&text, self.installation.name(), part)? {
                return Ok(statement);
            }
            if Instant::now() > deadline {
                bail!("PostgreSQL's log shows no statement with {part:?}: {text}");
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Recorder<'_> {
    fn drop(&mut self) {
        if let Err(error) = alter(self.installation, "RESET ALL") {
            eprintln!("statements are still logged: {error:#}");
        }
    }
}

/// For the connections that come.
fn alter(installation: &Installation, what: &str) -> anyhow::Result<()> {
    let sql = format!("ALTER DATABASE {} {what}", installation.name());
    psql::run(installation.maintenance(), &sql)
}

/// A line of the log.
#[derive(Deserialize)]
struct Line {
    dbname: Option<String>,
    pid: Option<i32>,
    #[serde(default)]
    message: String,
    #[serde(default)]
    detail: String,
}

/// The last statement with `part` in it whose plan is there, too. Plans follow their statement, and
/// those of nested statements come first.
fn find(log: &str, database: &str, part: &str) -> anyhow::Result<Option<Statement>> {
    // The last line may still be written.
    let lines: Vec<Line> = log
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter(|line: &Line| line.dbname.as_deref() == Some(database))
        .collect();
    let executed = lines.iter().enumerate().rev().find_map(|(at, line)| {
        let (_, sql) = line.message.strip_prefix(EXECUTED)?.split_once(": ")?;
        sql.contains(part).then_some((at, line, sql))
    });
    let Some((at, line, sql)) = executed else {
        return Ok(None);
    };
    let mut plans = Vec::new();
    for later in &lines[at..] {
        let Some((_, plan)) = later.message.split_once(PLANNED) else {
            continue;
        };
        if later.pid != line.pid {
            continue;
        }
        let plan: Value = serde_json::from_str(plan)?;
        let is_last = plan["Query Text"].as_str().map(str::trim) == Some(sql.trim());
        plans.push(plan["Plan"].clone());
        if is_last {
            return Ok(Some(Statement {
                sql: sql.trim().to_owned(),
                values: values(&line.detail)?,
                plans,
            }));
        }
    }
    Ok(None)
}

/// Reads `parameters: $1 = 'a', $2 = NULL`.
fn values(detail: &str) -> anyhow::Result<Vec<Option<String>>> {
    let mut values = Vec::new();
    let mut rest = detail;
    while let Some((_, after)) = rest.split_once(&format!("${} = ", values.len() + 1)) {
        if let Some(after) = after.strip_prefix("NULL") {
            values.push(None);
            rest = after;
            continue;
        }
        let quoted = after.strip_prefix('\'').context("a quoted value")?;
        let (value, after) = unquote(quoted).context("the end of a quoted value")?;
        values.push(Some(value));
        rest = after;
    }
    Ok(values)
}

/// The text up to the closing quote, and what follows. Two quotes stand for one.
fn unquote(quoted: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut rest = quoted;
    loop {
        let (part, after) = rest.split_once('\'')?;
        value.push_str(part);
        match after.strip_prefix('\'') {
            Some(after) => {
                value.push('\'');
                rest = after;
            }
            None => return Some((value, after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_were_bound() {
        let detail = "parameters: $1 = 'it''s $2 = ''x''', $2 = NULL, $3 = '10'";
        assert_eq!(
            values(detail).expect("values"),
            [
                Some("it's $2 = 'x'".to_owned()),
                None,
                Some("10".to_owned())
            ]
        );
        assert!(values("").expect("no values").is_empty());
    }
}
