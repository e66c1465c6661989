//! The version of the catalogue, which every change to it moves on.

use sqlx::{PgConnection, PgPool, postgres::PgListener};

/// Channel on which PostgreSQL announces new versions.
const CHANNEL: &str = "catalogue";

/// Begins a change, before anything is read or locked: whoever changes the catalogue takes turns. Returns
/// the version that the change makes.
pub async fn begin_change(tx: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"SELECT begin_catalogue_change() AS "version!""#)
        .fetch_one(tx)
        .await
}

/// A connection that hears of new versions.
pub struct Watch(PgListener);

impl Watch {
    /// Opens the connection. Changes that commit from now on are heard of.
    pub async fn open(db: &PgPool) -> sqlx::Result<Self> {
        let mut listener = PgListener::connect_with(db).await?;
        listener.eager_reconnect(false);
        listener.ignore_pool_close_event(true);
        listener.listen(CHANNEL).await?;
        Ok(Self(listener))
    }

    /// The version now.
    pub async fn version(&mut self) -> sqlx::Result<i64> {
        sqlx::query_scalar!("SELECT version FROM catalogue")
            .fetch_one(&mut self.0)
            .await
    }

    /// Waits for the next version. Nothing means that the connection is lost. May be cancelled.
    pub async fn changed(&mut self) -> sqlx::Result<Option<i64>> {
        let notification = self.0.try_recv().await?;
        Ok(notification.and_then(|notification| notification.payload().parse().ok()))
    }
}
