//! The pay page of an order.

use crate::{
    App,
    auth::Caller,
    idempotency::{Key, Once},
    problem::Problem,
};

/// The URL of the page on which the caller's unpaid order is paid.
pub(crate) async fn create(
    _app: &App,
    _caller: Caller,
    _key: Option<Key>,
) -> Result<Once<String>, Problem> {
    Err(Problem::Unavailable)
}
