//! What belongs to somebody else cannot be found, read or changed: not by its id, and not by a filter.

use serde_json::Value;

use super::world::{Caller, World};
use crate::support::{Answer, Cinema, Client};

/// Lists of one's own, and where their items are.
const LISTS: [(&str, &str); 4] = [
    ("/cart/", "cart_items"),
    ("/orders/", "orders"),
    ("/payments/", "payments"),
    ("/purchases/", "purchases"),
];

/// Somebody who owns something of everything.
async fn rich_world(cinema: &Cinema) -> World<'_> {
    let world = World::new(cinema, "objects").await;
    world.bought().await;
    world.pending_order().await;
    world.in_cart_of(Caller::User).await;
    world
}

async fn items(client: &Client, path: &str, list: &str) -> usize {
    let answer = client.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    answer.json()[list].as_array().expect("a list").len()
}

#[tokio::test]
async fn lists_show_the_callers_own_whatever_is_asked_for() {
    let cinema = Cinema::builder().stripe().workers(0).start().await;
    let world = rich_world(&cinema).await;
    let (anna, id) = (world.email(Caller::User), world.id(Caller::User).await);
    let owner = world.client(Caller::User).await;
    for (path, list) in LISTS {
        assert!(items(&owner, path, list).await > 0, "{path} has something");
    }
    for caller in [Caller::OtherUser, Caller::Moderator, Caller::Admin] {
        let client = world.client(caller).await;
        for (path, list) in LISTS {
            for query in [
                String::new(),
                format!("?user_id={id}"),
                format!("?email={anna}"),
                format!("?user_id={id}&email={anna}&owner={id}&user={id}"),
            ] {
                let path = format!("{path}{query}");
                let found = items(&client, &path, list).await;
                assert_eq!(found, 0, "{path} for {caller:?}");
            }
        }
    }
}

/// What an answer says, without what differs from request to request.
fn told(answer: &Answer) -> (u16, Value) {
    let mut body = answer.json();
    body.as_object_mut()
        .expect("an object")
        .remove("request_id");
    (answer.status, body)
}

#[tokio::test]
async fn what_belongs_to_another_is_answered_like_what_does_not_exist() {
    let cinema = Cinema::builder().stripe().workers(0).start().await;
    let world = rich_world(&cinema).await;
    let ((paid, film), pending) = (world.bought().await, world.pending_order().await);
    let session = world.session().await;
    let nobodys = "3f2b8f0e-5d0c-4f6e-8f67-0d5c2f1f9a10";
    let mut pairs = vec![
        (
            "GET",
            format!("/purchases/{film}/"),
            format!("/purchases/{nobodys}/"),
        ),
        (
            "DELETE",
            format!("/accounts/sessions/{session}/"),
            format!("/accounts/sessions/{nobodys}/"),
        ),
    ];
    for order in [&paid, &pending] {
        let none = i32::MAX;
        pairs.push((
            "GET",
            format!("/orders/{order}/"),
            format!("/orders/{none}/"),
        ));
        for verb in ["cancel", "refund"] {
            let path = |order: &str| format!("/orders/{verb}/{order}/");
            pairs.push(("POST", path(order), path(&none.to_string())));
        }
    }
    for caller in [Caller::OtherUser, Caller::Moderator, Caller::Admin] {
        let client = world.client(caller).await;
        let before = world.state().await;
        for (method, theirs, nobodys) in &pairs {
            let there = client.call(method, theirs).await;
            let none = client.call(method, nobodys).await;
            assert_eq!(
                told(&there),
                told(&none),
                "{method} {theirs} for {caller:?}"
            );
            there.is_problem(404);
        }
        assert_eq!(world.state().await, before);
    }
    let owner = world.client(Caller::User).await;
    for (method, own, _) in &pairs[..3] {
        let answer = owner.call(method, own).await;
        assert_eq!(answer.status, 200, "{method} {own}: {}", answer.text);
    }
}
