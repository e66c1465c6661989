//! Who may do what: every operation of these sections with all four kinds of caller.

use cinema_api::server::ops;
use domain::Role;
use http_runtime::Auth;
use serde_json::json;

use crate::support::{Cinema, SomePath as _};

const TAGS: [&str; 5] = ["cart", "orders", "payments", "purchases", "webhooks"];
/// Those that anybody may call: Stripe, and whoever Stripe sends.
const OPEN: [&str; 3] = [
    "showPaymentSuccess",
    "showPaymentCancel",
    "receiveStripeEvent",
];
/// Those of admins.
const ADMINS: [&str; 2] = ["listStripeEvents", "replayStripeEvent"];

#[tokio::test]
async fn every_operation_is_for_whom_it_is_meant() {
    let cinema = Cinema::without_worker().await;
    let mut callers = vec![(None, cinema.client())];
    for role in [Role::User, Role::Moderator, Role::Admin] {
        callers.push((Some(role), cinema.signed_in_as(role).await));
    }
    let operations: Vec<_> = ops::ALL
        .iter()
        .filter(|op| TAGS.contains(&op.tag))
        .collect();
    assert_eq!(operations.len(), 18);
    for op in operations {
        let needed = match op.id {
            id if OPEN.contains(&id) => None,
            id if ADMINS.contains(&id) => Some(Role::Admin),
            _ => Some(Role::User),
        };
        assert_eq!(needed.is_none(), op.auth == Auth::None, "{}", op.id);
        for (role, client) in &callers {
            let path = op.some_path();
            let answer = match op.method {
                "POST" => client.post(&path, json!({})).await,
                method => client.call(method, &path).await,
            };
            let what = format!("{} for {role:?}: {} {}", op.id, answer.status, answer.text);
            if *role >= needed {
                assert!(![401, 403].contains(&answer.status), "{what}");
            } else if role.is_none() {
                answer.is_problem(401);
            } else {
                answer.refuses(
                    403,
                    "admin-required",
                    "Admin required",
                    "Access denied. Admin privileges required.",
                );
            }
        }
    }
}
