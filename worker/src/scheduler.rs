//! Enqueues recurring jobs. Every worker runs a scheduler, one of them leads, and any worker then
//! carries the jobs out.
//!
//! The leader holds an advisory lock on a connection of its own and works through that connection: a
//! leader that lost its lock has lost its means as well. A tick locks the due rows, enqueues their jobs
//! and moves the rows on in one transaction, so that even two leaders would enqueue nothing twice.

use std::{convert::Infallible, time::Duration};

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use domain::clock;
use jobs::{
    CancelUnpaidOrders, CleanUpAccounts, CleanUpMessaging, Job, ReconcilePayments,
    RemoveOrphanedAvatars, outbox,
};
use sqlx::{Connection as _, PgConnection, PgPool};
use store::schedules;
use tokio::time::{error::Elapsed, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use telemetry::error_chain;

use crate::config::Schedules;

/// How often a follower tries to become the leader, and the leader looks for what is due.
const PULSE: Duration = Duration::from_secs(1);
/// Longest time for one step. A leader cut off from the database gives up by then.
const STEP_TIMEOUT: Duration = Duration::from_secs(5);

/// Enqueues recurring jobs while it leads.
pub(crate) struct Scheduler {
    db: PgPool,
    periods: Schedules,
}

/// The jobs that recur.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Recurring {
    CancelUnpaidOrders,
    CleanUpAccounts,
    CleanUpMessaging,
    ReconcilePayments,
    RemoveOrphanedAvatars,
}

#[derive(Debug, thiserror::Error)]
enum SchedulerError {
    #[error("PostgreSQL failed")]
    Database(#[from] sqlx::Error),
    #[error("PostgreSQL did not answer within {} s", STEP_TIMEOUT.as_secs())]
    Timeout(#[from] Elapsed),
}

impl Recurring {
    pub(crate) const ALL: [Self; 5] = [
        Self::CancelUnpaidOrders,
        Self::CleanUpAccounts,
        Self::CleanUpMessaging,
        Self::ReconcilePayments,
        Self::RemoveOrphanedAvatars,
    ];

    /// Its name in the table and on the command line.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::CancelUnpaidOrders => CancelUnpaidOrders::KIND,
            Self::CleanUpAccounts => CleanUpAccounts::KIND,
            Self::CleanUpMessaging => CleanUpMessaging::KIND,
            Self::ReconcilePayments => ReconcilePayments::KIND,
            Self::RemoveOrphanedAvatars => RemoveOrphanedAvatars::KIND,
        }
    }

    pub(crate) const fn period(self, periods: &Schedules) -> Duration {
        match self {
            Self::CancelUnpaidOrders => periods.cancel_unpaid_orders,
            Self::CleanUpAccounts => periods.clean_up_accounts,
            Self::CleanUpMessaging => periods.clean_up_messaging,
            Self::ReconcilePayments => periods.reconcile_payments,
            Self::RemoveOrphanedAvatars => periods.remove_orphaned_avatars,
        }
    }

    async fn enqueue(self, tx: &mut PgConnection) -> sqlx::Result<()> {
        match self {
            Self::CancelUnpaidOrders => outbox::enqueue(tx, &CancelUnpaidOrders {}).await,
            Self::CleanUpAccounts => outbox::enqueue(tx, &CleanUpAccounts {}).await,
            Self::CleanUpMessaging => outbox::enqueue(tx, &CleanUpMessaging {}).await,
            Self::ReconcilePayments => outbox::enqueue(tx, &ReconcilePayments {}).await,
            Self::RemoveOrphanedAvatars => outbox::enqueue(tx, &RemoveOrphanedAvatars {}).await,
        }
    }
}

impl Scheduler {
    pub(crate) const fn new(db: PgPool, periods: Schedules) -> Self {
        Self { db, periods }
    }

    /// Runs until `stop`. Whatever breaks, somebody leads within seconds.
    pub(crate) async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let failure = tokio::select! {
                () = stop.cancelled() => return,
                Err(error) = self.lead() => error_chain(&error),
            };
            tracing::warn!(error = failure, "the scheduler starts over");
            tokio::select! {
                () = stop.cancelled() => return,
                () = sleep(PULSE) => {}
            }
        }
    }

    /// Waits for its turn and then leads, until something breaks.
    async fn lead(&self) -> Result<Infallible, SchedulerError> {
        let mut db = timeout(STEP_TIMEOUT, schedules::connect(&self.db)).await??;
        while !timeout(STEP_TIMEOUT, schedules::try_lead(&mut db)).await?? {
            sleep(PULSE).await;
        }
        timeout(STEP_TIMEOUT, self.register(&mut db)).await??;
        tracing::info!("this worker leads: it enqueues the recurring jobs");
        loop {
            timeout(STEP_TIMEOUT, self.tick(&mut db, clock::now())).await??;
            sleep(PULSE).await;
        }
    }

    /// Makes the table agree with the configuration.
    async fn register(&self, db: &mut PgConnection) -> sqlx::Result<()> {
        let now = clock::now();
        let mut tx = db.begin().await?;
        for job in Recurring::ALL {
            let first_run = next_run(now, job.period(&self.periods));
            schedules::put(&mut tx, job.name(), first_run).await?;
        }
        tx.commit().await
    }

    /// Enqueues what is due.
    async fn tick(&self, db: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<()> {
        let mut tx = db.begin().await?;
        let due = schedules::lock_due(&mut tx, &Recurring::ALL.map(Recurring::name), now).await?;
        for job in Recurring::ALL {
            if due.iter().any(|name| name == job.name()) {
                // A trace of its own, from which the job's trace goes on.
                let span = tracing::info_span!("tick", schedule = job.name());
                job.enqueue(&mut tx).instrument(span).await?;
                let next_run_at = next_run(now, job.period(&self.periods));
                schedules::set_run(&mut tx, job.name(), now, next_run_at).await?;
                metrics::counter!("cinema_schedule_runs_total", "schedule" => job.name())
                    .increment(1);
                tracing::debug!(schedule = job.name(), %next_run_at, "recurring job enqueued");
            }
        }
        tx.commit().await
    }
}

/// The first multiple of the period after `now`, counted from 1970. Runs that were missed are not
/// made up for. The period is whole seconds, which the configuration sees to.
fn next_run(now: DateTime<Utc>, period: Duration) -> DateTime<Utc> {
    let period = i64::try_from(period.as_secs()).unwrap_or(i64::MAX);
    let since_last_multiple = now.timestamp().rem_euclid(period);
    now.trunc_subsecs(0) + TimeDelta::seconds(period - since_last_multiple)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("RFC 3339")
    }

    #[test]
    fn the_next_run_is_the_first_multiple_of_the_period_after_now() {
        let (second, minute, hour) = (1, 60, 3600);
        for (now, period, expected) in [
            ("2026-11-22T10:00:30.5Z", minute, "2026-11-22T10:01:00Z"),
            (
                "2026-11-22T10:00:59.999999Z",
                minute,
                "2026-11-22T10:01:00Z",
            ),
            ("2026-11-22T10:01:00Z", minute, "2026-11-22T10:02:00Z"),
            (
                "2026-11-22T10:01:00.000001Z",
                minute,
                "2026-11-22T10:02:00Z",
            ),
            ("2026-11-22T10:01:00.7Z", second, "2026-11-22T10:01:01Z"),
            ("2026-11-22T23:17:00Z", hour, "2026-11-23T00:00:00Z"),
            ("2026-11-22T23:17:00Z", 7 * minute, "2026-11-22T23:19:00Z"),
        ] {
            assert_eq!(
                next_run(at(now), Duration::from_secs(period)),
                at(expected),
                "{now}"
            );
        }
    }
}
