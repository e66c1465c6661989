//! Operations tagged `Genres`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `createGenre` answers when it succeeds.
#[derive(Debug)]
pub enum CreateGenreResponse {
    /// The genre.
    S201 {
        /// The body.
        body: http_runtime::Json<models::Genre>,
        /// The header `Location`.
        location: String,
        /// The header `ETag`.
        e_tag: String,
    },
}

impl CreateGenreResponse {
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

/// What `deleteGenre` answers when it succeeds.
#[derive(Debug)]
pub enum DeleteGenreResponse {
    /// The genre is gone.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl DeleteGenreResponse {
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

/// What `getGenre` answers when it succeeds.
#[derive(Debug)]
pub enum GetGenreResponse {
    /// The genre and the page. It has no films when there are fewer pages.
    S200 {
        /// The body.
        body: http_runtime::Json<models::GenreWithMovies>,
        /// The header `ETag`.
        e_tag: String,
        /// The header `Cache-Control`.
        cache_control: String,
    },
}

impl GetGenreResponse {
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

/// What `listGenres` answers when it succeeds.
#[derive(Debug)]
pub enum ListGenresResponse {
    /// The page. It is empty when there are fewer pages.
    S200 {
        /// The body.
        body: http_runtime::Json<models::GenrePage>,
        /// The header `ETag`.
        e_tag: String,
        /// The header `Cache-Control`.
        cache_control: String,
    },
}

impl ListGenresResponse {
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

/// What `updateGenre` answers when it succeeds.
#[derive(Debug)]
pub enum UpdateGenreResponse {
    /// The genre as it is now.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Genre>,
        /// The header `ETag`.
        e_tag: String,
    },
}

impl UpdateGenreResponse {
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

/// The operations tagged `Genres`.
pub trait Genres: Service {
    /// `POST /movies/genres/create/`: Add a genre
    fn create_genre(
        &self,
        cx: Cx,
        claims: Self::Claims,
        body: models::NameRequest,
    ) -> impl Future<Output = Result<CreateGenreResponse, Self::Error>> + Send;
    /// `DELETE /movies/genres/{genre_id}/`: Delete a genre
    fn delete_genre(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::DeleteGenrePathParams,
        headers: models::DeleteGenreHeaderParams,
    ) -> impl Future<Output = Result<DeleteGenreResponse, Self::Error>> + Send;
    /// `GET /movies/genres/{genre_id}/`: Show a genre
    fn get_genre(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::GetGenrePathParams,
        query: models::GetGenreQueryParams,
    ) -> impl Future<Output = Result<GetGenreResponse, Self::Error>> + Send;
    /// `GET /movies/genres/`: List genres
    fn list_genres(
        &self,
        cx: Cx,
        query: models::ListGenresQueryParams,
    ) -> impl Future<Output = Result<ListGenresResponse, Self::Error>> + Send;
    /// `PATCH /movies/genres/{genre_id}/`: Rename a genre
    fn update_genre(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::UpdateGenrePathParams,
        headers: models::UpdateGenreHeaderParams,
        body: models::NameRequest,
    ) -> impl Future<Output = Result<UpdateGenreResponse, Self::Error>> + Send;
}
