//! Hostile input for every account operation: refused as a problem, and nothing is stored.

use serde_json::{Map, Value, json};

use crate::support::{Answer, Cinema, Claims, Client, PASSWORD};

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
    let operation = |path, signed_in, good, key| Operation { path, signed_in, good, key };
    [
        operation("/accounts/register/", false, json!({ "email": email, "password": PASSWORD }), "email"),
        operation("/accounts/resend-activation/", false, json!({ "email": email }), "email"),
        operation("/accounts/login/", false, json!({ "email": email, "password": PASSWORD }), "email"),
        operation("/accounts/logout/", true, json!({ "refresh_token": refresh_token }), "refresh_token"),
        operation("/accounts/refresh/", false, json!({ "refresh_token": refresh_token }), "refresh_token"),
        operation(
            "/accounts/change-password/",
            true,
            json!({ "email": email, "old_password": PASSWORD, "new_password": NEW }),
            "email",
        ),
        operation("/accounts/reset-password/request/", false, json!({ "email": email }), "email"),
        operation(
            "/accounts/reset-password/complete/",
            false,
            json!({ "email": email, "token": "x", "password": NEW }),
            "email",
        ),
    ]
}

/// Texts that are neither an address nor a token, by the kind of malice.
fn hostile_texts() -> Vec<(&'static str, String)> {
    let of = |kind, texts: &[&str]| texts.iter().map(|text| (kind, (*text).to_owned())).collect::<Vec<_>>();
    [
        of("oversized", &[&"a".repeat(3000), &format!("{}@example.com", "a".repeat(250))]),
        of("control characters", &["a\0b@example.com", "anna@example.com\r\nBcc: eve@example.com", "\u{1b}[2J", "\u{7f}", "\t"]),
        of(
            "Unicode look-alikes",
            &["аnna@example.com", "anna@exаmple.com", "anna＠example.com", "anna@example.com\u{200b}", "\u{202e}moc.elpmaxe@anna", "ａｎｎａ"],
        ),
        of(
            "SQL and template syntax",
            &[
                "' OR '1'='1", "'; DROP TABLE users; --", "anna@example.com' --", "\\", "{{ 7 * 7 }}", "${jndi:ldap://x.example/a}",
                "{% include '/etc/passwd' %}", "<script>alert(1)</script>", "$(id)", "../../etc/passwd",
            ],
        ),
    ]
    .concat()
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
        bodies.push(("oversized", bytes(with(member, "x".repeat(OVERSIZED).into()))));
        for value in [json!(7), json!(true), json!([good[member]]), json!({ "a": good[member] }), json!(1e300)] {
            bodies.push(("wrong types", bytes(with(member, value))));
        }
        bodies.push(("nulls", bytes(with(member, Value::Null))));
        let text = good[member].to_string();
        let twice = format!("{{{:?}: {text}, {}", member, &Value::Object(good.clone()).to_string()[1..]);
        bodies.push(("duplicate members", twice.into_bytes()));
        let broken = Value::Object(with(member, "BROKEN".into())).to_string();
        let (before, after) = broken.split_once("BROKEN").expect("the mark");
        for sequence in [&b"\xff"[..], b"\xc0\xaf", b"\xed\xa0\x80", b"anna\xe2\x82"] {
            bodies.push(("broken UTF-8", [before.as_bytes(), sequence, after.as_bytes()].concat()));
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
    let deep = |open: &str, close: &str, depth| format!("{}{}", open.repeat(depth), close.repeat(depth));
    bodies.push(("deep JSON", deep("[", "]", 20_000).into_bytes()));
    bodies.push(("deep JSON", format!("{}1{}", "{\"a\":".repeat(5000), "}".repeat(5000)).into_bytes()));
    let nested = format!("{{{:?}: {}}}", operation.key, deep("[", "]", 100));
    bodies.push(("deep JSON", nested.into_bytes()));
    for (kind, text) in hostile_texts() {
        bodies.push((kind, bytes(with(operation.key, text.into()))));
    }
    bodies
}

/// Rows of every table that an account operation writes to.
async fn stored(cinema: &Cinema) -> Vec<(String, i64)> {
    let tables = "SELECT 'users', count(*) FROM users UNION ALL SELECT 'active', count(*) FROM users WHERE is_active
        UNION ALL SELECT 'carts', count(*) FROM carts UNION ALL SELECT 'sessions', count(*) FROM sessions
        UNION ALL SELECT 'refresh_tokens', count(*) FROM refresh_tokens
        UNION ALL SELECT 'used', count(*) FROM refresh_tokens WHERE used_at IS NOT NULL
        UNION ALL SELECT 'activation_tokens', count(*) FROM activation_tokens
        UNION ALL SELECT 'password_reset_tokens', count(*) FROM password_reset_tokens
        UNION ALL SELECT 'password_reset_requests', count(*) FROM password_reset_requests
        UNION ALL SELECT 'outbox', count(*) FROM outbox
        UNION ALL SELECT 'password hashes', sum(hashtext(_hashed_password))::bigint FROM users";
    sqlx::query_as(tables).fetch_all(&cinema.db).await.unwrap()
}

/// A member who is signed in, and nothing on its way to the broker.
async fn start() -> (Cinema, Client, String) {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    crate::support::eventually("the outbox is empty", async || {
        (cinema.count("SELECT count(*) FROM outbox").await == 0).then_some(())
    })
    .await;
    let signed_in = cinema.client().bearer(&tokens.access);
    (cinema, signed_in, tokens.refresh)
}

#[track_caller]
fn is_refused(answer: &Answer, what: &str) {
    assert!((400..500).contains(&answer.status), "{what}: {} {}", answer.status, answer.text);
    answer.is_problem(answer.status);
}

#[tokio::test]
async fn every_hostile_body_is_refused_and_nothing_is_stored() {
    let (cinema, signed_in, refresh_token) = start().await;
    let before = stored(&cinema).await;
    for operation in operations(&refresh_token) {
        let client = if operation.signed_in { signed_in.clone() } else { cinema.client() };
        let bodies = hostile_bodies(&operation);
        let kinds: std::collections::HashSet<_> = bodies.iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds.len(), 10);
        for (kind, body) in bodies {
            let shown: String = String::from_utf8_lossy(&body).chars().take(200).collect();
            let answer = client.post_bytes(operation.path, body).await;
            is_refused(&answer, &format!("{} with {kind}: {shown}", operation.path));
        }
    }
    assert_eq!(stored(&cinema).await, before);
    assert_eq!(signed_in.get("/accounts/sessions/").await.status, 200, "the session lives");
}

/// What stands for hostile text in a URL, by the kind of malice.
fn hostile_values() -> Vec<(&'static str, String)> {
    let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    let mut values: Vec<_> = hostile_texts().into_iter().map(|(kind, text)| (kind, encode(&text))).collect();
    for (kind, value) in [
        ("wrong types", "7"),
        ("wrong types", "true"),
        ("nulls", "null"),
        ("nulls", "%00"),
        ("deep JSON", "[[[[[[[[]]]]]]]]"),
        ("broken UTF-8", "%ff"),
        ("broken UTF-8", "%c0%af"),
        ("broken UTF-8", "%e2%82"),
    ] {
        values.push((kind, value.to_owned()));
    }
    values
}

#[tokio::test]
async fn hostile_activation_links_are_refused_and_nothing_is_stored() {
    let (cinema, ..) = start().await;
    let before = stored(&cinema).await;
    let mut queries = vec![
        String::new(),
        "email=anna@example.com".to_owned(),
        "token=x".to_owned(),
        "email=anna@example.com&email=anna@example.com&token=x".to_owned(),
        "email=anna@example.com&token=x&token=y".to_owned(),
        "email[]=anna@example.com&token[a]=x".to_owned(),
        "email=anna@example.com&token=x&is_active=true".to_owned(),
    ];
    for (_, value) in hostile_values() {
        queries.push(format!("email={value}&token=x"));
        queries.push(format!("email=anna@example.com&token={value}"));
    }
    for query in queries {
        is_refused(&cinema.client().get(&format!("/accounts/activate/?{query}")).await, &query);
    }
    assert_eq!(stored(&cinema).await, before);
}

#[tokio::test]
async fn hostile_session_ids_are_refused_and_nothing_is_ended() {
    let (cinema, signed_in, refresh_token) = start().await;
    let before = stored(&cinema).await;
    let own = Claims::of(&refresh_token).get("sid").as_str().expect("a session").to_owned();
    let mut ids: Vec<_> = hostile_values().into_iter().map(|(_, value)| value).collect();
    // Other ways to write a UUID must not be other ways to reach a session by accident.
    ids.extend([own.replace('-', ""), format!("%7B{own}%7D"), format!("urn:uuid:{own}"), format!("{own}%20"), format!("{own}%00")]);
    for id in ids {
        is_refused(&signed_in.delete(&format!("/accounts/sessions/{id}/")).await, &id);
    }
    assert_eq!(stored(&cinema).await, before);
    assert_eq!(signed_in.get("/accounts/sessions/").await.status, 200, "the session lives");
}

#[tokio::test]
async fn hostile_access_tokens_are_refused() {
    let (cinema, ..) = start().await;
    let before = stored(&cinema).await;
    for (kind, text) in hostile_texts() {
        // A header holds no control characters; the rest is sent as it is.
        let token: String = text.chars().filter(|character| !character.is_control()).collect();
        let client = cinema.client().header("authorization", &format!("Bearer {token}"));
        for answer in [client.get("/accounts/sessions/").await, client.delete("/accounts/sessions/").await] {
            is_refused(&answer, &format!("{kind}: {token}"));
            assert_eq!(answer.status, 401);
        }
    }
    assert_eq!(stored(&cinema).await, before);
}
