//! Giving the money of an order back.

use crate::{
    App,
    auth::Caller,
    idempotency::{Key, Once},
    problem::Problem,
};

/// Has a paid order of the caller refunded.
pub(crate) async fn refund(
    _app: &App,
    _caller: Caller,
    _order_id: i32,
    _key: Option<Key>,
) -> Result<Once<()>, Problem> {
    Err(Problem::Unavailable)
}
