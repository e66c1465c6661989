//! Answers about the catalogue that are kept in this process, each for as long as the catalogue has the
//! version for which it was put together.
//!
//! Every change to the catalogue moves its version on and announces it. A server believes that it knows
//! the version for [`TRUST`] after PostgreSQL has confirmed it, and asks again long before. Without that
//! it answers from the database, so a server that has lost its line to PostgreSQL, or is frozen
//! out of it, shows nothing old.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use moka::future::Cache;
use serde::Serialize;
use sqlx::PgPool;
use store::catalogue::Watch;
use telemetry::error_chain;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::{http::entity_tag::EntityTag, problem::Problem};

/// How long a confirmed version is taken to be the current one. A change that another server makes shows
/// here after that time at the latest, whatever fails.
const TRUST: Duration = Duration::from_millis(100);
/// How often the version is confirmed. A few confirmations may be late before trust ends.
const CONFIRM_INTERVAL: Duration = Duration::from_millis(25);
/// How long a confirmation may take before the connection is given up.
const CONFIRM_TIMEOUT: Duration = Duration::from_secs(2);
/// Pause before another connection.
const RECONNECT_DELAY: Duration = Duration::from_millis(200);
/// What an answer takes beside its text: keys and bookkeeping, in bytes.
const OVERHEAD: usize = 256;

/// A body, and the tag that stands for it.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) body: Bytes,
    pub(crate) tag: EntityTag,
}

/// What is asked, in one spelling for all that mean the same: a path with its query.
type Question = String;

/// Answers to questions about one version, and how much the version is trusted.
#[derive(Clone)]
pub struct Catalogue {
    /// Nothing where none is to be kept.
    answers: Option<Cache<(i64, Question), Answer>>,
    known: Arc<Known>,
}

struct Known {
    version: AtomicI64,
    /// When trust ends, in microseconds from `started`.
    trusted_until: AtomicU64,
    started: Instant,
}

impl Catalogue {
    /// Keeps up to `capacity` bytes of answers; with 0, each request is answered for itself. Trusts nothing yet.
    #[must_use]
    pub fn new(capacity: u64) -> Self {
        let answers = Cache::builder()
            .max_capacity(capacity)
            .weigher(|(_, question): &(i64, Question), answer: &Answer| {
                u32::try_from(question.len() + answer.body.len() + OVERHEAD).unwrap_or(u32::MAX)
            })
            .build();
        Self {
            answers: (capacity > 0).then_some(answers),
            known: Arc::new(Known {
                version: AtomicI64::new(0),
                trusted_until: AtomicU64::new(0),
                started: Instant::now(),
            }),
        }
    }

    /// The answer to a question: one that is kept, or else what `find` finds. Those who ask the same at the
    /// same time wait for one answer, unless the catalogue has changed between them.
    ///
    /// What finds an answer is boxed. It is large, and a future is moved with all that it may come to hold:
    /// nearly all requests would carry it along for nothing.
    pub(crate) async fn answer<F>(
        &self,
        question: String,
        find: impl FnOnce() -> F,
    ) -> Result<Answer, Problem>
    where
        F: Future<Output = Result<Answer, Problem>>,
    {
        let (Some(answers), Some(version)) = (&self.answers, self.trusted_version()) else {
            return Box::pin(find()).await;
        };
        let question = (version, question);
        if let Some(answer) = answers.get(&question).await {
            return Ok(answer);
        }
        let found = Box::pin(answers.try_get_with(question, find())).await;
        found.map_err(|problem| (*problem).clone())
    }

    /// Notes a change that has committed. Answers from before are given no more.
    pub fn changed(&self, version: i64) {
        if self.known.version.fetch_max(version, Ordering::AcqRel) < version {
            self.forget();
        }
    }

    fn forget(&self) {
        if let Some(answers) = &self.answers {
            answers.invalidate_all();
        }
    }

    /// The catalogue's version, if it is known for sure.
    pub(crate) fn trusted_version(&self) -> Option<i64> {
        let until = self.known.trusted_until.load(Ordering::Acquire);
        (self.known.elapsed(Instant::now()) < until)
            .then(|| self.known.version.load(Ordering::Acquire))
    }

    /// Listens for changes until `stop`.
    pub(crate) async fn watch(self, db: PgPool, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                lost = self.watch_once(&db) => {
                    self.known.trusted_until.store(0, Ordering::Release);
                    tracing::warn!(error = lost, "nobody tells of changes: the catalogue is read from PostgreSQL");
                }
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = sleep(RECONNECT_DELAY) => {}
            }
        }
    }

    /// Returns why it ended.
    async fn watch_once(&self, db: &PgPool) -> String {
        match self.follow(db).await {
            Ok(()) => "the connection was closed".to_owned(),
            Err(error) => error_chain(&error),
        }
    }

    async fn follow(&self, db: &PgPool) -> sqlx::Result<()> {
        let mut watch = Watch::open(db).await?;
        // What happened meanwhile is unknown, and the database may be another one.
        self.forget();
        let mut ticks = interval(CONFIRM_INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                changed = watch.changed() => match changed? {
                    Some(version) => self.changed(version),
                    None => return Ok(()),
                },
                _ = ticks.tick() => {
                    let asked = Instant::now();
                    let Ok(version) = timeout(CONFIRM_TIMEOUT, watch.version()).await else {
                        return Ok(());
                    };
                    self.confirmed(version?, asked);
                }
            }
        }
    }

    /// The version holds as of when it was asked for.
    fn confirmed(&self, version: i64, asked: Instant) {
        self.changed(version);
        let until = self.known.elapsed(asked + TRUST);
        self.known.trusted_until.store(until, Ordering::Release);
    }
}

impl Known {
    fn elapsed(&self, now: Instant) -> u64 {
        u64::try_from(now.duration_since(self.started).as_micros()).unwrap_or(u64::MAX)
    }
}

impl Answer {
    /// An answer that is shown whole.
    pub(crate) fn new(body: Vec<u8>) -> Self {
        Self {
            tag: EntityTag::of_bytes(&body),
            body: body.into(),
        }
    }

    /// A page: its list, which is JSON already, under a name, and what stands beside it.
    pub(crate) fn page(name: &str, list: &str, beside: &impl Serialize) -> Self {
        let beside = serde_json::to_vec(beside).expect("plain data becomes JSON");
        let parts = [
            b"{\"",
            name.as_bytes(),
            b"\":",
            list.as_bytes(),
            b",",
            // Without the brace that it opens with.
            &beside[1..],
        ];
        Self::new(parts.concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trusting(version: i64) -> Catalogue {
        let catalogue = Catalogue::new(1_000_000);
        catalogue.confirmed(version, Instant::now() + Duration::from_hours(1));
        catalogue
    }

    async fn ask(catalogue: &Catalogue, found: &'static str) -> String {
        let find = || async { Ok(Answer::new(found.into())) };
        let answer = catalogue
            .answer("/movies/".to_owned(), find)
            .await
            .expect("an answer");
        String::from_utf8(answer.body.to_vec()).expect("text")
    }

    #[tokio::test]
    async fn an_answer_is_kept_until_the_catalogue_changes() {
        let catalogue = trusting(7);
        assert_eq!(ask(&catalogue, "a").await, "a");
        assert_eq!(ask(&catalogue, "b").await, "a");
        catalogue.changed(8);
        assert_eq!(ask(&catalogue, "c").await, "c");
        catalogue.changed(7);
        assert_eq!(ask(&catalogue, "d").await, "c");
    }

    #[tokio::test]
    async fn nothing_is_kept_while_the_version_is_not_confirmed() {
        let catalogue = Catalogue::new(1_000_000);
        catalogue.changed(7);
        assert_eq!(ask(&catalogue, "a").await, "a");
        assert_eq!(ask(&catalogue, "b").await, "b");
    }

    #[tokio::test(start_paused = true)]
    async fn a_version_that_nobody_confirms_is_trusted_for_a_tenth_of_a_second() {
        let catalogue = Catalogue::new(1_000_000);
        let asked = Instant::now();
        // The answer took its time: the version may be as old as the question.
        sleep(Duration::from_millis(20)).await;
        catalogue.confirmed(7, asked);
        sleep(Duration::from_millis(79)).await;
        assert_eq!(catalogue.trusted_version(), Some(7));
        assert_eq!(ask(&catalogue, "a").await, "a");
        sleep(Duration::from_millis(1)).await;
        assert_eq!(catalogue.trusted_version(), None);
        assert_eq!(ask(&catalogue, "b").await, "b");
    }

    #[tokio::test]
    async fn who_asks_after_a_change_does_not_wait_for_an_answer_from_before() {
        let catalogue = trusting(7);
        let (go, wait) = tokio::sync::oneshot::channel::<()>();
        let slow = {
            let catalogue = catalogue.clone();
            let find = || async move {
                wait.await.expect("a signal");
                Ok(Answer::new(b"old".to_vec()))
            };
            tokio::spawn(async move { catalogue.answer("/movies/".to_owned(), find).await })
        };
        tokio::task::yield_now().await;
        catalogue.changed(8);
        assert_eq!(ask(&catalogue, "new").await, "new");
        go.send(()).expect("it waits");
        slow.await.expect("no panic").expect("an answer");
        assert_eq!(ask(&catalogue, "newer").await, "new");
    }

    #[tokio::test]
    async fn a_failure_is_not_kept() {
        let catalogue = trusting(7);
        let failure = catalogue
            .answer("/movies/".to_owned(), || async {
                Err(Problem::Unavailable)
            })
            .await;
        assert!(matches!(failure, Err(Problem::Unavailable)));
        assert_eq!(ask(&catalogue, "a").await, "a");
    }
}
