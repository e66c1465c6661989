//! Section Movies: genres.

use cinema_api::{
    apis::genres::{
        CreateGenreResponse, DeleteGenreResponse, Genres, GetGenreResponse, ListGenresResponse, UpdateGenreResponse,
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

impl Genres for Api {
    async fn list_genres(
        &self,
        _cx: Cx,
        query: models::ListGenresQueryParams,
    ) -> Result<ListGenresResponse, Problem> {
        let page = page(query.page, query.per_page);
        let answer = usecases::names::list(self.app(), List::Genres, page).await?;
        Ok(ListGenresResponse::S200 {
            body: Json::Raw(answer.body),
            e_tag: answer.tag.to_string(),
            cache_control: self.app().config.catalogue.public_cache_control(),
        })
    }

    async fn get_genre(
        &self,
        _cx: Cx,
        _caller: Caller,
        path: models::GetGenrePathParams,
        query: models::GetGenreQueryParams,
    ) -> Result<GetGenreResponse, Problem> {
        let collection = Collection { kind: Kind::Genre, id: path.genre_id };
        let page = page(query.page, query.per_page);
        let answer = usecases::movies::list(self.app(), Listing::of(collection, page)).await?;
        Ok(GetGenreResponse::S200 {
            body: Json::Raw(answer.body),
            e_tag: answer.tag.to_string(),
            cache_control: PRIVATE.to_owned(),
        })
    }
    async fn create_genre(&self, _: Cx, _: Caller, _: models::NameRequest) -> Result<CreateGenreResponse, Problem> { todo!() }
    async fn delete_genre(&self, _: Cx, _: Caller, _: models::DeleteGenrePathParams, _: models::DeleteGenreHeaderParams) -> Result<DeleteGenreResponse, Problem> { todo!() }
    async fn update_genre(&self, _: Cx, _: Caller, _: models::UpdateGenrePathParams, _: models::UpdateGenreHeaderParams, _: models::NameRequest) -> Result<UpdateGenreResponse, Problem> { todo!() }
}
