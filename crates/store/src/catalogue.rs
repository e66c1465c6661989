//! Changes of the catalogue as a whole.

use sqlx::PgConnection;

/// Begins a change of the catalogue: whoever changes it calls this first, and waits here for its turn. Returns
/// the version that the catalogue has once the transaction commits.
pub async fn begin_change(tx: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"SELECT begin_catalogue_change() AS "version!""#)
        .fetch_one(tx)
        .await
}
