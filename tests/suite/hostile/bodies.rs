//! Hostile JSON.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::{hostile_texts, is_refused, start, stored};
use crate::support::PASSWORD;

const NEW: &str = "Battery-Staple?8";
/// Beyond the 64 KiB that a body may have.
const OVERSIZED: usize = 100_000;

/// An operation with a JSON body.
struct Operation {
    path: &'static str,
    /// Whether it needs a token.
    signed_in: bool,
    /// A body that would be accepted.
    good: Value,
    /// The member whose text must have a form: an address, or a token.
    key: &'static str,
}

fn operations(refresh_token: &str) -> [Operation; 8] {
    let email = "berta@example.com";
    let operation = |path, signed_in, good, key| Operation {
        path,
        signed_in,
        good,
        key,
    };
    [
        operation(
            "/accounts/register/",
            false,
            json!({ "email": email, "password": PASSWORD }),
            "email",
        ),
        operation(
            "/accounts/resend-activation/",
            false,
            json!({ "email": email }),
            "email",
        ),
        operation(
            "/accounts/login/",
            false,
            json!({ "email": email, "password": PASSWORD }),
            "email",
        ),
        operation(
            "/accounts/logout/",
            true,
            json!({ "refresh_token": refresh_token }),
            "refresh_token",
        ),
        operation(
            "/accounts/refresh/",
            false,
            json!({ "refresh_token": refresh_token }),
            "refresh_token",
        ),
        operation(
            "/accounts/change-password/",
            true,
            json!({ "email": email, "old_password": PASSWORD, "new_password": NEW }),
            "email",
        ),
        operation(
            "/accounts/reset-password/request/",
            false,
            json!({ "email": email }),
            "email",
        ),
        operation(
            "/accounts/reset-password/complete/",
            false,
            json!({ "email": email, "token": "x", "password": NEW }),
            "email",
        ),
    ]
}

/// Ten kinds of hostile bodies for an operation.
fn hostile_bodies(operation: &Operation) -> Vec<(&'static str, Vec<u8>)> {
    let good = operation.good.as_object().expect("an object");
    let with = |member: &str, value: Value| {
        let mut body = good.clone();
        body.insert(member.to_owned(), value);
        body
    };
    let bytes = |body: Map<String, Value>| Value::Object(body).to_string().into_bytes();
    let mut bodies = Vec::new();
    for member in good.keys() {
        bodies.push((
            "oversized",
            bytes(with(member, "x".repeat(OVERSIZED).into())),
        ));
        for value in [
            json!(7),
            json!(true),
            json!([good[member]]),
            json!({ "a": good[member] }),
            json!(1e300),
        ] {
            bodies.push(("wrong types", bytes(with(member, value))));
        }
        bodies.push(("nulls", bytes(with(member, Value::Null))));
        let text = good[member].to_string();
        let twice = format!(
            "{{{:?}: {text}, {}",
            member,
            &Value::Object(good.clone()).to_string()[1..]
        );
        bodies.push(("duplicate members", twice.into_bytes()));
        let broken = Value::Object(with(member, "BROKEN".into())).to_string();
        let (before, after) = broken.split_once("BROKEN").expect("the mark");
        for sequence in [&b"\xff"[..], b"\xc0\xaf", b"\xed\xa0\x80", b"anna\xe2\x82"] {
            bodies.push((
                "broken UTF-8",
                [before.as_bytes(), sequence, after.as_bytes()].concat(),
            ));
        }
        let lone_surrogate = format!("{before}\\ud800{after}");
        bodies.push(("broken UTF-8", lone_surrogate.into_bytes()));
    }
    for value in ["null", "[]", "\"text\"", "7"] {
        bodies.push(("wrong types", value.as_bytes().to_vec()));
    }
    for member in ["is_active", "group_id", "__proto__", "", "\u{0}", "user_id"] {
        bodies.push(("unknown members", bytes(with(member, json!(1)))));
    }
    let deep =
        |open: &str, close: &str, depth| format!("{}{}", open.repeat(depth), close.repeat(depth));
    bodies.push(("deep JSON", deep("[", "]", 20_000).into_bytes()));
    bodies.push((
        "deep JSON",
        format!("{}1{}", "{\"a\":".repeat(5000), "}".repeat(5000)).into_bytes(),
    ));
    let nested = format!("{{{:?}: {}}}", operation.key, deep("[", "]", 100));
    bodies.push(("deep JSON", nested.into_bytes()));
    for (kind, text) in hostile_texts() {
        bodies.push((kind, bytes(with(operation.key, text.into()))));
    }
    bodies
}

#[tokio::test]
async fn every_hostile_body_is_refused_and_nothing_is_stored() {
    let (cinema, signed_in, refresh_token) = start().await;
    let before = stored(&cinema).await;
    for operation in operations(&refresh_token) {
        let client = if operation.signed_in {
            signed_in.clone()
        } else {
            cinema.client()
        };
        let bodies = hostile_bodies(&operation);
        let kinds: HashSet<_> = bodies.iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds.len(), 10);
        for (kind, body) in bodies {
            let shown: String = String::from_utf8_lossy(&body).chars().take(200).collect();
            let answer = client.post_bytes(operation.path, body).await;
            is_refused(&answer, &format!("{} with {kind}: {shown}", operation.path));
        }
    }
    assert_eq!(stored(&cinema).await, before);
    assert_eq!(
        signed_in.get("/accounts/sessions/").await.status,
        200,
        "the session lives"
    );
}
