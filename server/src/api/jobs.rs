//! Section Jobs.

use cinema_api::{
    apis::jobs::{GetJobResponse, Jobs},
    models,
};
use http_runtime::Cx;

use crate::{api::Api, auth::Caller, problem::Problem};

impl Jobs for Api {
    async fn get_job(
        &self,
        _cx: Cx,
        _caller: Caller,
        _path: models::GetJobPathParams,
    ) -> Result<GetJobResponse, Problem> {
        todo!()
    }
}
