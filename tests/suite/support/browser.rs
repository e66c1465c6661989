//! Headless Chromium, for pages: it sees what a person sees, and what only the console tells.
//!
//! It speaks the `DevTools` protocol over a pipe. The dozen commands that pages need are simpler to send than a
//! generated client of all of them is to build.

mod page;
mod pipe;

use std::{process::Stdio, sync::Arc, time::Duration};

use serde_json::json;
use tempfile::TempDir;
use tokio::process::{Child, Command};

pub(crate) use self::page::Page;
use self::pipe::Pipe;
use super::runtime::{RUNTIME, finish};

/// Gives the browser its pipe as files 3 and 4, where it expects them.
const WITH_PIPE: &str = r#"exec chromium "$@" 3<&0 4>&1 >/dev/null"#;
const FLAGS: [&str; 8] = [
    "--headless",
    // The pages are ours, and root has no other way.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--no-proxy-server",
    "--remote-debugging-pipe",
];

/// How long it may take to leave.
const LEAVE: Duration = Duration::from_secs(10);

/// A browser of one test. It ends with it.
pub(crate) struct Browser {
    pipe: Arc<Pipe>,
    /// Its process, and the folder with all that it remembers.
    running: Option<(Child, TempDir)>,
}

/// What somebody looks at pages with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Screen {
    width: u32,
    height: u32,
    mobile: bool,
    dark: bool,
}

impl Screen {
    /// On a desk.
    pub(crate) const DESKTOP: Self = Self {
        width: 1280,
        height: 900,
        mobile: false,
        dark: false,
    };
    /// In a hand.
    pub(crate) const PHONE: Self = Self {
        width: 390,
        height: 844,
        mobile: true,
        dark: false,
    };

    /// The same at night.
    pub(crate) const fn dark(self) -> Self {
        Self { dark: true, ..self }
    }
}

impl Browser {
    /// Starts a browser that remembers nothing.
    pub(crate) async fn start() -> Self {
        let started = RUNTIME.spawn(async {
            let profile = tempfile::tempdir().expect("a writable folder");
            let mut process = Command::new("sh")
                .args(["-c", WITH_PIPE, "chromium"])
                .args(FLAGS)
                .arg(format!("--user-data-dir={}", profile.path().display()))
                .env("HOME", profile.path())
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .kill_on_drop(true)
                .spawn()
                .expect("a shell");
            let stdin = process.stdin.take().expect("a pipe");
            let stdout = process.stdout.take().expect("a pipe");
            Self {
                pipe: Pipe::open(stdin, stdout),
                running: Some((process, profile)),
            }
        });
        started.await.expect("no panic")
    }

    /// An empty page.
    pub(crate) async fn page(&self, screen: Screen) -> Page {
        let target = self
            .pipe
            .call(None, "Target.createTarget", json!({ "url": "about:blank" }))
            .await;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = self.pipe.call(None, "Target.attachToTarget", attach).await;
        let session = attached["sessionId"].as_str().expect("a session");
        Page::attach(Arc::clone(&self.pipe), session, screen).await
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let (mut process, profile) = self.running.take().expect("it runs until it is dropped");
        self.pipe.send(None, "Browser.close", &json!({}));
        finish(async move {
            // One that doesn't leave is killed when it is dropped, and leaves its folder behind.
            let _ = tokio::time::timeout(LEAVE, process.wait()).await;
            drop(profile);
        });
    }
}
