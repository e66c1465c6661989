//! What admins look at and change.

mod accounts;
mod audit;
mod carts;
mod dead_jobs;
mod instances;
mod orders;
mod payments;
mod users;

use domain::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Cinema, Client};

/// One server, and an admin who is signed in.
async fn with_admin() -> (Cinema, Client) {
    let cinema = Cinema::without_worker().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    (cinema, admin)
}

async fn activate(admin: &Client, email: &str) -> Answer {
    let body = json!({ "email": email });
    admin.post("/admin/accounts/activate/", body).await
}

async fn deactivate(admin: &Client, email: &str) -> Answer {
    let body = json!({ "email": email });
    admin.post("/admin/accounts/deactivate/", body).await
}

async fn change_group(admin: &Client, email: &str, group_id: i64) -> Answer {
    let body = json!({ "email": email, "group_id": group_id });
    admin.post("/admin/accounts/change-group/", body).await
}

/// A page that has to be there.
async fn page(admin: &Client, path: &str) -> Value {
    let answer = admin.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    answer.json()
}

/// A member of each item of a list that fits on its first page.
async fn column(admin: &Client, path: &str, list: &str, member: &str) -> Vec<Value> {
    let page = page(admin, path).await;
    let items = page[list].as_array().expect("a list");
    assert_eq!(page["total_items"], items.len(), "{path}");
    items.iter().map(|item| item[member].clone()).collect()
}

#[track_caller]
fn is_unknown_user(answer: &Answer) {
    answer.refuses(
        404,
        "user-not-found",
        "User not found",
        "User with given ID was not found.",
    );
}

#[track_caller]
fn is_no_date(answer: &Answer) {
    answer.refuses(
        400,
        "invalid-date",
        "Invalid date",
        "Invalid date format. Use YYYY-MM-DD",
    );
}
