//! Section Directors.

use cinema_api::{
    apis::directors::{
        CreateDirectorResponse, DeleteDirectorResponse, Directors, GetDirectorResponse,
        ListDirectorsResponse, UpdateDirectorResponse,
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

impl Directors for Api {
    async fn list_directors(
        &self,
        _cx: Cx,
        _query: models::ListDirectorsQueryParams,
    ) -> Result<ListDirectorsResponse, Problem> {
        todo!()
    }

    async fn get_director(
        &self,
        _cx: Cx,
        _caller: Caller,
        _path: models::GetDirectorPathParams,
        _query: models::GetDirectorQueryParams,
    ) -> Result<GetDirectorResponse, Problem> {
        todo!()
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
