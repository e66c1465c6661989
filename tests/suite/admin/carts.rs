//! `GET /admin/carts/{user_id}/`

use serde_json::json;

use super::{is_unknown_user, with_admin};
use crate::buying::{add_film, text};

#[tokio::test]
async fn a_cart_is_shown_as_its_owner_sees_it() {
    let (cinema, admin) = with_admin().await;
    let anna = cinema.member("anna@example.com").await;
    let path = format!("/admin/carts/{anna}/");
    admin.get(&path).await.is(200, &json!({ "cart_items": [] }));

    let film = add_film(&cinema, "Heat", "9.99").await;
    let tokens = cinema.sign_in("anna@example.com").await;
    let buyer = cinema.client().bearer(&tokens.access);
    let body = json!({ "movie_uuid": film });
    assert_eq!(buyer.post("/cart/add/", body).await.status, 200);
    let cart = buyer.get("/cart/").await.json();
    assert_eq!(text(&cart["cart_items"][0], "movie_name"), "Heat");
    admin.get(&path).await.is(200, &cart);
}

#[tokio::test]
async fn a_user_that_does_not_exist_has_no_cart() {
    let (cinema, admin) = with_admin().await;
    is_unknown_user(&admin.get("/admin/carts/2147483647/").await);
    let anna = cinema.member("anna@example.com").await;
    let delete = "DELETE FROM carts WHERE user_id = $1::int";
    assert_eq!(cinema.execute(delete, &anna.to_string()).await, 1);
    let answer = admin.get(&format!("/admin/carts/{anna}/")).await;
    answer.refuses(404, "cart-not-found", "Cart not found", "Cart not found.");
    let answer = admin.get("/admin/carts/anna/").await;
    answer.names_fields(&[("user_id", "type")]);
}
