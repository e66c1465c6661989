//! Section Movies: films.

use cinema_api::{
    apis::movies::{
        CreateMovieResponse, DeleteMovieResponse, GetMovieResponse, ImportMoviesResponse,
        ListMoviesResponse, Movies, UpdateMovieResponse,
    },
    models,
};
use domain::{Film, FilmChanges, FilmFacts, FilmPatch, InvalidFact};
use http_runtime::{Bytes, Code, Cx, FieldError, Json};
use store::movies::{Filter, Sort, SortKey};

use crate::{
    api::{Api, PRIVATE, actor, jobs::job, message, page},
    auth::Caller,
    http::entity_tag::EntityTag,
    problem::Problem,
    usecases::{
        jobs,
        movies::{self, Listing},
    },
};

impl Movies for Api {
    async fn list_movies(
        &self,
        _cx: Cx,
        query: models::ListMoviesQueryParams,
    ) -> Result<ListMoviesResponse, Problem> {
        let answer = movies::list(self.app(), listing(query)?).await?;
        Ok(ListMoviesResponse::S200 {
            body: Json::Raw(answer.body),
            e_tag: answer.tag.to_string(),
            cache_control: self.public(),
        })
    }

    async fn get_movie(
        &self,
        _cx: Cx,
        _caller: Caller,
        path: models::GetMoviePathParams,
    ) -> Result<GetMovieResponse, Problem> {
        let answer = movies::get(self.app(), path.movie_uuid).await?;
        Ok(GetMovieResponse::S200 {
            body: Json::Raw(answer.body),
            e_tag: answer.tag.to_string(),
            cache_control: PRIVATE.to_owned(),
        })
    }

    async fn import_movies(
        &self,
        cx: Cx,
        caller: Caller,
        body: Bytes,
    ) -> Result<ImportMoviesResponse, Problem> {
        let import = jobs::import_movies(self.app(), &actor(&cx, caller), &body).await?;
        Ok(ImportMoviesResponse::S202 {
            location: self.link(&format!("/jobs/{}/", import.id)),
            body: job(import).into(),
        })
    }

    async fn create_movie(
        &self,
        cx: Cx,
        caller: Caller,
        body: models::MovieCreate,
    ) -> Result<CreateMovieResponse, Problem> {
        let film = Film::new(facts(body)).map_err(invalid)?;
        let (uuid, film) = movies::create(self.app(), &actor(&cx, caller), &film).await?;
        let (body, e_tag) = shown(film);
        Ok(CreateMovieResponse::S201 {
            body,
            location: self.link(&format!("/movies/{uuid}/")),
            e_tag,
        })
    }

    async fn update_movie(
        &self,
        cx: Cx,
        caller: Caller,
        path: models::UpdateMoviePathParams,
        headers: models::UpdateMovieHeaderParams,
        body: models::MoviePatch,
    ) -> Result<UpdateMovieResponse, Problem> {
        let precondition = self.precondition(headers.if_match)?;
        let (actor, uuid) = (actor(&cx, caller), path.movie_uuid);
        let changes = FilmPatch::new(changes(body)).map_err(invalid)?;
        let film = movies::update(self.app(), &actor, uuid, &precondition, &changes).await?;
        let (body, e_tag) = shown(film);
        Ok(UpdateMovieResponse::S200 { body, e_tag })
    }

    async fn delete_movie(
        &self,
        cx: Cx,
        caller: Caller,
        path: models::DeleteMoviePathParams,
        headers: models::DeleteMovieHeaderParams,
    ) -> Result<DeleteMovieResponse, Problem> {
        let precondition = self.precondition(headers.if_match)?;
        let actor = actor(&cx, caller);
        movies::delete(self.app(), &actor, path.movie_uuid, &precondition).await?;
        Ok(DeleteMovieResponse::S200 {
            body: message("Movie deleted successfully"),
        })
    }
}

/// The body and the `ETag` of a film.
fn shown(film: store::movies::Film) -> (Json<models::Movie>, String) {
    let json = Bytes::from(film);
    let tag = EntityTag::of_bytes(&json).to_string();
    (Json::Raw(json), tag)
}

fn invalid(facts: Vec<InvalidFact>) -> Problem {
    let error = |fact: InvalidFact| FieldError {
        field: fact.field.to_owned(),
        code: Code::Rule,
        message: fact.rule.to_string(),
    };
    Problem::Invalid(facts.into_iter().map(error).collect())
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
        sort: order(query.sort),
        page: page(query.page.unwrap_or(1), query.per_page),
        cursor: query.cursor,
    })
}

/// A key that stands twice decides nothing the second time.
fn order(keys: Vec<models::MovieSort>) -> Vec<Sort> {
    let mut order: Vec<Sort> = Vec::new();
    for sort in keys.into_iter().map(sort) {
        if order.iter().all(|earlier| earlier.key != sort.key) {
            order.push(sort);
        }
    }
    order
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

fn facts(given: models::MovieCreate) -> FilmFacts {
    FilmFacts {
        name: given.name,
        year: given.year,
        time: given.time,
        imdb: given.imdb,
        votes: given.votes,
        meta_score: given.meta_score.flatten(),
        gross: given.gross.flatten(),
        description: given.description,
        price: given.price,
        certification: given.certification,
        genres: given.genres,
        directors: given.directors,
        stars: given.stars,
    }
}

fn changes(given: models::MoviePatch) -> FilmChanges {
    FilmChanges {
        name: given.name,
        year: given.year,
        time: given.time,
        imdb: given.imdb,
        votes: given.votes,
        meta_score: given.meta_score,
        gross: given.gross,
        description: given.description,
        price: given.price,
        certification: given.certification,
        genres: given.genres,
        directors: given.directors,
        stars: given.stars,
    }
}
