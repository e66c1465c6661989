//! Connections for requests that read with one statement.
//!
//! The pool for transactions asks PostgreSQL one more time before it takes a connection back, in case a
//! transaction was left open on it. A read leaves nothing open, and the question would double its round trips.

use std::ops::{Deref, DerefMut};

use deadpool::{
    Runtime,
    managed::{Manager, Metrics, Object, Pool, PoolError, QueueMode, RecycleResult},
};
use settings::Database;
use sqlx::{Connection as _, PgConnection, postgres::PgConnectOptions};

use crate::{TRUSTED_IDLE, connect_options};

/// A pool that connects when it is first used.
#[derive(Clone)]
pub struct Reads(Pool<Opener>);

/// A connection that is given back by [`Reading::release`] after its statement has ended. Otherwise it is closed,
/// so that nobody waits for what the statement of a request that was given up still brings.
pub struct Reading(Option<Object<Opener>>);

struct Opener(PgConnectOptions);

impl Reads {
    /// A pool of at most `connections`, beside those of the pool for transactions.
    pub fn new(config: &Database, connections: usize) -> sqlx::Result<Self> {
        let pool = Pool::builder(Opener(connect_options(config)?))
            .max_size(connections)
            .wait_timeout(Some(config.acquire_timeout))
            .create_timeout(Some(config.acquire_timeout))
            .recycle_timeout(Some(config.acquire_timeout))
            // The connection that was used last is the one that needs no ping.
            .queue_mode(QueueMode::Lifo)
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| sqlx::Error::Configuration(error.into()))?;
        Ok(Self(pool))
    }

    /// A connection, once one is free.
    pub async fn acquire(&self) -> sqlx::Result<Reading> {
        let object = self.0.get().await.map_err(|error| match error {
            PoolError::Backend(error) => error,
            PoolError::Timeout(_) => sqlx::Error::PoolTimedOut,
            // There are no hooks, and there is a runtime.
            PoolError::Closed | PoolError::PostCreateHook(_) | PoolError::NoRuntimeSpecified => {
                sqlx::Error::PoolClosed
            }
        })?;
        Ok(Reading(Some(object)))
    }

    /// Closes all connections that are not in use, and those in use once they are given back.
    pub fn close(&self) {
        self.0.close();
    }
}

impl Reading {
    /// Gives the connection back.
    pub fn release(mut self) {
        drop(self.0.take());
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        if let Some(object) = self.0.take() {
            drop(Object::take(object));
        }
    }
}

impl Deref for Reading {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        self.0.as_ref().expect("only release and drop take it")
    }
}

impl DerefMut for Reading {
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.0.as_mut().expect("only release and drop take it")
    }
}

impl Manager for Opener {
    type Type = PgConnection;
    type Error = sqlx::Error;

    async fn create(&self) -> sqlx::Result<PgConnection> {
        // Boxed, because it is large and seldom needed: every read would carry it along.
        Box::pin(PgConnection::connect_with(&self.0)).await
    }

    async fn recycle(
        &self,
        connection: &mut PgConnection,
        metrics: &Metrics,
    ) -> RecycleResult<sqlx::Error> {
        if metrics.last_used() >= TRUSTED_IDLE {
            // Boxed as well.
            Box::pin(connection.ping()).await?;
        }
        Ok(())
    }
}
