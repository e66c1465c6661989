//! Operations tagged `Directors`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `createDirector` answers when it succeeds.
#[derive(Debug)]
pub enum CreateDirectorResponse {
    /// The director.
    S201 {
        /// The body.
        body: http_runtime::Json<models::Director>,
        /// The header `Location`.
        location: String,
        /// The header `ETag`.
        e_tag: String,
    },
}

impl CreateDirectorResponse {
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

/// What `deleteDirector` answers when it succeeds.
#[derive(Debug)]
pub enum DeleteDirectorResponse {
    /// The director is gone.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl DeleteDirectorResponse {
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

/// What `getDirector` answers when it succeeds.
#[derive(Debug)]
pub enum GetDirectorResponse {
    /// The director and the page. It has no films when there are fewer pages.
    S200 {
        /// The body.
        body: http_runtime::Json<models::DirectorWithMovies>,
        /// The header `ETag`.
        e_tag: String,
        /// The header `Cache-Control`.
        cache_control: String,
    },
}

impl GetDirectorResponse {
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

/// What `listDirectors` answers when it succeeds.
#[derive(Debug)]
pub enum ListDirectorsResponse {
    /// The page. It is empty when there are fewer pages.
    S200 {
        /// The body.
        body: http_runtime::Json<models::DirectorPage>,
        /// The header `ETag`.
        e_tag: String,
        /// The header `Cache-Control`.
        cache_control: String,
    },
}

impl ListDirectorsResponse {
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

/// What `updateDirector` answers when it succeeds.
#[derive(Debug)]
pub enum UpdateDirectorResponse {
    /// The director as it is now.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Director>,
        /// The header `ETag`.
        e_tag: String,
    },
}

impl UpdateDirectorResponse {
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

/// The operations tagged `Directors`.
pub trait Directors: Service {
    /// `POST /movies/directors/create/`: Add a director
    fn create_director(
        &self,
        cx: Cx,
        claims: Self::Claims,
        body: models::NameRequest,
    ) -> impl Future<Output = Result<CreateDirectorResponse, Self::Error>> + Send;
    /// `DELETE /movies/directors/{director_id}/`: Delete a director
    fn delete_director(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::DeleteDirectorPathParams,
        headers: models::DeleteDirectorHeaderParams,
    ) -> impl Future<Output = Result<DeleteDirectorResponse, Self::Error>> + Send;
    /// `GET /movies/directors/{director_id}/`: Show a director
    fn get_director(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::GetDirectorPathParams,
        query: models::GetDirectorQueryParams,
    ) -> impl Future<Output = Result<GetDirectorResponse, Self::Error>> + Send;
    /// `GET /movies/directors/`: List directors
    fn list_directors(
        &self,
        cx: Cx,
        query: models::ListDirectorsQueryParams,
    ) -> impl Future<Output = Result<ListDirectorsResponse, Self::Error>> + Send;
    /// `PATCH /movies/directors/{director_id}/`: Rename a director
    fn update_director(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::UpdateDirectorPathParams,
        headers: models::UpdateDirectorHeaderParams,
        body: models::NameRequest,
    ) -> impl Future<Output = Result<UpdateDirectorResponse, Self::Error>> + Send;
}
