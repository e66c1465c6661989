//! Hostile input for every account operation: refused as a problem, and nothing is stored.

mod bodies;
mod urls;

use crate::support::{Answer, Cinema, Client, eventually};

/// Texts that are neither an address nor a token, by the kind of malice.
fn hostile_texts() -> Vec<(&'static str, String)> {
    let of = |kind, texts: &[&str]| {
        texts
            .iter()
            .map(|text| (kind, (*text).to_owned()))
            .collect::<Vec<_>>()
    };
    [
        of(
            "oversized",
            &[
                &"a".repeat(3000),
                &format!("{}@example.com", "a".repeat(250)),
            ],
        ),
        of(
            "control characters",
            &[
                "a\0b@example.com",
                "anna@example.com\r\nBcc: eve@example.com",
                "\u{1b}[2J",
                "\u{7f}",
                "\t",
            ],
        ),
        of(
            "Unicode look-alikes",
            &[
                "аnna@example.com",
                "anna@exаmple.com",
                "anna＠example.com",
                "anna@example.com\u{200b}",
                "\u{202e}moc.elpmaxe@anna",
                "ａｎｎａ",
            ],
        ),
        of(
            "SQL and template syntax",
            &[
                "' OR '1'='1",
                "'; DROP TABLE users; --",
                "anna@example.com' --",
                "\\",
                "{{ 7 * 7 }}",
                "${jndi:ldap://x.example/a}",
                "{% include '/etc/passwd' %}",
                "<script>alert(1)</script>",
                "$(id)",
                "../../etc/passwd",
            ],
        ),
    ]
    .concat()
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
    sqlx::query_as(tables)
        .fetch_all(&cinema.db)
        .await
        .expect("the query is valid")
}

/// A member who is signed in, and nothing on its way to the broker.
async fn start() -> (Cinema, Client, String) {
    let cinema = Cinema::without_worker().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    eventually("the outbox is empty", async || {
        (cinema.count("SELECT count(*) FROM outbox").await == 0).then_some(())
    })
    .await;
    let signed_in = cinema.client().bearer(&tokens.access);
    (cinema, signed_in, tokens.refresh)
}

#[track_caller]
fn is_refused(answer: &Answer, what: &str) {
    assert!(
        (400..500).contains(&answer.status),
        "{what}: {} {}",
        answer.status,
        answer.text
    );
    answer.is_problem(answer.status);
}
