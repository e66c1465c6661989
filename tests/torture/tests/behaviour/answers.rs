//! What leaves the server, and what it knows about its operations.

use axum::body::Body;
use http::{Method, Request, StatusCode, Version};
use http_runtime::{Auth, Code};
use torture::server::ops;

use crate::support::{get, send, send_json};

#[tokio::test]
async fn http_2_needs_no_host_header() {
    let request = Request::get("/things/one/7/").version(Version::HTTP_2);
    let request = request.header("x-id", "0190d8f2-6a1c-7c3e-9b7a-2f6f1c0e8d11");
    let answer = send(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn an_answer_has_its_status_headers_and_body() {
    let answer = get("/things/one/7/").await;
    assert_eq!(answer.headers["content-type"], "application/json");
    assert_eq!(answer.headers["etag"], "\"1\"");
    assert_eq!(answer.headers["x-total"], "7");
    assert_eq!(answer.body, r#"[{"n":1}]"#);

    let cached = get("/things/two-three/7/").await;
    assert!(!cached.headers.contains_key("x-total"));
    assert_eq!(cached.body, "[ ]");

    assert_eq!(get("/things/3d/7/").await.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn every_failure_passes_the_hook() {
    let failures = [
        get("/things/Self/7/").await,
        get("/things/type/7/").await,
        get("/things/one/0/").await,
        get("/things/one/%ff/").await,
        send_json(Method::PUT, "{").await,
    ];
    let statuses = failures.each_ref().map(|answer| answer.status.as_u16());
    assert_eq!(statuses, [409, 500, 422, 422, 400]);
    assert!(
        failures
            .iter()
            .all(|answer| answer.headers.contains_key("x-refused"))
    );
}

#[tokio::test]
async fn credentials_are_asked_for_before_input_is_looked_at() {
    let request = |method: Method| {
        let request = Request::builder().method(method).uri("/things/none/0/");
        request
            .header("content-type", "application/json")
            .body("{".into())
            .expect("a request")
    };
    assert_eq!(
        send(request(Method::PUT)).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        send(request(Method::PATCH)).await.status,
        StatusCode::BAD_REQUEST
    );
    let auth: Vec<_> = ops::ALL.iter().map(|op| (op.id, op.auth)).collect();
    assert!(auth.contains(&("replaceThing", Auth::Required)));
    assert!(auth.contains(&("patchThing", Auth::Optional)));
    assert!(auth.contains(&("listThings", Auth::None)));
}

#[test]
fn the_codes_are_those_that_the_api_document_lists() {
    let codes = serde_json::to_string(&Code::ALL).expect("codes are JSON");
    let listed = format!("enum: {}", codes.replace('"', "").replace(',', ", "));
    assert!(
        include_str!("../../../../openapi.yaml").contains(&listed),
        "{listed}"
    );
}

#[test]
fn every_operation_has_its_facts() {
    let facts = ops::ALL
        .iter()
        .map(|op| format!("{} {} {} {:?}", op.method, op.path, op.tag, op.statuses));
    let expected = [
        "DELETE /things/{kind}/{id}/ movie theater [202]",
        "GET /things/{kind}/{id}/ movie theater [200, 302, 304, 404]",
        "PATCH /things/{kind}/{id}/ movie theater [200]",
        "POST /forms/ hooks [200]",
        "POST /hooks hooks [200, 304]",
        "PUT /things/{kind}/{id}/ movie theater [204]",
    ];
    let mut facts: Vec<_> = facts.collect();
    facts.sort();
    assert_eq!(facts, expected);
}
