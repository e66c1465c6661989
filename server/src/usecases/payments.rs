//! Paying at Stripe, and what was paid.

mod checkout;
mod refund;
mod webhook;

use store::{
    pages,
    payments::{self, Listed},
};

pub(crate) use checkout::create;
pub(crate) use refund::refund;
pub(crate) use webhook::receive;

use crate::{App, auth::Caller, problem::Problem, usecases::pages::Page};

/// A page of the caller's payments.
pub(crate) async fn list(
    app: &App,
    caller: Caller,
    page: Page,
) -> Result<pages::Page<Listed>, Problem> {
    let mut db = app.reads.acquire().await?;
    let found = payments::page(&mut db, caller.user_id, page.size, page.offset()).await?;
    db.release();
    Ok(found)
}
