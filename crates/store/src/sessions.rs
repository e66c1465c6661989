//! Signed-in devices. A session that ended has no row.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domain::Role;
use sqlx::{PgConnection, types::ipnetwork::IpNetwork};
use uuid::Uuid;

use crate::{refresh_tokens::NewRefreshToken, users};

/// A session as its owner sees it.
#[derive(Debug)]
pub struct Session {
    /// Its id, the `sid` of its tokens.
    pub id: Uuid,
    /// The user agent that signed in.
    pub device: Option<String>,
    /// The address that signed in.
    pub address: Option<IpAddr>,
    /// When it signed in.
    pub created_at: DateTime<Utc>,
    /// When its tokens were issued last.
    pub last_used_at: DateTime<Utc>,
}

/// What a session's access tokens are worth now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionState {
    /// The account acts with this role.
    Live(Role),
    /// The account is not active.
    Inactive,
    /// Signed out, revoked or expired.
    Ended,
    /// The account is gone, or deleted by its owner.
    NoUser,
}

/// Asks for the state of a session and its account.
pub async fn state(db: &mut PgConnection, id: Uuid, user_id: i32) -> sqlx::Result<SessionState> {
    let row = sqlx::query!(
        r#"SELECT group_id, is_active,
                  EXISTS (SELECT FROM sessions WHERE id = $1 AND user_id = users.id AND expires_at > now()) AS "live!"
           FROM users WHERE id = $2 AND deleted_at IS NULL"#,
        id,
        user_id
    )
    .fetch_optional(db)
    .await?;
    Ok(match row {
        None => SessionState::NoUser,
        Some(row) if !row.is_active => SessionState::Inactive,
        Some(row) if !row.live => SessionState::Ended,
        Some(row) => SessionState::Live(users::role(row.group_id)),
    })
}

/// A session to be opened, with its first refresh token.
#[derive(Debug)]
pub struct NewSession<'a> {
    /// Its id.
    pub id: Uuid,
    /// The hash that the given password was compared with.
    pub hashed_password: &'a str,
    /// The user agent.
    pub device: Option<&'a str>,
    /// The client's address.
    pub address: IpAddr,
    /// Its first refresh token.
    pub token: NewRefreshToken<'a>,
    /// How many sessions the account may have; those used longest ago are ended.
    pub sessions_max: i64,
}

/// A session that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The account's current role.
    pub role: Role,
    /// Sessions that had to end for it. They are marked stale in Redis.
    pub ended: Vec<Uuid>,
}

/// Opens a session for an active account, unless its password was changed since it was compared. The
/// account is locked meanwhile: whoever changes the password ends this session too, or prevents it.
///
/// One statement, and so a transaction of its own: it is on the way of every sign-in.
pub async fn open(db: &mut PgConnection, new: NewSession<'_>) -> sqlx::Result<Option<Opened>> {
    let row = sqlx::query!(
        r#"WITH account AS (
               SELECT id, group_id FROM users
               WHERE id = $1 AND _hashed_password = $2 AND is_active
               FOR NO KEY UPDATE
           ), session AS (
               INSERT INTO sessions (id, user_id, device, address, expires_at)
               SELECT $3, id, left($4, 255), $5, $6 FROM account
           ), token AS (
               INSERT INTO refresh_tokens (token, jti, expires_at, user_id, session_id)
               SELECT $7, $8, $6, id, $3 FROM account
           ), ended AS (
               -- The new session is not among them yet: a statement sees what was there before it.
               DELETE FROM sessions WHERE id IN (
                   SELECT sessions.id FROM sessions JOIN account ON account.id = sessions.user_id
                   ORDER BY last_used_at DESC, sessions.id DESC OFFSET $9::bigint - 1
               )
               RETURNING id
           ), stale AS (
               INSERT INTO stale_sessions (session_id) SELECT id FROM ended
           )
           SELECT group_id, ARRAY(SELECT id FROM ended) AS "ended!" FROM account"#,
        new.token.user_id,
        new.hashed_password,
        new.id,
        new.device,
        IpNetwork::from(new.address),
        new.token.expires_at,
        new.token.hash,
        new.token.jti,
        new.sessions_max
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Opened {
        role: users::role(row.group_id),
        ended: row.ended,
    }))
}

/// The account behind a session, as refreshing needs it.
#[derive(Debug, Clone, Copy)]
pub struct Holder {
    /// Whether the account is active.
    pub is_active: bool,
    /// Its current role.
    pub role: Role,
}

/// Locks a session of the account until the transaction ends, and says whose it is. Whoever ends it
/// waits, so this comes before its tokens are locked.
pub async fn lock(tx: &mut PgConnection, id: Uuid, user_id: i32) -> sqlx::Result<Option<Holder>> {
    let row = sqlx::query!(
        "SELECT users.is_active, users.group_id
         FROM sessions JOIN users ON users.id = sessions.user_id
         WHERE sessions.id = $1 AND users.id = $2
         FOR UPDATE OF sessions",
        id,
        user_id
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.map(|row| Holder {
        is_active: row.is_active,
        role: users::role(row.group_id),
    }))
}

/// Notes that a session's tokens were issued anew.
pub async fn prolong(
    tx: &mut PgConnection,
    id: Uuid,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE sessions SET last_used_at = now(), expires_at = $2 WHERE id = $1",
        id,
        expires_at
    )
    .execute(tx)
    .await
    .map(drop)
}

/// The account's live sessions, last used first. [`open`] bounds them.
pub async fn list(db: &mut PgConnection, user_id: i32) -> sqlx::Result<Vec<Session>> {
    let rows = sqlx::query!(
        "SELECT id, device, address, created_at, last_used_at
         FROM sessions
         WHERE user_id = $1 AND expires_at > now()
         ORDER BY last_used_at DESC, id DESC",
        user_id
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Session {
            id: row.id,
            device: row.device,
            address: row.address.map(|network| network.ip()),
            created_at: row.created_at,
            last_used_at: row.last_used_at,
        })
        .collect())
}

/// Ends one session of the account and marks it stale in Redis. Says whether there was one. Whoever held it may have seen
/// the link to the account's data, which is withdrawn.
pub async fn end(tx: &mut PgConnection, id: Uuid, user_id: i32) -> sqlx::Result<bool> {
    let ended = sqlx::query_scalar!(
        r#"WITH ended AS (
               DELETE FROM sessions WHERE id = $1 AND user_id = $2 RETURNING id
           ), stale AS (
               INSERT INTO stale_sessions (session_id) SELECT id FROM ended
           ), withdrawn AS (
               DELETE FROM account_exports WHERE user_id = $2 AND EXISTS (SELECT FROM ended)
           )
           SELECT count(*) AS "count!" FROM ended"#,
        id,
        user_id
    )
    .fetch_one(tx)
    .await?;
    Ok(ended == 1)
}

/// Ends all sessions of the account, but for one that may be kept, marks them stale in Redis and
/// returns their ids. Withdraws the link to the account's data.
pub async fn end_all(
    tx: &mut PgConnection,
    user_id: i32,
    keep: Option<Uuid>,
) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "WITH ended AS (
             DELETE FROM sessions WHERE user_id = $1 AND id IS DISTINCT FROM $2 RETURNING id
         ), stale AS (
             INSERT INTO stale_sessions (session_id) SELECT id FROM ended
         ), withdrawn AS (
             DELETE FROM account_exports WHERE user_id = $1
         )
         SELECT id FROM ended",
        user_id,
        keep
    )
    .fetch_all(tx)
    .await
}

/// Marks all sessions of the account stale in Redis, and returns their ids: what they may do has changed.
pub async fn mark_all_stale(tx: &mut PgConnection, user_id: i32) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "INSERT INTO stale_sessions (session_id) SELECT id FROM sessions WHERE user_id = $1
         RETURNING session_id",
        user_id
    )
    .fetch_all(tx)
    .await
}

/// A note that Redis may be wrong about a session.
#[derive(Debug, Clone, Copy)]
pub struct Stale {
    /// Row id. A session that changed twice has two.
    pub id: i64,
    /// The session.
    pub session_id: Uuid,
}

/// Sessions about which Redis may still be wrong, oldest change first.
pub async fn stale(db: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<Stale>> {
    sqlx::query_as!(
        Stale,
        "SELECT id, session_id FROM stale_sessions ORDER BY id LIMIT $1",
        limit
    )
    .fetch_all(db)
    .await
}

/// Notes that Redis has been told.
pub async fn forget_stale(db: &mut PgConnection, ids: &[i64]) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM stale_sessions WHERE id = ANY($1)", ids)
        .execute(db)
        .await
        .map(drop)
}
