//! Operations tagged `Movies`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `createMovie` answers when it succeeds.
#[derive(Debug)]
pub enum CreateMovieResponse {
    /// The film.
    S201 {
        /// The body.
        body: http_runtime::Json<models::Movie>,
        /// The header `Location`.
        location: String,
        /// The header `ETag`.
        e_tag: String,
    },
}

impl CreateMovieResponse {
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

/// What `deleteMovie` answers when it succeeds.
#[derive(Debug)]
pub enum DeleteMovieResponse {
    /// The film is gone.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl DeleteMovieResponse {
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

/// What `getMovie` answers when it succeeds.
#[derive(Debug)]
pub enum GetMovieResponse {
    /// The film.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Movie>,
        /// The header `ETag`.
        e_tag: String,
        /// The header `Cache-Control`.
        cache_control: String,
    },
}

impl GetMovieResponse {
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

/// What `importMovies` answers when it succeeds.
#[derive(Debug)]
pub enum ImportMoviesResponse {
    /// The job that will import the file.
    S202 {
        /// The body.
        body: http_runtime::Json<models::Job>,
        /// The header `Location`.
        location: String,
    },
}

impl ImportMoviesResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S202 { body, location } => {
                let answer = http_runtime::answer(202);
                let answer = answer.header("location", location);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `listMovies` answers when it succeeds.
#[derive(Debug)]
pub enum ListMoviesResponse {
    /// The page. It is empty when nothing matches, or when there are fewer pages.
    S200 {
        /// The body.
        body: http_runtime::Json<models::MoviePage>,
        /// The header `ETag`.
        e_tag: String,
        /// The header `Cache-Control`.
        cache_control: String,
    },
}

impl ListMoviesResponse {
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

/// What `updateMovie` answers when it succeeds.
#[derive(Debug)]
pub enum UpdateMovieResponse {
    /// The film as it is now.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Movie>,
        /// The header `ETag`.
        e_tag: String,
    },
}

impl UpdateMovieResponse {
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

/// The operations tagged `Movies`.
pub trait Movies: Service {
    /// `POST /movies/create/`: Add a film
    fn create_movie(
        &self,
        cx: Cx,
        claims: Self::Claims,
        body: models::MovieCreate,
    ) -> impl Future<Output = Result<CreateMovieResponse, Self::Error>> + Send;
    /// `DELETE /movies/{movie_uuid}/`: Delete a film
    fn delete_movie(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::DeleteMoviePathParams,
        headers: models::DeleteMovieHeaderParams,
    ) -> impl Future<Output = Result<DeleteMovieResponse, Self::Error>> + Send;
    /// `GET /movies/{movie_uuid}/`: Show a film
    fn get_movie(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::GetMoviePathParams,
    ) -> impl Future<Output = Result<GetMovieResponse, Self::Error>> + Send;
    /// `POST /movies/import/`: Import films from a file
    fn import_movies(
        &self,
        cx: Cx,
        claims: Self::Claims,
        body: http_runtime::Bytes,
    ) -> impl Future<Output = Result<ImportMoviesResponse, Self::Error>> + Send;
    /// `GET /movies/`: List films
    fn list_movies(
        &self,
        cx: Cx,
        query: models::ListMoviesQueryParams,
    ) -> impl Future<Output = Result<ListMoviesResponse, Self::Error>> + Send;
    /// `PATCH /movies/{movie_uuid}/`: Change a film
    fn update_movie(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::UpdateMoviePathParams,
        headers: models::UpdateMovieHeaderParams,
        body: models::MoviePatch,
    ) -> impl Future<Output = Result<UpdateMovieResponse, Self::Error>> + Send;
}
