//! Pages of lists.

/// A page of a list, and how many items the list has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The items of the page.
    pub items: Vec<T>,
    /// The items of the whole list.
    pub total: i64,
}
