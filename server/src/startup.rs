//! Waits for what the server cannot do without, and says so.

use std::time::Duration;

use sqlx::{ConnectOptions as _, Connection as _, PgPool};
use telemetry::error_chain;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

/// Pause between two attempts to reach PostgreSQL, and the longest one.
const RETRY: Duration = Duration::from_millis(100);
const ATTEMPT: Duration = Duration::from_secs(3);
/// Pause between two lines about it.
const REMINDER: Duration = Duration::from_secs(5);

/// Says that the server is ready, or every few seconds why it isn't, until PostgreSQL answers for the first time.
/// The server listens meanwhile, and its readiness says the same. Redis and RabbitMQ tell of themselves: nothing
/// waits for them.
pub(crate) async fn announce(db: PgPool, stopping: CancellationToken) {
    let started = Instant::now();
    let warn = |reason: &str| tracing::warn!(reason, "not ready: the server waits");
    tokio::select! {
        () = stopping.cancelled() => {}
        () = postgres_answers(&db, warn) => {
            let waited_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
            tracing::info!(waited_ms, "ready");
        }
    }
}

/// Returns once PostgreSQL accepts a connection. `tell` hears now and then why it doesn't.
pub async fn postgres_answers(db: &PgPool, tell: impl Fn(&str)) {
    let options = db.connect_options();
    let at = format!("{}:{}", options.get_host(), options.get_port());
    let mut told: Option<Instant> = None;
    loop {
        let reason = match timeout(ATTEMPT, options.connect()).await {
            Ok(Ok(connection)) => {
                // Whether it closes well makes no difference.
                let _ = connection.close().await;
                return;
            }
            Ok(Err(error)) => error_chain(&error),
            Err(_) => format!("no answer within {} s", ATTEMPT.as_secs()),
        };
        if told.is_none_or(|last| last.elapsed() >= REMINDER) {
            tell(&format!(
                "PostgreSQL at {at} (CINEMA__DATABASE__URL) can't be reached: {reason}"
            ));
            told = Some(Instant::now());
        }
        sleep(RETRY).await;
    }
}
