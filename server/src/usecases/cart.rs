//! The cart: what somebody is about to order.

use domain::CART_MAX;
use store::carts::{self, Item};
use uuid::Uuid;

use crate::{App, auth::Caller, problem::Problem};

/// What is in the caller's cart.
pub(crate) async fn get(app: &App, caller: Caller) -> Result<Vec<Item>, Problem> {
    let mut db = app.reads.acquire().await?;
    let items = carts::items(&mut db, caller.user_id).await?;
    db.release();
    items.ok_or(Problem::CartNotFound)
}

/// Puts a film into the caller's cart, unless it is the caller's already or about to be. A film that is in the cart
/// is told as such, also if the cart is full.
pub(crate) async fn add(app: &App, caller: Caller, movie: Uuid) -> Result<(), Problem> {
    let mut tx = app.db.begin().await?;
    let cart = carts::lock(&mut tx, caller.user_id).await?;
    let cart_id = cart.ok_or(Problem::CartNotFound)?;
    let wanted = carts::wanted(&mut tx, caller.user_id, cart_id, movie)
        .await?
        .ok_or(Problem::CartMovieNotFound)?;
    if wanted.purchased {
        return Err(Problem::MovieAlreadyPurchased);
    }
    if wanted.in_pending_order {
        return Err(Problem::MovieInPendingOrder);
    }
    carts::insert_item(&mut tx, cart_id, wanted.movie_id)
        .await
        .map_err(|error| match store::violated_constraint(&error) {
            Some(carts::ITEM_KEY) => Problem::MovieAlreadyInCart,
            Some(carts::ITEM_MOVIE_KEY) => Problem::CartMovieNotFound,
            _ => error.into(),
        })?;
    if wanted.cart_size >= CART_MAX {
        return Err(Problem::CartFull);
    }
    tx.commit().await?;
    Ok(())
}

/// Takes a film out of the caller's cart.
pub(crate) async fn remove(app: &App, caller: Caller, movie: Uuid) -> Result<(), Problem> {
    let mut tx = app.db.begin().await?;
    let cart = carts::lock(&mut tx, caller.user_id).await?;
    let cart_id = cart.ok_or(Problem::CartNotFound)?;
    if !carts::delete_item(&mut tx, cart_id, movie).await? {
        return Err(Problem::MovieNotInCart);
    }
    tx.commit().await?;
    Ok(())
}

/// Takes all films out of the caller's cart.
pub(crate) async fn clear(app: &App, caller: Caller) -> Result<(), Problem> {
    let mut tx = app.db.begin().await?;
    let cart = carts::lock(&mut tx, caller.user_id).await?;
    let cart_id = cart.ok_or(Problem::CartNotFound)?;
    carts::delete_items(&mut tx, cart_id).await?;
    tx.commit().await?;
    Ok(())
}
