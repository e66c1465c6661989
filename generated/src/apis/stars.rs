//! Operations tagged `Stars`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `createStar` answers when it succeeds.
#[derive(Debug)]
pub enum CreateStarResponse {
    /// The star.
    S201 {
        /// The body.
        body: http_runtime::Json<models::Star>,
        /// The header `Location`.
        location: String,
        /// The header `ETag`.
        e_tag: String,
    },
}

impl CreateStarResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S201 {
                body,
                location,
                e_tag,
            } => {
                let answer = http_runtime::answer(201);
                let answer = answer.header("location", location);
                let answer = answer.header("etag", e_tag);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `deleteStar` answers when it succeeds.
#[derive(Debug)]
pub enum DeleteStarResponse {
    /// The star is gone.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl DeleteStarResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `getStar` answers when it succeeds.
#[derive(Debug)]
pub enum GetStarResponse {
    /// The star and the page. It has no films when there are fewer pages.
    S200 {
        /// The body.
        body: http_runtime::Json<models::StarWithMovies>,
        /// The header `ETag`.
        e_tag: String,
        /// The header `Cache-Control`.
        cache_control: String,
    },
}

impl GetStarResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 {
                body,
                e_tag,
                cache_control,
            } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("etag", e_tag);
                let answer = answer.header("cache-control", cache_control);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `listStars` answers when it succeeds.
#[derive(Debug)]
pub enum ListStarsResponse {
    /// The page. It is empty when there are fewer pages.
    S200 {
        /// The body.
        body: http_runtime::Json<models::StarPage>,
        /// The header `ETag`.
        e_tag: String,
        /// The header `Cache-Control`.
        cache_control: String,
    },
}

impl ListStarsResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 {
                body,
                e_tag,
                cache_control,
            } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("etag", e_tag);
                let answer = answer.header("cache-control", cache_control);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `updateStar` answers when it succeeds.
#[derive(Debug)]
pub enum UpdateStarResponse {
    /// The star as it is now.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Star>,
        /// The header `ETag`.
        e_tag: String,
    },
}

impl UpdateStarResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body, e_tag } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("etag", e_tag);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// The operations tagged `Stars`.
pub trait Stars: Service {
    /// `POST /movies/stars/create/`: Add a star
    fn create_star(
        &self,
        cx: Cx,
        claims: Self::Claims,
        body: models::NameRequest,
    ) -> impl Future<Output = Result<CreateStarResponse, Self::Error>> + Send;
    /// `DELETE /movies/stars/{star_id}/`: Delete a star
    fn delete_star(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::DeleteStarPathParams,
        headers: models::DeleteStarHeaderParams,
    ) -> impl Future<Output = Result<DeleteStarResponse, Self::Error>> + Send;
    /// `GET /movies/stars/{star_id}/`: Show a star
    fn get_star(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::GetStarPathParams,
        query: models::GetStarQueryParams,
    ) -> impl Future<Output = Result<GetStarResponse, Self::Error>> + Send;
    /// `GET /movies/stars/`: List stars
    fn list_stars(
        &self,
        cx: Cx,
        query: models::ListStarsQueryParams,
    ) -> impl Future<Output = Result<ListStarsResponse, Self::Error>> + Send;
    /// `PATCH /movies/stars/{star_id}/`: Rename a star
    fn update_star(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::UpdateStarPathParams,
        headers: models::UpdateStarHeaderParams,
        body: models::NameRequest,
    ) -> impl Future<Output = Result<UpdateStarResponse, Self::Error>> + Send;
}
