//! Orders: how they are made, read and cancelled. Paying and refunding them is in [`super::payments`].

use domain::{NotCancellable, OrderStatus, is_payable};
use rust_decimal::Decimal;
use sqlx::PgConnection;
use store::{
    carts::{self, Orderable},
    orders::{self, Listed, Movie, Order},
    pages,
};

use crate::{
    App,
    auth::Caller,
    idempotency::{self, Key, Once},
    problem::Problem,
    usecases::pages::Page,
};

/// Makes an order of the caller's cart, at the prices of this moment, and empties the cart.
pub(crate) async fn create(
    app: &App,
    caller: Caller,
    key: Option<Key>,
) -> Result<Once<Order>, Problem> {
    let key = key.as_ref();
    let begun = idempotency::begin(app, key, async |tx| {
        let order = place(tx, caller).await?;
        idempotency::keep(tx, key, &order).await?;
        Ok(order)
    });
    Ok(begun.await?.ended())
}

async fn place(tx: &mut PgConnection, caller: Caller) -> Result<Order, Problem> {
    let cart = carts::lock(tx, caller.user_id).await?;
    let cart_id = cart.ok_or(Problem::CartNotFound)?;
    let films = carts::orderable(tx, caller.user_id, cart_id).await?;
    if films.is_empty() {
        return Err(Problem::CartEmpty);
    }
    let total: Decimal = films.iter().map(|film| film.price).sum();
    if !is_payable(total) {
        return Err(Problem::TotalNotPayable);
    }
    let order = orders::insert(tx, caller.user_id, total)
        .await
        .map_err(|error| match store::violated_constraint(&error) {
            Some(orders::ONE_PENDING_KEY) => Problem::OrderPending,
            _ => error.into(),
        })?;
    if films.iter().any(|film| film.purchased) {
        return Err(Problem::SomeMoviesPurchased);
    }
    orders::insert_items(tx, order.id, &films).await?;
    carts::delete_items(tx, cart_id).await?;
    let movies = films.into_iter().map(ordered).collect();
    Ok(Order { order, movies })
}

fn ordered(film: Orderable) -> Movie {
    Movie {
        uuid: film.uuid,
        name: film.name,
        price: film.price,
    }
}

/// A page of the caller's orders.
pub(crate) async fn list(
    app: &App,
    caller: Caller,
    page: Page,
) -> Result<pages::Page<Listed>, Problem> {
    let mut db = app.reads.acquire().await?;
    let found = orders::page(&mut db, caller.user_id, page.size, page.offset()).await?;
    db.release();
    Ok(found)
}

/// One of the caller's orders.
pub(crate) async fn get(app: &App, caller: Caller, id: i32) -> Result<Order, Problem> {
    let mut db = app.reads.acquire().await?;
    let order = orders::find(&mut db, caller.user_id, id).await?;
    db.release();
    order.ok_or(Problem::OrderNotFound)
}

/// Cancels an order of the caller that is not paid. Its pay page is closed by the worker; a payment that is made
/// until then is refunded.
pub(crate) async fn cancel(app: &App, caller: Caller, id: i32) -> Result<(), Problem> {
    let mut tx = app.db.begin().await?;
    let status = orders::lock(&mut tx, caller.user_id, id).await?;
    let status = OrderStatus::from(status.ok_or(Problem::OrderNotFound)?);
    status.check_cancellable().map_err(|reason| match reason {
        NotCancellable::Paid => Problem::OrderPaid,
        NotCancellable::AlreadyCancelled => Problem::OrderAlreadyCancelled,
    })?;
    bookkeeping::end_waiting(&mut tx, id, OrderStatus::Cancelled).await?;
    tx.commit().await?;
    Ok(())
}
