//! Section Stars.

use cinema_api::{
    apis::stars::{
        CreateStarResponse, DeleteStarResponse, GetStarResponse, ListStarsResponse, Stars,
        UpdateStarResponse,
    },
    models,
};
use http_runtime::Cx;
use store::names::{Kind, Named};

use crate::{
    api::{Api, actor, message, name},
    auth::Caller,
    http::entity_tag::EntityTag,
    problem::Problem,
    usecases::names,
};

impl Stars for Api {
    async fn list_stars(
        &self,
        _cx: Cx,
        _query: models::ListStarsQueryParams,
    ) -> Result<ListStarsResponse, Problem> {
        todo!()
    }

    async fn get_star(
        &self,
        _cx: Cx,
        _caller: Caller,
        _path: models::GetStarPathParams,
        _query: models::GetStarQueryParams,
    ) -> Result<GetStarResponse, Problem> {
        todo!()
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
