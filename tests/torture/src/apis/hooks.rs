//! Operations tagged `Hooks`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `postForm` answers when it succeeds.
#[derive(Debug)]
pub enum PostFormResponse {
    /// Of a kind that the handler names
    S200 {
        /// The body.
        body: http_runtime::Bytes,
        /// The header `Content-Type`.
        content_type: &'static str,
    },
}

impl PostFormResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body, content_type } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", content_type);
                Ok(answer.body(Body::from(body))?)
            }
        }
    }
}

/// What `postHook` answers when it succeeds.
#[derive(Debug)]
pub enum PostHookResponse {
    /// Bytes
    S200 {
        /// The body.
        body: http_runtime::Bytes,
    },
}

impl PostHookResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "image/png");
                Ok(answer.body(Body::from(body))?)
            }
        }
    }
}

/// The operations tagged `Hooks`.
pub trait Hooks: Service {
    /// `POST /forms/`
    fn post_form(
        &self,
        cx: Cx,
        form: models::PostFormForm,
    ) -> impl Future<Output = Result<PostFormResponse, Self::Error>> + Send;
    /// `POST /hooks`
    fn post_hook(
        &self,
        cx: Cx,
        body: http_runtime::Bytes,
    ) -> impl Future<Output = Result<PostHookResponse, Self::Error>> + Send;
}
