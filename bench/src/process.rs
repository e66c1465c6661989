//! Servers as processes of their own.

use std::{
    net::SocketAddr,
    path::Path,
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

use anyhow::bail;

use crate::http1;

const START_TIMEOUT: Duration = Duration::from_secs(30);

/// Starts a program as the image of the server does: see the end of "Configuration" in README.md.
pub(crate) fn as_the_image_does(program: &Path) -> Command {
    let mut command = Command::new("chrt");
    command
        .args(["--batch", "0"])
        .arg(program)
        .env("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
    command
}

/// A server process that answers. Ended when dropped.
pub(crate) struct Running {
    process: Child,
    address: SocketAddr,
}

impl Running {
    /// Starts a server and waits until it answers this path.
    pub(crate) fn start(
        command: &mut Command,
        address: SocketAddr,
        ready: &str,
    ) -> anyhow::Result<Self> {
        let process = command.spawn()?;
        let mut running = Self { process, address };
        let ready = http1::get(ready);
        let deadline = Instant::now() + START_TIMEOUT;
        while let Err(error) = http1::fetch(address, &ready) {
            if let Some(status) = running.process.try_wait()? {
                bail!("the server ended: {status}");
            }
            if Instant::now() > deadline {
                return Err(error.context("the server does not become ready"));
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(running)
    }

    /// Where it answers.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let ended = self.process.kill().and_then(|()| self.process.wait());
        if let Err(error) = ended {
            eprintln!("a server is left behind: {error}");
        }
    }
}
