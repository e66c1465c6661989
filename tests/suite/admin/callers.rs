//! Who may do what: every operation of these sections with all four kinds of caller.

use cinema_api::server::ops;
use domain::Role;
use serde_json::json;

use crate::support::{Cinema, SomePath as _};

const TAGS: [&str; 2] = ["admin", "dead-jobs"];

#[tokio::test]
async fn every_operation_is_for_admins_only() {
    let cinema = Cinema::without_worker().await;
    let mut callers = vec![(None, cinema.client())];
    for role in [Role::User, Role::Moderator, Role::Admin] {
        callers.push((Some(role), cinema.signed_in_as(role).await));
    }
    let operations: Vec<_> = ops::ALL
        .iter()
        .filter(|op| TAGS.contains(&op.tag))
        .collect();
    assert_eq!(operations.len(), 11);
    for op in operations {
        for (role, client) in &callers {
            let path = op.some_path();
            let answer = match op.method {
                "POST" => client.post(&path, json!({})).await,
                method => client.call(method, &path).await,
            };
            let what = format!("{} for {role:?}: {} {}", op.id, answer.status, answer.text);
            match role {
                None => answer.refuses(
                    401,
                    "authorization-missing",
                    "Authorization missing",
                    "Authorization header is missing",
                ),
                Some(Role::User | Role::Moderator) => answer.refuses(
                    403,
                    "admin-required",
                    "Admin required",
                    "Access denied. Admin privileges required.",
                ),
                Some(Role::Admin) => assert!([200, 404, 422].contains(&answer.status), "{what}"),
            }
        }
    }
}
