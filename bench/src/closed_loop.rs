//! Threads that each begin the next piece of work when they have done one.

use std::{
    panic, thread,
    time::{Duration, Instant},
};

use anyhow::Context as _;

use crate::{Effort, report::Series};

/// How often the best numbers of clients are tried. The median counts.
const TRIALS: usize = 3;

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

/// The number of clients that gets most done. All are tried once, and the best two again: a trial is short, and what the
/// machine has to do beside it must not decide.
pub(crate) fn best_clients(
    effort: Effort,
    mut rate: impl FnMut(usize) -> anyhow::Result<f64>,
) -> anyhow::Result<usize> {
    if let [only] = effort.clients {
        return Ok(*only);
    }
    let series = |clients: &usize| (*clients, Series::new(clients.to_string()));
    let mut tried: Vec<_> = effort.clients.iter().map(series).collect();
    for _ in 0..TRIALS {
        for (clients, rates) in &mut tried {
            rates.push(rate(*clients)?);
        }
        tried.sort_by(|(_, a), (_, b)| b.median().total_cmp(&a.median()));
        tried.truncate(2);
    }
    let best = tried.first().map(|(clients, _)| *clients);
    best.context("some number of clients is tried")
}

/// What the thread returns; a panic goes on.
pub(crate) fn join<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread
        .join()
        .unwrap_or_else(|panic| panic::resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_disturbed_trial_does_not_decide_how_many_clients_there_are() {
        let effort = Effort {
            rounds: 1,
            slice: Duration::ZERO,
            clients: &[2, 4, 8, 16],
        };
        let mut trials = 0;
        let best = best_clients(effort, |clients| {
            trials += 1;
            let undisturbed = f64::from(u32::try_from(clients)?);
            Ok(if trials == 4 { 7.0 } else { undisturbed })
        });
        assert_eq!(best.expect("a number of clients"), 16);
    }
}
