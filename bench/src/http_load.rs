//! HTTP load over keep-alive connections. It does no more than the measurement needs, because it
//! shares the cores with the server.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::SocketAddr,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use hdrhistogram::Histogram;
use mio::{Events, Interest, Poll, Token, net::TcpStream};

use crate::{
    closed_loop::join,
    http1::{self, ANSWER_MAX, Connection},
};

/// Connections that share the reads of [`steady_reads`].
const READERS: u32 = 8;
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Answers per second to `clients` that take turns with these requests, each sending the next when
/// it has its answer. One thread serves them all. The time ends with the last answer to a request
/// that was sent within `duration`.
pub(crate) fn throughput(
    address: SocketAddr,
    clients: usize,
    duration: Duration,
    requests: &[Vec<u8>],
) -> anyhow::Result<f64> {
    let mut poll = Poll::new()?;
    let mut events = Events::with_capacity(clients);
    let mut clients = (0..clients)
        .map(|number| Client::open(address, &poll, Token(number)))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let mut requests = requests.iter().cycle();
    let mut next = || requests.next().context("a request to send");
    let started = Instant::now();
    for client in &mut clients {
        client.send(next()?)?;
    }
    let (mut answered, mut waiting) = (0_u32, clients.len());
    while waiting > 0 {
        poll.poll(&mut events, Some(PATIENCE))?;
        if events.is_empty() {
            bail!("the server does not answer");
        }
        for event in &events {
            let client = &mut clients[event.token().0];
            if !client.receive()? {
                continue;
            }
            answered += 1;
            if started.elapsed() < duration {
                client.send(next()?)?;
            } else {
                waiting -= 1;
            }
        }
    }
    Ok(f64::from(answered) / started.elapsed().as_secs_f64())
}

/// Latencies in microseconds at a fixed rate, each counted from when the request was due: a server
/// that stalls is not spared the requests that would have come meanwhile.
pub(crate) fn steady_reads(
    address: SocketAddr,
    per_second: u32,
    duration: Duration,
    requests: &[Vec<u8>],
) -> anyhow::Result<Histogram<u64>> {
    let interval = Duration::from_secs(1) / per_second;
    let started = Instant::now();
    let reader = |number: u32| -> anyhow::Result<Histogram<u64>> {
        let mut connection = Connection::open(address)?;
        let mut latencies = Histogram::new(3)?;
        for (nth, request) in (0..)
            .zip(requests.iter().cycle())
            .skip(number as usize)
            .step_by(READERS as usize)
        {
            let due = interval * nth;
            if due >= duration {
                break;
            }
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

/// A keep-alive connection that is told when something has come.
struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
    filled: usize,
}

impl Client {
    fn open(address: SocketAddr, poll: &Poll, token: Token) -> anyhow::Result<Self> {
        let stream = std::net::TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        let mut stream = TcpStream::from_std(stream);
        poll.registry()
            .register(&mut stream, token, Interest::READABLE)?;
        Ok(Self {
            stream,
            buffer: vec![0; ANSWER_MAX],
            filled: 0,
        })
    }

    fn send(&mut self, request: &[u8]) -> anyhow::Result<()> {
        self.filled = 0;
        Ok(self.stream.write_all(request)?)
    }

    /// Reads what has come; whether the answer is whole now.
    fn receive(&mut self) -> anyhow::Result<bool> {
        loop {
            match self.stream.read(&mut self.buffer[self.filled..]) {
                Ok(0) => bail!("the server hung up, or its answer is too long"),
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error.into()),
            }
            if http1::is_whole(&self.buffer[..self.filled])? {
                return Ok(true);
            }
        }
    }
}
