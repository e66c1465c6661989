//! The table of results, for people who did not see the bench run.

use std::{fmt, fs, process::Command};

use anyhow::Context as _;
use domain::clock;
use hdrhistogram::Histogram;
use url::Url;

use super::{
    contest::Contest,
    operations::{self, FloorKind, Operation},
    plans::Findings,
    plot,
    shop::Size,
};
use crate::{Effort, psql};

const TABLE: &str = "bench/RESULTS.md";
const PLOT: &str = "bench/results.svg";
const INTRODUCTION: &str = include_str!("introduction.md");
/// Lists that are shown with what they read.
const LONGEST: usize = 5;

/// What an operation does at a size.
pub(super) struct Line {
    pub(super) operation: &'static str,
    pub(super) size: Size,
    /// Answers per second.
    pub(super) rate: f64,
    /// Milliseconds.
    p50: f64,
    /// Milliseconds.
    p99: f64,
    /// Answers, or runs of the statement, per second.
    floor: f64,
    ratio: f64,
    /// What the handler with the same statement reaches of the floor, where that is pgbench.
    by_hand: Option<f64>,
}

impl Line {
    pub(super) fn new(
        operation: &Operation,
        contest: &Contest,
        latencies: &Histogram<u64>,
    ) -> Self {
        let quantile = |share| millis(latencies.value_at_quantile(share));
        Self {
            operation: operation.name,
            size: contest.size,
            rate: contest.server.rates.median(),
            p50: quantile(0.5),
            p99: quantile(0.99),
            floor: contest.floor.rates.median(),
            ratio: contest.server.rates.ratio_to(&contest.floor.rates),
            by_hand: contest
                .by_hand
                .as_ref()
                .map(|by_hand| by_hand.rates.ratio_to(&contest.floor.rates)),
        }
    }

    /// Microseconds of this machine for one answer.
    pub(super) fn cost(&self) -> f64 {
        1_000_000.0 / self.rate
    }
}

/// Everything that was measured.
pub(super) struct Results {
    pub(super) versions: String,
    pub(super) lines: Vec<Line>,
    pub(super) findings: Findings,
}

impl Results {
    /// Writes table and plot.
    pub(super) fn write(&self) -> anyhow::Result<()> {
        let today = clock::now().format("%Y-%m-%d");
        let text = format!("{INTRODUCTION}\n{today}. {}\n\n{self}", self.versions);
        fs::write(TABLE, text).context(TABLE)?;
        fs::write(PLOT, plot::svg(&self.lines)).context(PLOT)?;
        println!("\nwritten: {TABLE}, {PLOT}");
        Ok(())
    }

    fn of(&self, operation: &Operation) -> impl Iterator<Item = &Line> {
        self.lines
            .iter()
            .filter(|line| line.operation == operation.name)
    }
}

impl fmt::Display for Results {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "## Throughput and latency\n")?;
        writeln!(
            f,
            "| operation | films | per second | p50 ms | p99 ms | floor | floor per second | ratio | goal | | by hand |"
        )?;
        writeln!(f, "|---|--:|--:|--:|--:|---|--:|--:|--:|---|--:|")?;
        for operation in &operations::ALL {
            let floor = match operation.floor {
                FloorKind::Handler => "handler",
                FloorKind::PgBench => "pgbench",
            };
            for line in self.of(operation) {
                let by_hand = line.by_hand.map(|ratio| format!("{ratio:.2}"));
                writeln!(
                    f,
                    "| {} | {} | {:.0} | {:.2} | {:.2} | {floor} | {:.0} | {:.2} | ≥ {} | {} | {} |",
                    line.operation,
                    line.size.films(),
                    line.rate,
                    line.p50,
                    line.p99,
                    line.floor,
                    line.ratio,
                    operation.goal,
                    verdict(line.ratio >= operation.goal),
                    by_hand.unwrap_or_default(),
                )?;
            }
        }
        self.write_growth(f)?;
        self.write_findings(f)
    }
}

impl Results {
    fn write_growth(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n## Cost of growing\n")?;
        writeln!(f, "Microseconds of the whole machine for one answer.\n")?;
        writeln!(f, "| operation | smallest | largest | growth | goal | |")?;
        writeln!(f, "|---|--:|--:|--:|--:|---|")?;
        for operation in &operations::ALL {
            let mut lines = self.of(operation);
            let (Some(first), Some(last)) = (lines.next(), lines.last()) else {
                continue;
            };
            let (first, last) = (first.cost(), last.cost());
            let growth = last / first;
            let (goal, verdict) = match operation.growth {
                Some(goal) => (format!("≤ {goal}"), verdict(growth <= goal)),
                None => ("none".to_owned(), ""),
            };
            writeln!(
                f,
                "| {} | {first:.0} | {last:.0} | {growth:.2} | {goal} | {verdict} |",
                operation.name
            )?;
        }
        Ok(())
    }

    fn write_findings(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Findings {
            lists,
            faults,
            longest,
        } = &self.findings;
        writeln!(f, "\n## Plans\n")?;
        writeln!(
            f,
            "{lists} lists at the largest size: {} scans of a table or sorts of more than 50 000 rows.\n",
            faults.len()
        )?;
        for fault in faults {
            writeln!(f, "- `{fault}`")?;
        }
        writeln!(f, "\nMost rows read by one list:\n")?;
        for (rows, list) in longest.iter().take(LONGEST) {
            writeln!(f, "- {rows:.0}: `{list}`")?;
        }
        Ok(())
    }
}

/// How thoroughly was measured, the machine and what runs on it, in words.
pub(super) fn versions(database: &Url, effort: Effort) -> anyhow::Result<String> {
    let Effort {
        rounds,
        slice,
        clients,
    } = effort;
    let cores = std::thread::available_parallelism()?;
    let memory = fs::read_to_string("/proc/meminfo")?;
    let kilobytes: u64 = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:")?.split_whitespace().next())
        .context("MemTotal")?
        .parse()?;
    let postgres = psql::text(database, "SHOW server_version")?;
    let postgres = postgres.split_whitespace().next().unwrap_or_default();
    let redis = version(&["redis-server", "--version"], "v=")?;
    let rust = version(&["rustc", "--version"], "rustc ")?;
    Ok(format!(
        "{rounds} rounds of {slice:?} with {clients:?} clients. {cores} cores, {} GB of memory, PostgreSQL {postgres}, Redis {redis}, Rust {rust}.",
        kilobytes / 1_000_000
    ))
}

fn version(command: &[&str], before: &str) -> anyhow::Result<String> {
    let output = Command::new(command[0]).args(&command[1..]).output()?;
    let text = String::from_utf8(output.stdout)?;
    let (_, after) = text.split_once(before).with_context(|| text.clone())?;
    Ok(after
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned())
}

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "**missed**" }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "hours of microseconds are exact"
)]
fn millis(micros: u64) -> f64 {
    micros as f64 / 1000.0
}
