//! Operations tagged `Payments`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `createCheckoutSession` answers when it succeeds.
#[derive(Debug)]
pub enum CreateCheckoutSessionResponse {
    /// Where to pay.
    S200 {
        /// The body.
        body: http_runtime::Json<models::CheckoutSession>,
        /// The header `Idempotent-Replayed`.
        idempotent_replayed: Option<String>,
    },
}

impl CreateCheckoutSessionResponse {
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

/// What `listPayments` answers when it succeeds.
#[derive(Debug)]
pub enum ListPaymentsResponse {
    /// The page. It is empty when there are fewer pages.
    S200 {
        /// The body.
        body: http_runtime::Json<models::PaymentPage>,
    },
}

impl ListPaymentsResponse {
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

/// What `receiveStripeEvent` answers when it succeeds.
#[derive(Debug)]
pub enum ReceiveStripeEventResponse {
    /// The event is stored.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl ReceiveStripeEventResponse {
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

/// What `showPaymentCancel` answers when it succeeds.
#[derive(Debug)]
pub enum ShowPaymentCancelResponse {
    /// Nothing was paid.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl ShowPaymentCancelResponse {
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

/// What `showPaymentSuccess` answers when it succeeds.
#[derive(Debug)]
pub enum ShowPaymentSuccessResponse {
    /// Thank you.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl ShowPaymentSuccessResponse {
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

/// The operations tagged `Payments`.
pub trait Payments: Service {
    /// `POST /payments/checkout-session/`: Get the pay page
    fn create_checkout_session(
        &self,
        cx: Cx,
        claims: Self::Claims,
        headers: models::CreateCheckoutSessionHeaderParams,
    ) -> impl Future<Output = Result<CreateCheckoutSessionResponse, Self::Error>> + Send;
    /// `GET /payments/`: List one's payments
    fn list_payments(
        &self,
        cx: Cx,
        claims: Self::Claims,
        query: models::ListPaymentsQueryParams,
    ) -> impl Future<Output = Result<ListPaymentsResponse, Self::Error>> + Send;
    /// `POST /payments/webhook/`: Take an event from Stripe
    fn receive_stripe_event(
        &self,
        cx: Cx,
        body: http_runtime::Bytes,
    ) -> impl Future<Output = Result<ReceiveStripeEventResponse, Self::Error>> + Send;
    /// `GET /payments/cancel/`: Where Stripe sends who has not paid
    fn show_payment_cancel(
        &self,
        cx: Cx,
    ) -> impl Future<Output = Result<ShowPaymentCancelResponse, Self::Error>> + Send;
    /// `GET /payments/success/`: Where Stripe sends who has paid
    fn show_payment_success(
        &self,
        cx: Cx,
    ) -> impl Future<Output = Result<ShowPaymentSuccessResponse, Self::Error>> + Send;
}
