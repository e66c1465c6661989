//! Who may do what: every operation of the contract with every kind of caller. A new operation needs a row in
//! [`table`] and an arm in [`World::ask`].

mod asks;
mod goods;
mod mass_assignment;
mod others_objects;
mod table;
mod world;

use std::collections::BTreeSet;

use cinema_api::server::ops;
use http_runtime::{Auth, Op};

use self::{
    table::TABLE,
    world::{Caller, World},
};
use crate::support::{Answer, Cinema};

/// What is expected of an operation, by [`Caller::ALL`].
fn expected(op: &Op) -> [u16; 6] {
    let row = TABLE.iter().find(|(id, _)| *id == op.id);
    row.unwrap_or_else(|| panic!("{} has no row in the table", op.id))
        .1
}

#[test]
fn the_table_has_a_row_for_each_operation_and_no_other() {
    let rows: BTreeSet<_> = TABLE.iter().map(|(id, _)| *id).collect();
    let operations: BTreeSet<_> = ops::ALL.iter().map(|op| op.id).collect();
    assert_eq!(rows, operations);
    assert_eq!(TABLE.len(), operations.len(), "each once");
}

#[tokio::test]
async fn every_operation_answers_every_caller_as_the_table_says() {
    let cinema = Cinema::builder().stripe().workers(0).start().await;
    let mut wrong = Vec::new();
    for op in ops::ALL {
        let world = World::new(&cinema, op.id).await;
        for (caller, status) in Caller::ALL.into_iter().zip(expected(op)) {
            let client = world.client(caller).await;
            let ask = world.ask(op, caller).await;
            let before = world.state().await;
            let answer = ask.send(&client, op).await;
            if answer.status != status {
                let what = format!(
                    "{} for {caller:?}: {} instead of {status}",
                    op.id, answer.status
                );
                wrong.push(format!("{what}: {}", answer.text));
            } else if status >= 400 {
                is_refused(op, caller, &answer);
                assert_eq!(
                    world.state().await,
                    before,
                    "{} for {caller:?} changes nothing",
                    op.id
                );
            }
            if !matches!(caller, Caller::User | Caller::Admin) && op.auth != Auth::None {
                for secret in world.secrets() {
                    assert!(
                        !answer.text.contains(&secret),
                        "{} tells {caller:?} {secret}",
                        op.id
                    );
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A refusal for want of a token, an active account or a role says so.
#[track_caller]
fn is_refused(op: &Op, caller: Caller, answer: &Answer) {
    answer.is_problem(answer.status);
    let detail = match (caller, op.scopes) {
        _ if op.auth != Auth::Required => return,
        (Caller::Anonymous, _) => "Authorization header is missing",
        (Caller::Inactive, _) => "Inactive user.",
        (_, ["admin"]) => "Access denied. Admin privileges required.",
        (_, ["moderator"]) => "Access denied. Moderator or admin required.",
        _ => return,
    };
    assert_eq!(answer.json()["detail"], detail, "{} for {caller:?}", op.id);
}
