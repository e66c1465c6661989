//! Forms: `multipart/form-data`.

use axum::body::Body;
use http::{Request, StatusCode};

use crate::support::{Answer, send};

/// A part as it is written: its name and the rest of its header line, and its content.
type Part<'a> = (&'a str, &'a [u8]);

const SMALLEST: [Part<'_>; 2] = [("name\"", b"Anna"), ("key\"; filename=\"k\"", b"\x00\xff")];

fn form(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, content) in parts {
        let head = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\r\n\r\n");
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(b"--b--\r\n");
    body
}

async fn post(media_type: &str, body: Vec<u8>) -> Answer {
    let request = Request::post("/forms/").header("content-type", media_type);
    send(request.body(Body::from(body)).expect("a request")).await
}

async fn send_form(parts: &[Part<'_>]) -> Answer {
    post("multipart/form-data; boundary=b", form(parts)).await
}

/// Sends the smallest form with more parts.
async fn send_with(parts: &[Part<'_>]) -> Answer {
    send_form(&[&SMALLEST[..], parts].concat()).await
}

#[tokio::test]
async fn parts_arrive_with_their_types() {
    let answer = send_with(&[
        ("note\"", b"OK"),
        ("kind\"", b"two-three"),
        ("day\"", b"2000-02-29"),
        ("count\"", b"7"),
        ("secret\"", b"hunter2"),
        (
            "picture\"; filename=\"a.png\"\r\nContent-Type: image/png",
            &[7; 100],
        ),
    ])
    .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["content-type"], "image/jpeg");
    assert_eq!(answer.body.as_ref(), b"\x00\xff");
    assert_eq!(
        answer.given,
        "PostFormForm { name: \"Anna\", key: Upload(Some(\"k\"), 2 bytes), note: Some(Some(\"OK\")), \
         kind: Some(Some(TwoThree)), plain_kind: None, day: Some(2000-02-29), count: Some(7), large: None, \
         secret: \"***\", picture: Some(Some(Upload(Some(\"a.png\"), 100 bytes))) }"
    );
}

#[tokio::test]
async fn nothing_at_all_stands_for_null_where_that_is_allowed() {
    let answer = send_with(&[("note\"", b""), ("kind\"", b""), ("picture\"", b"")]).await;
    let null = "note: Some(None), kind: Some(None), plain_kind: None";
    assert!(answer.given.contains(null), "{}", answer.given);
    assert!(
        answer.given.contains("picture: Some(None)"),
        "{}",
        answer.given
    );

    let answer = send_with(&[("day\"", b""), ("count\"", b"")]).await;
    assert_eq!(answer.refused(), ["day format", "count type"]);
}

#[tokio::test]
async fn a_file_input_that_was_left_alone_is_absent() {
    let answer = send_with(&[("picture\"; filename=\"\"", b"")]).await;
    assert!(answer.given.contains("picture: None"), "{}", answer.given);
    let answer = send_with(&[("picture\"; filename=\"empty.png\"", b"")]).await;
    let empty = "picture: Some(Some(Upload(Some(\"empty.png\"), 0 bytes)))";
    assert!(answer.given.contains(empty), "{}", answer.given);
}

#[tokio::test]
async fn all_bad_parts_are_in_one_answer() {
    let answer = send_form(&[
        ("extra\"", b"1"),
        ("name\"", b"too long"),
        ("name\"", b"Anna"),
        ("note\"", b"hey"),
        ("kind\"", b"two"),
        ("plain_kind\"", &[b'x'; 1025]),
        ("day\"", b"2001-02-29"),
        ("count\"", b"-1"),
        ("large\"", b"\xff"),
        ("secret\"", &[b'x'; 1000]),
        ("picture\"", &[0; 101]),
    ])
    .await;
    let expected = [
        "extra unknown",
        "name duplicate",
        "name length",
        "key required",
        "note rule",
        "kind enum",
        "plain_kind length",
        "day format",
        "count range",
        "large format",
        "secret length",
        "picture length",
    ];
    assert_eq!(answer.refused(), expected);
    let text = String::from_utf8_lossy(&answer.body);
    assert!(text.contains(r#"No \"such\" kind"#), "{text}");
    assert!(text.contains("Too much"), "{text}");
    assert!(text.contains("Expected less."), "{text}");
    assert!(text.contains("Expected at most 10 characters."), "{text}");
}

#[tokio::test]
async fn a_form_has_so_many_parts_and_bytes_and_no_more() {
    let answer = send_form(&[("x\"", &b""[..]); 100]).await;
    assert_eq!(answer.refused().len(), 100);
    let answer = send_form(&[("x\"", &b""[..]); 101]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);

    let rest = 8000 - form(&[("picture\"", b"")]).len();
    let answer = send_form(&[("picture\"", &vec![0; rest])]).await;
    assert_eq!(
        answer.refused(),
        ["name required", "key required", "picture length"]
    );
    let answer = send_form(&[("picture\"", &vec![0; rest + 1])]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn what_is_no_form_is_refused() {
    for body in [&b""[..], b"--b", b"--b\r\n\r\nx\r\n--b--", b"--c--"] {
        let answer = post("multipart/form-data; boundary=b", body.to_vec()).await;
        assert_eq!(
            answer.status,
            StatusCode::BAD_REQUEST,
            "{}",
            body.escape_ascii()
        );
    }
    let answer = post("multipart/form-data", form(&SMALLEST)).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    for media_type in ["multipart/mixed; boundary=b", "application/json", ""] {
        let answer = post(media_type, form(&SMALLEST)).await;
        assert_eq!(
            answer.status,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "{media_type}"
        );
    }
}
