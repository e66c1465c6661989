//! What reaches a handler, and what is refused.

use axum::body::Body;
use http::{Method, Request, StatusCode};

use crate::support::{Answer, get, send, send_json};

/// The least that `replaceThing` takes.
const SMALLEST: &str =
    r#"{"name": "a", "nullable_required": null, "inner": {"n": 0}, "inners": [{"n": 1}]}"#;

#[tokio::test]
async fn defaults_hold_where_parameters_are_absent() {
    let given = get("/things/one/7/?price_min=1.50&since=2026-11-30&key=hunter2")
        .await
        .given;
    assert!(
        given.contains(
            r#"sort: [], ids: [], order: None, match: None, flag: true, type: "a \"b\"", errors: 3"#
        ),
        "{given}"
    );
    assert!(
        given.contains("price_min: Some(1.50), key: \"***\", loud: None, since: Some(2026-11-30)"),
        "{given}"
    );
    let query = "sort=-name,name&ids=1&ids=2&order=-name&match=%26%3C%5C7&flag=false&errors=5";
    let given = get(&format!("/things/one/7/?{query}")).await.given;
    assert!(
        given.contains("sort: [NameDesc, NameAsc], ids: [1, 2], order: Some(NameDesc)"),
        "{given}"
    );
    assert!(
        given.contains(r#"match: Some("&<\\7"), flag: false"#),
        "{given}"
    );
}

#[tokio::test]
async fn all_bad_parameters_are_in_one_answer() {
    let query = "sort=up,name,down&ids=-1&ids=x&order=up&match=A&flag=1&errors=6&errors=7\
                 &price_min=a&loud=x&since=b&at=c&ratio=1&other=1";
    let request = Request::get(format!("/things/none/0/?{query}")).header("x-count", "9");
    let refused = send(request.body(Body::empty()).expect("a request"))
        .await
        .refused();
    let expected = [
        "kind enum",
        "id range",
        "sort[0] enum",
        "sort[2] enum",
        "ids[0] range",
        "ids[1] type",
        "order enum",
        "match pattern",
        "flag type",
        "errors duplicate",
        "price_min format",
        "loud rule",
        "since format",
        "at format",
        "ratio range",
        "x-count range",
        "x-id required",
    ];
    assert_eq!(refused, expected);
}

#[tokio::test]
async fn all_bad_members_are_in_one_answer() {
    let body = r#"{
        "name": "too long", "inner": {"n": "x", "open": 1}, "inners": [{"n": -1}, {}], "words": ["a", 1, null],
        "matrix": [[10], [1, 2, 3, 4]], "kind": "two", "free": null, "day": 1, "at": "", "price": "9.9", "id": "x",
        "large": 1e3, "loud": "hey", "all_loud": ["OK", "no"], "flag": "true", "extra": 1, "nullable_inner": [], "flag": true
    }"#;
    let refused = send_json(Method::PUT, body).await.refused();
    let expected = [
        "flag duplicate",
        "name length",
        "loud rule",
        "all_loud[1] rule",
        "nullable_required required",
        "inner.n type",
        "inners[0].n range",
        "inners[1].n required",
        "nullable_inner type",
        "words[0] length",
        "words[1] type",
        "words[2] type",
        "matrix[0][0] range",
        "matrix[1] length",
        "kind enum",
        "day type",
        "at format",
        "price pattern",
        "id format",
        "large type",
        "flag type",
        "extra unknown",
    ];
    assert_eq!(refused, expected);
}

#[tokio::test]
async fn whole_numbers_keep_rules_too() {
    let answer = send_json(Method::PATCH, r#"{"even": 3, "large_even": 5}"#).await;
    assert_eq!(answer.refused(), ["even rule", "large_even rule"]);
    let answer = send_json(Method::PATCH, r#"{"even": -3, "large_even": 4}"#).await;
    assert_eq!(answer.refused(), ["even range"]);
}

#[tokio::test]
async fn text_with_nul_is_refused_wherever_it_stands() {
    let answer = get("/things/one/1/?type=a%00&match=%00").await;
    assert_eq!(answer.refused(), ["match format", "type format"]);
    let answer = send_json(Method::PATCH, r#"{"note": "\u0000"}"#).await;
    assert_eq!(answer.refused(), ["note format"]);
}

#[tokio::test]
async fn refused_values_are_not_echoed() {
    let body = r#"{"name": "hunter2-hunter2", "secret": 1, "kind": "hunter2", "id": "hunter2", "price": "hunter2", "flag": "hunter2", "large": "hunter2"}"#;
    let answer = send_json(Method::PUT, body).await;
    assert!(!answer.refused().is_empty());
    assert!(!String::from_utf8_lossy(&answer.body).contains("hunter2"));
}

#[tokio::test]
async fn secrets_are_not_printed() {
    let body = SMALLEST.replacen('{', r#"{"secret": "hunter2", "#, 1);
    let given = send_json(Method::PUT, body).await.given;
    assert!(
        given.contains(r#""***""#) && !given.contains("hunter2"),
        "{given}"
    );
}

#[tokio::test]
async fn null_differs_from_absent() {
    let given = send_json(Method::PATCH, "{}").await.given;
    assert_eq!(
        given,
        r#"(Some("somebody"), Patch { note: None, count: None, even: None, large_even: None })"#
    );
    let given = send_json(Method::PATCH, r#"{"note": null, "count": 1}"#)
        .await
        .given;
    assert_eq!(
        given,
        r#"(Some("somebody"), Patch { note: Some(None), count: Some(Some(1)), even: None, large_even: None })"#
    );
    assert_eq!(
        send_json(Method::PUT, SMALLEST).await.status,
        StatusCode::NO_CONTENT
    );
}

#[tokio::test]
async fn a_body_that_is_no_object_is_refused() {
    for body in ["null", "[]", "1", "\"a\""] {
        assert_eq!(send_json(Method::PATCH, body).await.refused(), [" type"]);
    }
}

#[tokio::test]
async fn an_optional_body_may_be_absent() {
    let answer = send(
        Request::delete("/things/one/1/")
            .body(Body::empty())
            .expect("a request"),
    )
    .await;
    assert_eq!(answer.given, "None");
    assert_eq!(
        send_json(Method::DELETE, "[1, 2]").await.given,
        "Some([1, 2])"
    );
    assert_eq!(
        send_json(Method::DELETE, "[1, 2, 3, 4]").await.refused(),
        [" length"]
    );
    assert_eq!(
        send_json(Method::DELETE, "[1, \"2\"]").await.refused(),
        ["[1] type"]
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_malformed() {
    let deep = "[".repeat(500);
    let broken: [&[u8]; 5] = [b"", b"{", b"{}{}", b"{\"note\": \"\xff\"}", deep.as_bytes()];
    for body in broken {
        assert_eq!(
            send_json(Method::PATCH, Body::from(body.to_vec()))
                .await
                .status,
            StatusCode::BAD_REQUEST
        );
    }
}

#[tokio::test]
async fn other_media_types_are_refused() {
    for media_type in [
        "text/plain",
        "application/jsonp",
        "multipart/form-data; boundary=x",
        "",
    ] {
        let request = Request::patch("/things/one/1/").header("content-type", media_type);
        let answer = send(request.body("{}".into()).expect("a request")).await;
        assert_eq!(
            answer.status,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "{media_type}"
        );
    }
}

#[tokio::test]
async fn a_large_body_is_refused() {
    let body = format!(r#"{{"note": "{}"}}"#, "a".repeat(2000));
    assert_eq!(
        send_json(Method::PATCH, body).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[tokio::test]
async fn a_raw_body_arrives_byte_for_byte() {
    let bytes: &[u8] = b"{ \"a\":\xff 1}\r\n";
    let answer = post_hook("application/json", bytes.to_vec()).await;
    assert_eq!(answer.headers["content-type"], "image/png");
    assert_eq!(answer.body, bytes);
    let answer = post_hook("text/csv", bytes.to_vec()).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn an_operation_may_take_more_than_the_router() {
    let answer = post_hook("application/json", vec![b'a'; 3000]).await;
    assert_eq!(answer.status, StatusCode::OK);
    let answer = post_hook("application/json", vec![b'a'; 3001]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

async fn post_hook(media_type: &str, body: Vec<u8>) -> Answer {
    let request = Request::post("/hooks").header("content-type", media_type);
    send(request.body(body.into()).expect("a request")).await
}
