//! Redis, which holds only what may be lost.

use std::{
    fmt::Display,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::Context as _;
use redis::{
    Client, IntoConnectionInfo as _, RedisResult,
    aio::{ConnectionManager, ConnectionManagerConfig},
    io::tcp::{TcpSettings, socket2::TcpKeepalive},
};
use telemetry::error_chain;

/// When a silent connection is probed, and how long a dead one may go unnoticed.
const TCP_PATIENCE: Duration = Duration::from_secs(5);

/// A connection that is made on first use and made again when it breaks.
///
/// Commands fail fast, because whoever asks has another way: as long as Redis is known to be away,
/// nobody waits for it. The task that vouches for session states notices when it is back.
#[derive(Clone)]
pub struct Cache {
    connection: ConnectionManager,
    namespace: Arc<str>,
    answers: Arc<AtomicBool>,
}

impl Cache {
    /// Connects to nothing yet.
    pub fn new(config: &settings::Redis) -> anyhow::Result<Self> {
        let tcp = TcpSettings::default()
            .set_nodelay(true)
            .set_user_timeout(TCP_PATIENCE)
            .set_keepalive(TcpKeepalive::new().with_time(TCP_PATIENCE));
        let behaviour = ConnectionManagerConfig::new()
            .set_response_timeout(Some(config.timeout))
            .set_connection_timeout(Some(config.timeout))
            .set_number_of_retries(0);
        let connection = config
            .url
            .expose()
            .into_connection_info()
            .and_then(|info| Client::open(info.set_tcp_settings(tcp)))
            .and_then(|client| ConnectionManager::new_lazy_with_config(client, behaviour))
            .context("CINEMA__REDIS__URL")?;
        Ok(Self {
            connection,
            namespace: config.namespace.as_str().into(),
            // Taken to be there until it shows otherwise, so that the first requests are counted for all.
            answers: Arc::new(AtomicBool::new(true)),
        })
    }

    /// A key of this installation.
    pub fn key(&self, rest: impl Display) -> String {
        format!("{}:{rest}", self.namespace)
    }

    /// Whether the last command was answered.
    pub fn answers(&self) -> bool {
        self.answers.load(Ordering::Relaxed)
    }

    /// Runs a command, unless Redis is known to be away. Nothing means that the caller is on its own.
    pub async fn ask<T>(
        &self,
        command: impl AsyncFnOnce(ConnectionManager) -> RedisResult<T>,
    ) -> Option<T> {
        if self.answers() {
            self.probe(command).await
        } else {
            None
        }
    }

    /// Runs a command in any case, and notes whether Redis is there.
    pub async fn probe<T>(
        &self,
        command: impl AsyncFnOnce(ConnectionManager) -> RedisResult<T>,
    ) -> Option<T> {
        match command(self.connection.clone()).await {
            Ok(answer) => {
                if !self.answers.swap(true, Ordering::Relaxed) {
                    tracing::info!("Redis answers");
                }
                Some(answer)
            }
            Err(error) => {
                if self.answers.swap(false, Ordering::Relaxed) {
                    let error = error_chain(&error);
                    tracing::warn!(
                        error,
                        "Redis is away: PostgreSQL answers for sessions, each instance counts for itself"
                    );
                }
                None
            }
        }
    }
}
