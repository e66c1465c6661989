//! Every SQL statement of the shop, by aggregate: free functions on a connection, one statement each.
//! Who calls them opens and commits the transaction. Requests that read with one statement have connections of their own
//! in [`reads`]. Those for a page of films take one when their statement is written ([`movies::page`]), and those for one
//! film share statements through [`movies::FilmLoader`].

use std::time::Duration;

use settings::Database;
use sqlx::{
    Connection as _, PgPool,
    error::DatabaseError,
    postgres::{PgConnectOptions, PgPoolOptions},
};

pub mod account_exports;
pub mod activation_tokens;
pub mod audit;
pub mod avatars;
pub mod carts;
pub mod catalogue;
pub mod checkout_sessions;
pub mod clean_up;
pub mod dead_letters;
pub mod erasure;
pub mod films;
pub mod idempotency_keys;
pub mod imports;
pub mod migrations;
pub mod movies;
pub mod names;
pub mod orders;
pub mod pages;
pub mod password_resets;
pub mod payments;
pub mod profiles;
pub mod purchases;
pub mod reads;
pub mod reconciled;
pub mod refresh_tokens;
pub mod schedules;
pub mod sessions;
pub mod stripe_events;
pub mod users;

/// How long an idle connection is taken to be alive.
const TRUSTED_IDLE: Duration = Duration::from_secs(1);

/// A pool that connects when it is first used, so that start-up doesn't depend on the database.
pub fn pool(config: &Database) -> sqlx::Result<PgPool> {
    let options = connect_options(config)?;
    Ok(PgPoolOptions::new()
        .max_connections(config.max_connections)
        .acquire_timeout(config.acquire_timeout)
        // A ping before each use would double the round trips. A connection that was idle for a while
        // is worth one: it may not have survived a restart of the database.
        .test_before_acquire(false)
        .before_acquire(|connection, state| {
            Box::pin(
                async move { Ok(state.idle_for < TRUSTED_IDLE || connection.ping().await.is_ok()) },
            )
        })
        .connect_lazy_with(options))
}

fn connect_options(config: &Database) -> sqlx::Result<PgConnectOptions> {
    let statement_timeout = config.statement_timeout.as_millis().to_string();
    let options: PgConnectOptions = config.url.expose().parse()?;
    Ok(options.application_name("cinema").options([
        ("statement_timeout", statement_timeout.as_str()),
        // Compiling a statement takes longer than any of ours runs.
        ("jit", "off"),
        // Requests run side by side already. Starting workers for one of them takes longer than reading a page.
        ("max_parallel_workers_per_gather", "0"),
    ]))
}

/// The constraint that a statement violated, by which callers tell one conflict from another.
#[must_use]
pub fn violated_constraint(error: &sqlx::Error) -> Option<&str> {
    error
        .as_database_error()
        .and_then(|error| error.constraint())
}

/// Whether nobody could be asked: whatever the statement was, it would have failed.
#[must_use]
pub fn is_away(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::Tls(_) => true,
        // 57P: the server shuts down or starts up. 08: connection exceptions.
        error => has_code(error, &["57P", "08"]),
    }
}

/// Whether the database could not be asked, or not now, as opposed to refusing what it was asked.
#[must_use]
pub fn is_unavailable(error: &sqlx::Error) -> bool {
    // 53: the server lacks connections, memory or disk. 57014: the statement timeout. 40: the transaction lost against
    // another one and may be tried again.
    is_away(error) || has_code(error, &["53", "57014", "40"])
}

/// Whether a text holds U+0000, also as an escape in JSON. PostgreSQL keeps none.
#[must_use]
pub fn is_unstorable_text(error: &sqlx::Error) -> bool {
    // 22P05 says that of JSON, 22021 of any text.
    has_code(error, &["22P05", "22021"])
}

/// Whether the database gave an error a code that begins so.
fn has_code(error: &sqlx::Error, beginnings: &[&str]) -> bool {
    let code = error.as_database_error().and_then(DatabaseError::code);
    code.is_some_and(|code| {
        beginnings
            .iter()
            .any(|beginning| code.starts_with(beginning))
    })
}
