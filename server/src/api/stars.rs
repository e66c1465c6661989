//! Section Movies: stars.

use cinema_api::{
    apis::stars::{
        CreateStarResponse, DeleteStarResponse, Stars, GetStarResponse, ListStarsResponse, UpdateStarResponse,
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

impl Stars for Api {
    async fn list_stars(
        &self,
        _cx: Cx,
        query: models::ListStarsQueryParams,
    ) -> Result<ListStarsResponse, Problem> {
        let page = page(query.page, query.per_page);
        let answer = usecases::names::list(self.app(), List::Stars, page).await?;
        Ok(ListStarsResponse::S200 {
            body: Json::Raw(answer.body),
            e_tag: answer.tag.to_string(),
            cache_control: self.app().config.catalogue.public_cache_control(),
        })
    }

    async fn get_star(
        &self,
        _cx: Cx,
        _caller: Caller,
        path: models::GetStarPathParams,
        query: models::GetStarQueryParams,
    ) -> Result<GetStarResponse, Problem> {
        let collection = Collection { kind: Kind::Star, id: path.star_id };
        let page = page(query.page, query.per_page);
        let answer = usecases::movies::list(self.app(), Listing::of(collection, page)).await?;
        Ok(GetStarResponse::S200 {
            body: Json::Raw(answer.body),
            e_tag: answer.tag.to_string(),
            cache_control: PRIVATE.to_owned(),
        })
    }
    async fn create_star(&self, _: Cx, _: Caller, _: models::NameRequest) -> Result<CreateStarResponse, Problem> { todo!() }
    async fn delete_star(&self, _: Cx, _: Caller, _: models::DeleteStarPathParams, _: models::DeleteStarHeaderParams) -> Result<DeleteStarResponse, Problem> { todo!() }
    async fn update_star(&self, _: Cx, _: Caller, _: models::UpdateStarPathParams, _: models::UpdateStarHeaderParams, _: models::NameRequest) -> Result<UpdateStarResponse, Problem> { todo!() }
}
