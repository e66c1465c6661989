//! The audit log: who changed what, when and from where.

use std::{net::IpAddr, slice};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{
    PgConnection,
    types::{Json, ipnetwork::IpNetwork},
};

use crate::pages::{LongPage, Search};

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

/// Notes a change in the transaction that makes it. A request may end after its caller has deleted the account; the
/// address is nobody's business then.
pub async fn insert<T: Serialize + Sync + ?Sized>(
    tx: &mut PgConnection,
    actor: &Actor,
    change: &Change<'_, T>,
) -> sqlx::Result<()> {
    insert_all(tx, actor, slice::from_ref(change)).await
}

/// Notes many changes at once.
pub async fn insert_all<T: Serialize + Sync + ?Sized>(
    tx: &mut PgConnection,
    actor: &Actor,
    changes: &[Change<'_, T>],
) -> sqlx::Result<()> {
    let texts = |pick: for<'a> fn(&Change<'a, T>) -> &'a str| {
        changes
            .iter()
            .map(|change| pick(change).to_owned())
            .collect::<Vec<_>>()
    };
    let before: Vec<_> = changes
        .iter()
        .map(|change| change.before.map(Json))
        .collect();
    let after: Vec<_> = changes
        .iter()
        .map(|change| change.after.map(Json))
        .collect();
    sqlx::query!(
        "INSERT INTO audit_log (actor_id, address, request_id, action, entity, entity_id, before, after)
         SELECT $1, CASE WHEN NOT EXISTS (SELECT FROM users WHERE id = $1 AND deleted_at IS NOT NULL) THEN $2::inet END,
                $3, action, entity, entity_id, before, after
         FROM unnest($4::text[], $5::text[], $6::text[], $7::jsonb[], $8::jsonb[])
             WITH ORDINALITY AS change (action, entity, entity_id, before, after, position)
         ORDER BY position",
        actor.user_id,
        actor.address.map(IpNetwork::from),
        actor.request_id,
        &texts(|change| change.action),
        &texts(|change| change.entity),
        &texts(|change| change.entity_id),
        &before as _,
        &after as _
    )
    .execute(tx)
    .await
    .map(drop)
}

/// A change as it was noted.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Noted {
    /// Its number.
    pub id: i64,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// The account that made it, if there was one and it is still there.
    pub actor_id: Option<i32>,
    /// The address of that account.
    pub actor_email: Option<String>,
    /// Verb and noun.
    pub action: String,
    /// What was changed.
    pub entity: String,
    /// Its id in the API.
    pub entity_id: String,
    /// As it was, or null.
    pub before: Value,
    /// As it was since, or null.
    pub after: Value,
    /// The client's address.
    pub address: Option<String>,
    /// The request.
    pub request_id: Option<String>,
}

/// Which changes a page shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those by this account.
    pub actor_id: Option<i32>,
    /// Only those of this kind.
    pub action: Option<String>,
    /// Only those of entities of this kind.
    pub entity: Option<String>,
    /// Only those of entities with this id.
    pub entity_id: Option<String>,
    /// Only those from this time on.
    pub from: Option<DateTime<Utc>>,
    /// Only those before this time.
    pub to: Option<DateTime<Utc>>,
}

/// A page of changes, the newest first.
pub async fn page(
    db: &mut PgConnection,
    filter: &Filter,
    size: i64,
    offset: i64,
) -> sqlx::Result<LongPage<Noted>> {
    Search::of("audit_log", "at DESC, id DESC")
        .only_with("actor_id = ?", filter.actor_id)
        .only_with("action = ?", filter.action.as_ref())
        .only_with("entity = ?", filter.entity.as_ref())
        .only_with("entity_id = ?", filter.entity_id.as_ref())
        .only_with("at >= ?", filter.from)
        .only_with("at < ?", filter.to)
        .page(
            db,
            "SELECT page.id, at, actor_id, users.email AS actor_email, action, entity, entity_id, before, after,
                    host(address) AS address, request_id
             FROM page LEFT JOIN users ON users.id = actor_id",
            size,
            offset,
        )
        .await
}
