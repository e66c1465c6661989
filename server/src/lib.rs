//! The HTTP server: everything between a socket and the database.

pub mod api;
mod auth;
mod cache;
mod catalogue;
pub mod config;
mod http;
mod idempotency;
mod limits;
mod pages;
pub mod problem;
pub mod startup;
pub mod usecases;

use std::{net::SocketAddr, sync::Arc};

use anyhow::Context as _;
use avatars::{Files, Studio};
use axum_server::Handle;
use jobs::{Relay, Topology};
use payments::Stripe;
use sqlx::PgPool;
use store::{movies::FilmLoader, reads::Reads};
use tokio_util::sync::CancellationToken;

use crate::{
    api::Api,
    auth::{hasher::Hasher, session_states::SessionStates, tokens::Tokens},
    cache::Cache,
    catalogue::Catalogue,
    config::Config,
    limits::Limits,
    pages::{Document, Pages},
};

/// The contract as it stands in the repository.
pub const OPENAPI: &str = include_str!("../../openapi.yaml");

/// What operations work with.
pub struct App {
    /// The whole configuration.
    pub config: Config,
    /// Where the truth is.
    pub db: PgPool,
    /// The same, for requests that read with one statement.
    pub(crate) reads: Reads,
    /// The same, for requests that read one film.
    pub(crate) films: FilmLoader,
    /// One connection, for readiness alone.
    pub(crate) probe: Reads,
    pub(crate) cache: Cache,
    pub(crate) catalogue: Catalogue,
    pub(crate) hasher: Hasher,
    pub(crate) tokens: Tokens,
    pub(crate) session_states: SessionStates,
    pub(crate) limits: Limits,
    pub(crate) pages: Pages,
    pub(crate) document: Document,
    pub(crate) stripe: Stripe,
    pub(crate) studio: Studio,
    pub(crate) files: Files,
    pub(crate) relay: Relay,
    /// The server was told to stop, and wants no further requests.
    pub(crate) stopping: CancellationToken,
}

/// The application on a socket, not yet serving.
pub struct Server {
    app: Arc<App>,
    listener: std::net::TcpListener,
}

impl App {
    /// Connects to nothing: dependencies may come up later, and go away and come back.
    pub fn build(config: Config) -> anyhow::Result<Self> {
        let db = store::pool(&config.database).context("CINEMA__DATABASE__URL")?;
        let reads = Reads::new(&config.database, config.server.read_connections)
            .context("CINEMA__DATABASE__URL")?;
        let probe = Reads::new(&config.database, 1).context("CINEMA__DATABASE__URL")?;
        let cache = Cache::new(&config.redis)?;
        let topology = Topology::new(&config.rabbitmq.namespace);
        Ok(Self {
            hasher: Hasher::start(&config.auth)?,
            tokens: Tokens::new(&config.auth),
            session_states: SessionStates::new(cache.clone(), db.clone(), reads.clone()),
            limits: Limits::new(cache.clone(), config.rate_limits.clone()),
            films: FilmLoader::new(
                reads.clone(),
                config.server.read_connections,
                config.database.acquire_timeout,
            ),
            relay: Relay::new(db.clone(), config.rabbitmq.url.expose(), topology),
            pages: Pages::new(&config.server)?,
            document: Document::new(&config.server),
            stripe: Stripe::new(&config.payments)?,
            studio: Studio::default(),
            files: Files::open(&config.avatars)?,
            // The other half is for repeated requests.
            catalogue: Catalogue::new(config.catalogue.cache_bytes / 2),
            stopping: CancellationToken::new(),
            cache,
            db,
            reads,
            probe,
            config,
        })
    }
}

impl Server {
    /// Builds the application and takes its port.
    pub fn bind(config: Config) -> anyhow::Result<Self> {
        let listen = config.server.listen;
        let listener = std::net::TcpListener::bind(listen)
            .with_context(|| format!("CINEMA__SERVER__LISTEN: cannot listen on {listen}"))?;
        listener.set_nonblocking(true)?;
        Ok(Self {
            app: Arc::new(App::build(config)?),
            listener,
        })
    }

    /// Where the server listens, also when the configuration left the port open.
    pub fn address(&self) -> anyhow::Result<SocketAddr> {
        Ok(self.listener.local_addr()?)
    }

    /// Serves until `stop`, then lets open requests finish within the drain timeout.
    pub async fn run(self, stop: CancellationToken) -> anyhow::Result<()> {
        let Self { app, listener } = self;
        let address = listener.local_addr()?;
        // Requests that are still open commit jobs and ask for sessions: these tasks stop last.
        let background = CancellationToken::new();
        let tasks = [
            tokio::spawn(app.relay.clone().run(background.clone())),
            tokio::spawn(app.session_states.clone().keep_vouching(background.clone())),
            tokio::spawn(
                app.catalogue
                    .clone()
                    .watch(app.db.clone(), background.clone()),
            ),
        ];

        let handle = Handle::new();
        tokio::spawn(drain_on(stop, handle.clone(), Arc::clone(&app)));
        tracing::info!(%address, "serving");
        tokio::spawn(startup::announce(app.db.clone(), app.stopping.clone()));
        http::serve(Api::new(Arc::clone(&app)), listener, handle)
            .await
            .context("the server stopped serving")?;

        background.cancel();
        for task in tasks {
            task.await?;
        }
        app.reads.close();
        app.probe.close();
        app.db.close().await;
        tracing::info!("drained and stopped");
        Ok(())
    }
}

async fn drain_on(stop: CancellationToken, handle: Handle<SocketAddr>, app: Arc<App>) {
    stop.cancelled().await;
    app.stopping.cancel();
    let config = &app.config.server;
    if !config.shutdown_delay.is_zero() {
        tracing::info!(delay = ?config.shutdown_delay, "not ready any more: requests are taken for a while still");
        tokio::time::sleep(config.shutdown_delay).await;
    }
    tracing::info!(open = handle.connection_count(), "draining");
    handle.graceful_shutdown(Some(config.drain_timeout));
}
