//! Section Cart.

use cinema_api::{
    apis::cart::{
        AddMovieToCartResponse, Cart, ClearCartResponse, GetCartResponse,
        RemoveMovieFromCartResponse,
    },
    models,
};
use http_runtime::Cx;
use store::carts::Item;

use crate::{
    api::{Api, message},
    auth::Caller,
    problem::Problem,
    usecases::cart,
};

impl Cart for Api {
    async fn get_cart(&self, _cx: Cx, caller: Caller) -> Result<GetCartResponse, Problem> {
        let items = cart::get(self.app(), caller).await?;
        Ok(GetCartResponse::S200 {
            body: cart_of(items).into(),
        })
    }

    async fn add_movie_to_cart(
        &self,
        _cx: Cx,
        caller: Caller,
        body: models::CartAddition,
    ) -> Result<AddMovieToCartResponse, Problem> {
        cart::add(self.app(), caller, body.movie_uuid).await?;
        Ok(AddMovieToCartResponse::S200 {
            body: message("Movie has been added to cart successfully."),
        })
    }

    async fn remove_movie_from_cart(
        &self,
        _cx: Cx,
        caller: Caller,
        path: models::RemoveMovieFromCartPathParams,
    ) -> Result<RemoveMovieFromCartResponse, Problem> {
        cart::remove(self.app(), caller, path.movie_uuid).await?;
        Ok(RemoveMovieFromCartResponse::S200 {
            body: message("Movie removed from cart."),
        })
    }

    async fn clear_cart(&self, _cx: Cx, caller: Caller) -> Result<ClearCartResponse, Problem> {
        cart::clear(self.app(), caller).await?;
        Ok(ClearCartResponse::S200 {
            body: message("All movies removed from cart."),
        })
    }
}

/// A cart with these films.
pub(super) fn cart_of(items: Vec<Item>) -> models::Cart {
    models::Cart {
        cart_items: items.into_iter().map(item).collect(),
    }
}

fn item(item: Item) -> models::CartItem {
    models::CartItem {
        movie_uuid: item.movie_uuid,
        movie_name: item.movie_name,
        cart_id: item.cart_id.into(),
        added_at: item.added_at,
    }
}
