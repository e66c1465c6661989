//! `cinema-stripe-sandbox`: the stand-in for Stripe as a process of its own.

use std::{io::IsTerminal as _, net::SocketAddr, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use clap::Parser;
use sandbox::{Config, Endpoint, Sandbox};
use tokio::signal::unix::{SignalKind, signal};
use url::Url;

/// A local stand-in for Stripe: API, pay page, signed webhooks and a dashboard. No money moves.
#[derive(Parser)]
#[command(name = "cinema-stripe-sandbox", version)]
struct Cli {
    /// Address and port of the API, the pay page and the dashboard
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:12111")]
    listen: SocketAddr,
    /// What browsers call it, if that is another address: the base of pay pages
    #[arg(long, value_name = "URL")]
    public_url: Option<Url>,
    /// The shop's name, on the pay page
    #[arg(long, value_name = "NAME", default_value = "Online Cinema")]
    shop: String,
    /// The key that clients must give
    #[arg(
        long,
        value_name = "KEY",
        env = "SANDBOX_SECRET_KEY",
        hide_env_values = true
    )]
    secret_key: String,
    /// Where webhooks go; none are sent without it
    #[arg(long, value_name = "URL", requires = "webhook_secret")]
    webhook_url: Option<Url>,
    /// What webhooks are signed with; give two while a secret is rolled
    #[arg(
        long,
        value_name = "SECRET",
        env = "SANDBOX_WEBHOOK_SECRET",
        hide_env_values = true,
        value_delimiter = ','
    )]
    webhook_secret: Vec<String>,
    /// What the pauses between two attempts at a webhook (5 minutes, 30, …) are multiplied with
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0)]
    retry_scale: f64,
    /// File that keeps the books over a restart
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cinema-stripe-sandbox: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT")?;
    let secrets = cli.webhook_secret;
    let sandbox = Sandbox::start(Config {
        listen: cli.listen,
        public_url: cli.public_url,
        shop: cli.shop,
        secret_key: cli.secret_key,
        endpoint: cli.webhook_url.map(|url| Endpoint { url, secrets }),
        retry_scale: cli.retry_scale,
        data: cli.data,
    })
    .await?;
    tracing::info!(url = sandbox.url(), "the sandbox runs");
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    sandbox.stop().await
}
