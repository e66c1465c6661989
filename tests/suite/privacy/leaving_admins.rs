//! Admins who delete their accounts, and what those who stay see of the others.

use domain::Role;
use futures_util::future::join;
use serde_json::{Value, json};

use super::{delete_account, is_deleted};
use crate::support::{Answer, Cinema, Client};

#[track_caller]
fn is_last(answer: &Answer) {
    let detail = "The only admin cannot be deleted. Make somebody else an admin first.";
    answer.refuses(409, "last-admin", "Last admin", detail);
}

async fn second_admin(cinema: &Cinema, first: &Client) -> Client {
    let tokens = cinema.signed_in_member("berta@example.com").await;
    let body = json!({ "email": "berta@example.com", "group_id": 1 });
    let changed = first.post("/admin/accounts/change-group/", body).await;
    changed.says("User group successfully changed to 1.");
    cinema.client().bearer(&tokens.access)
}

#[tokio::test]
async fn the_only_admin_stays_until_there_is_another() {
    let cinema = Cinema::without_worker().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    is_last(&delete_account(&admin).await);
    let second = second_admin(&cinema, &admin).await;
    is_deleted(&delete_account(&admin).await);
    is_last(&delete_account(&second).await);
    assert_eq!(second.get("/admin/users/").await.status, 200);
}

#[tokio::test]
async fn of_two_admins_who_leave_at_once_one_stays() {
    let cinema = Cinema::without_worker().await;
    let first = cinema.signed_in_as(Role::Admin).await;
    let second = second_admin(&cinema, &first).await;
    let (one, other) = join(delete_account(&first), delete_account(&second)).await;
    let statuses = [one.status.min(other.status), one.status.max(other.status)];
    assert_eq!(statuses, [200, 409], "{} {}", one.text, other.text);
    let admins = "SELECT count(*) FROM users WHERE group_id = 1 AND is_active";
    assert_eq!(cinema.count(admins).await, 1);
}

#[tokio::test]
async fn admins_see_that_somebody_was_there_and_cannot_bring_them_back() {
    let cinema = Cinema::without_worker().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    let id = cinema.member("anna@example.com").await;
    let tokens = cinema.sign_in("anna@example.com").await;
    is_deleted(&delete_account(&cinema.client().bearer(&tokens.access)).await);

    let users = admin.get("/admin/users/?is_active=false").await.json();
    let address = format!("deleted-{id}@deleted.invalid");
    let shown = &users["users"][0];
    assert_eq!(
        (&shown["id"], &shown["email"], &shown["is_active"]),
        (&json!(id), &json!(address), &json!(false))
    );
    assert!(shown["deleted_at"].is_string(), "{shown}");

    let change = &admin
        .get("/admin/audit/?action=delete-account")
        .await
        .json()["changes"][0];
    assert_eq!(change["actor_id"], id);
    assert_eq!(change["entity_id"], id.to_string());
    assert_eq!(
        (&change["address"], &change["after"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(change["before"]["is_active"], true);

    let body = json!({ "email": "anna@example.com" });
    let activated = admin.post("/admin/accounts/activate/", body).await;
    let detail = "User with given email anna@example.com not found.";
    activated.refuses(404, "unknown-email", "Unknown email", detail);
    let activated = admin
        .post("/admin/accounts/activate/", json!({ "email": address }))
        .await;
    activated.names_fields(&[("email", "format")]);
    let cart = admin.get(&format!("/admin/carts/{id}/")).await;
    let detail = "User with given ID was not found.";
    cart.refuses(404, "user-not-found", "User not found", detail);
}
