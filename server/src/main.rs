//! `cinema-server`: the HTTP API and the chores of whoever runs it.

mod commands;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

/// The HTTP API of Online Cinema, and the chores of whoever runs it.
#[derive(Parser)]
#[command(
    version,
    after_help = "Settings come from config.toml and from the environment, as CINEMA__SECTION__KEY. \
`cinema-server config check` shows what is in force."
)]
struct Arguments {
    /// Configuration file [default: config.toml, if there is one]
    #[arg(long, global = true, value_name = "FILE", env = "CINEMA_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API until SIGTERM or Ctrl-C, then finish open requests
    Serve,
    /// Ask the server that runs here whether it is ready; the exit code says so
    Health,
    /// Bring the database to this release's schema
    Migrate {
        /// Undo the newest migrations down to this version instead (0 undoes all)
        #[arg(long, value_name = "VERSION")]
        down_to: Option<i64>,
    },
    /// Create an active admin; does nothing if that admin exists
    #[command(
        after_help = "Example:\n  printf '%s' \"$PASSWORD\" | cinema-server create-admin --email admin@example.com --password-stdin"
    )]
    CreateAdmin {
        /// Email address of the account
        #[arg(long)]
        email: String,
        /// Read the password from standard input instead of asking for it
        #[arg(long)]
        password_stdin: bool,
    },
    /// Work on the catalogue
    #[command(subcommand)]
    Catalog(Catalog),
    /// Work on the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print the contract (OpenAPI 3.0.3, YAML)
    Openapi,
}

#[derive(Subcommand)]
enum Catalog {
    /// Add the films of a CSV file that are not there yet
    #[command(
        after_help = "Columns: name, year, time, certification, genres, imdb, votes, meta_score, gross, directors, \
stars, description, price. Lists are separated by `|`. A film is known by name, year and time; films that are there are left as they \
are, so that a file can be imported again. Bad rows are reported by line, the rest is imported; the exit code is then 1."
    )]
    Import {
        /// The file, or `-` for standard input
        file: PathBuf,
    },
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Check the configuration and print what is in force, with secrets masked
    Check,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match commands::run(arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("cinema-server: {error:#}");
            ExitCode::FAILURE
        }
    }
}
