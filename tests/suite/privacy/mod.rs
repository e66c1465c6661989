//! What is known about somebody: downloaded, and forgotten.

mod deletion;
mod erasure;
mod export;
mod leaving_admins;

use serde_json::json;
use sqlx::AssertSqlSafe;

use crate::support::{Answer, Cinema, Client, PASSWORD};

/// Where an account is deleted.
const ME: &str = "/accounts/me/";
/// Where a file with all data is asked for.
const EXPORT: &str = "/accounts/me/export/";

/// Deletes the caller's account.
pub(crate) async fn delete_account(caller: &Client) -> Answer {
    delete_with(caller, PASSWORD).await
}

async fn delete_with(caller: &Client, password: &str) -> Answer {
    let body = json!({ "password": password });
    caller.call_with("DELETE", ME, body).await
}

#[track_caller]
pub(crate) fn is_deleted(answer: &Answer) {
    answer.says("Your account has been deleted.");
}

/// The token is of an account that is not there any more.
#[track_caller]
fn is_nobody(answer: &Answer) {
    answer.refuses(401, "unknown-user", "Unknown user", "User not found.");
}

#[track_caller]
fn is_wrong(answer: &Answer) {
    answer.refuses(
        401,
        "invalid-credentials",
        "Invalid credentials",
        "Invalid email or password.",
    );
}

/// Every row of every table, as text. What a thief of the database would have.
pub(crate) async fn everything(cinema: &Cinema) -> String {
    let tables: Vec<String> =
        sqlx::query_scalar("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
            .fetch_all(&cinema.db)
            .await
            .expect("the names of tables");
    assert!(tables.len() > 20, "{tables:?}");
    let mut all = String::new();
    for table in tables {
        let rows =
            format!("SELECT COALESCE(string_agg(row::text, E'\\n'), '') FROM {table} AS row");
        let rows: String = sqlx::query_scalar(AssertSqlSafe(rows))
            .fetch_one(&cinema.db)
            .await
            .expect("rows as text");
        all.push_str(&rows);
    }
    all
}
