//! Operations tagged `Health`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `getLiveness` answers when it succeeds.
#[derive(Debug)]
pub enum GetLivenessResponse {
    /// The process is alive.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Liveness>,
    },
}

impl GetLivenessResponse {
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

/// What `getReadiness` answers when it succeeds.
#[derive(Debug)]
pub enum GetReadinessResponse {
    /// The instance can serve requests. A dependency it can do without may still be down.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Readiness>,
    },
}

impl GetReadinessResponse {
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

/// The operations tagged `Health`.
pub trait Health: Service {
    /// `GET /health/live/`: Is the process alive?
    fn get_liveness(
        &self,
        cx: Cx,
    ) -> impl Future<Output = Result<GetLivenessResponse, Self::Error>> + Send;
    /// `GET /health/ready/`: Can the process serve requests?
    fn get_readiness(
        &self,
        cx: Cx,
    ) -> impl Future<Output = Result<GetReadinessResponse, Self::Error>> + Send;
}
