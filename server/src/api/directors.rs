//! Section Directors.

use cinema_api::{
    apis::directors::{
        CreateDirectorResponse, DeleteDirectorResponse, Directors, GetDirectorResponse,
        ListDirectorsResponse, UpdateDirectorResponse,
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

impl Directors for Api {
    async fn list_directors(
        &self,
        _cx: Cx,
        query: models::ListDirectorsQueryParams,
    ) -> Result<ListDirectorsResponse, Problem> {
        let page = page(query.page, query.per_page);
        let answer = names::list(self.app(), List::Directors, page).await?;
        Ok(ListDirectorsResponse::S200 {
            body: Json::Raw(answer.body),
            e_tag: answer.tag.to_string(),
            cache_control: self.public(),
        })
    }

    async fn get_director(
        &self,
        _cx: Cx,
        _caller: Caller,
        path: models::GetDirectorPathParams,
        query: models::GetDirectorQueryParams,
    ) -> Result<GetDirectorResponse, Problem> {
        let director = Collection {
            kind: Kind::Director,
            id: path.director_id,
        };
        let page = page(query.page, query.per_page);
        let answer = movies::list(self.app(), Listing::of(director, page)).await?;
        Ok(GetDirectorResponse::S200 {
            body: Json::Raw(answer.body),
            e_tag: answer.tag.to_string(),
            cache_control: PRIVATE.to_owned(),
        })
    }

    async fn create_director(
        &self,
        cx: Cx,
        caller: Caller,
        body: models::NameRequest,
    ) -> Result<CreateDirectorResponse, Problem> {
        let name = name(&body)?;
        let director =
            names::create(self.app(), &actor(&cx, caller), Kind::Director, &name).await?;
        Ok(CreateDirectorResponse::S201 {
            location: self.link(&format!("/movies/directors/{}/", director.id)),
            e_tag: EntityTag::of(&director).to_string(),
            body: shown(director).into(),
        })
    }

    async fn update_director(
        &self,
        cx: Cx,
        caller: Caller,
        path: models::UpdateDirectorPathParams,
        headers: models::UpdateDirectorHeaderParams,
        body: models::NameRequest,
    ) -> Result<UpdateDirectorResponse, Problem> {
        let precondition = self.precondition(headers.if_match)?;
        let (id, name) = (path.director_id, name(&body)?);
        let actor = actor(&cx, caller);
        let director =
            names::rename(self.app(), &actor, Kind::Director, id, &precondition, &name).await?;
        Ok(UpdateDirectorResponse::S200 {
            e_tag: EntityTag::of(&director).to_string(),
            body: shown(director).into(),
        })
    }

    async fn delete_director(
        &self,
        cx: Cx,
        caller: Caller,
        path: models::DeleteDirectorPathParams,
        headers: models::DeleteDirectorHeaderParams,
    ) -> Result<DeleteDirectorResponse, Problem> {
        let precondition = self.precondition(headers.if_match)?;
        let actor = actor(&cx, caller);
        names::delete(
            self.app(),
            &actor,
            Kind::Director,
            path.director_id,
            &precondition,
        )
        .await?;
        Ok(DeleteDirectorResponse::S200 {
            body: message("Director has been deleted successfully."),
        })
    }
}

fn shown(director: Named) -> models::Director {
    models::Director {
        id: director.id.into(),
        name: director.name,
    }
}
