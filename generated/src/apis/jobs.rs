//! Operations tagged `Jobs`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `getJob` answers when it succeeds.
#[derive(Debug)]
pub enum GetJobResponse {
    /// The job.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Job>,
    },
}

impl GetJobResponse {
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

/// The operations tagged `Jobs`.
pub trait Jobs: Service {
    /// `GET /jobs/{job_id}/`: Show a job
    fn get_job(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::GetJobPathParams,
    ) -> impl Future<Output = Result<GetJobResponse, Self::Error>> + Send;
}
