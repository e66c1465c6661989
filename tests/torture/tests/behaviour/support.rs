//! A server on the generated traits, and how the tests talk to it.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse as _, Response};
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use http_runtime::{Bytes, Code, Cx, Fault, Json, Op, Rejection, Service};
use torture::apis::hooks::{Hooks, PostFormResponse, PostHookResponse};
use torture::apis::movie_theater::{
    DeleteThingsResponse, ListThingsResponse, MovieTheater, PatchThingResponse,
    ReplaceThingResponse,
};
use torture::models;
use torture::server::router;
use tower::ServiceExt as _;

/// Answers with fixed values, and keeps what it was given.
#[derive(Clone, Default)]
struct Api {
    given: Arc<Mutex<String>>,
}

impl Api {
    fn keep(&self, input: impl std::fmt::Debug) {
        *self
            .given
            .lock()
            .expect("no test panics while it holds the lock") = format!("{input:?}");
    }
}

enum Refusal {
    Input(Rejection),
    Unauthenticated,
    Handler,
}

impl From<Rejection> for Refusal {
    fn from(rejection: Rejection) -> Self {
        Self::Input(rejection)
    }
}

impl Service for Api {
    type Claims = &'static str;
    type Error = Refusal;

    fn check_rule(rule: &str, text: &str) -> Result<(), Fault> {
        let kept = match rule {
            "loud" => !text.chars().any(char::is_lowercase),
            "even" => text.ends_with(['0', '2', '4', '6', '8']),
            _ => panic!("no such rule: {rule}"),
        };
        kept.then_some(())
            .ok_or_else(|| Fault::new(Code::Rule, "Keep the rule."))
    }

    async fn authenticate(&self, cx: &Cx) -> Result<&'static str, Refusal> {
        assert_eq!(cx.op.scopes, ["admin", "moderator"]);
        self.authenticate_optional(cx)
            .await?
            .ok_or(Refusal::Unauthenticated)
    }

    async fn authenticate_optional(&self, cx: &Cx) -> Result<Option<&'static str>, Refusal> {
        Ok(cx
            .parts
            .headers
            .contains_key("authorization")
            .then_some("somebody"))
    }

    fn error_response(&self, op: &'static Op, error: Refusal) -> Response {
        let (status, text) = match error {
            Refusal::Unauthenticated => (StatusCode::UNAUTHORIZED, String::new()),
            Refusal::Handler => (StatusCode::CONFLICT, String::new()),
            Refusal::Input(Rejection::Malformed(reason)) => (StatusCode::BAD_REQUEST, reason),
            Refusal::Input(Rejection::UnsupportedMediaType { expected }) => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, expected.to_owned())
            }
            Refusal::Input(Rejection::TooLarge) => (StatusCode::PAYLOAD_TOO_LARGE, String::new()),
            Refusal::Input(Rejection::Unsendable(_)) => {
                (StatusCode::INTERNAL_SERVER_ERROR, String::new())
            }
            Refusal::Input(Rejection::Invalid(errors)) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                serde_json::to_string(&errors).expect("errors are JSON"),
            ),
        };
        (status, [("x-refused", op.id)], text).into_response()
    }
}

impl MovieTheater for Api {
    async fn list_things(
        &self,
        _: Cx,
        path: models::ListThingsPathParams,
        query: models::ListThingsQueryParams,
        headers: models::ListThingsHeaderParams,
    ) -> Result<ListThingsResponse, Refusal> {
        self.keep((&query, &headers));
        Ok(match path.kind {
            models::Kind::One => ListThingsResponse::S200 {
                body: vec![models::Inner { n: 1 }].into(),
                e_tag: "\"1\"".to_owned(),
                x_total: Some(path.id),
            },
            models::Kind::TwoThree => ListThingsResponse::S200 {
                body: Json::Raw(Bytes::from_static(b"[ ]")),
                e_tag: "\"2\"".to_owned(),
                x_total: None,
            },
            models::Kind::Variant3d => ListThingsResponse::S304 {},
            models::Kind::Type => ListThingsResponse::S302 {
                location: "bad\nheader".to_owned(),
            },
            models::Kind::VariantSelf | models::Kind::Empty => return Err(Refusal::Handler),
        })
    }

    async fn replace_thing(
        &self,
        _: Cx,
        _: &'static str,
        _: models::ReplaceThingPathParams,
        body: models::Thing,
    ) -> Result<ReplaceThingResponse, Refusal> {
        self.keep(body);
        Ok(ReplaceThingResponse::S204 {})
    }

    async fn patch_thing(
        &self,
        _: Cx,
        claims: Option<&'static str>,
        _: models::PatchThingPathParams,
        body: models::Patch,
    ) -> Result<PatchThingResponse, Refusal> {
        self.keep((claims, body));
        Ok(PatchThingResponse::S200 {
            body: "patched".to_owned(),
        })
    }

    async fn delete_things(
        &self,
        _: Cx,
        _: models::DeleteThingsPathParams,
        body: Option<Vec<i64>>,
    ) -> Result<DeleteThingsResponse, Refusal> {
        self.keep(body);
        Ok(DeleteThingsResponse::S202 {})
    }
}

impl Hooks for Api {
    async fn post_hook(&self, _: Cx, body: Bytes) -> Result<PostHookResponse, Refusal> {
        Ok(PostHookResponse::S200 { body })
    }

    async fn post_form(
        &self,
        _: Cx,
        form: models::PostFormForm,
    ) -> Result<PostFormResponse, Refusal> {
        let body = form.key.bytes.clone();
        self.keep(form);
        Ok(PostFormResponse::S200 {
            body,
            content_type: "image/jpeg",
        })
    }
}

/// An answer, all of it read.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Bytes,
    /// What the handler was given, if it was called.
    pub(crate) given: String,
}

impl Answer {
    /// The refused fields and their codes, in order.
    pub(crate) fn refused(&self) -> Vec<String> {
        assert_eq!(
            self.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{:?}",
            self.body
        );
        assert_eq!(self.given, "", "the handler ran");
        let errors: serde_json::Value = serde_json::from_slice(&self.body).expect("JSON");
        let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
        let errors = errors.as_array().expect("a list").iter();
        errors
            .map(|error| format!("{} {}", text(&error["field"]), text(&error["code"])))
            .collect()
    }
}

pub(crate) async fn send(request: Request<Body>) -> Answer {
    let api = Api::default();
    let app = router::<Api>()
        .layer(DefaultBodyLimit::max(2000))
        .with_state(api.clone());
    let Ok(response) = app.oneshot(request).await;
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("a body in memory").to_bytes();
    let given = api
        .given
        .lock()
        .expect("no test panics while it holds the lock")
        .clone();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body,
        given,
    }
}

pub(crate) async fn get(path_and_query: &str) -> Answer {
    let id = "0190d8f2-6a1c-7c3e-9b7a-2f6f1c0e8d11";
    send(
        Request::get(path_and_query)
            .header("x-id", id)
            .body(Body::empty())
            .expect("a request"),
    )
    .await
}

pub(crate) async fn send_json(method: Method, body: impl Into<Body>) -> Answer {
    let request = Request::builder().method(method).uri("/things/one/1/");
    let request = request
        .header("content-type", "application/json; charset=utf-8")
        .header("authorization", "me");
    send(request.body(body.into()).expect("a request")).await
}
