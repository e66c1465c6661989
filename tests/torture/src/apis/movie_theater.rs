//! Operations tagged `MovieTheater`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `deleteThings` answers when it succeeds.
#[derive(Debug)]
pub enum DeleteThingsResponse {
    /// Accepted
    S202 {},
}

impl DeleteThingsResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S202 {} => {
                let answer = http_runtime::answer(202);
                Ok(answer.body(Body::empty())?)
            }
        }
    }
}

/// What `listThings` answers when it succeeds.
#[derive(Debug)]
pub enum ListThingsResponse {
    /// All kinds of headers
    S200 {
        /// The body.
        body: http_runtime::Json<Vec<models::Inner>>,
        /// The header `ETag`.
        e_tag: String,
        /// The header `X-Total`.
        x_total: Option<i64>,
    },
    /// Elsewhere
    S302 {
        /// The header `Location`.
        location: String,
    },
    /// Not modified
    S304 {},
}

impl ListThingsResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 {
                body,
                e_tag,
                x_total,
            } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("etag", e_tag);
                let answer = match x_total {
                    Some(value) => answer.header("x-total", value),
                    None => answer,
                };
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
            Self::S302 { location } => {
                let answer = http_runtime::answer(302);
                let answer = answer.header("location", location);
                Ok(answer.body(Body::empty())?)
            }
            Self::S304 {} => {
                let answer = http_runtime::answer(304);
                Ok(answer.body(Body::empty())?)
            }
        }
    }
}

/// What `patchThing` answers when it succeeds.
#[derive(Debug)]
pub enum PatchThingResponse {
    /// Text
    S200 {
        /// The body.
        body: String,
    },
}

impl PatchThingResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "text/plain");
                Ok(answer.body(Body::from(body))?)
            }
        }
    }
}

/// What `replaceThing` answers when it succeeds.
#[derive(Debug)]
pub enum ReplaceThingResponse {
    /// Done
    S204 {},
}

impl ReplaceThingResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S204 {} => {
                let answer = http_runtime::answer(204);
                Ok(answer.body(Body::empty())?)
            }
        }
    }
}

/// The operations tagged `MovieTheater`.
pub trait MovieTheater: Service {
    /// `DELETE /things/{kind}/{id}/`
    fn delete_things(
        &self,
        cx: Cx,
        path: models::DeleteThingsPathParams,
        body: Option<Vec<i64>>,
    ) -> impl Future<Output = Result<DeleteThingsResponse, Self::Error>> + Send;
    /// `GET /things/{kind}/{id}/`: List \"things\" \\ of {a} kind
    fn list_things(
        &self,
        cx: Cx,
        path: models::ListThingsPathParams,
        query: models::ListThingsQueryParams,
        headers: models::ListThingsHeaderParams,
    ) -> impl Future<Output = Result<ListThingsResponse, Self::Error>> + Send;
    /// `PATCH /things/{kind}/{id}/`
    fn patch_thing(
        &self,
        cx: Cx,
        claims: Option<Self::Claims>,
        path: models::PatchThingPathParams,
        body: models::Patch,
    ) -> impl Future<Output = Result<PatchThingResponse, Self::Error>> + Send;
    /// `PUT /things/{kind}/{id}/`
    fn replace_thing(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::ReplaceThingPathParams,
        body: models::Thing,
    ) -> impl Future<Output = Result<ReplaceThingResponse, Self::Error>> + Send;
}
