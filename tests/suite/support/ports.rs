//! Ports that can be given up and taken again.

use std::{
    io::ErrorKind,
    net::{Ipv4Addr, SocketAddr},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

use tokio::net::TcpListener;

/// Ports from here on, and how many. They lie below the range from which the system hands out ports to clients:
/// there, a client that reconnects in a loop can end up connected to itself.
const FIRST: u32 = 12_000;
const COUNT: u32 = 8_000;

/// Ports handed out so far. A process hands out each one once, so that a listener that is down for a while finds
/// its port free.
static TAKEN: AtomicU32 = AtomicU32::new(0);

/// Listens on a port that nobody else uses.
pub(super) async fn listen() -> TcpListener {
    // Runs at the same time begin at different places.
    let start = process::id().wrapping_mul(97);
    loop {
        let taken = TAKEN.fetch_add(1, Ordering::Relaxed);
        assert!(taken < COUNT, "no port is left");
        let port = FIRST + start.wrapping_add(taken) % COUNT;
        match listen_on(u16::try_from(port).expect("below 32768")).await {
            Ok(listener) => return listener,
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => panic!("port {port}: {error}"),
        }
    }
}

/// Listens on a port that was handed out before.
pub(super) async fn listen_on(port: u16) -> std::io::Result<TcpListener> {
    TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await
}

/// A free port, for a process that takes it itself.
pub(super) async fn free() -> u16 {
    port_of(&listen().await)
}

/// The port of a listener.
pub(super) fn port_of(listener: &TcpListener) -> u16 {
    listener.local_addr().expect("a bound socket").port()
}
