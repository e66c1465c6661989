//! How an account is forgotten.
//!
//! Rows that tell who somebody is are deleted. Those of bookkeeping stay, and lose what tells it.

use domain::{Email, Role};
use sqlx::PgConnection;

use crate::users::Standing;

/// An account that its owner wants to delete. Nobody changes it for as long as the transaction lasts.
#[derive(Debug)]
pub struct Leaving {
    /// Its address, lower case.
    pub email: String,
    /// What its password must fit.
    pub hashed_password: String,
    /// What it may do.
    pub standing: Standing,
    /// Its owner has deleted it before.
    pub is_deleted: bool,
    /// No other active account is an admin's. Stays true for as long as the transaction lasts.
    pub is_last_admin: bool,
}

/// Locks an account, and with an admin's those of all other admins, so that of admins who leave at once one stays.
/// Everybody locks accounts in the same order.
pub async fn lock(tx: &mut PgConnection, user_id: i32) -> sqlx::Result<Option<Leaving>> {
    let admins = Role::Admin.group_id();
    let mut rows = sqlx::query!(
        r#"SELECT id, email, _hashed_password AS hashed_password, group_id, is_active,
                  deactivated_at IS NOT NULL AS "is_deactivated!", deleted_at IS NOT NULL AS "is_deleted!"
           FROM users
           WHERE id = $1 OR group_id = $2 AND is_active AND (SELECT group_id FROM users WHERE id = $1) = $2
           ORDER BY id FOR NO KEY UPDATE"#,
        user_id,
        admins
    )
    .fetch_all(tx)
    .await?;
    let Some(own) = rows.iter().position(|row| row.id == user_id) else {
        return Ok(None);
    };
    let own = rows.swap_remove(own);
    Ok(Some(Leaving {
        email: own.email,
        hashed_password: own.hashed_password,
        standing: Standing {
            group_id: own.group_id,
            is_active: own.is_active,
            is_deactivated: own.is_deactivated,
        },
        is_deleted: own.is_deleted,
        is_last_admin: own.group_id == admins && rows.is_empty(),
    }))
}

/// Takes address, password and role from a locked account. Comes last: it waits for everybody who refers to the
/// account in a transaction of their own, and they may wait for what this one holds.
pub async fn anonymise(tx: &mut PgConnection, user_id: i32) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE users SET email = $2, _hashed_password = '!', is_active = false, group_id = $3, deleted_at = now()
         WHERE id = $1",
        user_id,
        Email::of_deleted(user_id),
        Role::User.group_id()
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Deletes the cart with what is in it. Waits for who fills it or makes an order of it.
pub async fn delete_cart(tx: &mut PgConnection, user_id: i32) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM carts WHERE user_id = $1", user_id)
        .execute(tx)
        .await
        .map(drop)
}

/// Deletes the token of an activation link that was never followed.
pub async fn delete_activation_token(tx: &mut PgConnection, user_id: i32) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM activation_tokens WHERE user_id = $1", user_id)
        .execute(tx)
        .await
        .map(drop)
}

/// Deletes the requests for a reset of an address.
pub async fn delete_reset_requests(tx: &mut PgConnection, email: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM password_reset_requests WHERE email = $1",
        email
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Takes from the audit log the network addresses from which the account acted, of at most `limit` lines: an import has
/// one for each film. Returns of how many.
pub async fn strip_audit_log(db: &mut PgConnection, user_id: i32, limit: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "UPDATE audit_log SET address = NULL WHERE id IN (
             SELECT id FROM audit_log WHERE actor_id = $1 AND address IS NOT NULL LIMIT $2
         )",
        user_id,
        limit
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Takes from imports the network addresses from which the account uploaded them.
pub async fn strip_imports(db: &mut PgConnection, user_id: i32) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE imports SET address = NULL WHERE created_by = $1 AND address IS NOT NULL",
        user_id
    )
    .execute(db)
    .await
    .map(drop)
}

/// What bookkeeping reads of an event's object, or a person who looks into it. Nothing else of it stays.
const BOOKKEEPING: [&str; 19] = [
    "amount",
    "amount_captured",
    "amount_refunded",
    "amount_total",
    "charge",
    "created",
    "currency",
    "disputed",
    "expires_at",
    "id",
    "metadata",
    "mode",
    "object",
    "paid",
    "payment_intent",
    "payment_status",
    "reason",
    "refunded",
    "status",
];

/// Takes from Stripe's events about the account's payments what bookkeeping does not need. They can be acted on as
/// before.
pub async fn strip_stripe_events(db: &mut PgConnection, user_id: i32) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE stripe_events
         SET payload = jsonb_build_object(
             'id', payload -> 'id',
             'object', payload -> 'object',
             'type', payload -> 'type',
             'created', payload -> 'created',
             'data', jsonb_build_object('object', (
                 SELECT COALESCE(jsonb_object_agg(key, value), '{}')
                 FROM jsonb_each(payload #> '{data,object}')
                 WHERE key = ANY($2) AND (key = 'metadata' OR jsonb_typeof(value) NOT IN ('object', 'array'))
             ))
         )
         WHERE payload #>> '{data,object,metadata,checkout_id}' = ANY(ARRAY(
             SELECT checkout_sessions.id::text
             FROM checkout_sessions JOIN orders ON orders.id = checkout_sessions.order_id
             WHERE orders.user_id = $1
         )) OR payload #>> '{data,object,payment_intent}' = ANY(ARRAY(
             SELECT external_payment_id FROM payments WHERE user_id = $1
         ))",
        user_id,
        &BOOKKEEPING.map(str::to_owned)
    )
    .execute(db)
    .await
    .map(drop)
}

/// The deleted account whose payment an event is about, if it is about one.
pub async fn deleted_payer(db: &mut PgConnection, event_id: &str) -> sqlx::Result<Option<i32>> {
    sqlx::query_scalar!(
        "WITH event AS (
             SELECT payload #>> '{data,object,metadata,checkout_id}' AS checkout,
                    payload #>> '{data,object,payment_intent}' AS payment
             FROM stripe_events WHERE id = $1
         ), payer AS (
             SELECT orders.user_id
             FROM event
             -- Others may write there what they like.
             JOIN checkout_sessions ON checkout_sessions.id =
                 CASE WHEN checkout ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN checkout::uuid END
             JOIN orders ON orders.id = checkout_sessions.order_id
             UNION
             SELECT payments.user_id FROM event JOIN payments ON external_payment_id = payment
         )
         SELECT users.id FROM payer JOIN users ON users.id = payer.user_id
         WHERE users.deleted_at IS NOT NULL",
        event_id
    )
    .fetch_optional(db)
    .await
}
