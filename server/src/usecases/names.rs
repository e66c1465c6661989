//! Genres, stars, directors and certifications: how they are listed, and how they are changed.

mod changes;

use serde::Serialize;
use store::names::List;

pub(crate) use changes::{create, delete, rename};

use crate::{
    App,
    catalogue::Answer,
    problem::Problem,
    usecases::pages::{Address, Page},
};

/// What stands beside the names of a page.
#[derive(Serialize)]
struct BesideNames {
    prev_page: Option<String>,
    next_page: Option<String>,
    total_pages: i64,
    total_items: i64,
}

/// A page of names.
pub(crate) async fn list(app: &App, list: List, page: Page) -> Result<Answer, Problem> {
    let address = |number| {
        let page = Page { number, ..page };
        Address::new(format_args!("/movies/{}/", list.name()))
            .page(page)
            .finish()
    };
    let find = || async {
        let mut db = app.reads.acquire().await?;
        let found = store::names::page(&mut db, list, page.size, page.offset()).await?;
        db.release();
        let around = page.neighbours_of_counted(found.total);
        let link = |number| app.config.server.link(&address(number));
        let beside = BesideNames {
            prev_page: around.prev.map(link),
            next_page: around.next.map(link),
            total_pages: page.count(found.total),
            total_items: found.total,
        };
        Ok(Answer::page(list.name(), &found.names, &beside))
    };
    app.catalogue.answer(address(page.number), find).await
}
