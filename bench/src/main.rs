//! Load measurements. Each result is a ratio to a floor that is measured in the same run, because
//! absolute figures say more about the machine than about the code.

mod accounts;
mod broker;
mod catalogue;
mod closed_loop;
mod floor;
mod http1;
mod http_load;
mod installation;
mod members;
mod payments;
mod pgbench;
mod process;
mod psql;
mod report;
mod statements;

use std::{path::PathBuf, time::Duration};

use catalogue::Size;
use clap::{CommandFactory as _, Parser, Subcommand};

/// Lists the benches, or runs one of them against services of its own.
#[derive(Parser)]
#[command(bin_name = "./just bench")]
struct Arguments {
    /// Which one; without it they are listed
    #[command(subcommand)]
    bench: Option<Bench>,
}

#[derive(Subcommand)]
enum Bench {
    /// Sign-ins against argon2 alone, reads against pgbench, reads while everybody signs in
    Accounts {
        /// Take less than a minute, and less exact figures
        #[arg(long)]
        quick: bool,
    },
    /// Reads of catalogues of up to a million films against handlers written by hand and pgbench
    Catalogue {
        /// Take much less than an hour, and less exact figures
        #[arg(long)]
        quick: bool,
        /// Catalogues to measure; bench/RESULTS.md is only written for all
        #[arg(long, value_delimiter = ',', default_value = "1k,100k,1m")]
        sizes: Vec<Size>,
    },
    /// Webhooks against PostgreSQL storing them, and the way of a film from the payment to the library
    Payments {
        /// Take less than a minute, and less exact figures
        #[arg(long)]
        quick: bool,
    },
    /// What answers are compared with: a handler written by hand
    #[command(hide = true)]
    Floor {
        /// What it has to know
        file: PathBuf,
    },
}

/// How thoroughly to measure.
#[derive(Clone, Copy)]
struct Effort {
    /// How often each measurement is repeated. The median counts.
    rounds: usize,
    /// How long one measurement takes.
    slice: Duration,
    /// Numbers of clients that are tried.
    clients: &'static [usize],
}

const QUICK: Effort = Effort {
    rounds: 5,
    slice: Duration::from_secs(1),
    clients: &[8],
};
const THOROUGH: Effort = Effort {
    rounds: 5,
    slice: Duration::from_secs(2),
    clients: &[2, 4, 8, 16],
};

fn main() -> anyhow::Result<()> {
    let effort = |quick| if quick { QUICK } else { THOROUGH };
    match Arguments::parse().bench {
        None => list(),
        Some(Bench::Accounts { quick }) => accounts::run(effort(quick))?,
        Some(Bench::Catalogue { quick, sizes }) => catalogue::run(effort(quick), &sizes)?,
        Some(Bench::Payments { quick }) => payments::run(effort(quick))?,
        Some(Bench::Floor { file }) => floor::serve(&file)?,
    }
    Ok(())
}

fn list() {
    for bench in Arguments::command().get_subcommands() {
        if !bench.is_hide_set() {
            let about = bench.get_about().map(ToString::to_string);
            println!("{:<12}{}", bench.get_name(), about.unwrap_or_default());
        }
    }
}
