//! What sessions are worth, answered by Redis in one round trip and by PostgreSQL when Redis cannot
//! be believed.
//!
//! PostgreSQL decides; Redis remembers. A change to a session commits together with a row in
//! `stale_sessions`, and Redis is told right after. Should that fail (Redis is away, this process is
//! killed), every server looks for such rows several times a second and tells Redis then. Only after that
//! does it renew the voucher, a key that lives [`VOUCHER_TTL`]; without a voucher no server
//! believes what Redis remembers. So no revoked token passes for longer than the voucher lives,
//! whatever Redis has slept through, and the usual case costs one `MGET`.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use domain::Role;
use redis::{
    AsyncCommands as _, ExistenceCheck, RedisError, SetExpiry, SetOptions, aio::ConnectionManager,
};
use sqlx::PgPool;
use store::sessions::{self, SessionState};
use telemetry::error_chain;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How often servers look for sessions that Redis is wrong about.
const VOUCHER_INTERVAL: Duration = Duration::from_millis(250);
/// How long Redis is believed after such a look. With the interval it stays below the second within
/// which a sign-out must hold everywhere.
const VOUCHER_TTL: Duration = Duration::from_millis(700);
/// How long Redis remembers a state.
const STATE_TTL: Duration = Duration::from_mins(5);
/// How long a changed session is not remembered anew. Longer than any read of PostgreSQL that
/// began before the change, whose answer would be out of date.
const CHANGED_TTL: Duration = Duration::from_secs(15);
/// Sessions that one look takes on.
const BATCH: i64 = 1000;

/// Text in place of a state: ask PostgreSQL, and don't remember what it says.
const CHANGED: &str = "changed";

/// The states of sessions, shared by all instances.
#[derive(Clone)]
pub struct SessionStates {
    redis: ConnectionManager,
    db: PgPool,
    namespace: Arc<str>,
    /// Spares requests the wait for a Redis that is known to be away.
    redis_answers: Arc<AtomicBool>,
}

impl SessionStates {
    /// Remembers in `redis` what `db` says, under keys that start with `namespace`.
    #[must_use]
    pub fn new(redis: ConnectionManager, db: PgPool, namespace: &str) -> Self {
        Self {
            redis,
            db,
            namespace: namespace.into(),
            redis_answers: Arc::new(AtomicBool::new(false)),
        }
    }

    /// Whether the last call to Redis was answered.
    #[must_use]
    pub fn redis_answers(&self) -> bool {
        self.redis_answers.load(Ordering::Relaxed)
    }

    /// The state of a session right now.
    pub async fn get(&self, session_id: Uuid, user_id: i32) -> sqlx::Result<SessionState> {
        let remembered = if self.redis_answers() {
            self.remembered(session_id).await
        } else {
            None
        };
        match remembered.as_deref() {
            Some(CHANGED) => self.ask_database(session_id, user_id).await,
            Some(text) => match decode(text) {
                Some(state) => Ok(state),
                None => self.ask_database(session_id, user_id).await,
            },
            None => {
                let state = self.ask_database(session_id, user_id).await?;
                self.remember(session_id, state).await;
                Ok(state)
            }
        }
    }

    /// Tells Redis that PostgreSQL knows better about these sessions. Call it after the commit. If it
    /// fails, the look of some server makes up for it.
    pub async fn changed(&self, session_ids: &[Uuid]) {
        if session_ids.is_empty() {
            return;
        }
        let told = self.tell_changed(session_ids).await;
        self.note(
            told,
            "Redis could not be told about ended sessions; they are refused all the same",
        );
    }

    /// Looks for changed sessions and renews the voucher until `stop`.
    pub async fn keep_vouching(self, stop: CancellationToken) {
        let mut interval = tokio::time::interval(VOUCHER_INTERVAL);
        interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = interval.tick() => {}
            }
            match self.vouch().await {
                Ok(()) => {
                    if !self.redis_answers.swap(true, Ordering::Relaxed) {
                        tracing::info!("Redis answers for sessions");
                    }
                }
                Err(VouchError::Redis(error)) => {
                    self.note(
                        Err(error),
                        "Redis is not available, PostgreSQL answers for sessions",
                    );
                }
                Err(VouchError::Database(error)) => {
                    tracing::debug!(error = error_chain(&error), "nobody vouches for Redis");
                }
            }
        }
    }

    async fn vouch(&self) -> Result<(), VouchError> {
        let stale = sessions::stale(&mut *self.db.acquire().await?, BATCH).await?;
        if !stale.is_empty() {
            self.tell_changed(&stale).await?;
            sessions::forget_stale(&mut *self.db.acquire().await?, &stale).await?;
        }
        if i64::try_from(stale.len()).is_ok_and(|found| found < BATCH) {
            let ttl = SetOptions::default().with_expiration(expiry(VOUCHER_TTL));
            let () = self
                .redis
                .clone()
                .set_options(self.voucher_key(), 1, ttl)
                .await?;
        }
        Ok(())
    }

    async fn ask_database(&self, session_id: Uuid, user_id: i32) -> sqlx::Result<SessionState> {
        sessions::state(&mut *self.db.acquire().await?, session_id, user_id).await
    }

    /// What Redis remembers, if somebody vouches for it.
    async fn remembered(&self, session_id: Uuid) -> Option<String> {
        let keys = [self.voucher_key(), self.key(session_id)];
        let answer: Result<(Option<String>, Option<String>), RedisError> =
            self.redis.clone().mget(&keys[..]).await;
        match answer {
            Ok((Some(_voucher), remembered)) => remembered,
            Ok((None, _)) => Some(CHANGED.to_owned()),
            Err(error) => {
                self.note(
                    Err(error),
                    "Redis is not available, PostgreSQL answers for sessions",
                );
                None
            }
        }
    }

    /// Never overwrites: what stands there is as new, or says that the session has changed.
    async fn remember(&self, session_id: Uuid, state: SessionState) {
        if !self.redis_answers() {
            return;
        }
        let options = SetOptions::default()
            .conditional_set(ExistenceCheck::NX)
            .with_expiration(expiry(STATE_TTL));
        let done: Result<(), RedisError> = self
            .redis
            .clone()
            .set_options(self.key(session_id), encode(state), options)
            .await;
        self.note(done, "Redis could not remember a session");
    }

    async fn tell_changed(&self, session_ids: &[Uuid]) -> Result<(), RedisError> {
        let ttl = SetOptions::default().with_expiration(expiry(CHANGED_TTL));
        let mut pipe = redis::pipe();
        for id in session_ids {
            pipe.set_options(self.key(*id), CHANGED, ttl.clone())
                .ignore();
        }
        pipe.query_async(&mut self.redis.clone()).await
    }

    fn note(&self, outcome: Result<(), RedisError>, message: &'static str) {
        if let Err(error) = outcome
            && self.redis_answers.swap(false, Ordering::Relaxed)
        {
            tracing::warn!(error = error_chain(&error), "{message}");
        }
    }

    fn key(&self, session_id: Uuid) -> String {
        format!("{}:session:{session_id}", self.namespace)
    }

    fn voucher_key(&self) -> String {
        format!("{}:sessions-voucher", self.namespace)
    }
}

#[derive(Debug, thiserror::Error)]
enum VouchError {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Redis(#[from] RedisError),
}

fn expiry(ttl: Duration) -> SetExpiry {
    SetExpiry::PX(u64::try_from(ttl.as_millis()).unwrap_or(u64::MAX))
}

const fn encode(state: SessionState) -> &'static str {
    match state {
        SessionState::Live(role) => role.as_str(),
        SessionState::Inactive => "inactive",
        SessionState::Ended => "ended",
        SessionState::NoUser => "no-user",
    }
}

fn decode(text: &str) -> Option<SessionState> {
    const STATES: [SessionState; 6] = [
        SessionState::Live(Role::User),
        SessionState::Live(Role::Moderator),
        SessionState::Live(Role::Admin),
        SessionState::Inactive,
        SessionState::Ended,
        SessionState::NoUser,
    ];
    STATES.into_iter().find(|state| encode(*state) == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_was_meant() {
        for state in [
            SessionState::Live(Role::Moderator),
            SessionState::Inactive,
            SessionState::Ended,
        ] {
            assert_eq!(decode(encode(state)), Some(state));
        }
        assert_eq!(decode(CHANGED), None);
    }

    #[test]
    fn a_sign_out_holds_everywhere_within_a_second_even_if_redis_missed_it() {
        assert!(VOUCHER_INTERVAL + VOUCHER_TTL < Duration::from_secs(1));
    }
}
