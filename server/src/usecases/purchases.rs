//! The library: what somebody owns, and may watch.

use store::{
    pages,
    purchases::{self, Purchase},
};
use uuid::Uuid;

use crate::{App, auth::Caller, problem::Problem, usecases::pages::Page};

/// A page of what the caller owns.
pub(crate) async fn list(
    app: &App,
    caller: Caller,
    page: Page,
) -> Result<pages::Page<Purchase>, Problem> {
    let mut db = app.reads.acquire().await?;
    let found = purchases::page(&mut db, caller.user_id, page.size, page.offset()).await?;
    db.release();
    Ok(found)
}

/// A film, if the caller may watch it.
pub(crate) async fn get(app: &App, caller: Caller, movie: Uuid) -> Result<Purchase, Problem> {
    let mut db = app.reads.acquire().await?;
    let purchase = purchases::find(&mut db, caller.user_id, movie).await?;
    db.release();
    purchase.ok_or(Problem::MovieNotPurchased)
}
