//! A line to a shared service that a test can cut or jam.

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{Mutex, watch},
    task::{AbortHandle, JoinSet},
};
use url::Url;

use super::{ports, runtime::RUNTIME};

/// Passes bytes on in both directions.
pub(crate) struct Proxy {
    port: u16,
    target: String,
    jammed: watch::Sender<bool>,
    line: Mutex<Option<AbortHandle>>,
}

impl Proxy {
    /// A line to the service at `url`.
    pub(super) async fn to(url: &Url, default_port: u16) -> Self {
        let host = url.host_str().expect("a service has a host");
        let target = format!("{host}:{}", url.port().unwrap_or(default_port));
        let listener = ports::listen().await;
        let (jammed, _) = watch::channel(false);
        let proxy = Self {
            port: ports::port_of(&listener),
            target,
            jammed,
            line: Mutex::default(),
        };
        proxy.open(listener).await;
        proxy
    }

    /// `url` with the address of this line.
    pub(super) fn url(&self, url: &Url) -> Url {
        let mut url = url.clone();
        url.set_host(Some("127.0.0.1"))
            .expect("a service has a host");
        url.set_port(Some(self.port)).expect("a service has a port");
        url
    }

    /// Breaks all connections, and refuses new ones.
    pub(crate) async fn cut(&self) {
        let line = self.line.lock().await.take();
        line.expect("the line is not cut").abort();
        // The port is free once the task is gone.
        super::eventually("the line is cut", async || {
            TcpStream::connect(("127.0.0.1", self.port)).await.err()
        })
        .await;
    }

    /// Swallows everything from now on, as a service does that hangs: connections stay open, and nobody answers.
    pub(crate) fn jam(&self) {
        self.jammed.send_replace(true);
    }

    /// Mends the line. Connections that were jammed break, since bytes are missing.
    pub(crate) async fn restore(&self) {
        if *self.jammed.borrow() {
            self.cut().await;
            self.jammed.send_replace(false);
        }
        let listener = ports::listen_on(self.port)
            .await
            .expect("the port is still ours");
        self.open(listener).await;
    }

    async fn open(&self, listener: TcpListener) {
        let line = RUNTIME.spawn(accept(
            listener,
            self.target.clone(),
            self.jammed.subscribe(),
        ));
        *self.line.lock().await = Some(line.abort_handle());
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(line) = self.line.get_mut() {
            line.abort();
        }
    }
}

/// Ends all connections when it is aborted, because the set does.
async fn accept(listener: TcpListener, target: String, jammed: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        let (target, jammed) = (target.clone(), jammed.clone());
        connections.spawn(async move {
            // A connection that breaks on one side breaks on the other.
            let _ = connect(client, &target, jammed).await;
        });
        while connections.try_join_next().is_some() {}
    }
}

async fn connect(
    client: TcpStream,
    target: &str,
    jammed: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let service = TcpStream::connect(target).await?;
    client.set_nodelay(true)?;
    service.set_nodelay(true)?;
    let (from_client, to_client) = client.into_split();
    let (from_service, to_service) = service.into_split();
    tokio::select! {
        end = pass(from_client, to_service, jammed.clone()) => end,
        end = pass(from_service, to_client, jammed) => end,
    }
}

async fn pass(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    jammed: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let length = from.read(&mut buffer).await?;
        if length == 0 {
            return Ok(());
        }
        if !*jammed.borrow() {
            to.write_all(&buffer[..length]).await?;
        }
    }
}
