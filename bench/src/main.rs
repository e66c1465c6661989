//! Load measurements. Each result is a ratio to a floor that is measured in the same run, because
//! absolute figures say more about the machine than about the code.

mod accounts;
mod catalogue;
mod closed_loop;
mod http_load;
mod installation;
mod pgbench;
mod psql;
mod report;

use std::time::Duration;

use clap::{Parser, ValueEnum};

/// Lists the benches, or runs one of them against services of its own.
#[derive(Parser)]
#[command(bin_name = "./just bench")]
struct Arguments {
    /// Which one; without it they are listed
    name: Option<Bench>,
    /// Take less than a minute, and less exact figures
    #[arg(long, requires = "name")]
    quick: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Bench {
    /// Sign-ins against argon2 alone, reads against pgbench, reads while everybody signs in
    Accounts,
}

/// How thoroughly to measure.
#[derive(Clone, Copy)]
struct Effort {
    /// How often each measurement is repeated. The median counts.
    rounds: usize,
    /// How long one measurement takes.
    slice: Duration,
}

const QUICK: Effort = Effort {
    rounds: 5,
    slice: Duration::from_secs(1),
};
const THOROUGH: Effort = Effort {
    rounds: 5,
    slice: Duration::from_secs(6),
};

fn main() -> anyhow::Result<()> {
    if let Ok(u) = std::env::var("LOADTEST") { return catalogue::run(&u.parse()?, std::env::var("SIZE")?.parse()?); }
    let arguments = Arguments::parse();
    let effort = if arguments.quick { QUICK } else { THOROUGH };
    match arguments.name {
        None => list(),
        Some(Bench::Accounts) => accounts::run(effort)?,
    }
    Ok(())
}

fn list() {
    for bench in Bench::value_variants() {
        if let Some(value) = bench.to_possible_value() {
            println!(
                "{:<12}{}",
                value.get_name(),
                value
                    .get_help()
                    .map(ToString::to_string)
                    .unwrap_or_default()
            );
        }
    }
}
