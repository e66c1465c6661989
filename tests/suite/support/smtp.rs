//! A mail server that keeps what it gets, and fails when it is told to.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::{AbortHandle, JoinSet},
};

use super::{mail::Mail, ports, runtime::RUNTIME};

/// The mail server of one test.
pub(crate) struct Smtp {
    port: u16,
    shared: Arc<Shared>,
    listening: Mutex<Option<AbortHandle>>,
}

struct Shared {
    mails: Mutex<Vec<Mail>>,
    /// What it answers instead of taking a mail.
    refusal: Mutex<Option<&'static str>>,
    /// How many mails it takes before it keeps clients waiting.
    limit: watch::Sender<usize>,
    /// Clients that wait.
    waiting: AtomicUsize,
}

impl Smtp {
    /// Listens, and takes every mail.
    pub(super) async fn start() -> Self {
        let listener = ports::listen().await;
        let shared = Shared {
            mails: Mutex::default(),
            refusal: Mutex::default(),
            limit: watch::channel(usize::MAX).0,
            waiting: AtomicUsize::new(0),
        };
        let smtp = Self {
            port: ports::port_of(&listener),
            shared: Arc::new(shared),
            listening: Mutex::default(),
        };
        smtp.open(listener);
        smtp
    }

    /// Where it listens.
    pub(super) const fn port(&self) -> u16 {
        self.port
    }

    /// Refuses every mail with this answer from now on, such as `550 no such user`.
    pub(crate) fn refuse_with(&self, answer: &'static str) {
        *lock(&self.shared.refusal) = Some(answer);
    }

    /// Takes every mail again, at once.
    pub(crate) fn accept(&self) {
        *lock(&self.shared.refusal) = None;
        self.shared.limit.send_replace(usize::MAX);
    }

    /// Takes this many mails in all, and keeps clients waiting after that.
    pub(crate) fn pause_after(&self, count: usize) {
        self.shared.limit.send_replace(count);
    }

    /// Whether a client waits for an answer about its mail.
    pub(crate) fn waiting(&self) -> bool {
        self.shared.waiting.load(Ordering::Relaxed) > 0
    }

    /// Hangs up and refuses connections.
    pub(crate) async fn stop(&self) {
        let listening = lock(&self.listening).take();
        listening.expect("the mail server listens").abort();
        super::eventually("the mail server is down", async || {
            TcpStream::connect(("127.0.0.1", self.port)).await.err()
        })
        .await;
    }

    /// Listens again on the same port.
    pub(crate) async fn restart(&self) {
        let listener = ports::listen_on(self.port)
            .await
            .expect("the port is still ours");
        self.open(listener);
    }

    /// Every mail so far, in the order of arrival.
    pub(crate) fn mails(&self) -> Vec<Mail> {
        lock(&self.shared.mails).clone()
    }

    /// How many mails each recipient got, a mail that was sent twice under one Message-ID counting once.
    pub(crate) fn count_by_recipient(&self) -> HashMap<String, usize> {
        let mut seen = HashSet::new();
        let mut counts = HashMap::new();
        for mail in self.mails() {
            if seen.insert(mail.message_id) {
                *counts.entry(mail.recipient).or_default() += 1;
            }
        }
        counts
    }

    fn open(&self, listener: TcpListener) {
        let task = RUNTIME.spawn(serve(listener, Arc::clone(&self.shared)));
        *lock(&self.listening) = Some(task.abort_handle());
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        if let Some(listening) = lock(&self.listening).take() {
            listening.abort();
        }
    }
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let shared = Arc::clone(&shared);
        connections.spawn(async move {
            // A client that hangs up in the middle is the client's business.
            let _ = converse(stream, &shared).await;
        });
        while connections.try_join_next().is_some() {}
    }
}

/// The part of RFC 5321 that a client needs to hand over mails.
async fn converse(stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut recipient = String::new();
    stream.write_all(b"220 sink ready\r\n").await?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let (verb, argument) = line
            .trim_end()
            .split_once(' ')
            .unwrap_or((line.trim_end(), ""));
        let refusal = *lock(&shared.refusal);
        let answer = match verb.to_ascii_uppercase().as_str() {
            "RCPT" => {
                let address = argument.trim_start_matches("TO:<");
                recipient = address.split('>').next().unwrap_or_default().to_owned();
                refusal.unwrap_or("250 fine")
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let raw = read_message(&mut stream).await?;
                take(shared, Mail::parse(&recipient, &raw)).await;
                "250 taken"
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 fine",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

/// Takes the mail once the limit leaves room for it.
async fn take(shared: &Shared, mail: Mail) {
    let mut limit = shared.limit.subscribe();
    loop {
        {
            let mut mails = lock(&shared.mails);
            if mails.len() < *limit.borrow_and_update() {
                mails.push(mail);
                return;
            }
        }
        shared.waiting.fetch_add(1, Ordering::Relaxed);
        limit
            .changed()
            .await
            .expect("the limit lives as long as the server");
        shared.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Reads up to the line with a single dot, and undoes the doubling of leading dots (RFC 5321, 4.5.2).
async fn read_message(stream: &mut BufReader<TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut message = Vec::new();
    loop {
        let start = message.len();
        if stream.read_until(b'\n', &mut message).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if &message[start..] == b".\r\n" {
            message.truncate(start);
            return Ok(message);
        }
        if message[start..].starts_with(b"..") {
            message.remove(start);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
