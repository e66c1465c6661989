//! The `DevTools` protocol: JSON messages, each ended by a zero byte.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    process::{ChildStdin, ChildStdout},
    sync::{mpsc, oneshot},
};

use super::page::Seen;

/// The line to a browser.
pub(super) struct Pipe {
    commands: mpsc::UnboundedSender<Vec<u8>>,
    last_id: AtomicU64,
    shared: Mutex<Shared>,
}

#[derive(Default)]
struct Shared {
    /// Who waits for the answer to a command.
    waiting: HashMap<u64, oneshot::Sender<Value>>,
    /// Who wants to know what happens in a page.
    pages: HashMap<String, Arc<Seen>>,
}

impl Pipe {
    pub(super) fn open(stdin: ChildStdin, stdout: ChildStdout) -> Arc<Self> {
        let (commands, outbox) = mpsc::unbounded_channel();
        let pipe = Arc::new(Self {
            commands,
            last_id: AtomicU64::new(0),
            shared: Mutex::default(),
        });
        tokio::spawn(write(outbox, stdin));
        tokio::spawn(read(Arc::clone(&pipe), stdout));
        pipe
    }

    /// Tells `seen` what happens in this session from now on.
    pub(super) fn watch(&self, session: &str, seen: Arc<Seen>) {
        self.shared().pages.insert(session.to_owned(), seen);
    }

    /// Sends a command and returns its result.
    pub(super) async fn call(&self, session: Option<&str>, method: &str, params: Value) -> Value {
        let answered = self.send(session, method, &params);
        let mut answer = answered
            .await
            .expect("Chromium runs (Debian's package is called chromium)");
        assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
        answer["result"].take()
    }

    /// Sends a command. Nobody has to wait for its answer.
    pub(super) fn send(
        &self,
        session: Option<&str>,
        method: &str,
        params: &Value,
    ) -> oneshot::Receiver<Value> {
        let id = self.last_id.fetch_add(1, Ordering::Relaxed) + 1;
        let mut command = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            command["sessionId"] = session.into();
        }
        let (answer, answered) = oneshot::channel();
        self.shared().waiting.insert(id, answer);
        let mut bytes = command.to_string().into_bytes();
        bytes.push(0);
        // When the browser is gone, nobody answers, and whoever waits learns it from that.
        let _ = self.commands.send(bytes);
        answered
    }

    fn dispatch(&self, mut message: Value) {
        let mut shared = self.shared();
        if let Some(id) = message["id"].as_u64() {
            if let Some(answer) = shared.waiting.remove(&id) {
                // Who does not wait any more, does not want to know.
                let _ = answer.send(message);
            }
            return;
        }
        let session = message["sessionId"].as_str().unwrap_or_default();
        if let Some(page) = shared.pages.get(session).cloned() {
            let params = message["params"].take();
            page.note(message["method"].as_str().unwrap_or_default(), &params);
        }
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn write(mut outbox: mpsc::UnboundedReceiver<Vec<u8>>, mut stdin: ChildStdin) {
    while let Some(command) = outbox.recv().await {
        if stdin.write_all(&command).await.is_err() {
            return;
        }
    }
}

async fn read(pipe: Arc<Pipe>, stdout: ChildStdout) {
    let mut stdout = BufReader::new(stdout);
    let mut message = Vec::new();
    while let Ok(1..) = stdout.read_until(0, &mut message).await {
        message.pop();
        pipe.dispatch(serde_json::from_slice(&message).expect("the browser speaks JSON"));
        message.clear();
    }
    // Whoever still waits, waits in vain.
    pipe.shared().waiting.clear();
}
