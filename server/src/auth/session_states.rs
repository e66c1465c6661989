//! What sessions are worth, answered by Redis in one round trip and by PostgreSQL when Redis cannot
//! be believed.
//!
//! PostgreSQL decides; Redis remembers. A change to a session commits together with a row in
//! `stale_sessions`, and Redis is told right after. Should that fail (Redis is away, this process is
//! killed), every server looks for such rows several times a second and tells Redis then. Only after
//! that does it renew the voucher, a key that lives [`VOUCHER_TTL`]; without a voucher no server
//! believes what Redis remembers. So no revoked token passes for longer than the voucher lives, and
//! the usual case costs one `MGET`.
//!
//! A voucher that lapsed comes back under another epoch, and states of other epochs count for
//! nothing: a Redis that was restored from a snapshot has no say about sessions that ended since.

use std::{sync::Arc, time::Duration};

use domain::Role;
use redis::{AsyncCommands as _, ExistenceCheck, Script, SetExpiry, SetOptions};
use sqlx::{ConnectOptions as _, PgConnection, PgPool};
use store::{
    reads::Reads,
    sessions::{self, SessionState},
};
use telemetry::error_chain;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::cache::Cache;

/// How often servers look for sessions that Redis is wrong about.
const VOUCHER_INTERVAL: Duration = Duration::from_millis(250);
/// How long Redis is believed after such a look. With the interval it stays below the second within
/// which a sign-out must hold everywhere.
const VOUCHER_TTL: Duration = Duration::from_millis(700);
/// How long Redis remembers a state.
const STATE_TTL: Duration = Duration::from_mins(5);
/// How long a changed session is not remembered anew. Longer than any read of PostgreSQL that
/// began before the change, whose answer would be out of date.
pub const CHANGED_TTL: Duration = Duration::from_secs(15);
/// Sessions that Redis is told about in one go.
const BATCH: i64 = 1000;

/// Text in place of a state: ask PostgreSQL, and don't remember what it says.
const CHANGED: &str = "changed";

/// The states of sessions, shared by all instances.
#[derive(Clone)]
pub struct SessionStates {
    cache: Cache,
    db: PgPool,
    reads: Reads,
    remember: Script,
    /// A key that says whether the others are to be believed.
    voucher: Arc<str>,
}

/// What Redis has to say about a session.
enum Memory {
    /// Believe it.
    State(SessionState),
    /// Nothing of this epoch: ask PostgreSQL, and remember what it says.
    Nothing(String),
    /// Ask PostgreSQL.
    Unreliable,
}

impl SessionStates {
    /// Remembers in `cache` what `db` says.
    #[must_use]
    pub fn new(cache: Cache, db: PgPool, reads: Reads) -> Self {
        let remember = Script::new(include_str!("session_states/remember.lua"));
        let voucher = cache.key("sessions-voucher").into();
        Self {
            cache,
            db,
            reads,
            remember,
            voucher,
        }
    }

    /// The state of a session right now.
    pub async fn get(&self, session_id: Uuid, user_id: i32) -> sqlx::Result<SessionState> {
        match self.recall(session_id).await {
            Memory::State(state) => Ok(state),
            // Boxed, so that requests which are answered from memory need not carry its future along.
            memory => Box::pin(self.look_up(session_id, user_id, memory)).await,
        }
    }

    async fn look_up(
        &self,
        session_id: Uuid,
        user_id: i32,
        memory: Memory,
    ) -> sqlx::Result<SessionState> {
        let mut db = self.reads.acquire().await?;
        let state = sessions::state(&mut db, session_id, user_id).await?;
        db.release();
        if let Memory::Nothing(epoch) = memory {
            self.remember(session_id, state, &epoch).await;
        }
        Ok(state)
    }

    /// Tells Redis that PostgreSQL knows better about these sessions. Call it after the commit. If it
    /// fails, the look of some server makes up for it.
    pub async fn changed(&self, session_ids: &[Uuid]) {
        if !session_ids.is_empty() {
            self.tell_changed(session_ids).await;
        }
    }

    /// Looks for changed sessions and renews the voucher until `stop`.
    pub async fn keep_vouching(self, stop: CancellationToken) {
        let mut ticks = interval(VOUCHER_INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut db = None;
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = ticks.tick() => {}
            }
            match timeout(VOUCHER_TTL, self.vouch(&mut db)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    let error = error_chain(&error);
                    tracing::debug!(error, "nobody vouches for Redis");
                    db = None;
                }
                Err(_) => db = None,
            }
        }
    }

    /// Works on a connection of its own, so that a busy pool cannot make the voucher lapse.
    async fn vouch(&self, db: &mut Option<PgConnection>) -> sqlx::Result<()> {
        let db = match db {
            Some(db) => db,
            None => db.insert(self.db.connect_options().connect().await?),
        };
        loop {
            let looked_at = Instant::now();
            let stale = sessions::stale(db, BATCH).await?;
            if stale.is_empty() {
                self.renew_voucher(looked_at).await;
                return Ok(());
            }
            let ids: Vec<_> = stale.iter().map(|row| row.session_id).collect();
            if self.tell_changed(&ids).await.is_none() {
                return Ok(());
            }
            let rows: Vec<_> = stale.iter().map(|row| row.id).collect();
            sessions::forget_stale(db, &rows).await?;
        }
    }

    /// The voucher counts from the look, not from when Redis hears of it.
    async fn renew_voucher(&self, looked_at: Instant) {
        let left = VOUCHER_TTL.saturating_sub(looked_at.elapsed());
        let Some(left) = i64::try_from(left.as_millis())
            .ok()
            .filter(|left| *left > 0)
        else {
            return;
        };
        let epoch = Uuid::new_v4().to_string();
        let begin = SetOptions::default()
            .conditional_set(ExistenceCheck::NX)
            .with_expiration(SetExpiry::PX(left.unsigned_abs()));
        self.cache
            .probe(async |mut redis| {
                redis::pipe()
                    .set_options(&*self.voucher, epoch, begin)
                    .ignore()
                    .pexpire(&*self.voucher, left)
                    .ignore()
                    .query_async::<()>(&mut redis)
                    .await
            })
            .await;
    }

    async fn recall(&self, session_id: Uuid) -> Memory {
        let key = self.key(session_id);
        let answer: Option<(Option<String>, Option<String>)> = self
            .cache
            .ask(async |mut redis| redis.mget(&[&*self.voucher, &key]).await)
            .await;
        let Some((Some(epoch), remembered)) = answer else {
            return Memory::Unreliable;
        };
        match remembered.as_deref() {
            Some(CHANGED) => Memory::Unreliable,
            Some(text) => match decode(text, &epoch) {
                Some(state) => Memory::State(state),
                None => Memory::Nothing(epoch),
            },
            None => Memory::Nothing(epoch),
        }
    }

    async fn remember(&self, session_id: Uuid, state: SessionState, epoch: &str) {
        self.cache
            .ask(async |mut redis| {
                self.remember
                    .key(self.key(session_id))
                    .key(&*self.voucher)
                    .arg(epoch)
                    .arg(encode(state, epoch))
                    .arg(millis(STATE_TTL))
                    .invoke_async::<()>(&mut redis)
                    .await
            })
            .await;
    }

    async fn tell_changed(&self, session_ids: &[Uuid]) -> Option<()> {
        let mut pipe = redis::pipe();
        for id in session_ids {
            pipe.pset_ex(self.key(*id), CHANGED, millis(CHANGED_TTL))
                .ignore();
        }
        self.cache
            .probe(async |mut redis| pipe.query_async::<()>(&mut redis).await)
            .await
    }

    fn key(&self, session_id: Uuid) -> String {
        self.cache.key(format_args!("session:{session_id}"))
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

const fn name(state: SessionState) -> &'static str {
    match state {
        SessionState::Live(role) => role.as_str(),
        SessionState::Inactive => "inactive",
        SessionState::Ended => "ended",
        SessionState::NoUser => "no-user",
    }
}

fn encode(state: SessionState, epoch: &str) -> String {
    format!("{epoch}:{}", name(state))
}

fn decode(text: &str, epoch: &str) -> Option<SessionState> {
    const STATES: [SessionState; 6] = [
        SessionState::Live(Role::User),
        SessionState::Live(Role::Moderator),
        SessionState::Live(Role::Admin),
        SessionState::Inactive,
        SessionState::Ended,
        SessionState::NoUser,
    ];
    let text = text.strip_prefix(epoch)?.strip_prefix(':')?;
    STATES.into_iter().find(|state| name(*state) == text)
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
            assert_eq!(decode(&encode(state, "now"), "now"), Some(state));
        }
    }

    #[test]
    fn what_another_epoch_remembers_counts_for_nothing() {
        let text = encode(SessionState::Live(Role::User), "before");
        assert_eq!(decode(&text, "now"), None);
        assert_eq!(decode(CHANGED, "now"), None);
    }

    #[test]
    fn a_sign_out_holds_everywhere_within_a_second_even_if_redis_missed_it() {
        assert!(VOUCHER_INTERVAL + VOUCHER_TTL < Duration::from_secs(1));
    }
}
