//! Section Certifications.

use cinema_api::{
    apis::certifications::{Certifications, ListCertificationsResponse},
    models,
};
use http_runtime::Cx;

use crate::{api::Api, problem::Problem};

impl Certifications for Api {
    async fn list_certifications(
        &self,
        _cx: Cx,
        _query: models::ListCertificationsQueryParams,
    ) -> Result<ListCertificationsResponse, Problem> {
        todo!()
    }
}
