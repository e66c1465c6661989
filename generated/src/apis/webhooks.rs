//! Operations tagged `Webhooks`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `listStripeEvents` answers when it succeeds.
#[derive(Debug)]
pub enum ListStripeEventsResponse {
    /// The page. It is empty when nothing matches, or when there are fewer pages.
    S200 {
        /// The body.
        body: http_runtime::Json<models::StripeEventPage>,
    },
}

impl ListStripeEventsResponse {
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

/// What `replayStripeEvent` answers when it succeeds.
#[derive(Debug)]
pub enum ReplayStripeEventResponse {
    /// The event is queued.
    S202 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl ReplayStripeEventResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S202 { body } => {
                let answer = http_runtime::answer(202);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// The operations tagged `Webhooks`.
pub trait Webhooks: Service {
    /// `GET /admin/webhooks/`: List what Stripe has sent
    fn list_stripe_events(
        &self,
        cx: Cx,
        claims: Self::Claims,
        query: models::ListStripeEventsQueryParams,
    ) -> impl Future<Output = Result<ListStripeEventsResponse, Self::Error>> + Send;
    /// `POST /admin/webhooks/{event_id}/replay/`: Act on an event again
    fn replay_stripe_event(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::ReplayStripeEventPathParams,
    ) -> impl Future<Output = Result<ReplayStripeEventResponse, Self::Error>> + Send;
}
