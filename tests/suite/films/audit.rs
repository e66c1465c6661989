//! What the audit log keeps of changes: who, what, before, after, from where.

use chrono::{DateTime, Utc};
use domain::Role;
use serde_json::{Value, json};

use super::{added, film, path_of, with_moderator};
use crate::support::{Cinema, eventually};

/// A line of the log, as JSON: who acted by address, and the rest by column.
async fn lines(cinema: &Cinema) -> Vec<Value> {
    let lines = "SELECT jsonb_build_object('who', users.email, 'action', action, 'entity', entity, 'id', entity_id,
            'before', before, 'after', after, 'address', host(address), 'request', request_id)
        FROM audit_log LEFT JOIN users ON users.id = actor_id ORDER BY audit_log.id";
    sqlx::query_scalar(lines)
        .fetch_all(&cinema.db)
        .await
        .expect("the query is valid")
}

#[tokio::test]
async fn every_change_of_a_film_is_noted_as_it_was_and_as_it_is() {
    let (cinema, moderator) = with_moderator().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    let created = added(&moderator.header("x-request-id", "first"), film("Heat")).await;
    let path = path_of(&created);
    let admin = admin.header("x-request-id", "second");
    let updated = admin.patch(&path, json!({ "price": "1.00" })).await.json();
    let moderator = moderator.header("x-request-id", "third");
    assert_eq!(moderator.delete(&path).await.status, 200);

    let line = |who: &str, action: &str, before: &Value, after: &Value, request: &str| {
        json!({
            "who": format!("{who}@example.com"),
            "action": action,
            "entity": "movie",
            "id": created["uuid"],
            "before": before,
            "after": after,
            "address": "127.0.0.1",
            "request": request,
        })
    };
    let expected = [
        line("moderator", "create-movie", &Value::Null, &created, "first"),
        line("admin", "update-movie", &created, &updated, "second"),
        line("moderator", "delete-movie", &updated, &Value::Null, "third"),
    ];
    assert_eq!(lines(&cinema).await, expected);
}

#[tokio::test]
async fn every_change_of_a_name_is_noted() {
    let (cinema, moderator) = with_moderator().await;
    let mut expected = Vec::new();
    for (kind, entity) in [
        ("genres", "genre"),
        ("stars", "star"),
        ("directors", "director"),
    ] {
        let path = format!("/movies/{kind}/create/");
        let old = moderator.post(&path, json!({ "name": "Old" })).await.json();
        let path = format!("/movies/{kind}/{}/", old["id"]);
        let new = moderator
            .patch(&path, json!({ "name": "New" }))
            .await
            .json();
        assert_eq!(moderator.delete(&path).await.status, 200);
        for (verb, before, after) in [
            ("create", &Value::Null, &old),
            ("update", &old, &new),
            ("delete", &new, &Value::Null),
        ] {
            let id = old["id"].to_string();
            expected.push(json!([
                format!("{verb}-{entity}"),
                entity,
                id,
                before,
                after
            ]));
        }
    }
    let lines = lines(&cinema).await;
    let found: Vec<_> = lines
        .iter()
        .map(|line| {
            json!([
                line["action"],
                line["entity"],
                line["id"],
                line["before"],
                line["after"]
            ])
        })
        .collect();
    assert_eq!(found, expected);
}

/// Its transaction began before, and waited for its turn.
#[tokio::test]
async fn a_change_is_noted_with_the_time_when_it_was_made() {
    let (cinema, moderator) = with_moderator().await;
    let path = path_of(&added(&moderator, film("Heat")).await);
    let mut first = cinema.db.begin().await.unwrap();
    sqlx::query("SELECT begin_catalogue_change()")
        .execute(&mut *first)
        .await
        .unwrap();
    let change = moderator.patch(&path, json!({ "votes": 1 }));
    let its_turn = async {
        eventually("the change waits for its turn", async || {
            let waiting = "SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%begin_catalogue_change%'";
            (cinema.count(waiting).await == 1).then_some(())
        })
        .await;
        let now: DateTime<Utc> = sqlx::query_scalar("SELECT clock_timestamp()")
            .fetch_one(&cinema.db)
            .await
            .unwrap();
        first.commit().await.unwrap();
        now
    };
    let (answer, its_turn) = tokio::join!(change, its_turn);
    assert_eq!(answer.status, 200, "{}", answer.text);
    let noted: DateTime<Utc> =
        sqlx::query_scalar("SELECT at FROM audit_log WHERE action = 'update-movie'")
            .fetch_one(&cinema.db)
            .await
            .unwrap();
    assert!(noted >= its_turn, "{noted} is before {its_turn}");
}

#[tokio::test]
async fn what_is_refused_is_not_noted() {
    let (cinema, moderator) = with_moderator().await;
    let film_added = added(&moderator, film("Heat")).await;
    let other = added(&moderator, film("Other")).await;
    assert_eq!(
        moderator.post("/movies/create/", film("Heat")).await.status,
        409
    );
    let renamed = moderator
        .patch(&path_of(&other), json!({ "name": "Heat" }))
        .await;
    assert_eq!(renamed.status, 409);
    let stale = moderator.header("if-match", "\"old\"");
    assert_eq!(stale.delete(&path_of(&film_added)).await.status, 412);
    assert_eq!(lines(&cinema).await.len(), 2);
}

#[tokio::test]
async fn the_log_outlives_the_account_that_acted() {
    let (cinema, moderator) = with_moderator().await;
    added(&moderator, film("Heat")).await;
    cinema
        .execute(
            "DELETE FROM users WHERE email = $1",
            "moderator@example.com",
        )
        .await;
    let lines = lines(&cinema).await;
    assert_eq!((lines.len(), &lines[0]["who"]), (1, &Value::Null));
}
