//! Lists in pages, and the links that lead through them.

use std::fmt::Display;

use form_urlencoded::Serializer;

/// Items of a page for which no other number is asked.
pub(crate) const SIZE_DEFAULT: i64 = 10;

/// A page of a list, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) number: i64,
    pub(crate) size: i64,
}

/// The neighbours of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Neighbours {
    pub(crate) prev: Option<i64>,
    pub(crate) next: Option<i64>,
}

impl Page {
    /// Items before the page.
    pub(crate) const fn offset(self) -> i64 {
        (self.number - 1) * self.size
    }

    /// Pages of a list with so many items.
    pub(crate) const fn count(self, items: i64) -> i64 {
        (items + self.size - 1) / self.size
    }

    /// The pages around this one of a list with so many items, as far as they were counted; `shown` says whether there are
    /// any on the page. Beyond the last page, the one before is the last.
    pub(crate) fn neighbours(self, items: i64, shown: bool, more: bool) -> Neighbours {
        let last = self.count(items).max(if shown { self.number } else { 0 });
        Neighbours {
            prev: Some((self.number - 1).min(last)).filter(|page| *page >= 1),
            next: more.then_some(self.number + 1),
        }
    }

    /// The same of a list whose items were all counted.
    pub(crate) fn neighbours_of_counted(self, items: i64) -> Neighbours {
        let pages = self.count(items);
        self.neighbours(items, self.number <= pages, self.number < pages)
    }
}

/// A path with a query, such as `/movies/?year=1994&page=2`, spelled in the one way that all requests for the
/// same have in common. What is left out has its default.
pub(crate) struct Address(Serializer<'static, String>);

impl Address {
    pub(crate) fn new(path: impl Display) -> Self {
        let path = format!("{path}?");
        let query = path.len();
        Self(Serializer::for_suffix(path, query))
    }

    /// Adds a parameter, if it has a value.
    pub(crate) fn with(mut self, name: &str, value: Option<impl ToString>) -> Self {
        if let Some(value) = value {
            self.0.append_pair(name, &value.to_string());
        }
        self
    }

    /// Adds how many items a page has.
    pub(crate) fn size(self, page: Page) -> Self {
        self.with("per_page", (page.size != SIZE_DEFAULT).then_some(page.size))
    }

    /// Adds the page.
    pub(crate) fn page(self, page: Page) -> Self {
        self.size(page).with("page", Some(page.number))
    }

    /// The text.
    pub(crate) fn finish(mut self) -> String {
        let mut text = self.0.finish();
        // Question marks within a query are escaped.
        if text.ends_with('?') {
            text.pop();
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(number: i64, items: i64) -> (Option<i64>, Option<i64>) {
        let neighbours = Page { number, size: 10 }.neighbours_of_counted(items);
        (neighbours.prev, neighbours.next)
    }

    #[test]
    fn there_are_no_pages_beyond_the_ends() {
        assert_eq!(counted(1, 0), (None, None));
        assert_eq!(counted(1, 10), (None, None));
        assert_eq!(counted(2, 30), (Some(1), Some(3)));
        assert_eq!(counted(3, 30), (Some(2), None));
        assert_eq!(counted(9, 11), (Some(2), None));
    }

    #[test]
    fn a_total_that_stopped_counting_hides_no_page() {
        let around = |number, shown, more| {
            let neighbours = Page { number, size: 10 }.neighbours(1000, shown, more);
            (neighbours.prev, neighbours.next)
        };
        assert_eq!(around(250, true, true), (Some(249), Some(251)));
        assert_eq!(around(251, true, false), (Some(250), None));
        assert_eq!(around(252, false, false), (Some(100), None));
    }

    #[test]
    fn the_same_page_has_one_address() {
        let address = || Address::new("/movies/").with("genre", Some("sci fi"));
        let page = |number, size| address().page(Page { number, size }).finish();
        assert_eq!(page(1, 10), "/movies/?genre=sci+fi&page=1");
        assert_eq!(page(2, 20), "/movies/?genre=sci+fi&per_page=20&page=2");
        let plain = Address::new("/movies/").with("genre", None::<&str>);
        assert_eq!(plain.finish(), "/movies/");
    }
}
