//! Section Stars.

use cinema_api::{
    apis::stars::{
        CreateStarResponse, DeleteStarResponse, GetStarResponse, ListStarsResponse, Stars,
        UpdateStarResponse,
    },
    models,
};
use http_runtime::{Cx, Json};
use store::{
    movies::Collection,
    names::{Kind, List, Named},
};

use crate::{
    api::{Api, PRIVATE, actor, message, name, page},
    auth::Caller,
    http::entity_tag::EntityTag,
    problem::Problem,
    usecases::{
        movies::{self, Listing},
        names,
    },
};

impl Stars for Api {
    async fn list_stars(
        &self,
        _cx: Cx,
        query: models::ListStarsQueryParams,
    ) -> Result<ListStarsResponse, Problem> {
        let page = page(query.page, query.per_page);
        let answer = names::list(self.app(), List::Stars, page).await?;
        Ok(ListStarsResponse::S200 {
            body: Json::Raw(answer.body),
            e_tag: answer.tag.to_string(),
            cache_control: self.public(),
        })
    }

    async fn get_star(
        &self,
        _cx: Cx,
        _caller: Caller,
        path: models::GetStarPathParams,
        query: models::GetStarQueryParams,
    ) -> Result<GetStarResponse, Problem> {
        let star = Collection {
            kind: Kind::Star,
            id: path.star_id,
        };
        let page = page(query.page, query.per_page);
        let answer = movies::list(self.app(), Listing::of(star, page)).await?;
        Ok(GetStarResponse::S200 {
            body: Json::Raw(answer.body),
            e_tag: answer.tag.to_string(),
            cache_control: PRIVATE.to_owned(),
        })
    }

    async fn create_star(
        &self,
        cx: Cx,
        caller: Caller,
        body: models::NameRequest,
    ) -> Result<CreateStarResponse, Problem> {
        let name = name(&body)?;
        let star = names::create(self.app(), &actor(&cx, caller), Kind::Star, &name).await?;
        Ok(CreateStarResponse::S201 {
            location: self.link(&format!("/movies/stars/{}/", star.id)),
            e_tag: EntityTag::of(&star).to_string(),
            body: shown(star).into(),
        })
    }

    async fn update_star(
        &self,
        cx: Cx,
        caller: Caller,
        path: models::UpdateStarPathParams,
        headers: models::UpdateStarHeaderParams,
        body: models::NameRequest,
    ) -> Result<UpdateStarResponse, Problem> {
        let precondition = self.precondition(headers.if_match)?;
        let (id, name) = (path.star_id, name(&body)?);
        let actor = actor(&cx, caller);
        let star = names::rename(self.app(), &actor, Kind::Star, id, &precondition, &name).await?;
        Ok(UpdateStarResponse::S200 {
            e_tag: EntityTag::of(&star).to_string(),
            body: shown(star).into(),
        })
    }

    async fn delete_star(
        &self,
        cx: Cx,
        caller: Caller,
        path: models::DeleteStarPathParams,
        headers: models::DeleteStarHeaderParams,
    ) -> Result<DeleteStarResponse, Problem> {
        let precondition = self.precondition(headers.if_match)?;
        let actor = actor(&cx, caller);
        names::delete(self.app(), &actor, Kind::Star, path.star_id, &precondition).await?;
        Ok(DeleteStarResponse::S200 {
            body: message("Star has been deleted successfully."),
        })
    }
}

fn shown(star: Named) -> models::Star {
    models::Star {
        id: star.id.into(),
        name: star.name,
    }
}
