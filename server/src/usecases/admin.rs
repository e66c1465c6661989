//! What admins see of everybody: accounts, carts, orders, payments, and who changed what. What they do with accounts
//! is in [`super::accounts`].

use store::{
    audit::{self, Noted},
    carts::{self, Item},
    orders,
    pages::LongPage,
    payments, users,
};

use crate::{App, problem::Problem, usecases::pages::Page};

/// A page of the accounts.
pub(crate) async fn list_users(
    app: &App,
    filter: &users::Filter,
    page: Page,
) -> Result<LongPage<users::Listed>, Problem> {
    let mut db = app.reads.acquire().await?;
    let found = users::page(&mut db, filter, page.size, page.offset()).await?;
    db.release();
    Ok(found)
}

/// A page of everybody's orders.
pub(crate) async fn list_orders(
    app: &App,
    filter: &orders::Filter,
    page: Page,
) -> Result<LongPage<orders::OfAccount>, Problem> {
    let mut db = app.reads.acquire().await?;
    let found = orders::page_of_all(&mut db, filter, page.size, page.offset()).await?;
    db.release();
    Ok(found)
}

/// A page of everybody's payments.
pub(crate) async fn list_payments(
    app: &App,
    filter: &payments::Filter,
    page: Page,
) -> Result<LongPage<payments::OfAccount>, Problem> {
    let mut db = app.reads.acquire().await?;
    let found = payments::page_of_all(&mut db, filter, page.size, page.offset()).await?;
    db.release();
    Ok(found)
}

/// A page of the audit log.
pub(crate) async fn list_changes(
    app: &App,
    filter: &audit::Filter,
    page: Page,
) -> Result<LongPage<Noted>, Problem> {
    let mut db = app.reads.acquire().await?;
    let found = audit::page(&mut db, filter, page.size, page.offset()).await?;
    db.release();
    Ok(found)
}

/// What is in somebody's cart.
pub(crate) async fn cart(app: &App, user_id: i32) -> Result<Vec<Item>, Problem> {
    let mut db = app.reads.acquire().await?;
    let items = carts::items(&mut db, user_id).await?;
    let user = match items {
        Some(_) => None,
        None => users::find(&mut db, user_id).await?,
    };
    db.release();
    items.ok_or(match user {
        Some(_) => Problem::CartNotFound,
        None => Problem::UserNotFound,
    })
}
