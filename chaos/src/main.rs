//! Destroys an installation while people use it, and looks whether anything was lost or happened twice.

mod books;
mod buyer;
mod fleet;
mod mails;
mod money;
mod shop;

use std::{process::ExitCode, time::Duration};

use clap::{Parser, Subcommand};

/// Kills every part of an installation in turn while people use it, and checks what is left
#[derive(Parser)]
#[command(bin_name = "./just chaos")]
struct Arguments {
    #[command(subcommand)]
    ordeal: Ordeal,
}

#[derive(Subcommand)]
enum Ordeal {
    /// Buyers order, pay, cancel and get refunds; then Stripe's books, ours and the mails are compared
    Money {
        /// Buyers stop after so many seconds, also if they have not placed all orders
        #[arg(long, default_value_t = 1200)]
        seconds: u64,
        /// Orders that are placed
        #[arg(long, default_value_t = 2000)]
        orders: usize,
        /// Buyers at the same time
        #[arg(long, default_value_t = 50)]
        buyers: usize,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let Ordeal::Money {
        seconds,
        orders,
        buyers,
    } = Arguments::parse().ordeal;
    match money::run(Duration::from_secs(seconds), orders, buyers).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("chaos: {error:#}");
            ExitCode::FAILURE
        }
    }
}
