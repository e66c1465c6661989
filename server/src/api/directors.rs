//! Section Movies: directors.

use cinema_api::{
    apis::directors::{
        CreateDirectorResponse, DeleteDirectorResponse, Directors, GetDirectorResponse, ListDirectorsResponse, UpdateDirectorResponse,
    },
    models,
};
use http_runtime::{Cx, Json};
use store::{movies::Collection, names::{Kind, List}};

use crate::{
    api::{Api, PRIVATE, page},
    auth::Caller,
    problem::Problem,
    usecases::{self, movies::Listing},
};

impl Directors for Api {
    async fn list_directors(
        &self,
        _cx: Cx,
        query: models::ListDirectorsQueryParams,
    ) -> Result<ListDirectorsResponse, Problem> {
        let page = page(query.page, query.per_page);
        let answer = usecases::names::list(self.app(), List::Directors, page).await?;
        Ok(ListDirectorsResponse::S200 {
            body: Json::Raw(answer.body),
            e_tag: answer.tag.to_string(),
            cache_control: self.app().config.catalogue.public_cache_control(),
        })
    }

    async fn get_director(
        &self,
        _cx: Cx,
        _caller: Caller,
        path: models::GetDirectorPathParams,
        query: models::GetDirectorQueryParams,
    ) -> Result<GetDirectorResponse, Problem> {
        let collection = Collection { kind: Kind::Director, id: path.director_id };
        let page = page(query.page, query.per_page);
        let answer = usecases::movies::list(self.app(), Listing::of(collection, page)).await?;
        Ok(GetDirectorResponse::S200 {
            body: Json::Raw(answer.body),
            e_tag: answer.tag.to_string(),
            cache_control: PRIVATE.to_owned(),
        })
    }
    async fn create_director(&self, _: Cx, _: Caller, _: models::NameRequest) -> Result<CreateDirectorResponse, Problem> { todo!() }
    async fn delete_director(&self, _: Cx, _: Caller, _: models::DeleteDirectorPathParams, _: models::DeleteDirectorHeaderParams) -> Result<DeleteDirectorResponse, Problem> { todo!() }
    async fn update_director(&self, _: Cx, _: Caller, _: models::UpdateDirectorPathParams, _: models::UpdateDirectorHeaderParams, _: models::NameRequest) -> Result<UpdateDirectorResponse, Problem> { todo!() }
}
