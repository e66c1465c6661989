//! Reading the catalogue.

use form_urlencoded::Serializer;
use http::Uri;
use store::movies::{Movie, Selection, Sort, SortKey};
use uuid::Uuid;

use crate::{App, config, problem::Problem};

/// The order of lists for which none is asked.
const DEFAULT_SORT: Sort = Sort {
    key: SortKey::Name,
    descending: true,
};

/// One page of the films that `selection` names, and how many it names.
pub(crate) async fn list(
    app: &App,
    selection: &Selection,
    page: Page,
) -> Result<(Vec<Movie>, i64), Problem> {
    let mut db = app.db.acquire().await?;
    let found = if selection.sort.is_empty() {
        let sorted = Selection {
            sort: vec![DEFAULT_SORT],
            ..selection.clone()
        };
        store::movies::page(&mut db, &sorted, page.size, page.offset()).await?
    } else {
        store::movies::page(&mut db, selection, page.size, page.offset()).await?
    };
    Ok(found)
}

/// One film.
pub(crate) async fn get(app: &App, uuid: Uuid) -> Result<Movie, Problem> {
    let mut db = app.db.acquire().await?;
    store::movies::find(&mut db, uuid)
        .await?
        .ok_or(Problem::MovieNotFound)
}

/// A page of a list, counted from 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    pub(crate) number: i64,
    pub(crate) size: i64,
}

/// Absolute links to the neighbours of a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Links {
    pub(crate) prev: Option<String>,
    pub(crate) next: Option<String>,
}

impl Page {
    const fn offset(self) -> i64 {
        (self.number - 1) * self.size
    }

    /// Pages of a list with so many items.
    pub(crate) const fn count(self, items: i64) -> i64 {
        (items + self.size - 1) / self.size
    }

    /// Links that keep every other parameter of the request. Beyond the last page, the one before is
    /// the last.
    pub(crate) fn links(self, server: &config::Server, uri: &Uri, items: i64) -> Links {
        let last = self.count(items);
        let link = |page: i64| {
            (1..=last)
                .contains(&page)
                .then(|| server.link(&with_page(uri, page)))
        };
        Links {
            prev: link((self.number - 1).min(last)),
            next: link(self.number + 1),
        }
    }
}

fn with_page(uri: &Uri, page: i64) -> String {
    let kept = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
        .filter(|(name, _)| name != "page");
    let query = Serializer::new(String::new())
        .extend_pairs(kept)
        .append_pair("page", &page.to_string())
        .finish();
    format!("{}?{query}", uri.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(number: i64, uri: &str, items: i64) -> (Option<String>, Option<String>) {
        let server = config::Server {
            public_url: "https://shop.example/api/".parse().expect("a URL"),
            ..Default::default()
        };
        let links = Page { number, size: 10 }.links(&server, &uri.parse().expect("a URI"), items);
        (links.prev, links.next)
    }

    #[test]
    fn links_are_absolute_and_keep_filters_and_order() {
        let (prev, next) = links(2, "/movies/?sort=-year,name&genre=sci%20fi&page=2", 30);
        let base = "https://shop.example/api/movies/?sort=-year%2Cname&genre=sci+fi";
        assert_eq!(prev, Some(format!("{base}&page=1")));
        assert_eq!(next, Some(format!("{base}&page=3")));
    }

    #[test]
    fn there_are_no_links_beyond_the_ends() {
        assert_eq!(links(1, "/movies/", 10), (None, None));
        assert_eq!(links(1, "/movies/", 0), (None, None));
        let (prev, next) = links(9, "/movies/", 11);
        assert_eq!(
            prev.as_deref(),
            Some("https://shop.example/api/movies/?page=2")
        );
        assert_eq!(next, None);
    }
}
