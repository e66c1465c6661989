//! A stand-in for Stripe, for development and tests: the part of its API that a shop needs, the page where buyers
//! pay, signed webhooks, a dashboard, and switches that make all of it misbehave.
//!
//! It keeps books as Stripe does, and answers, refuses and tells in Stripe's words. No money moves.

// Stripe's objects have many members, and `json!` recurses over them.
#![recursion_limit = "256"]

mod api;
mod books;
mod control;
mod data;
mod faults;
mod objects;
mod pages;
mod webhooks;

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use anyhow::Context as _;
use axum::{Router, routing::any};
use http::{HeaderMap, Method, Uri};
use tokio::{net::TcpListener, runtime::Handle, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use url::Url;

use self::{api::Keys, books::Books, pages::Pages};
pub use self::{
    control::{Control, Refused},
    faults::{ApiFault, ApiRule, Faults, WebhookFaults},
    webhooks::Endpoint,
};

/// How often sessions are looked through for those whose time is over, and the books are saved.
const TICK: Duration = Duration::from_secs(1);

/// How to run it.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address and port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The shop's name, on the pay page.
    pub shop: String,
    /// What browsers call it, where that is another address than the one it listens on.
    pub public_url: Option<Url>,
    /// What a client must know.
    pub secret_key: String,
    /// Who hears of events. It can be changed later.
    pub endpoint: Option<Endpoint>,
    /// What the pauses between two attempts at a webhook are multiplied with. 1 is Stripe: 5 minutes, 30, …
    pub retry_scale: f64,
    /// File that keeps the books over a restart. They are saved within a second of a change.
    pub data: Option<PathBuf>,
}

/// A running stand-in. It ends with this value.
pub struct Sandbox {
    app: Arc<App>,
    stop: CancellationToken,
    running: JoinHandle<anyhow::Result<()>>,
}

/// What all parts share.
struct App {
    url: String,
    shop: String,
    pages: Pages,
    secret_key: String,
    retry_scale: f64,
    books: Mutex<Books>,
    keys: Mutex<Keys>,
    faults: Mutex<Faults>,
    endpoint: Mutex<Option<Endpoint>>,
    http: reqwest::Client,
    runtime: Handle,
    stop: CancellationToken,
    deliveries: AtomicUsize,
}

impl Sandbox {
    /// Starts it on the runtime of the caller.
    ///
    /// # Errors
    /// When the address is taken, or the file of the books can't be read.
    pub async fn start(config: Config) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(config.listen)
            .await
            .with_context(|| format!("cannot listen on {}", config.listen))?;
        let url = match config.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => format!("http://{}", listener.local_addr()?),
        };
        let (books, keys) = data::load(config.data.as_deref())?;
        let stop = CancellationToken::new();
        let app = Arc::new(App {
            url,
            shop: config.shop,
            pages: Pages::new()?,
            secret_key: config.secret_key,
            retry_scale: config.retry_scale,
            books: Mutex::new(books),
            keys: Mutex::new(keys),
            faults: Mutex::default(),
            endpoint: Mutex::new(config.endpoint),
            http: reqwest::Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .timeout(webhooks::TIMEOUT)
                .build()?,
            runtime: Handle::current(),
            stop: stop.clone(),
            deliveries: AtomicUsize::new(0),
        });
        app.resume_deliveries();
        let serve = serve(Arc::clone(&app), listener, config.data);
        let running = app.runtime.spawn(serve);
        Ok(Self { app, stop, running })
    }

    /// Where browsers find it: the base of the pay page and of the dashboard.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.app.url
    }

    /// What a test, or a person at the dashboard, does.
    #[must_use]
    pub fn control(&self) -> Control {
        Control::new(Arc::clone(&self.app))
    }

    /// Stops, and saves the books.
    ///
    /// # Errors
    /// When they can't be saved.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        self.stop.cancel();
        (&mut self.running).await.context("the sandbox panicked")?
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn serve(app: Arc<App>, listener: TcpListener, data: Option<PathBuf>) -> anyhow::Result<()> {
    let keeper = tokio::spawn(keep(Arc::clone(&app), data));
    let stop = app.stop.clone();
    axum::serve(listener, router(app))
        .with_graceful_shutdown(stop.cancelled_owned())
        .await?;
    keeper.await?
}

fn router(app: Arc<App>) -> Router {
    let pages = pages::router(&app);
    let api = Arc::clone(&app);
    let api = move |method: Method, uri: Uri, headers: HeaderMap, body| {
        api::handle(Arc::clone(&api), method, uri, headers, body)
    };
    Router::new()
        .route("/v1/{*operation}", any(api))
        .merge(control::router(app))
        .merge(pages)
}

/// Expires sessions in time, and saves the books when they have changed.
async fn keep(app: Arc<App>, data: Option<PathBuf>) -> anyhow::Result<()> {
    let mut saver = data.map(data::Saver::new);
    loop {
        let stopped = tokio::select! {
            () = app.stop.cancelled() => true,
            () = tokio::time::sleep(TICK) => false,
        };
        app.change(Books::expire_lapsed);
        if let Some(saver) = &mut saver {
            saver.save(&app)?;
        }
        if stopped {
            return Ok(());
        }
    }
}

impl App {
    /// Changes the books, and sends out what is to be told about it.
    fn change<T>(self: &Arc<Self>, change: impl FnOnce(&mut Books) -> T) -> T {
        let (result, unsent) = {
            let mut books = self.books();
            (change(&mut books), books.take_unsent())
        };
        for event in unsent {
            webhooks::dispatch(self, &event);
        }
        result
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        lock(&self.books)
    }

    fn keys(&self) -> MutexGuard<'_, Keys> {
        lock(&self.keys)
    }

    fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.faults)
    }

    fn endpoint(&self) -> Option<Endpoint> {
        lock(&self.endpoint).clone()
    }

    /// The page where a session is paid.
    fn pay_url(&self, session: &str) -> String {
        format!("{}/c/pay/{session}", self.url)
    }

    /// Events whose delivery an earlier process did not finish.
    fn resume_deliveries(self: &Arc<Self>) {
        let pending: Vec<String> = {
            let books = self.books();
            let pending = books
                .events
                .iter()
                .filter(|event| event.sending == books::Sending::Pending);
            pending.map(|event| event.id.clone()).collect()
        };
        for event in pending {
            webhooks::send(self, &event, Duration::ZERO);
        }
    }

    /// Runs a delivery until it is done, or everything stops.
    fn spawn_delivery(self: Arc<Self>, delivery: impl Future<Output = ()> + Send + 'static) {
        self.deliveries.fetch_add(1, Ordering::Relaxed);
        let runtime = self.runtime.clone();
        runtime.spawn(async move {
            self.stop.run_until_cancelled(delivery).await;
            self.deliveries.fetch_sub(1, Ordering::Relaxed);
        });
    }
}

/// A lock whose holder panicked is still a lock: each change is complete in itself.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
