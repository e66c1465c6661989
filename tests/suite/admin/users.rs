//! `GET /admin/users/`

use serde_json::{Value, json};

use super::{column, deactivate, page, with_admin};
use crate::support::{Cinema, Client, PUBLIC_URL};

/// One server with an admin, a moderator, a member, somebody who never activated the account, and somebody who was
/// deactivated; in this order.
async fn with_people() -> (Cinema, Client) {
    let (cinema, admin) = with_admin().await;
    for name in ["mona", "anna", "berta", "clara"] {
        cinema.register(&format!("{name}@example.com")).await;
    }
    for (statement, email) in [
        (
            "UPDATE users SET is_active = true, group_id = 3 WHERE email = $1",
            "mona@example.com",
        ),
        (
            "UPDATE users SET is_active = true WHERE email = $1",
            "anna@example.com",
        ),
    ] {
        assert_eq!(cinema.execute(statement, email).await, 1);
    }
    assert_eq!(deactivate(&admin, "clara@example.com").await.status, 200);
    (cinema, admin)
}

async fn emails(admin: &Client, query: &str) -> Vec<Value> {
    let path = format!("/admin/users/{query}");
    let emails = column(admin, &path, "users", "email").await;
    let name = |email: &Value| {
        email
            .as_str()
            .and_then(|email| email.split('@').next().map(Into::into))
    };
    emails.iter().filter_map(name).collect()
}

#[tokio::test]
async fn accounts_are_listed_the_newest_first() {
    let (_cinema, admin) = with_people().await;
    let first = page(&admin, "/admin/users/?per_page=2").await;
    let [clara, berta] = &first["users"].as_array().expect("a list")[..] else {
        panic!("{first}")
    };
    let expected = |user: &Value, email: &str, deactivated_at: &Value| {
        json!({
            "id": user["id"],
            "email": email,
            "group_id": 2,
            "is_active": false,
            "created_at": user["created_at"],
            "updated_at": user["updated_at"],
            "deactivated_at": deactivated_at,
            "deleted_at": null,
        })
    };
    assert_eq!(
        *clara,
        expected(clara, "clara@example.com", &clara["deactivated_at"])
    );
    assert!(clara["deactivated_at"].is_string(), "{clara}");
    assert_eq!(*berta, expected(berta, "berta@example.com", &Value::Null));
    let link = |page| format!("{PUBLIC_URL}/admin/users/?per_page=2&page={page}");
    assert_eq!(first["next_page"], link(2));
    let last = page(&admin, &link(3)).await;
    assert_eq!(last["users"][0]["email"], "admin@example.com");
    assert_eq!(
        (
            &last["prev_page"],
            &last["next_page"],
            &last["total_pages"],
            &last["total_items"]
        ),
        (&json!(link(2)), &Value::Null, &json!(3), &json!(5))
    );
}

#[tokio::test]
async fn accounts_are_found_by_address_group_and_state() {
    let (_cinema, admin) = with_people().await;
    for (query, expected) in [
        ("", vec!["clara", "berta", "anna", "mona", "admin"]),
        ("?email=Anna@Example.com", vec!["anna"]),
        ("?email=nobody@example.com", vec![]),
        ("?group_id=1", vec!["admin"]),
        ("?group_id=3", vec!["mona"]),
        ("?group_id=2&is_active=true", vec!["anna"]),
        ("?is_active=false", vec!["clara", "berta"]),
        ("?is_active=true", vec!["anna", "mona", "admin"]),
        ("?email=anna@example.com&group_id=1", vec![]),
    ] {
        assert_eq!(emails(&admin, query).await, expected, "{query}");
    }
    let query = "?email=anna%40example.com&group_id=2&is_active=true";
    let beyond = page(&admin, &format!("/admin/users/{query}&page=2")).await;
    assert_eq!(
        beyond["prev_page"],
        format!("{PUBLIC_URL}/admin/users/{query}&page=1")
    );
}

#[tokio::test]
async fn filters_that_mean_nothing_are_refused() {
    let (_cinema, admin) = with_admin().await;
    let query = "?email=anna&group_id=4&is_active=maybe&page=0";
    admin
        .get(&format!("/admin/users/{query}"))
        .await
        .names_fields(&[
            ("page", "range"),
            ("email", "format"),
            ("group_id", "range"),
            ("is_active", "type"),
        ]);
}
