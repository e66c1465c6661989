//! Calls about films, and about what people do with them.

use http_runtime::Op;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    asks::event,
    world::{Ask, Body, Caller, World},
};
use crate::buying::{add_film, order, text};

/// The columns of an uploaded file.
const COLUMNS: &str =
    "name,year,time,certification,genres,imdb,votes,directors,stars,description,price\n";

/// A film with every member that a request can have.
fn film(name: &str) -> Value {
    json!({
        "name": name, "year": 1995, "time": 170, "imdb": 8.2, "votes": 700_000, "meta_score": 76,
        "gross": 67_436_818.5, "description": "A thief and a policeman.", "price": "9.99",
        "certification": "R", "genres": ["Crime"], "directors": ["Michael Mann"], "stars": ["Al Pacino"],
    })
}

impl World<'_> {
    /// Calls about the catalogue.
    pub(super) async fn ask_about_films(&self, op: &Op) -> Ask {
        let ask = Ask::of(op);
        let name = format!("Name {}", Self::number());
        match op.id {
            "listMovies" | "listGenres" | "listStars" | "listDirectors" | "listCertifications" => {
                ask
            }
            "createMovie" => ask.json(film(&name)),
            "updateMovie" => ask.at("movie_uuid", &self.film().await).json(film(&name)),
            "getMovie" | "deleteMovie" => ask.at("movie_uuid", &self.film().await),
            "importMovies" => ask.with(Body::Other("text/csv", COLUMNS.to_owned())),
            "getJob" => {
                let id = Uuid::now_v7().to_string();
                let statement =
                    "INSERT INTO imports (id, file, request_id) VALUES ($1::uuid, '', $2)";
                self.execute(statement, &id, "a request").await;
                ask.at("job_id", &id)
            }
            "createGenre" | "createStar" | "createDirector" => ask.json(json!({ "name": name })),
            "getGenre" | "deleteGenre" => ask.at("genre_id", &self.genre(&name).await),
            "getStar" | "deleteStar" => ask.at("star_id", &self.star(&name).await),
            "getDirector" | "deleteDirector" => ask.at("director_id", &self.director(&name).await),
            "updateGenre" => {
                let there = format!("Another {name}");
                ask.at("genre_id", &self.genre(&there).await)
                    .json(json!({ "name": name }))
            }
            "updateStar" => {
                let there = format!("Another {name}");
                ask.at("star_id", &self.star(&there).await)
                    .json(json!({ "name": name }))
            }
            "updateDirector" => {
                let there = format!("Another {name}");
                ask.at("director_id", &self.director(&there).await)
                    .json(json!({ "name": name }))
            }
            other => panic!("nobody knows how {other} is asked"),
        }
    }

    /// A film that nobody has anything to do with.
    async fn film(&self) -> String {
        let name = format!("Film {}", Self::number());
        add_film(self.cinema, &name, "9.99").await
    }

    async fn genre(&self, name: &str) -> String {
        let statement = "INSERT INTO genres (name) VALUES ($1) RETURNING id::text";
        self.find(statement, name).await.expect("a genre")
    }

    async fn star(&self, name: &str) -> String {
        let statement = "INSERT INTO stars (name) VALUES ($1) RETURNING id::text";
        self.find(statement, name).await.expect("a star")
    }

    async fn director(&self, name: &str) -> String {
        let statement = "INSERT INTO directors (name) VALUES ($1) RETURNING id::text";
        self.find(statement, name).await.expect("a director")
    }

    /// Calls about carts, orders and money.
    pub(super) async fn ask_to_buy(&self, op: &Op, caller: Caller) -> Ask {
        let ask = Ask::of(op);
        match op.id {
            "addMovieToCart" => ask.json(json!({ "movie_uuid": self.film().await })),
            "removeMovieFromCart" => ask.at("movie_uuid", &self.in_cart_of(Caller::User).await),
            "getCart" | "clearCart" => {
                let film = self.in_cart_of(Caller::User).await;
                self.keep_secret(film);
                ask
            }
            "createOrder" => {
                self.in_cart_of(caller).await;
                ask
            }
            "listOrders" | "createCheckoutSession" => {
                self.pending_order().await;
                ask
            }
            "getOrder" | "cancelOrder" => ask.at("order_id", &self.pending_order().await),
            "refundOrder" => ask.at("order_id", &self.bought().await.0),
            "listPayments" => {
                self.bought().await;
                ask
            }
            "listPurchases" => {
                let (_, film) = self.bought().await;
                self.keep_secret(film);
                ask
            }
            "getPurchase" => ask.at("movie_uuid", &self.bought().await.1),
            "receiveStripeEvent" => ask.with(event()),
            "showPaymentSuccess" | "showPaymentCancel" => ask,
            other => panic!("nobody knows how {other} is asked"),
        }
    }

    /// A film that is in somebody's cart.
    pub(super) async fn in_cart_of(&self, caller: Caller) -> String {
        let film = self.film().await;
        let statement = "INSERT INTO cart_items (cart_id, movie_id)
            SELECT carts.id, movies.id FROM movies, carts JOIN users ON users.id = user_id
            WHERE email = $1 AND uuid = $2::uuid";
        self.execute(statement, &self.email(caller), &film).await;
        film
    }

    /// The order of the user that waits to be paid.
    pub(super) async fn pending_order(&self) -> String {
        let waiting = "SELECT orders.id::text FROM orders JOIN users ON users.id = user_id
            WHERE email = $1 AND status = 'PENDING'";
        let waiting = self.find(waiting, &self.email(Caller::User)).await;
        if let Some(order) = waiting {
            return order;
        }
        self.in_cart_of(Caller::User).await;
        let made = order(&self.client(Caller::User).await).await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.json()["id"].to_string()
    }

    /// An order that the user has paid, and one of its films.
    pub(super) async fn bought(&self) -> (String, String) {
        let anna = self.email(Caller::User);
        let paid = "SELECT orders.id::text FROM orders JOIN users ON users.id = user_id
            WHERE email = $1 AND status = 'PAID'";
        if self.find(paid, &anna).await.is_none() {
            let order = self.pending_order().await;
            let client = self.client(Caller::User).await;
            let page = client.call("POST", "/payments/checkout-session/").await;
            let payment = self
                .cinema
                .stripe()
                .pay(&text(&page.json(), "checkout_url"));
            // As the worker would enter it.
            for statement in [
                "UPDATE orders SET status = 'PAID' WHERE id = $1::int AND $2 <> ''",
                "INSERT INTO payments (amount, user_id, order_id, external_payment_id)
                 SELECT total_amount, user_id, id, $2 FROM orders WHERE id = $1::int",
                "INSERT INTO payment_items (price_at_payment, payment_id, order_item_id)
                 SELECT price, payments.id, order_items.id FROM payments JOIN order_items USING (order_id)
                 WHERE order_id = $1::int AND external_payment_id = $2",
                "INSERT INTO purchases (user_id, movie_id)
                 SELECT user_id, movie_id FROM orders JOIN order_items ON order_id = orders.id
                 WHERE orders.id = $1::int AND $2 <> ''",
            ] {
                self.execute(statement, &order, &payment).await;
            }
        }
        let order = self.find(paid, &anna).await.expect("a paid order");
        let film = "SELECT uuid::text FROM order_items JOIN movies ON movies.id = movie_id
            WHERE order_id = $1::int";
        let film = self.find(film, &order).await.expect("its film");
        (order, film)
    }
}
