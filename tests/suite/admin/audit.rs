//! `GET /admin/audit/`, and that admins' changes are in it.

use domain::Role;
use serde_json::{Value, json};

use super::{activate, change_group, column, deactivate, page, with_admin};
use crate::support::{Cinema, Client, PUBLIC_URL};

/// One server on which an admin has changed an account four times, and a moderator a genre. Returns Anna's id.
async fn with_changes() -> (Cinema, Client, i32) {
    let (cinema, admin) = with_admin().await;
    let anna = cinema.member("anna@example.com").await;
    for answer in [
        change_group(&admin, "anna@example.com", 3).await,
        deactivate(&admin, "anna@example.com").await,
        activate(&admin.header("x-request-id", "third"), "anna@example.com").await,
        // These change nothing.
        activate(&admin, "anna@example.com").await,
        change_group(&admin, "anna@example.com", 3).await,
    ] {
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    let moderator = cinema.signed_in_as(Role::Moderator).await;
    let genre = json!({ "name": "Western" });
    assert_eq!(
        moderator.post("/movies/genres/create/", genre).await.status,
        201
    );
    (cinema, admin, anna)
}

async fn actions(admin: &Client, query: &str) -> Vec<Value> {
    let path = format!("/admin/audit/{query}");
    column(admin, &path, "changes", "action").await
}

fn standing(group_id: i32, is_active: bool, is_deactivated: bool) -> Value {
    json!({ "group_id": group_id, "is_active": is_active, "is_deactivated": is_deactivated })
}

#[tokio::test]
async fn every_change_says_who_what_when_and_from_where() {
    let (_cinema, admin, anna) = with_changes().await;
    let changes = page(&admin, "/admin/audit/?entity=user").await;
    let activation = &changes["changes"][0];
    let expected = json!({
        "id": activation["id"],
        "at": activation["at"],
        "actor_id": activation["actor_id"],
        "actor_email": "admin@example.com",
        "action": "activate-account",
        "entity": "user",
        "entity_id": anna.to_string(),
        "before": standing(3, false, true),
        "after": standing(3, true, false),
        "address": "127.0.0.1",
        "request_id": "third",
    });
    assert_eq!(*activation, expected);
    for (index, action, before, after) in [
        (
            1,
            "deactivate-account",
            standing(3, true, false),
            standing(3, false, true),
        ),
        (
            2,
            "change-group",
            standing(2, true, false),
            standing(3, true, false),
        ),
    ] {
        let change = &changes["changes"][index];
        assert_eq!(
            (&change["action"], &change["before"], &change["after"]),
            (&json!(action), &before, &after)
        );
    }
    let genre = &page(&admin, "/admin/audit/?entity=genre").await["changes"][0];
    assert_eq!(genre["before"], Value::Null);
    assert_eq!(genre["after"]["name"], "Western");
}

#[tokio::test]
async fn changes_are_found_by_actor_action_entity_and_time() {
    let (cinema, admin, anna) = with_changes().await;
    let all = [
        "create-genre",
        "activate-account",
        "deactivate-account",
        "change-group",
    ];
    let (created, others) = all.split_first().expect("four");
    assert_eq!(actions(&admin, "").await, all);
    let moderator: i32 =
        sqlx::query_scalar("SELECT id FROM users WHERE group_id = 3 AND email LIKE 'moderator%'")
            .fetch_one(&cinema.db)
            .await
            .expect("the moderator");
    let spread = "UPDATE audit_log SET at = $1::timestamptz + make_interval(days => id::int)";
    assert_eq!(cinema.execute(spread, "2025-12-31T00:00:00Z").await, 4);
    for (query, expected) in [
        (format!("?actor_id={moderator}"), vec![*created]),
        ("?actor_id=2147483647".to_owned(), vec![]),
        ("?action=change-group".to_owned(), vec!["change-group"]),
        ("?entity=user".to_owned(), others.to_vec()),
        (
            format!("?entity=user&entity_id={anna}&action=activate-account"),
            vec!["activate-account"],
        ),
        ("?entity=user&entity_id=0".to_owned(), vec![]),
        (
            "?from=2026-01-02T00:00:00Z&to=2026-01-03T00:00:00Z".to_owned(),
            vec!["deactivate-account"],
        ),
        (
            "?from=2026-01-03T01:00:00%2B01:00".to_owned(),
            vec!["create-genre", "activate-account"],
        ),
        ("?to=2026-01-02T00:00:00Z".to_owned(), vec!["change-group"]),
    ] {
        assert_eq!(actions(&admin, &query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn pages_of_changes_keep_what_is_looked_for() {
    let (_cinema, admin, anna) = with_changes().await;
    let query = format!(
        "?entity=user&entity_id={anna}&from=2026-01-01T00%3A00%3A00Z&to=9999-01-01T00%3A00%3A00Z&per_page=2"
    );
    let first = page(&admin, &format!("/admin/audit/{query}")).await;
    assert_eq!(
        first["next_page"],
        format!("{PUBLIC_URL}/admin/audit/{query}&page=2")
    );
    let next = first["next_page"].as_str().expect("a link");
    let second = page(&admin, next).await;
    assert_eq!(second["changes"][0]["action"], "change-group");
    assert_eq!(
        (
            &second["next_page"],
            &second["total_pages"],
            &second["total_items"]
        ),
        (&Value::Null, &json!(2), &json!(3))
    );
    let answer = admin.get("/admin/audit/?from=yesterday&actor_id=0").await;
    answer.names_fields(&[("actor_id", "range"), ("from", "format")]);
}

#[tokio::test]
async fn a_change_outlives_the_account_that_made_it() {
    let (cinema, admin, _anna) = with_changes().await;
    let delete = "DELETE FROM users WHERE email = $1";
    assert_eq!(cinema.execute(delete, "moderator@example.com").await, 1);
    let genre = &page(&admin, "/admin/audit/?entity=genre").await["changes"][0];
    assert_eq!(
        (&genre["action"], &genre["actor_id"], &genre["actor_email"]),
        (&json!("create-genre"), &Value::Null, &Value::Null)
    );
}
