//! Section Certifications.

use cinema_api::{
    apis::certifications::{Certifications, ListCertificationsResponse},
    models,
};
use http_runtime::{Cx, Json};
use store::names::List;

use crate::{
    api::{Api, page},
    problem::Problem,
    usecases::names,
};

impl Certifications for Api {
    async fn list_certifications(
        &self,
        _cx: Cx,
        query: models::ListCertificationsQueryParams,
    ) -> Result<ListCertificationsResponse, Problem> {
        let page = page(query.page, query.per_page);
        let answer = names::list(self.app(), List::Certifications, page).await?;
        Ok(ListCertificationsResponse::S200 {
            body: Json::Raw(answer.body),
            e_tag: answer.tag.to_string(),
            cache_control: self.public(),
        })
    }
}
