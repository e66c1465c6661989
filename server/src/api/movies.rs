//! Section Movies: films.

use cinema_api::{
    apis::movies::{
        CreateMovieResponse, DeleteMovieResponse, GetMovieResponse, ImportMoviesResponse, ListMoviesResponse, Movies,
        UpdateMovieResponse,
    },
    models,
};
use http_runtime::{Code, Cx, Json};
use store::movies::{Filter, Sort, SortKey};

use crate::{
    api::{Api, PRIVATE, page},
    auth::Caller,
    problem::Problem,
    usecases::{self, movies::Listing},
};

impl Movies for Api {
    async fn list_movies(
        &self,
        _cx: Cx,
        query: models::ListMoviesQueryParams,
    ) -> Result<ListMoviesResponse, Problem> {
        let answer = usecases::movies::list(self.app(), listing(query)?).await?;
        Ok(ListMoviesResponse::S200 {
            body: Json::Raw(answer.body),
            e_tag: answer.tag.to_string(),
            cache_control: self.app().config.catalogue.public_cache_control(),
        })
    }

    async fn get_movie(
        &self,
        _cx: Cx,
        _caller: Caller,
        path: models::GetMoviePathParams,
    ) -> Result<GetMovieResponse, Problem> {
        let answer = usecases::movies::get(self.app(), path.movie_uuid).await?;
        Ok(GetMovieResponse::S200 {
            body: Json::Raw(answer.body),
            e_tag: answer.tag.to_string(),
            cache_control: PRIVATE.to_owned(),
        })
    }
    async fn create_movie(&self, _: Cx, _: Caller, _: models::MovieCreate) -> Result<CreateMovieResponse, Problem> { todo!() }
    async fn delete_movie(&self, _: Cx, _: Caller, _: models::DeleteMoviePathParams, _: models::DeleteMovieHeaderParams) -> Result<DeleteMovieResponse, Problem> { todo!() }
    async fn update_movie(&self, _: Cx, _: Caller, _: models::UpdateMoviePathParams, _: models::UpdateMovieHeaderParams, _: models::MoviePatch) -> Result<UpdateMovieResponse, Problem> { todo!() }
    async fn import_movies(&self, _: Cx, _: Caller, _: http_runtime::Bytes) -> Result<ImportMoviesResponse, Problem> { todo!() }
}

fn listing(query: models::ListMoviesQueryParams) -> Result<Listing, Problem> {
    if query.page.is_some() && query.cursor.is_some() {
        let message = "Give a page or a cursor, not both.";
        return Err(Problem::field("page", Code::Rule, message));
    }
    Ok(Listing {
        path: "/movies/".to_owned(),
        filter: Filter {
            year: query.year,
            year_from: query.year_from,
            year_to: query.year_to,
            imdb: query.imdb,
            imdb_from: query.imdb_from,
            price_to: query.price_to,
            genre: query.genre,
            certification: query.certification,
            collection: None,
        },
        search: query.q,
        sort: query.sort.into_iter().map(sort).collect(),
        page: page(query.page.unwrap_or(1), query.per_page),
        cursor: query.cursor,
    })
}

fn sort(key: models::MovieSort) -> Sort {
    use models::MovieSort as S;
    let (key, descending) = match key {
        S::NameAsc => (SortKey::Name, false),
        S::NameDesc => (SortKey::Name, true),
        S::YearAsc => (SortKey::Year, false),
        S::YearDesc => (SortKey::Year, true),
        S::ImdbAsc => (SortKey::Imdb, false),
        S::ImdbDesc => (SortKey::Imdb, true),
        S::PriceAsc => (SortKey::Price, false),
        S::PriceDesc => (SortKey::Price, true),
        S::VotesAsc => (SortKey::Votes, false),
        S::VotesDesc => (SortKey::Votes, true),
    };
    Sort { key, descending }
}
