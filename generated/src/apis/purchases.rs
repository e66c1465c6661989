//! Operations tagged `Purchases`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `getPurchase` answers when it succeeds.
#[derive(Debug)]
pub enum GetPurchaseResponse {
    /// The caller owns the film.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Purchase>,
        /// The header `Cache-Control`.
        cache_control: String,
    },
}

impl GetPurchaseResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 {
                body,
                cache_control,
            } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("cache-control", cache_control);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `listPurchases` answers when it succeeds.
#[derive(Debug)]
pub enum ListPurchasesResponse {
    /// The page. It is empty when there are fewer pages.
    S200 {
        /// The body.
        body: http_runtime::Json<models::PurchasePage>,
    },
}

impl ListPurchasesResponse {
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

/// The operations tagged `Purchases`.
pub trait Purchases: Service {
    /// `GET /purchases/{movie_uuid}/`: Ask whether a film may be watched
    fn get_purchase(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::GetPurchasePathParams,
    ) -> impl Future<Output = Result<GetPurchaseResponse, Self::Error>> + Send;
    /// `GET /purchases/`: List one's films
    fn list_purchases(
        &self,
        cx: Cx,
        claims: Self::Claims,
        query: models::ListPurchasesQueryParams,
    ) -> impl Future<Output = Result<ListPurchasesResponse, Self::Error>> + Send;
}
