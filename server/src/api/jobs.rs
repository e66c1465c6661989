//! Jobs.
use cinema_api::{apis::jobs::{GetJobResponse, Jobs}, models};
use http_runtime::Cx;
use crate::{api::Api, auth::Caller, problem::Problem};
impl Jobs for Api { async fn get_job(&self, _: Cx, _: Caller, _: models::GetJobPathParams) -> Result<GetJobResponse, Problem> { todo!() } }
