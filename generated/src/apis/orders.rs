//! Operations tagged `Orders`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `cancelOrder` answers when it succeeds.
#[derive(Debug)]
pub enum CancelOrderResponse {
    /// The order is cancelled.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl CancelOrderResponse {
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

/// What `createOrder` answers when it succeeds.
#[derive(Debug)]
pub enum CreateOrderResponse {
    /// The order, to be paid by `POST /payments/checkout-session/`.
    S201 {
        /// The body.
        body: http_runtime::Json<models::Order>,
        /// The header `Location`.
        location: String,
        /// The header `Idempotent-Replayed`.
        idempotent_replayed: Option<String>,
    },
}

impl CreateOrderResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S201 {
                body,
                location,
                idempotent_replayed,
            } => {
                let answer = http_runtime::answer(201);
                let answer = answer.header("location", location);
                let answer = match idempotent_replayed {
                    Some(value) => answer.header("idempotent-replayed", value),
                    None => answer,
                };
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `getOrder` answers when it succeeds.
#[derive(Debug)]
pub enum GetOrderResponse {
    /// The order.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Order>,
    },
}

impl GetOrderResponse {
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

/// What `listOrders` answers when it succeeds.
#[derive(Debug)]
pub enum ListOrdersResponse {
    /// The page. It is empty when there are fewer pages.
    S200 {
        /// The body.
        body: http_runtime::Json<models::OrderPage>,
    },
}

impl ListOrdersResponse {
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

/// What `refundOrder` answers when it succeeds.
#[derive(Debug)]
pub enum RefundOrderResponse {
    /// The money is on its way back.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
        /// The header `Idempotent-Replayed`.
        idempotent_replayed: Option<String>,
    },
}

impl RefundOrderResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 {
                body,
                idempotent_replayed,
            } => {
                let answer = http_runtime::answer(200);
                let answer = match idempotent_replayed {
                    Some(value) => answer.header("idempotent-replayed", value),
                    None => answer,
                };
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// The operations tagged `Orders`.
pub trait Orders: Service {
    /// `POST /orders/cancel/{order_id}/`: Cancel an order
    fn cancel_order(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::CancelOrderPathParams,
    ) -> impl Future<Output = Result<CancelOrderResponse, Self::Error>> + Send;
    /// `POST /orders/create/`: Order what is in the cart
    fn create_order(
        &self,
        cx: Cx,
        claims: Self::Claims,
        headers: models::CreateOrderHeaderParams,
    ) -> impl Future<Output = Result<CreateOrderResponse, Self::Error>> + Send;
    /// `GET /orders/{order_id}/`: Show an order
    fn get_order(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::GetOrderPathParams,
    ) -> impl Future<Output = Result<GetOrderResponse, Self::Error>> + Send;
    /// `GET /orders/`: List one's orders
    fn list_orders(
        &self,
        cx: Cx,
        claims: Self::Claims,
        query: models::ListOrdersQueryParams,
    ) -> impl Future<Output = Result<ListOrdersResponse, Self::Error>> + Send;
    /// `POST /orders/refund/{order_id}/`: Have an order refunded
    fn refund_order(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::RefundOrderPathParams,
        headers: models::RefundOrderHeaderParams,
    ) -> impl Future<Output = Result<RefundOrderResponse, Self::Error>> + Send;
}
