//! Files with all that is known about the owner of an account. An account has one at a time.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// A file that is being made, or can be downloaded.
#[derive(Debug)]
pub struct Export {
    /// Its id.
    pub id: Uuid,
    /// Whether it can be downloaded.
    pub is_made: bool,
    /// Until when. One that is not made by then can be asked for again.
    pub expires_at: DateTime<Utc>,
}

/// The account's file, unless it has expired. One that was not made within 15 minutes will not be: its job was given up,
/// or the account was not active then.
pub async fn find(db: &mut PgConnection, user_id: i32) -> sqlx::Result<Option<Export>> {
    sqlx::query_as!(
        Export,
        r#"SELECT id, content IS NOT NULL AS "is_made!", expires_at
           FROM account_exports
           WHERE user_id = $1 AND expires_at > now()
               AND (content IS NOT NULL OR expires_at > now() + interval '23 hours 45 minutes')"#,
        user_id
    )
    .fetch_optional(db)
    .await
}

/// Makes room for a file that is to be made. False if the account has one already, as [`find`] sees it.
pub async fn insert(
    tx: &mut PgConnection,
    id: Uuid,
    user_id: i32,
    token_hash: &str,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO account_exports (id, user_id, token, expires_at) VALUES ($1, $2, $3, now() + interval '24 hours')
         ON CONFLICT (user_id) DO UPDATE
         SET id = EXCLUDED.id, token = EXCLUDED.token, content = NULL, expires_at = EXCLUDED.expires_at
         WHERE account_exports.expires_at <= now()
             OR (account_exports.content IS NULL
                 AND account_exports.expires_at <= now() + interval '23 hours 45 minutes')",
        id,
        user_id,
        token_hash
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes a file, out of what is known at this moment. It can be downloaded for 24 hours. Returns whose it is, or nothing
/// if nobody waits for it any more.
///
/// Whom else the rows name, such as the admin who changed the account, is not the owner's data and left out. The picture
/// is at `avatars`, a URL, followed by its name and a slash.
pub async fn fill(tx: &mut PgConnection, id: Uuid, avatars: &str) -> sqlx::Result<Option<i32>> {
    sqlx::query_scalar!(
        "UPDATE account_exports
         SET expires_at = now() + interval '24 hours', content = json_build_object(
             'made_at', now(),
             'account', json_build_object(
                 'id', users.id, 'email', users.email, 'role', lower(user_groups.name::text),
                 'is_active', users.is_active, 'created_at', users.created_at, 'updated_at', users.updated_at
             ),
             'profile', (
                 SELECT row_to_json(profile) FROM (
                     SELECT first_name, last_name, $2 || avatar || '/' AS avatar, lower(gender::text) AS gender, date_of_birth, info
                     FROM (SELECT) AS there LEFT JOIN user_profiles ON user_id = users.id
                 ) AS profile
             ),
             'sessions', (
                 SELECT COALESCE(json_agg(row_to_json(session)), '[]') FROM (
                     SELECT id, device, host(address) AS address, created_at, last_used_at, expires_at
                     FROM sessions WHERE user_id = users.id ORDER BY last_used_at DESC, id DESC
                 ) AS session
             ),
             'cart', (
                 SELECT COALESCE(json_agg(row_to_json(item)), '[]') FROM (
                     SELECT movies.uuid AS movie_uuid, movies.name AS movie_name, added_at
                     FROM carts
                     JOIN cart_items ON cart_id = carts.id
                     JOIN movies ON movies.id = movie_id
                     WHERE user_id = users.id ORDER BY cart_items.id
                 ) AS item
             ),
             'orders', (
                 SELECT COALESCE(json_agg(row_to_json(made)), '[]') FROM (
                     SELECT id, lower(status::text) AS status, total_amount::text AS total_amount, created_at, (
                                SELECT COALESCE(json_agg(row_to_json(film)), '[]') FROM (
                                    SELECT movies.uuid, movies.name, order_items.price::text AS price
                                    FROM order_items JOIN movies ON movies.id = movie_id
                                    WHERE order_id = orders.id ORDER BY movies.name, movies.uuid
                                ) AS film
                            ) AS movies
                     FROM orders WHERE user_id = users.id ORDER BY created_at DESC, id DESC
                 ) AS made
             ),
             'payments', (
                 SELECT COALESCE(json_agg(row_to_json(payment)), '[]') FROM (
                     SELECT id, order_id, created_at, amount::text AS amount, lower(status::text) AS status,
                            external_payment_id
                     FROM payments WHERE user_id = users.id ORDER BY created_at DESC, id DESC
                 ) AS payment
             ),
             'purchases', (
                 SELECT COALESCE(json_agg(row_to_json(owned)), '[]') FROM (
                     SELECT movies.uuid AS movie_uuid, movies.name, purchased_at
                     FROM purchases JOIN movies ON movies.id = movie_id
                     WHERE user_id = users.id ORDER BY purchased_at DESC, purchases.id DESC
                 ) AS owned
             ),
             'imports', (
                 SELECT COALESCE(json_agg(row_to_json(import)), '[]') FROM (
                     SELECT id, lower(status::text) AS status, host(address) AS address, request_id, created_at,
                            finished_at
                     FROM imports WHERE created_by = users.id ORDER BY created_at DESC, id DESC
                 ) AS import
             ),
             'changes_made', (
                 SELECT COALESCE(json_agg(row_to_json(change)), '[]') FROM (
                     SELECT at, action, entity, entity_id, host(address) AS address, request_id
                     FROM audit_log WHERE actor_id = users.id AND action <> 'import-movie' ORDER BY at DESC, id DESC
                 ) AS change
             ),
             'changes_of_account', (
                 SELECT COALESCE(json_agg(row_to_json(change)), '[]') FROM (
                     SELECT at, action, before, after
                     FROM audit_log WHERE entity IN ('user', 'profile') AND entity_id = users.id::text ORDER BY at DESC, id DESC
                 ) AS change
             ),
             'stripe_events', (
                 SELECT COALESCE(json_agg(row_to_json(event)), '[]') FROM (
                     SELECT id, type, created_at, received_at, payload
                     FROM stripe_events
                     WHERE payload #>> '{data,object,metadata,checkout_id}' = ANY(ARRAY(
                         SELECT checkout_sessions.id::text
                         FROM checkout_sessions JOIN orders ON orders.id = checkout_sessions.order_id
                         WHERE orders.user_id = users.id
                     )) OR payload #>> '{data,object,payment_intent}' = ANY(ARRAY(
                         SELECT external_payment_id FROM payments WHERE user_id = users.id
                     ))
                     ORDER BY received_at DESC, id DESC
                 ) AS event
             )
         )
         FROM users JOIN user_groups ON user_groups.id = users.group_id
         WHERE account_exports.id = $1 AND account_exports.content IS NULL
             AND users.id = account_exports.user_id AND users.is_active
         RETURNING users.id",
        id,
        avatars
    )
    .fetch_optional(tx)
    .await
}

/// The file behind a link, as JSON. Nothing if the link is wrong or has expired, or the account is not active.
pub async fn content(db: &mut PgConnection, token_hash: &str) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        r#"SELECT content::text AS "content!"
           FROM account_exports JOIN users ON users.id = user_id
           WHERE token = $1 AND content IS NOT NULL AND expires_at > now() AND users.is_active"#,
        token_hash
    )
    .fetch_optional(db)
    .await
}
