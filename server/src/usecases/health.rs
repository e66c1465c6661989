//! Which dependencies answer.

use std::time::Duration;

use sqlx::Connection as _;

use crate::App;

/// Longest wait for PostgreSQL. Probes have deadlines of their own, usually a second or more.
const TIMEOUT: Duration = Duration::from_millis(800);

/// What answers.
pub(crate) struct Health {
    pub(crate) postgres: bool,
    pub(crate) redis: bool,
    pub(crate) rabbitmq: bool,
}

/// Asks PostgreSQL, over a connection that requests don't take: a server with more requests than connections is busy,
/// and as ready as the others. Were it to say otherwise, the others would get its requests and say the same. A connection
/// that does not answer in time is closed: the next question is asked over another. Redis and RabbitMQ are known from
/// the tasks that talk to them all the time.
pub(crate) async fn check(app: &App) -> Health {
    let ping = async {
        let mut db = app.probe.acquire().await?;
        db.ping().await?;
        db.release();
        Ok::<_, sqlx::Error>(())
    };
    Health {
        postgres: matches!(tokio::time::timeout(TIMEOUT, ping).await, Ok(Ok(()))),
        redis: app.cache.answers(),
        rabbitmq: app.relay.is_connected(),
    }
}
