//! What the API does while something that it needs is away.

mod postgres;
mod redis;

use serde_json::Value;

use crate::support::{Answer, Cinema};

/// An answer that an outage may cause: what was asked for, or 503 with `Retry-After`.
#[track_caller]
fn is_served_or_shed(answer: &Answer) {
    if answer.status == 503 {
        answer.is_problem(503);
    } else {
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
}

/// Whether the first server sees a dependency up.
async fn sees_up(cinema: &Cinema, name: &str) -> bool {
    let answer = cinema.client().get("/health/ready/").await.json();
    let dependencies = answer["dependencies"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let state = dependencies
        .iter()
        .find(|one| one["name"] == name)
        .map(|one| &one["status"]);
    state == Some(&Value::from("up"))
}
