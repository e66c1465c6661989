//! The audit log: who changed what, when and from where.

use std::net::IpAddr;

use serde::Serialize;
use sqlx::{
    PgConnection,
    types::{Json, ipnetwork::IpNetwork},
};

/// Somebody who changes something, and the request that does it.
#[derive(Debug, Clone, Default)]
pub struct Actor {
    /// The account.
    pub user_id: Option<i32>,
    /// The client's address.
    pub address: Option<IpAddr>,
    /// Ties the change to the log lines of its request.
    pub request_id: Option<String>,
}

/// What was done.
#[derive(Debug)]
pub struct Change<'a, T: ?Sized> {
    /// Verb and noun, as in `create-movie`.
    pub action: &'a str,
    /// What was changed, as in `movie`.
    pub entity: &'a str,
    /// Its id in the API.
    pub entity_id: &'a str,
    /// As the API showed it before, unless it is new.
    pub before: Option<&'a T>,
    /// As the API shows it now, unless it is gone.
    pub after: Option<&'a T>,
}

/// Notes a change in the transaction that makes it.
pub async fn insert<T: Serialize + Sync + ?Sized>(
    tx: &mut PgConnection,
    actor: &Actor,
    change: &Change<'_, T>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO audit_log (actor_id, address, request_id, action, entity, entity_id, before, after)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        actor.user_id,
        actor.address.map(IpNetwork::from),
        actor.request_id,
        change.action,
        change.entity,
        change.entity_id,
        change.before.map(Json) as _,
        change.after.map(Json) as _
    )
    .execute(tx)
    .await
    .map(drop)
}
