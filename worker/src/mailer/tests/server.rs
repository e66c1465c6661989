//! A mail server that answers as it is told.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// What the server says to one line of the client: an answer, or nothing while it keeps the line open.
pub(super) enum Reply {
    Say(&'static str),
    Silence,
    HangUp,
}

/// The dialogue of a server that takes every mail. `GREETING` and `MESSAGE` are its names for the
/// moments that no command stands for.
pub(super) fn accept(command: &str) -> Reply {
    Reply::Say(match command {
        "GREETING" => "220 ready",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ => "250 fine",
    })
}

#[derive(Default)]
struct Log {
    connections: usize,
    messages: Vec<String>,
}

pub(super) struct Server {
    pub(super) port: u16,
    log: Arc<Mutex<Log>>,
}

impl Server {
    /// Listens; `dialogue` gets the number of the connection, from 1, and the verb of each command.
    pub(super) async fn start(dialogue: fn(usize, &str) -> Reply) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let log = Arc::<Mutex<Log>>::default();
        let shared = Arc::clone(&log);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = {
                    let mut log = shared.lock().unwrap();
                    log.connections += 1;
                    log.connections
                };
                tokio::spawn(converse(stream, number, dialogue, Arc::clone(&shared)));
            }
        });
        Self { port, log }
    }

    pub(super) fn connections(&self) -> usize {
        self.log.lock().unwrap().connections
    }

    /// The messages that were received whole, as they came.
    pub(super) fn messages(&self) -> Vec<String> {
        self.log.lock().unwrap().messages.clone()
    }
}

async fn converse(
    stream: TcpStream,
    number: usize,
    dialogue: fn(usize, &str) -> Reply,
    log: Arc<Mutex<Log>>,
) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let mut command = "GREETING".to_owned();
    loop {
        match dialogue(number, &command) {
            Reply::Say(answer) => {
                stream
                    .write_all(format!("{answer}\r\n").as_bytes())
                    .await
                    .ok()?;
                if answer.starts_with("354") {
                    let message = read_message(&mut stream).await?;
                    log.lock().unwrap().messages.push(message);
                    "MESSAGE".clone_into(&mut command);
                    continue;
                }
            }
            Reply::Silence => {}
            Reply::HangUp => return None,
        }
        let line = read_line(&mut stream).await?;
        line.split_whitespace().next()?.clone_into(&mut command);
    }
}

async fn read_message(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut message = String::new();
    loop {
        let line = read_line(stream).await?;
        if line == ".\r\n" {
            return Some(message);
        }
        message.push_str(&line);
    }
}

async fn read_line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    let length = stream.read_line(&mut line).await.ok()?;
    (length > 0).then_some(line)
}
