//! The schema of this release, and how a database gets it.

use std::{sync::LazyLock, time::Duration};

use settings::Database;
use sqlx::{
    Connection as _, PgConnection,
    migrate::{MigrateError, Migrator},
};

use crate::connect_options;

/// The schema, built into the binary. A database that knows more than this release is left as it is: whoever goes back
/// to an older release keeps the newer schema.
pub static MIGRATOR: LazyLock<Migrator> = LazyLock::new(|| {
    let mut migrator = sqlx::migrate!("../../migrations");
    migrator.set_ignore_missing(true);
    migrator
});

/// How long a migration waits for a lock. Whoever asks for a table that a migration waits for waits behind it: people
/// would, for as long as a transaction that was there before is open, such as that of a backup.
const LOCK_TIMEOUT: &str = "500ms";
/// How often it tries, and the pause in which those have their turn who waited.
const ATTEMPTS: u32 = 20;
const PAUSE: Duration = Duration::from_secs(3);
/// PostgreSQL's `lock_not_available`.
const LOCK_NOT_AVAILABLE: &str = "55P03";

/// Brings the schema to this release, or back to the version `down_to`. Statements may take as long as they need:
/// the limit of the settings is for requests.
pub async fn migrate(config: &Database, down_to: Option<i64>) -> Result<(), MigrateError> {
    let mut attempt = 1;
    loop {
        match attempt_to_migrate(config, down_to).await {
            Err(error) if attempt < ATTEMPTS && lacks_a_lock(&error) => {
                attempt += 1;
                tokio::time::sleep(PAUSE).await;
            }
            outcome => return outcome,
        }
    }
}

/// A connection of its own: what a failed migration has locked is free when the connection is closed.
async fn attempt_to_migrate(config: &Database, down_to: Option<i64>) -> Result<(), MigrateError> {
    let options = connect_options(config)?
        .options([("statement_timeout", "0"), ("lock_timeout", LOCK_TIMEOUT)]);
    let mut db = PgConnection::connect_with(&options).await?;
    let outcome = match down_to {
        None => MIGRATOR.run(&mut db).await,
        Some(version) => MIGRATOR.undo(&mut db, version).await,
    };
    // The outcome is what counts.
    let _ = db.close().await;
    outcome
}

fn lacks_a_lock(error: &MigrateError) -> bool {
    let (MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) = error else {
        return false;
    };
    error
        .as_database_error()
        .is_some_and(|error| error.code().as_deref() == Some(LOCK_NOT_AVAILABLE))
}
