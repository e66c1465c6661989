//! What each command does.

use std::{
    fs::File,
    io::{self, BufReader, IsTerminal as _, Read, Write as _},
    path::Path,
    process::ExitCode,
    time::Duration,
};

use anyhow::{Context as _, bail};
use domain::{Email, Password};
use indicatif::{ProgressBar, ProgressStyle};
use server::{
    App, OPENAPI, Server,
    config::Config,
    startup::postgres_answers,
    usecases::{
        accounts::{AdminCreated, create_admin},
        catalogue::{self, Report},
    },
};
use settings::LogFormat;
use telemetry::probe;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::{Arguments, Catalog, Command, ConfigCommand};

/// How long `migrate` waits for a database that is being started.
const MIGRATION_PATIENCE: Duration = Duration::from_mins(1);
/// Connections for a command that is run once.
const COMMAND_CONNECTIONS: u32 = 2;

/// Runs the command that was asked for.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    if let Command::Openapi = arguments.command {
        return print(OPENAPI);
    }
    let mut config: Config = settings::load(arguments.config.as_deref())?;
    if let Command::Config(ConfigCommand::Check) = arguments.command {
        return print(&settings::to_toml(&config));
    }
    if let Command::Health = arguments.command {
        return health(&config);
    }
    if !matches!(arguments.command, Command::Serve) {
        config.database.max_connections = COMMAND_CONNECTIONS;
    }

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match arguments.command {
            Command::Serve => serve(config).await,
            Command::Migrate { down_to } => migrate(&config, down_to).await,
            Command::CreateAdmin {
                email,
                password_stdin,
            } => admin(config, &email, password_stdin).await,
            Command::Catalog(Catalog::Import { file }) => import(&config, &file).await,
            Command::Config(ConfigCommand::Check) | Command::Health | Command::Openapi => {
                Ok(ExitCode::SUCCESS)
            }
        }
    })
}

/// A reader that hangs up (`| head`) is no failure.
fn print(text: &str) -> anyhow::Result<ExitCode> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

async fn serve(config: Config) -> anyhow::Result<ExitCode> {
    let _telemetry = telemetry::init(telemetry::Options {
        service: "cinema-server",
        json: config.telemetry.log_format == LogFormat::Json,
        filter: &config.telemetry.log_filter,
        otlp_endpoint: &config.telemetry.otlp_endpoint,
    })?;
    if let Some(listen) = config.server.metrics_listen {
        telemetry::metrics_endpoint::serve(listen).context("CINEMA__SERVER__METRICS_LISTEN")?;
    }
    let server = Server::bind(config)?;
    server.run(stop_on_signal()?).await?;
    Ok(ExitCode::SUCCESS)
}

/// What the server on this machine says about itself.
fn health(config: &Config) -> anyhow::Result<ExitCode> {
    let listen = config.server.listen;
    let answer = probe::get(listen, "/health/ready/")
        .with_context(|| format!("the server does not answer on {listen}"))?;
    println!("{}", answer.body);
    Ok(if answer.status == 200 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn stop_on_signal() -> anyhow::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let told = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        told.cancel();
    });
    Ok(stop)
}

async fn migrate(config: &Config, down_to: Option<i64>) -> anyhow::Result<ExitCode> {
    let db = store::pool(&config.database).context("CINEMA__DATABASE__URL")?;
    let waiting = postgres_answers(&db, |reason| eprintln!("cinema-server: {reason}"));
    tokio::time::timeout(MIGRATION_PATIENCE, waiting)
        .await
        .with_context(|| format!("gave up after {} s", MIGRATION_PATIENCE.as_secs()))?;
    store::migrations::migrate(&config.database, down_to).await?;
    println!("the schema is up to date");
    Ok(ExitCode::SUCCESS)
}

async fn admin(config: Config, email: &str, password_stdin: bool) -> anyhow::Result<ExitCode> {
    let email = Email::parse(email).map_err(|error| anyhow::anyhow!("--email: {error}"))?;
    let password = if password_stdin {
        read_password()?
    } else {
        ask_password()?
    };
    let password = Password::parse(password.into())?;
    match create_admin(&App::build(config)?, &email, password).await? {
        AdminCreated::Created => println!("{email} is an admin now"),
        AdminCreated::AlreadyThere => {
            println!("{email} is an admin already; the password is left as it is");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn read_password() -> anyhow::Result<String> {
    let mut text = String::new();
    io::stdin()
        .read_to_string(&mut text)
        .context("the password cannot be read from standard input")?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn ask_password() -> anyhow::Result<String> {
    if !io::stdin().is_terminal() {
        bail!("there is no terminal to ask for the password on: use --password-stdin");
    }
    let ask = |prompt| {
        rpassword::prompt_password(prompt).context("the password cannot be read from the terminal")
    };
    let password = ask("Password: ")?;
    if ask("Again: ")? != password {
        bail!("the passwords differ");
    }
    Ok(password)
}

async fn import(config: &Config, path: &Path) -> anyhow::Result<ExitCode> {
    let db = store::pool(&config.database).context("CINEMA__DATABASE__URL")?;
    let (input, size): (Box<dyn Read + Send>, u64) = if path == Path::new("-") {
        (Box::new(io::stdin()), 0)
    } else {
        let file = File::open(path).with_context(|| path.display().to_string())?;
        let size = file.metadata().map_or(0, |metadata| metadata.len());
        (Box::new(BufReader::new(file)), size)
    };
    let bar = progress_bar(size);
    let report = catalogue::import(&db, bar.wrap_read(input), |rows| {
        bar.set_message(format!("{rows} rows"));
    })
    .await?;
    bar.finish_and_clear();
    Ok(tell(&report))
}

/// By bytes, because nobody knows how many rows a file has. Hidden where there is no terminal.
fn progress_bar(size: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {percent}%  {msg}  {elapsed}");
    let bar = if size == 0 {
        ProgressBar::new_spinner()
    } else {
        ProgressBar::new(size)
    };
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn tell(report: &Report) -> ExitCode {
    for row in &report.bad_rows {
        eprintln!("line {}: {}", row.line, row.reason);
    }
    println!(
        "{} films added, {} already there, {} bad rows",
        report.added,
        report.already_there,
        report.bad_rows.len()
    );
    if report.bad_rows.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
