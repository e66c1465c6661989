//! Operations tagged `Movies`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `getMovie` answers when it succeeds.
#[derive(Debug)]
pub enum GetMovieResponse {
    /// The film.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Movie>,
    },
}

impl GetMovieResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = Response::builder().status(200);
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
    },
}

impl ListMoviesResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = Response::builder().status(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// The operations tagged `Movies`.
pub trait Movies: Service {
    /// `GET /movies/{movie_uuid}/`: Show a film
    fn get_movie(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::GetMoviePathParams,
    ) -> impl Future<Output = Result<GetMovieResponse, Self::Error>> + Send;
    /// `GET /movies/`: List films
    fn list_movies(
        &self,
        cx: Cx,
        query: models::ListMoviesQueryParams,
    ) -> impl Future<Output = Result<ListMoviesResponse, Self::Error>> + Send;
}
