//! Films: how they are read, one and in lists, and how they are changed.

mod changes;
mod cursor;

use http_runtime::Code;
use serde::Serialize;
use store::{
    movies::{self, Collection, Filter, Selection, Sort, SortKey, Start},
    names::{Kind, List, Named},
};
use uuid::Uuid;

pub(crate) use changes::{create, delete, update};

use crate::{
    App,
    catalogue::Answer,
    http::entity_tag::EntityTag,
    problem::Problem,
    usecases::pages::{Address, Page},
};

/// The order of films for which none is asked.
const USUAL_ORDER: [Sort; 1] = [Sort {
    key: SortKey::Name,
    descending: true,
}];
/// The order of films that a search has found.
const SEARCH_ORDER: [Sort; 2] = [
    Sort {
        key: SortKey::Rank,
        descending: true,
    },
    Sort {
        key: SortKey::Popularity,
        descending: true,
    },
];

/// What a caller asks to see of the catalogue.
pub(crate) struct Listing {
    /// The path of the list: that of all films, or of a genre, star or director.
    pub(crate) path: String,
    pub(crate) filter: Filter,
    pub(crate) search: Option<String>,
    /// Empty for the usual order.
    pub(crate) sort: Vec<Sort>,
    pub(crate) page: Page,
    /// Where another page ended.
    pub(crate) cursor: Option<String>,
}

/// What stands beside the films of a page.
#[derive(Serialize)]
struct BesideFilms {
    /// The genre, star or director whose films these are.
    #[serde(flatten)]
    of: Option<Named>,
    prev_page: Option<String>,
    next_page: Option<String>,
    /// The films of a genre, star or director have pages only.
    #[serde(flatten)]
    onwards: Option<Onwards>,
    total_pages: i64,
    total_items: i64,
}

/// What goes on behind the page, also while films come and go.
#[derive(Serialize)]
struct Onwards {
    next_cursor: Option<String>,
}

/// A page of films.
pub(crate) async fn list(app: &App, listing: Listing) -> Result<Answer, Problem> {
    let address = match &listing.cursor {
        Some(cursor) => listing.behind(cursor),
        None => listing.at(listing.page.number),
    };
    let find = || async {
        let start = listing.start()?;
        let size = listing.page.size;
        let found = movies::page(&app.reads, &listing.selection(), &start, size).await?;
        listing.show(app, &found)
    };
    app.catalogue.answer(address, find).await
}

/// One film.
pub(crate) async fn get(app: &App, uuid: Uuid) -> Result<Answer, Problem> {
    let find = || async {
        let film = app.films.find(uuid).await?;
        let film = film.ok_or(Problem::MovieNotFound)?;
        Ok(Answer::new(film.into_bytes()))
    };
    app.catalogue.answer(format!("/movies/{uuid}/"), find).await
}

impl Listing {
    /// The films of a genre, star or director.
    pub(crate) fn of(collection: Collection, page: Page) -> Self {
        let list = match collection.kind {
            Kind::Genre => List::Genres,
            Kind::Star => List::Stars,
            Kind::Director => List::Directors,
        };
        Self {
            path: format!("/movies/{}/{}/", list.name(), collection.id),
            filter: Filter {
                collection: Some(collection),
                ..Filter::default()
            },
            search: None,
            sort: Vec::new(),
            page,
            cursor: None,
        }
    }

    fn order(&self) -> &[Sort] {
        match (&*self.sort, &self.search) {
            ([], None) => &USUAL_ORDER,
            ([], Some(_)) => &SEARCH_ORDER,
            (sort, _) => sort,
        }
    }

    fn selection(&self) -> Selection {
        Selection {
            filter: self.filter.clone(),
            search: self.search.clone(),
            sort: self.order().to_vec(),
        }
    }

    fn start(&self) -> Result<Start, Problem> {
        let Some(cursor) = &self.cursor else {
            return Ok(Start::Offset(self.page.offset()));
        };
        let position = cursor::read(cursor, self.order());
        position.map(Start::After).ok_or_else(|| {
            let message = "Not a cursor of this list. Start again without one.";
            Problem::field("cursor", Code::Format, message)
        })
    }

    fn show(&self, app: &App, found: &movies::Page) -> Result<Answer, Problem> {
        let of = match self.filter.collection {
            None => None,
            Some(collection) => Some(Named {
                id: collection.id,
                name: found
                    .collection
                    .clone()
                    .ok_or(Problem::no_such(collection.kind))?,
            }),
        };
        let next_cursor = found
            .last
            .as_ref()
            .filter(|_| found.more)
            .map(|last| cursor::write(self.order(), last));
        let link = |address: String| app.config.server.link(&address);
        let (prev_page, next_page) = if self.cursor.is_some() {
            (
                None,
                next_cursor.as_deref().map(|cursor| self.behind(cursor)),
            )
        } else {
            let around = self
                .page
                .neighbours(found.total, found.last.is_some(), found.more);
            (
                around.prev.map(|page| self.at(page)),
                around.next.map(|page| self.at(page)),
            )
        };
        let thing = of.as_ref().map(EntityTag::of);
        let beside = BesideFilms {
            prev_page: prev_page.map(link),
            next_page: next_page.map(link),
            onwards: of.is_none().then_some(Onwards { next_cursor }),
            total_pages: self.page.count(found.total),
            total_items: found.total,
            of,
        };
        let answer = Answer::page("movies", &found.films, &beside);
        Ok(match thing {
            Some(thing) => Answer {
                tag: thing.within(&answer.tag),
                ..answer
            },
            None => answer,
        })
    }

    /// The address of a page.
    fn at(&self, number: i64) -> String {
        let size = self.page.size;
        self.address().page(Page { number, size }).finish()
    }

    /// The address of the page behind a cursor.
    fn behind(&self, cursor: &str) -> String {
        let address = self.address().size(self.page);
        address.with("cursor", Some(cursor)).finish()
    }

    fn address(&self) -> Address {
        let Filter {
            year,
            year_from,
            year_to,
            imdb,
            imdb_from,
            price_to,
            genre,
            certification,
            collection: _,
        } = &self.filter;
        Address::new(&self.path)
            .with("q", self.search.as_ref())
            .with(
                "sort",
                (!self.sort.is_empty()).then(|| order_name(&self.sort)),
            )
            .with("year", *year)
            .with("year_from", *year_from)
            .with("year_to", *year_to)
            .with("imdb", *imdb)
            .with("imdb_from", *imdb_from)
            .with("price_to", *price_to)
            .with("genre", genre.as_ref())
            .with("certification", certification.as_ref())
    }
}

/// An order as the parameter `sort` spells it.
fn order_name(sort: &[Sort]) -> String {
    let mut name = String::new();
    for sort in sort {
        if !name.is_empty() {
            name.push(',');
        }
        if sort.descending {
            name.push('-');
        }
        name.push_str(sort.key.column());
    }
    name
}
