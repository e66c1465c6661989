//! Operations tagged `DeadJobs`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `deleteDeadJob` answers when it succeeds.
#[derive(Debug)]
pub enum DeleteDeadJobResponse {
    /// The job is gone.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl DeleteDeadJobResponse {
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

/// What `listDeadJobs` answers when it succeeds.
#[derive(Debug)]
pub enum ListDeadJobsResponse {
    /// The page. It is empty when nothing matches, or when there are fewer pages.
    S200 {
        /// The body.
        body: http_runtime::Json<models::DeadJobPage>,
    },
}

impl ListDeadJobsResponse {
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

/// What `replayDeadJob` answers when it succeeds.
#[derive(Debug)]
pub enum ReplayDeadJobResponse {
    /// The job is queued.
    S202 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl ReplayDeadJobResponse {
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

/// The operations tagged `DeadJobs`.
pub trait DeadJobs: Service {
    /// `DELETE /admin/jobs/dead/{job_id}/`: Forget a job
    fn delete_dead_job(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::DeleteDeadJobPathParams,
    ) -> impl Future<Output = Result<DeleteDeadJobResponse, Self::Error>> + Send;
    /// `GET /admin/jobs/dead/`: List jobs that were given up
    fn list_dead_jobs(
        &self,
        cx: Cx,
        claims: Self::Claims,
        query: models::ListDeadJobsQueryParams,
    ) -> impl Future<Output = Result<ListDeadJobsResponse, Self::Error>> + Send;
    /// `POST /admin/jobs/dead/{job_id}/replay/`: Have a job done after all
    fn replay_dead_job(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::ReplayDeadJobPathParams,
    ) -> impl Future<Output = Result<ReplayDeadJobResponse, Self::Error>> + Send;
}
