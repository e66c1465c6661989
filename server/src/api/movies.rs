//! Section Movies.

use cinema_api::{
    apis::movies::{GetMovieResponse, ListMoviesResponse, Movies},
    models,
};
use http_runtime::Cx;
use store::movies::{Movie, Named, Selection, Sort, SortKey};

use crate::{
    api::Api,
    auth::Caller,
    problem::Problem,
    usecases::{self, movies::Page},
};

impl Movies for Api {
    async fn list_movies(
        &self,
        cx: Cx,
        query: models::ListMoviesQueryParams,
    ) -> Result<ListMoviesResponse, Problem> {
        let page = Page {
            number: i64::from(query.page),
            size: i64::from(query.per_page),
        };
        let (movies, total) = usecases::movies::list(self.app(), &selection(query), page).await?;
        let links = page.links(&self.app().config.server, &cx.parts.uri, total);
        let body = models::MoviePage {
            movies: movies.into_iter().map(movie).collect(),
            prev_page: links.prev,
            next_page: links.next,
            total_pages: page.count(total),
            total_items: total,
        };
        Ok(ListMoviesResponse::S200 { body: body.into() })
    }

    async fn get_movie(
        &self,
        _cx: Cx,
        _caller: Caller,
        path: models::GetMoviePathParams,
    ) -> Result<GetMovieResponse, Problem> {
        let found = usecases::movies::get(self.app(), path.movie_uuid).await?;
        Ok(GetMovieResponse::S200 {
            body: movie(found).into(),
        })
    }
}

fn selection(query: models::ListMoviesQueryParams) -> Selection {
    Selection {
        year: query.year,
        imdb: query.imdb,
        genre: query.genre,
        certification: query.certification,
        year_from: query.year_from,
        year_to: query.year_to,
        imdb_from: query.imdb_from,
        price_to: query.price_to,
        sort: query.sort.into_iter().map(sort).collect(),
    }
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

fn movie(movie: Movie) -> models::Movie {
    let mut price = movie.price;
    price.rescale(2);
    models::Movie {
        uuid: movie.uuid,
        name: movie.name,
        year: movie.year,
        time: movie.time,
        imdb: movie.imdb,
        votes: movie.votes,
        meta_score: movie.meta_score,
        gross: movie.gross,
        description: movie.description,
        price,
        certification: models::Certification {
            name: movie.certification,
        },
        genres: movie
            .genres
            .0
            .into_iter()
            .map(|Named { id, name }| models::Genre {
                id: id.into(),
                name,
            })
            .collect(),
        directors: movie
            .directors
            .0
            .into_iter()
            .map(|Named { id, name }| models::Director {
                id: id.into(),
                name,
            })
            .collect(),
        stars: movie
            .stars
            .0
            .into_iter()
            .map(|Named { id, name }| models::Star {
                id: id.into(),
                name,
            })
            .collect(),
    }
}
