//! Carts.

use sqlx::PgConnection;

/// Gives an account its empty cart.
pub async fn insert(tx: &mut PgConnection, user_id: i32) -> sqlx::Result<()> {
    sqlx::query!("INSERT INTO carts (user_id) VALUES ($1)", user_id)
        .execute(tx)
        .await
        .map(drop)
}
