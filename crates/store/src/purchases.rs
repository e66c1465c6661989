//! What people own.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use crate::pages::Page;

/// A film that somebody owns.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Purchase {
    /// The film's public id.
    pub movie_uuid: Uuid,
    /// Its title.
    pub name: String,
    /// When it was bought.
    pub purchased_at: DateTime<Utc>,
}

/// A page of what a user owns, the newest first.
pub async fn page(
    db: &mut PgConnection,
    user_id: i32,
    size: i64,
    offset: i64,
) -> sqlx::Result<Page<Purchase>> {
    let row = sqlx::query!(
        r#"SELECT (SELECT count(*) FROM purchases WHERE user_id = $1) AS "total!",
                  COALESCE(json_agg(row_to_json(owned)), '[]') AS "items!: Json<Vec<Purchase>>"
           FROM (
               SELECT movies.uuid AS movie_uuid, movies.name, purchases.purchased_at
               FROM purchases JOIN movies ON movies.id = purchases.movie_id
               WHERE purchases.user_id = $1
               ORDER BY purchases.purchased_at DESC, purchases.id DESC LIMIT $2 OFFSET $3
           ) AS owned"#,
        user_id,
        size,
        offset
    )
    .fetch_one(db)
    .await?;
    Ok(Page {
        items: row.items.0,
        total: row.total,
    })
}

/// A film, if the user owns it.
pub async fn find(
    db: &mut PgConnection,
    user_id: i32,
    movie: Uuid,
) -> sqlx::Result<Option<Purchase>> {
    sqlx::query_as!(
        Purchase,
        "SELECT movies.uuid AS movie_uuid, movies.name, purchases.purchased_at
         FROM purchases JOIN movies ON movies.id = purchases.movie_id
         WHERE purchases.user_id = $1 AND movies.uuid = $2",
        user_id,
        movie
    )
    .fetch_optional(db)
    .await
}

/// Whether a user owns one of an order's films.
pub async fn owns_any(db: &mut PgConnection, user_id: i32, order_id: i32) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (
               SELECT FROM purchases JOIN order_items USING (movie_id)
               WHERE purchases.user_id = $1 AND order_items.order_id = $2
           ) AS "owns!""#,
        user_id,
        order_id
    )
    .fetch_one(db)
    .await
}

/// Gives a user the films of an order.
pub async fn insert_films(tx: &mut PgConnection, user_id: i32, order_id: i32) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO purchases (user_id, movie_id) SELECT $1, movie_id FROM order_items WHERE order_id = $2",
        user_id,
        order_id
    )
    .execute(tx)
    .await
    .map(drop)
}

/// Takes the films of an order from a user.
pub async fn delete_films(tx: &mut PgConnection, user_id: i32, order_id: i32) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM purchases
         WHERE user_id = $1 AND movie_id IN (SELECT movie_id FROM order_items WHERE order_id = $2)",
        user_id,
        order_id
    )
    .execute(tx)
    .await
    .map(drop)
}
