//! A database per test: a copy of a template that is migrated once per run.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _, PgConnection, PgPool, postgres::PgPoolOptions,
};
use tokio::sync::OnceCell;
use url::Url;
use uuid::Uuid;

use super::{environment::DATABASE, runtime::RUNTIME};

/// Databases of all runs start with this.
const PREFIX: &str = "cinema_suite_";

/// This run, once its template is there. The connection holds the lock by which other runs know that this one is
/// alive.
static RUN: OnceCell<Run> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

struct Run {
    id: i32,
    _alive: PgConnection,
}

/// Creates a database, with the schema or empty, and returns its name.
pub(super) async fn create(migrated: bool) -> String {
    let created = RUNTIME.spawn(async move {
        let run = RUN.get_or_init(Run::begin).await;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("{PREFIX}{}_{number}", run.id);
        let source = if migrated {
            template(run.id)
        } else {
            "template0".to_owned()
        };
        copy(&source, &name).await;
        name
    });
    created.await.expect("the database is created")
}

/// Drops a database, whoever is still connected.
pub(super) async fn drop_database(name: &str) {
    execute(
        &mut admin().await,
        format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
    )
    .await;
}

/// The URL of a database of this run.
pub(super) fn url(name: &str) -> Url {
    let mut url = DATABASE.clone();
    url.set_path(name);
    url
}

/// A test's own way into its database.
pub(super) fn pool(name: &str) -> PgPool {
    PgPoolOptions::new()
        .max_connections(4)
        .connect_lazy(url(name).as_str())
        .expect("a database URL")
}

impl Run {
    async fn begin() -> Self {
        let mut db = admin().await;
        drop_leftovers(&mut db).await;
        let id = Uuid::new_v4().as_fields().0.cast_signed() & i32::MAX;
        assert!(lock(&mut db, id).await, "nobody else has this id");

        let template = template(id);
        copy("template0", &template).await;
        let migrated = pool(&template);
        store::migrations::MIGRATOR
            .run(&migrated)
            .await
            .expect("the migrations succeed");
        // A database to which somebody is connected cannot be copied.
        migrated.close().await;
        Self { id, _alive: db }
    }
}

/// Databases of runs that are dead: nobody holds their lock.
async fn drop_leftovers(db: &mut PgConnection) {
    let names: Vec<String> =
        sqlx::query_scalar("SELECT datname FROM pg_database WHERE starts_with(datname, $1)")
            .bind(PREFIX)
            .fetch_all(&mut *db)
            .await
            .expect("the list of databases");
    for name in names {
        let id = name[PREFIX.len()..]
            .split('_')
            .next()
            .and_then(|id| id.parse().ok());
        let Some(id) = id else { continue };
        if lock(db, id).await {
            execute(db, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            sqlx::query("SELECT pg_advisory_unlock(hashtext($1), $2)")
                .bind(PREFIX)
                .bind(id)
                .execute(&mut *db)
                .await
                .expect("unlocked");
        }
    }
}

async fn lock(db: &mut PgConnection, run: i32) -> bool {
    sqlx::query_scalar("SELECT pg_try_advisory_lock(hashtext($1), $2)")
        .bind(PREFIX)
        .bind(run)
        .fetch_one(db)
        .await
        .expect("an answer about the lock")
}

async fn copy(from: &str, to: &str) {
    execute(
        &mut admin().await,
        format!("CREATE DATABASE {to} TEMPLATE {from} STRATEGY file_copy"),
    )
    .await;
}

async fn execute(db: &mut PgConnection, statement: String) {
    db.execute(AssertSqlSafe(statement))
        .await
        .expect("a statement that a superuser may execute");
}

async fn admin() -> PgConnection {
    PgConnection::connect(DATABASE.as_str())
        .await
        .expect("CINEMA_TEST_DATABASE_URL answers")
}

fn template(run: i32) -> String {
    format!("{PREFIX}{run}_template")
}
