//! HTTP load: keep-alive connections, one thread each, that do no more than the measurement needs,
//! because they share the cores with the server.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use hdrhistogram::Histogram;

use crate::closed_loop::{self, join};

/// Connections that share the reads of [`steady_reads`].
const READERS: u32 = 8;
const HEAD_END: &[u8] = b"\r\n\r\n";

/// A GET request as it goes over the wire.
pub(crate) fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\n\r\n").into_bytes()
}

/// A POST request with a JSON body as it goes over the wire.
pub(crate) fn post(path: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

/// Sends one request and fails unless the answer is 200.
pub(crate) fn once(address: SocketAddr, request: &[u8]) -> anyhow::Result<()> {
    Connection::open(address)?.exchange(request)
}

/// Answers per second to `clients` that take turns with these requests.
pub(crate) fn throughput(
    address: SocketAddr,
    clients: usize,
    duration: Duration,
    requests: &[Vec<u8>],
) -> anyhow::Result<f64> {
    let next = AtomicUsize::new(0);
    closed_loop::rate(clients, duration, || {
        let mut connection = Connection::open(address)?;
        let next = &next;
        Ok(move || {
            connection.exchange(&requests[next.fetch_add(1, Ordering::Relaxed) % requests.len()])
        })
    })
}

/// Latencies in microseconds at a fixed rate, each counted from when the request was due: a server
/// that stalls is not spared the requests that would have come meanwhile.
pub(crate) fn steady_reads(
    address: SocketAddr,
    per_second: u32,
    duration: Duration,
    request: &[u8],
) -> anyhow::Result<Histogram<u64>> {
    let interval = Duration::from_secs(1) / per_second;
    let started = Instant::now();
    let reader = |number: u32| -> anyhow::Result<Histogram<u64>> {
        let mut connection = Connection::open(address)?;
        let mut latencies = Histogram::new(3)?;
        for due in (number..)
            .step_by(READERS as usize)
            .map(|nth| interval * nth)
            .take_while(|due| *due < duration)
        {
            thread::sleep(due.saturating_sub(started.elapsed()));
            connection.exchange(request)?;
            let latency = started.elapsed().saturating_sub(due);
            latencies.record(u64::try_from(latency.as_micros())?)?;
        }
        Ok(latencies)
    };
    thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|number| scope.spawn(move || reader(number)))
            .collect();
        let mut all = Histogram::new(3)?;
        for latencies in readers.into_iter().map(join) {
            all.add(latencies?)?;
        }
        Ok(all)
    })
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: vec![0; 64 * 1024],
        })
    }

    fn exchange(&mut self, request: &[u8]) -> anyhow::Result<()> {
        self.stream.write_all(request)?;
        let mut filled = 0;
        loop {
            let read = self.stream.read(&mut self.buffer[filled..])?;
            if read == 0 {
                bail!("the server hung up, or its answer is too long");
            }
            filled += read;
            let answer = &self.buffer[..filled];
            let Some(head) = answer
                .windows(HEAD_END.len())
                .position(|window| window == HEAD_END)
            else {
                continue;
            };
            let body = head + HEAD_END.len();
            if filled >= body + content_length(&answer[..head])? {
                return expect_ok(answer);
            }
        }
    }
}

/// The server knows the length of every answer, so an answer without one is a fault.
fn content_length(head: &[u8]) -> anyhow::Result<usize> {
    let head = std::str::from_utf8(head)?;
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    length
        .with_context(|| format!("an answer without its length: {head}"))?
        .parse()
        .context("content-length")
}

fn expect_ok(answer: &[u8]) -> anyhow::Result<()> {
    if answer.starts_with(b"HTTP/1.1 200 ") {
        return Ok(());
    }
    bail!("the server answered {}", String::from_utf8_lossy(answer))
}
