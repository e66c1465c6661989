//! What a handler answers, and what becomes of its job then.

use std::{panic::AssertUnwindSafe, time::Duration};

use avatars::FilesError;
use bookkeeping::EntryError;
use futures_util::FutureExt as _;
use jobs::{EnvelopeError, RETRY_DELAYS};
use payments::{InvalidPayload, StripeError};
use telemetry::{error_chain, panic_message};

use crate::mailer::SendError;

/// Why a job failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum JobError {
    /// The message comes from another release, or from somebody else.
    #[error("no job is called {0:?}")]
    UnknownKind(String),
    /// The message comes from another release, or is damaged.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// A statement failed, or PostgreSQL is away.
    #[error("PostgreSQL failed")]
    Database(#[from] sqlx::Error),
    /// The mail was not sent.
    #[error(transparent)]
    Mail(#[from] SendError),
    /// Stripe is away, or will not.
    #[error(transparent)]
    Stripe(#[from] StripeError),
    /// The files of pictures are away.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The folder of pictures cannot be read.
    #[error("the folder of pictures")]
    Folder(#[from] std::io::Error),
    /// An event cannot be read, or contradicts the books.
    #[error("{0}")]
    Event(String),
    /// A defect in the handler.
    #[error("the handler panicked: {0}")]
    Panic(String),
}

impl JobError {
    /// Whether another attempt would fail in the same way.
    pub(crate) const fn is_final(&self) -> bool {
        match self {
            Self::UnknownKind(_)
            | Self::Envelope(_)
            | Self::Mail(SendError::Permanent(_))
            | Self::Stripe(StripeError::Refused { .. } | StripeError::IdempotencyMismatch)
            | Self::Event(_) => true,
            Self::Database(_)
            | Self::Files(_)
            | Self::Folder(_)
            | Self::Mail(SendError::Transient(_))
            | Self::Stripe(StripeError::Unavailable(_) | StripeError::Failed(_))
            | Self::Panic(_) => false,
        }
    }
}

impl JobError {
    /// Whether no job could be done.
    fn is_outage(&self) -> bool {
        matches!(self, Self::Database(error) if store::is_away(error))
    }

    /// What went wrong, with its causes, as it is kept with the job. Mail servers quote the addresses that they refuse,
    /// and those are not kept.
    pub(crate) fn to_keep(&self) -> String {
        without_addresses(&error_chain(self))
    }
}

/// A text with every mail address in it replaced.
fn without_addresses(text: &str) -> String {
    let is_edge = |c: char| c.is_whitespace() || "<>()[],;:\"".contains(c);
    let words = text.split_inclusive(is_edge);
    words
        .map(|word| {
            let (word, edge) = word.split_at(word.find(is_edge).unwrap_or(word.len()));
            let word = if word.contains('@') {
                "[address]"
            } else {
                word
            };
            [word, edge].concat()
        })
        .collect()
}

impl From<InvalidPayload> for JobError {
    fn from(error: InvalidPayload) -> Self {
        Self::Event(error.to_string())
    }
}

impl From<EntryError> for JobError {
    fn from(error: EntryError) -> Self {
        match error {
            EntryError::Database(error) => Self::Database(error),
            EntryError::Contradiction(_) => Self::Event(error.to_string()),
        }
    }
}

/// What a handler answers.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The effect is there, now or from before.
    Done,
    /// Another attempt may succeed.
    Retry(JobError),
    /// Another attempt would fail in the same way.
    Discard(JobError),
}

impl From<Result<(), JobError>> for Outcome {
    fn from(result: Result<(), JobError>) -> Self {
        let Err(error) = result else {
            return Self::Done;
        };
        if error.is_final() {
            Self::Discard(error)
        } else {
            Self::Retry(error)
        }
    }
}

/// What the consumer does with a job that was handled.
#[derive(Debug)]
pub(crate) enum Step {
    /// Forgets it.
    Forget,
    /// Has it delivered again after a while.
    TryLater { delay: Duration, cause: JobError },
    /// Puts it with the dead letters.
    Bury { cause: JobError },
}

impl Outcome {
    /// Runs a handler. A panic in it counts as a failure of the job, not of the worker.
    pub(crate) async fn of(handler: impl Future<Output = Result<(), JobError>>) -> Self {
        AssertUnwindSafe(handler)
            .catch_unwind()
            .await
            .unwrap_or_else(|panic| Err(JobError::Panic(panic_message(panic.as_ref()).to_owned())))
            .into()
    }

    /// What follows when `failures` attempts had failed before this one. A job that only PostgreSQL keeps from being done
    /// waits for it, however long: nothing is the matter with the job.
    pub(crate) fn step(self, failures: usize) -> Step {
        match self {
            Self::Done => Step::Forget,
            Self::Retry(cause) => match (RETRY_DELAYS.get(failures), RETRY_DELAYS.last()) {
                (Some(&delay), _) => Step::TryLater { delay, cause },
                (None, Some(&delay)) if cause.is_outage() => Step::TryLater { delay, cause },
                (None, _) => Step::Bury { cause },
            },
            Self::Discard(cause) => Step::Bury { cause },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailer::Cause;

    fn timed_out() -> Cause {
        Cause::TimedOut(Duration::from_secs(10))
    }

    #[test]
    fn what_may_work_later_is_tried_again_and_what_never_will_is_not() {
        for error in [
            JobError::Database(sqlx::Error::PoolTimedOut),
            JobError::Mail(SendError::Transient(timed_out())),
            JobError::Stripe(StripeError::Unavailable("503".to_owned())),
            JobError::Stripe(StripeError::Failed("no reason was given".to_owned())),
            JobError::Panic("index out of bounds".to_owned()),
        ] {
            assert!(matches!(Outcome::from(Err(error)), Outcome::Retry(_)));
        }
        for error in [
            JobError::UnknownKind("send-fax".to_owned()),
            JobError::Envelope(EnvelopeError::Property("version")),
            JobError::Mail(SendError::Permanent(timed_out())),
            JobError::Stripe(StripeError::IdempotencyMismatch),
            EntryError::Contradiction("another amount".to_owned()).into(),
        ] {
            assert!(matches!(Outcome::from(Err(error)), Outcome::Discard(_)));
        }
    }

    #[test]
    fn only_a_database_that_is_away_is_waited_for_longer_than_all_attempts_take() {
        let last = RETRY_DELAYS.len();
        let away = Outcome::Retry(JobError::Database(sqlx::Error::PoolTimedOut));
        let Step::TryLater { delay, .. } = away.step(last + 7) else {
            panic!("the job is given up");
        };
        assert_eq!(Some(&delay), RETRY_DELAYS.last());
        for error in [
            JobError::Database(sqlx::Error::RowNotFound),
            JobError::Mail(SendError::Transient(timed_out())),
            JobError::Panic("index out of bounds".to_owned()),
        ] {
            assert!(matches!(
                Outcome::Retry(error).step(last),
                Step::Bury { .. }
            ));
        }
    }

    #[tokio::test]
    async fn a_panic_is_a_failed_attempt_that_keeps_its_words() {
        let outcome = Outcome::of(async { panic!("order {} has no items", 7) }).await;
        let Outcome::Retry(cause) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!(
            cause.to_string(),
            "the handler panicked: order 7 has no items"
        );
    }

    #[test]
    fn addresses_in_a_text_are_not_kept() {
        for (said, kept) in [
            (
                "550 <Anna@example.com>: no mailbox",
                "550 <[address]>: no mailbox",
            ),
            ("anna@example.com is unknown", "[address] is unknown"),
            (
                "\"a.b+c@example.com\"(user)\nbye",
                "\"[address]\"(user)\nbye",
            ),
            (
                "the mail server is away: 10 s",
                "the mail server is away: 10 s",
            ),
        ] {
            assert_eq!(without_addresses(said), kept);
        }
    }

    #[test]
    fn each_failure_waits_longer_until_the_attempts_are_used_up() {
        let step = |failures| {
            let cause = JobError::Mail(SendError::Transient(timed_out()));
            Outcome::Retry(cause).step(failures)
        };
        for (failures, expected) in RETRY_DELAYS.into_iter().enumerate() {
            assert!(matches!(step(failures), Step::TryLater { delay, .. } if delay == expected));
        }
        assert!(RETRY_DELAYS.is_sorted());
        assert!(matches!(step(RETRY_DELAYS.len()), Step::Bury { .. }));
    }

    #[test]
    fn success_is_forgotten_and_a_hopeless_job_is_buried_at_once() {
        let hopeless = || Outcome::Discard(JobError::UnknownKind("send-fax".to_owned()));
        assert!(matches!(Outcome::Done.step(3), Step::Forget));
        assert!(matches!(hopeless().step(0), Step::Bury { .. }));
    }
}
