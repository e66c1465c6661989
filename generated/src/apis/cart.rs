//! Operations tagged `Cart`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `addMovieToCart` answers when it succeeds.
#[derive(Debug)]
pub enum AddMovieToCartResponse {
    /// The film is in the cart.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl AddMovieToCartResponse {
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

/// What `clearCart` answers when it succeeds.
#[derive(Debug)]
pub enum ClearCartResponse {
    /// The cart is empty.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl ClearCartResponse {
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

/// What `getCart` answers when it succeeds.
#[derive(Debug)]
pub enum GetCartResponse {
    /// The cart. It may be empty.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Cart>,
    },
}

impl GetCartResponse {
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

/// What `removeMovieFromCart` answers when it succeeds.
#[derive(Debug)]
pub enum RemoveMovieFromCartResponse {
    /// The film is not in the cart any more.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl RemoveMovieFromCartResponse {
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

/// The operations tagged `Cart`.
pub trait Cart: Service {
    /// `POST /cart/add/`: Put a film into the cart
    fn add_movie_to_cart(
        &self,
        cx: Cx,
        claims: Self::Claims,
        body: models::CartAddition,
    ) -> impl Future<Output = Result<AddMovieToCartResponse, Self::Error>> + Send;
    /// `DELETE /cart/items/`: Empty the cart
    fn clear_cart(
        &self,
        cx: Cx,
        claims: Self::Claims,
    ) -> impl Future<Output = Result<ClearCartResponse, Self::Error>> + Send;
    /// `GET /cart/`: Show the cart
    fn get_cart(
        &self,
        cx: Cx,
        claims: Self::Claims,
    ) -> impl Future<Output = Result<GetCartResponse, Self::Error>> + Send;
    /// `DELETE /cart/items/{movie_uuid}/`: Take a film out of the cart
    fn remove_movie_from_cart(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::RemoveMovieFromCartPathParams,
    ) -> impl Future<Output = Result<RemoveMovieFromCartResponse, Self::Error>> + Send;
}
