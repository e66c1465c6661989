//! Everything that an installation consists of, and how it is killed and comes back.

use std::{
    collections::BTreeMap,
    env,
    fs::{self, File},
    path::PathBuf,
    process::Stdio,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, bail};
use tokio::{
    process::{Child, Command},
    sync::Mutex,
    task::JoinSet,
    time::{Instant, sleep},
};
use tokio_util::sync::CancellationToken;

/// The services are an instance of this name: see `scripts/services.sh`.
const INSTANCE: &str = "chaos";
/// How long anything may take to come back.
const RESTART_TIMEOUT: Duration = Duration::from_mins(2);

/// The settings of servers and workers.
pub(crate) type Settings = BTreeMap<String, String>;

/// All parts.
pub(crate) struct Fleet {
    parts: Vec<Arc<Part>>,
}

struct Part {
    name: &'static str,
    kind: Kind,
    /// Held while the part is down.
    state: Arc<Mutex<State>>,
}

enum Kind {
    /// A binary of ours, with its arguments.
    Binary {
        file: &'static str,
        arguments: &'static [&'static str],
        settings: Settings,
    },
    /// One of the services.
    Service,
}

#[derive(Default)]
struct State {
    child: Option<Child>,
    kills: usize,
}

impl Fleet {
    /// Two servers with these addresses, two workers, and the services that run already.
    pub(crate) async fn start(settings: &Settings, servers: [&str; 2]) -> anyhow::Result<Self> {
        let server = |name, address: &str| {
            let mut settings = settings.clone();
            settings.insert("CINEMA__SERVER__LISTEN".to_owned(), address.to_owned());
            Part::binary(name, "cinema-server", &["serve"], settings)
        };
        let worker = |name| Part::binary(name, "cinema-worker", &["run"], settings.clone());
        let parts = vec![
            server("server 1", servers[0]),
            worker("worker 1"),
            Part::service("rabbitmq"),
            server("server 2", servers[1]),
            Part::service("redis"),
            worker("worker 2"),
            Part::service("postgres"),
        ];
        let fleet = Self {
            parts: parts.into_iter().map(Arc::new).collect(),
        };
        for part in &fleet.parts {
            if matches!(part.kind, Kind::Binary { .. }) {
                part.start(&mut *part.state.lock().await).await?;
            }
        }
        Ok(fleet)
    }

    /// Runs a command of the server once, before anything is killed.
    pub(crate) async fn run_once(settings: &Settings, arguments: &[&str]) -> anyhow::Result<()> {
        let output = command("cinema-server", settings)?
            .args(arguments)
            .output()
            .await?;
        if !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(())
    }

    /// Kills one part after the other, some seconds apart, until told to stop. Then everything is brought back.
    pub(crate) async fn torment(&self, stop: CancellationToken) -> anyhow::Result<()> {
        let mut restarts = JoinSet::new();
        for part in self.parts.iter().cycle() {
            let pause = Duration::from_millis(fastrand::u64(2000..5000));
            if stop.run_until_cancelled(sleep(pause)).await.is_none() {
                break;
            }
            while let Some(restarted) = restarts.try_join_next() {
                restarted??;
            }
            let mut state = Arc::clone(&part.state).lock_owned().await;
            part.kill(&mut state).await?;
            let part = Arc::clone(part);
            restarts.spawn(async move {
                sleep(Duration::from_millis(fastrand::u64(0..2000))).await;
                part.start(&mut state).await
            });
        }
        while let Some(restarted) = restarts.join_next().await {
            restarted??;
        }
        Ok(())
    }

    /// How often each part was killed.
    pub(crate) async fn kills(&self) -> Vec<(&'static str, usize)> {
        let mut kills = Vec::new();
        for part in &self.parts {
            kills.push((part.name, part.state.lock().await.kills));
        }
        kills
    }
}

impl Part {
    fn binary(
        name: &'static str,
        file: &'static str,
        arguments: &'static [&'static str],
        settings: Settings,
    ) -> Self {
        Self::of(
            name,
            Kind::Binary {
                file,
                arguments,
                settings,
            },
        )
    }

    fn service(name: &'static str) -> Self {
        Self::of(name, Kind::Service)
    }

    fn of(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            state: Arc::default(),
        }
    }

    async fn kill(&self, state: &mut State) -> anyhow::Result<()> {
        match &self.kind {
            Kind::Binary { .. } => {
                let mut child = state.child.take().context("it runs")?;
                child.kill().await?;
            }
            Kind::Service => {
                let file = format!(".local/{INSTANCE}/run/{}.pid", self.name);
                let text = fs::read_to_string(&file).context(file)?;
                let pid = text.split_whitespace().next().context("a pid")?;
                // The broker's shell script and the broker itself are one group.
                let status = Command::new("kill")
                    .args(["-KILL", "--", &format!("-{pid}")])
                    .status()
                    .await?;
                if !status.success() {
                    bail!("{} cannot be killed", self.name);
                }
            }
        }
        state.kills += 1;
        Ok(())
    }

    async fn start(&self, state: &mut State) -> anyhow::Result<()> {
        match &self.kind {
            Kind::Binary {
                file,
                arguments,
                settings,
            } => {
                let log = File::options()
                    .create(true)
                    .append(true)
                    .open(format!(".local/{INSTANCE}/log/{}.log", self.name))?;
                let child = command(file, settings)?
                    .args(*arguments)
                    .stdout(log.try_clone()?)
                    .stderr(log)
                    .spawn()?;
                state.child = Some(child);
                Ok(())
            }
            Kind::Service => self.start_service().await,
        }
    }

    /// A service that was killed may leave its port or its memory for a moment, and cannot start then.
    async fn start_service(&self) -> anyhow::Result<()> {
        let deadline = Instant::now() + RESTART_TIMEOUT;
        loop {
            let output = Command::new("scripts/services.sh")
                .args(["start", INSTANCE, self.name])
                // Services that the environment names are taken to be somebody else's.
                .env_remove("CINEMA_TEST_DATABASE_URL")
                .env_remove("CINEMA_TEST_REDIS_URL")
                .env_remove("CINEMA_TEST_RABBITMQ_URL")
                .output()
                .await?;
            if output.status.success() {
                return Ok(());
            }
            if Instant::now() > deadline {
                bail!(
                    "{} does not come back: {}",
                    self.name,
                    String::from_utf8_lossy(&output.stderr)
                );
            }
            sleep(Duration::from_millis(300)).await;
        }
    }
}

/// A binary beside this one, with these settings.
fn command(file: &str, settings: &Settings) -> anyhow::Result<Command> {
    let path: PathBuf = env::current_exe()?.with_file_name(file);
    let mut command = Command::new(path);
    command
        .envs(settings)
        .stdin(Stdio::null())
        .kill_on_drop(true);
    Ok(command)
}
