//! Threads that each begin the next piece of work when they have done one.

use std::{
    panic, thread,
    time::{Duration, Instant},
};

use anyhow::Context as _;

use crate::Effort;

/// Pieces of work that `threads` do in a second. `prepare` makes each thread's work. The time ends
/// when the last piece is done that was begun within `duration`.
pub(crate) fn rate<W>(
    threads: usize,
    duration: Duration,
    prepare: impl Fn() -> anyhow::Result<W> + Sync,
) -> anyhow::Result<f64>
where
    W: FnMut() -> anyhow::Result<()>,
{
    let started = Instant::now();
    let worker = || -> anyhow::Result<u32> {
        let mut work = prepare()?;
        let mut done = 0;
        while started.elapsed() < duration {
            work()?;
            done += 1;
        }
        Ok(done)
    };
    let done = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().map(join).sum::<anyhow::Result<u32>>()
    })?;
    Ok(f64::from(done) / started.elapsed().as_secs_f64())
}

/// The number of clients that gets most done.
pub(crate) fn best_clients(
    effort: Effort,
    mut rate: impl FnMut(usize) -> anyhow::Result<f64>,
) -> anyhow::Result<usize> {
    if let [only] = effort.clients {
        return Ok(*only);
    }
    let mut tried = Vec::new();
    for clients in effort.clients {
        tried.push((rate(*clients)?, *clients));
    }
    let best = tried.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, clients)| clients)
        .context("some number of clients is tried")
}

/// What the thread returns; a panic goes on.
pub(crate) fn join<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread
        .join()
        .unwrap_or_else(|panic| panic::resume_unwind(panic))
}
