//! `cinema-worker`: sends mails, imports films and cleans up, as the server and the schedule ask for it.

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context as _, bail};
use chrono::{DateTime, Utc};
use clap::{Parser, Subcommand};
use humantime_serde::re::humantime::format_duration;
use jobs::Queue;
use settings::LogFormat;
use telemetry::probe;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use worker::{Worker, config::Config};

const EXAMPLES: &str = "Examples:
  cinema-worker run                       work off every queue
  cinema-worker run --queues email        only mails, to be scaled by themselves
  cinema-worker schedule list             when recurring jobs ran and run next
  cinema-worker --config FILE config check

Configuration: defaults, then config.toml (or --config), then the environment, as
CINEMA__SECTION__KEY or CINEMA__SECTION__KEY_FILE. Required: CINEMA__MAIL__FROM and
CINEMA__MAIL__LINK_KEY. SIGTERM and SIGINT finish the jobs in hand and stop.";

/// Carries out the jobs of the online cinema: mails, imports of films and clean-up.
#[derive(Parser)]
#[command(name = "cinema-worker", version, after_help = EXAMPLES)]
struct Cli {
    /// Configuration file in TOML [default: config.toml, if there is one]
    #[arg(long, value_name = "FILE", env = "CINEMA_CONFIG", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Work until told to stop
    Run {
        /// Queues to work off, of email, payments, catalogue and maintenance, separated by commas [default: all]
        #[arg(long, value_name = "QUEUE", value_delimiter = ',')]
        queues: Vec<Queue>,
    },
    /// Ask the worker that runs here whether it takes jobs; the exit code says so
    Health,
    /// Recurring jobs
    #[command(subcommand)]
    Schedule(Schedule),
    /// The configuration
    #[command(subcommand)]
    Config(ConfigCommand),
}

#[derive(Subcommand)]
enum Schedule {
    /// Print each recurring job: its period, its last run and its next
    List,
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Print the configuration in force, secrets masked; fail if it is refused
    Check,
}

#[tokio::main]
async fn main() -> ExitCode {
    match execute(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cinema-worker: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn execute(cli: Cli) -> anyhow::Result<()> {
    let config: Config = settings::load(cli.config.as_deref())?;
    match cli.command {
        Command::Run { queues } => run(config, queues).await,
        Command::Health => health(&config),
        Command::Schedule(Schedule::List) => list_schedules(&config).await,
        Command::Config(ConfigCommand::Check) => {
            print!("{}", settings::to_toml(&config));
            Ok(())
        }
    }
}

async fn run(config: Config, mut queues: Vec<Queue>) -> anyhow::Result<()> {
    let _telemetry = telemetry::init(telemetry::Options {
        service: "cinema-worker",
        json: config.telemetry.log_format == LogFormat::Json,
        filter: &config.telemetry.log_filter,
        otlp_endpoint: &config.telemetry.otlp_endpoint,
    })?;
    if let Some(listen) = config.worker.metrics_listen {
        telemetry::metrics_endpoint::serve(listen)?;
    }
    let stop = stop_on_signal()?;
    if queues.is_empty() {
        queues.extend(Queue::ALL);
    }
    queues.sort_unstable_by_key(|queue| queue.as_str());
    queues.dedup();
    let worker = Worker::build(config, &queues)?;
    let queues: Vec<_> = queues.into_iter().map(Queue::as_str).collect();
    tracing::info!(queues = queues.join(","), "the worker starts");
    worker.run(stop).await;
    tracing::info!("the worker has stopped");
    Ok(())
}

/// A token that SIGTERM and SIGINT cancel.
fn stop_on_signal() -> anyhow::Result<CancellationToken> {
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT")?;
    let stop = CancellationToken::new();
    let cancel = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        cancel.cancel();
    });
    Ok(stop)
}

/// What the worker on this machine says about its queues.
fn health(config: &Config) -> anyhow::Result<()> {
    let listen = config
        .worker
        .metrics_listen
        .context("CINEMA__WORKER__METRICS_LISTEN is not set: the metrics say how the worker is")?;
    let metrics = probe::get(listen, "/metrics")
        .with_context(|| format!("the worker does not answer on {listen}"))?;
    let subscriptions = worker::subscriptions(&metrics.body);
    if subscriptions.is_empty() {
        bail!("the worker waits for PostgreSQL");
    }
    for (queue, subscribed) in &subscriptions {
        let state = if *subscribed {
            "takes jobs"
        } else {
            "waits for RabbitMQ"
        };
        println!("{queue}: {state}");
    }
    if subscriptions.values().any(|subscribed| !subscribed) {
        bail!("a queue is not worked off");
    }
    Ok(())
}

async fn list_schedules(config: &Config) -> anyhow::Result<()> {
    let statuses = worker::schedules(config).await?;
    let row = |name: &str, every: &str, last_run: &str, next_run: &str| {
        println!("{name:<24} {every:<8} {last_run:<20} {next_run}");
    };
    let time = |at: DateTime<Utc>| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    row("NAME", "EVERY", "LAST RUN", "NEXT RUN");
    for status in statuses {
        row(
            status.name,
            &format_duration(status.every).to_string(),
            &status.last_run_at.map_or("never".to_owned(), time),
            &status
                .next_run_at
                .map_or("once a worker runs".to_owned(), time),
        );
    }
    Ok(())
}
