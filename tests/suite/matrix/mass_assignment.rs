//! Nobody gets a role, another account or a better price by asking for it: members that an operation does not know are
//! refused, and nothing changes.

use cinema_api::server::ops;
use serde_json::{Value, json};

use super::{
    asks::{TEXTS, form},
    expected,
    world::{Body, Caller, World},
};
use crate::{
    buying::order,
    support::{Cinema, Client},
};

/// What somebody would like to decide about.
fn wishes() -> [(&'static str, Value); 12] {
    [
        ("id", json!(1)),
        ("user_id", json!(1)),
        ("owner", json!("anna")),
        ("role", json!("admin")),
        ("group", json!("ADMIN")),
        ("group_id", json!(1)),
        ("is_active", json!(true)),
        ("is_admin", json!(true)),
        ("status", json!("paid")),
        ("price", json!("0.01")),
        ("total_amount", json!("0.01")),
        ("deleted_at", json!(null)),
    ]
}

#[tokio::test]
async fn members_that_an_operation_does_not_know_are_refused() {
    let cinema = Cinema::builder().stripe().workers(0).start().await;
    let mut operations = 0;
    for op in ops::ALL {
        let may = |caller: &Caller| expected(op)[*caller as usize] < 300;
        let caller = Caller::ALL.into_iter().find(may).expect("somebody may");
        let world = World::new(&cinema, op.id).await;
        let client = world.client(caller).await;
        let ask = world.ask(op, caller).await;
        let Body::Json(good) = &ask.body else {
            continue;
        };
        operations += 1;
        let before = world.state().await;
        for (member, value) in wishes() {
            if good.get(member).is_some() {
                continue;
            }
            let mut body = good.clone();
            body[member] = value;
            let answer = ask.again(Body::Json(body)).send(&client, op).await;
            assert_eq!(
                answer.status, 422,
                "{} with {member}: {}",
                op.id, answer.text
            );
            answer.names_fields(&[(member, "unknown")]);
        }
        assert_eq!(world.state().await, before, "{} changes nothing", op.id);
        let done = ask.send(&client, op).await.status;
        assert!(done < 300, "{} is asked rightly: {done}", op.id);
    }
    assert!(operations > 20, "{operations}");
}

#[tokio::test]
async fn parts_that_a_form_does_not_know_are_refused() {
    let cinema = Cinema::builder().stripe().workers(0).start().await;
    for op in ops::ALL {
        if !["createProfile", "updateProfile"].contains(&op.id) {
            continue;
        }
        let world = World::new(&cinema, op.id).await;
        let anna = world.client(Caller::User).await;
        let ask = world.ask(op, Caller::User).await;
        let before = world.state().await;
        for (part, value) in wishes() {
            let value = value.to_string();
            let texts = [&TEXTS[..], &[(part, value.as_str())]].concat();
            let answer = ask.again(form(&texts)).send(&anna, op).await;
            answer.names_fields(&[(part, "unknown")]);
        }
        assert_eq!(world.state().await, before, "{} changes nothing", op.id);
        let done = ask.send(&anna, op).await.status;
        assert!(done < 300, "{} is asked rightly: {done}", op.id);
    }
}

#[tokio::test]
async fn an_operation_without_a_body_reads_none() {
    let cinema = Cinema::builder().stripe().workers(0).start().await;
    let world = World::new(&cinema, "wishes").await;
    world.in_cart_of(Caller::User).await;
    let (anna, berta) = (
        world.client(Caller::User).await,
        world.id(Caller::OtherUser).await,
    );
    let wish =
        json!({ "total_amount": "0.01", "price": "0.01", "status": "paid", "user_id": berta });
    let ordered = anna.call_with("POST", "/orders/create/", wish).await;
    assert_eq!(ordered.status, 201, "{}", ordered.text);
    let made = ordered.json();
    assert_eq!(
        (&made["total_amount"], &made["status"]),
        (&json!("9.99"), &json!("pending"))
    );
    is_refused_another(&anna).await;
}

/// The order is the caller's own.
async fn is_refused_another(anna: &Client) {
    let again = order(anna).await;
    again.is_problem(400);
    assert_eq!(anna.get("/orders/").await.json()["total_items"], 1);
}
