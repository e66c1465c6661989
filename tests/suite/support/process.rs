//! The real binaries, as processes of their own.

use std::{
    path::{Path, PathBuf},
    process::{Output, Stdio},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStderr, Command},
};

use super::environment;

/// A process that goes on until it is told to stop. It is killed when it is dropped.
pub(crate) struct Process(Child);

impl Process {
    pub(super) fn start(name: &str, arguments: &[&str]) -> Self {
        Self::start_with(name, arguments, &[])
    }

    pub(super) fn start_with(name: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let log = if environment::log_filter().is_some() {
            Stdio::inherit()
        } else {
            Stdio::null()
        };
        let child = command(name)
            .args(arguments)
            .envs(environment.iter().copied())
            .stderr(log)
            .kill_on_drop(true)
            .spawn();
        Self(child.expect("the process starts"))
    }

    /// Starts a binary whose words on standard error are listened to.
    pub(crate) fn start_heard(name: &str, arguments: &[&str]) -> (Self, Heard) {
        let child = command(name)
            .args(arguments)
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn();
        let mut child = child.expect("the process starts");
        let heard = child.stderr.take().expect("a pipe");
        (Self(child), Heard(BufReader::new(heard).lines()))
    }

    /// SIGKILL: it gets no chance to finish anything.
    pub(crate) async fn kill(mut self) {
        self.0.kill().await.expect("the process was running");
    }

    /// SIGTERM: it is asked to finish.
    pub(crate) async fn terminate(&self) {
        let pid = self.0.id().expect("the process runs").to_string();
        let sent = Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .await
            .expect("kill is there");
        assert!(sent.success());
    }

    /// The most memory that it has held so far, in MiB.
    pub(crate) fn peak_memory(&self) -> u64 {
        let pid = self.0.id().expect("the process runs");
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("Linux");
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .and_then(|line| line.trim().strip_suffix(" kB"));
        let peak: u64 = peak.and_then(|text| text.parse().ok()).expect("a number");
        peak / 1024
    }

    /// Its exit code, once it ends.
    pub(crate) async fn exit_code(mut self) -> Option<i32> {
        self.0.wait().await.expect("the process ends").code()
    }
}

/// What a process says on standard error.
pub(crate) struct Heard(Lines<BufReader<ChildStderr>>);

impl Heard {
    /// The next line with this text.
    pub(crate) async fn line_with(&mut self, text: &str) -> String {
        loop {
            let line = self.0.next_line().await.expect("lines of text");
            let line = line.unwrap_or_else(|| panic!("it never said {text:?}"));
            if line.contains(text) {
                return line;
            }
        }
    }
}

/// Runs a binary to its end, with a text on standard input.
pub(crate) async fn run(
    name: &str,
    arguments: &[&str],
    environment: &[(&str, &str)],
    input: &str,
) -> Output {
    let mut child = command(name)
        .args(arguments)
        .envs(environment.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the process starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // A process that reads nothing closes its end.
    let _ = stdin.write_all(input.as_bytes()).await;
    drop(stdin);
    child.wait_with_output().await.expect("the process ends")
}

/// A binary in an environment of its own: no setting of the machine reaches it.
fn command(name: &str) -> Command {
    let mut command = Command::new(binary(name));
    command
        .env_clear()
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::null());
    command
}

/// The binary that was built along with this one: the tests lie in `deps` beside it.
fn binary(name: &str) -> PathBuf {
    let this = std::env::current_exe().expect("this process has a file");
    let folder = this
        .parent()
        .and_then(Path::parent)
        .expect("tests lie in target/PROFILE/deps");
    let binary = folder.join(name);
    assert!(
        binary.exists(),
        "{} is missing: run `cargo build --bins` first, as `./just test` does",
        binary.display()
    );
    binary
}
