//! Section Genres.

use cinema_api::{
    apis::genres::{
        CreateGenreResponse, DeleteGenreResponse, Genres, GetGenreResponse, ListGenresResponse,
        UpdateGenreResponse,
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

impl Genres for Api {
    async fn list_genres(
        &self,
        _cx: Cx,
        query: models::ListGenresQueryParams,
    ) -> Result<ListGenresResponse, Problem> {
        let page = page(query.page, query.per_page);
        let answer = names::list(self.app(), List::Genres, page).await?;
        Ok(ListGenresResponse::S200 {
            body: Json::Raw(answer.body),
            e_tag: answer.tag.to_string(),
            cache_control: self.public(),
        })
    }

    async fn get_genre(
        &self,
        _cx: Cx,
        _caller: Caller,
        path: models::GetGenrePathParams,
        query: models::GetGenreQueryParams,
    ) -> Result<GetGenreResponse, Problem> {
        let genre = Collection {
            kind: Kind::Genre,
            id: path.genre_id,
        };
        let page = page(query.page, query.per_page);
        let answer = movies::list(self.app(), Listing::of(genre, page)).await?;
        Ok(GetGenreResponse::S200 {
            body: Json::Raw(answer.body),
            e_tag: answer.tag.to_string(),
            cache_control: PRIVATE.to_owned(),
        })
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
