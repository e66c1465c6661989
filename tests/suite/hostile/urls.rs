//! Hostile paths, queries and tokens.

use super::{hostile_texts, is_refused, start, stored};
use crate::support::Claims;

/// What stands for hostile text in a URL, by the kind of malice.
fn hostile_values() -> Vec<(&'static str, String)> {
    let encode = |text: &str| {
        url::form_urlencoded::byte_serialize(text.as_bytes())
            .collect::<String>()
            .replace('+', "%20")
    };
    let mut values: Vec<_> = hostile_texts()
        .into_iter()
        .map(|(kind, text)| (kind, encode(&text)))
        .collect();
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
        is_refused(
            &cinema
                .client()
                .get(&format!("/accounts/activate/?{query}"))
                .await,
            &query,
        );
    }
    assert_eq!(stored(&cinema).await, before);
}

#[tokio::test]
async fn hostile_session_ids_are_refused_and_nothing_is_ended() {
    let (cinema, signed_in, refresh_token) = start().await;
    let before = stored(&cinema).await;
    let own = Claims::of(&refresh_token)
        .get("sid")
        .as_str()
        .expect("a session")
        .to_owned();
    let mut ids: Vec<_> = hostile_values()
        .into_iter()
        .map(|(_, value)| value)
        .collect();
    // Other ways to write a UUID must not be other ways to reach a session by accident.
    ids.extend([
        own.replace('-', ""),
        format!("%7B{own}%7D"),
        format!("urn:uuid:{own}"),
        format!("{own}%20"),
        format!("{own}%00"),
    ]);
    for id in ids {
        is_refused(
            &signed_in.delete(&format!("/accounts/sessions/{id}/")).await,
            &id,
        );
    }
    assert_eq!(stored(&cinema).await, before);
    assert_eq!(
        signed_in.get("/accounts/sessions/").await.status,
        200,
        "the session lives"
    );
}

#[tokio::test]
async fn hostile_access_tokens_are_refused() {
    let (cinema, ..) = start().await;
    let before = stored(&cinema).await;
    for (kind, text) in hostile_texts() {
        // A header holds no control characters; the rest is sent as it is.
        let token: String = text
            .chars()
            .filter(|character| !character.is_control())
            .collect();
        let client = cinema
            .client()
            .header("authorization", &format!("Bearer {token}"));
        for answer in [
            client.get("/accounts/sessions/").await,
            client.delete("/accounts/sessions/").await,
        ] {
            is_refused(&answer, &format!("{kind}: {token}"));
            assert_eq!(answer.status, 401);
        }
    }
    assert_eq!(stored(&cinema).await, before);
}
