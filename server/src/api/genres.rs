//! Section Genres.

use cinema_api::{
    apis::genres::{
        CreateGenreResponse, DeleteGenreResponse, Genres, GetGenreResponse, ListGenresResponse,
        UpdateGenreResponse,
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

impl Genres for Api {
    async fn list_genres(
        &self,
        _cx: Cx,
        _query: models::ListGenresQueryParams,
    ) -> Result<ListGenresResponse, Problem> {
        todo!()
    }

    async fn get_genre(
        &self,
        _cx: Cx,
        _caller: Caller,
        _path: models::GetGenrePathParams,
        _query: models::GetGenreQueryParams,
    ) -> Result<GetGenreResponse, Problem> {
        todo!()
    }

    async fn create_genre(
        &self,
        cx: Cx,
        caller: Caller,
        body: models::NameRequest,
    ) -> Result<CreateGenreResponse, Problem> {
        let name = name(&body)?;
        let genre = names::create(self.app(), &actor(&cx, caller), Kind::Genre, &name).await?;
        Ok(CreateGenreResponse::S201 {
            location: self.link(&format!("/movies/genres/{}/", genre.id)),
            e_tag: EntityTag::of(&genre).to_string(),
            body: shown(genre).into(),
        })
    }

    async fn update_genre(
        &self,
        cx: Cx,
        caller: Caller,
        path: models::UpdateGenrePathParams,
        headers: models::UpdateGenreHeaderParams,
        body: models::NameRequest,
    ) -> Result<UpdateGenreResponse, Problem> {
        let precondition = self.precondition(headers.if_match)?;
        let (id, name) = (path.genre_id, name(&body)?);
        let actor = actor(&cx, caller);
        let genre =
            names::rename(self.app(), &actor, Kind::Genre, id, &precondition, &name).await?;
        Ok(UpdateGenreResponse::S200 {
            e_tag: EntityTag::of(&genre).to_string(),
            body: shown(genre).into(),
        })
    }

    async fn delete_genre(
        &self,
        cx: Cx,
        caller: Caller,
        path: models::DeleteGenrePathParams,
        headers: models::DeleteGenreHeaderParams,
    ) -> Result<DeleteGenreResponse, Problem> {
        let precondition = self.precondition(headers.if_match)?;
        let actor = actor(&cx, caller);
        names::delete(
            self.app(),
            &actor,
            Kind::Genre,
            path.genre_id,
            &precondition,
        )
        .await?;
        Ok(DeleteGenreResponse::S200 {
            body: message("Genre deleted successfully"),
        })
    }
}

fn shown(genre: Named) -> models::Genre {
    models::Genre {
        id: genre.id.into(),
        name: genre.name,
    }
}
