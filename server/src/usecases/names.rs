//! Genres, stars, directors and certifications: how they are listed, and how they are changed.

mod changes;

use std::collections::HashMap;

use serde::Serialize;
use serde_json::value::RawValue;
use store::names::List;

pub(crate) use changes::{create, delete, rename};

use crate::{
    App,
    catalogue::Answer,
    problem::Problem,
    usecases::pages::{Address, Page},
};

/// A page of a list.
#[derive(Serialize)]
struct Names<'a> {
    /// The names, under the name of the list.
    #[serde(flatten)]
    list: HashMap<&'static str, &'a RawValue>,
    prev_page: Option<String>,
    next_page: Option<String>,
    total_pages: i64,
    total_items: i64,
}

/// A page of names.
pub(crate) async fn list(app: &App, list: List, page: Page) -> Result<Answer, Problem> {
    let address = |number| {
        let page = Page { number, ..page };
        Address::new(format!("/movies/{}/", list.name()))
            .page(page)
            .finish()
    };
    let find = || async {
        let mut db = app.reads.acquire().await?;
        let found = store::names::page(&mut db, list, page.size, page.offset()).await?;
        db.release();
        let more = page.number < page.count(found.total);
        let around = page.neighbours(found.total, more);
        let link = |number| app.config.server.link(&address(number));
        let body = serde_json::to_vec(&Names {
            list: HashMap::from([(list.name(), &*found.names.0)]),
            prev_page: around.prev.map(link),
            next_page: around.next.map(link),
            total_pages: page.count(found.total),
            total_items: found.total,
        });
        Ok(Answer::new(body.expect("plain data becomes JSON")))
    };
    app.catalogue.answer(address(page.number), find).await
}
