//! A sandbox, a shop that talks to it, and a place where its webhooks go.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Router, body::Bytes, extract::State, routing::post};
use http::{HeaderMap, StatusCode};
use reqwest::RequestBuilder;
use sandbox::{Config, Control, Endpoint, Sandbox};
use serde_json::Value;
use tokio::{net::TcpListener, time::Instant};
use url::Url;

pub(crate) const KEY: &str = "sk_test_of_the_tests";
pub(crate) const SECRET: &str = "whsec_of_the_tests";
pub(crate) const VISA: &str = "4242 4242 4242 4242";

/// A sandbox and everybody around it.
pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) hooks: Hooks,
    pub(crate) hooks_url: Url,
    pub(crate) http: reqwest::Client,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

/// Where webhooks go.
#[derive(Clone, Default)]
pub(crate) struct Hooks(Arc<Mutex<Arrived>>);

#[derive(Default)]
struct Arrived {
    hooks: Vec<Hook>,
    /// Answers to give before all others are 200.
    refusals: Vec<StatusCode>,
}

/// A webhook that arrived.
#[derive(Debug, Clone)]
pub(crate) struct Hook {
    pub(crate) signature: String,
    pub(crate) body: String,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        Self::open_with(None).await
    }

    /// A shop whose sandbox keeps its books in a file.
    pub(crate) async fn open_with(data: Option<PathBuf>) -> Self {
        let hooks = Hooks::default();
        let hooks_url = hooks.listen().await;
        let sandbox = Sandbox::start(Config {
            listen: ([127, 0, 0, 1], 0).into(),
            shop: "Corner Shop".to_owned(),
            public_url: None,
            secret_key: KEY.to_owned(),
            endpoint: Some(Endpoint {
                url: hooks_url.clone(),
                secrets: vec![SECRET.to_owned()],
            }),
            // Five minutes become three milliseconds.
            retry_scale: 0.000_01,
            data,
        });
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build();
        Self {
            sandbox: sandbox.await.expect("the sandbox starts"),
            hooks,
            hooks_url,
            http: http.expect("a client"),
        }
    }

    pub(crate) fn control(&self) -> Control {
        self.sandbox.control()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.url())
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        send(self.http.get(self.url(path)).bearer_auth(KEY)).await
    }

    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        send(self.posting(path, form)).await
    }

    pub(crate) fn posting(&self, path: &str, form: &[(&str, &str)]) -> RequestBuilder {
        self.http
            .post(self.url(path))
            .bearer_auth(KEY)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encoded(form))
    }

    /// Opens a session over two films for 24.49 dollars.
    pub(crate) async fn session(&self) -> Value {
        self.post("/v1/checkout/sessions", &order()).await.ok()
    }

    /// Opens a session and pays it. Returns it as it is then.
    pub(crate) async fn paid_session(&self) -> Value {
        let session = self.session().await;
        let paid = self.control().pay(id(&session), VISA);
        paid.expect("the card pays")
    }

    /// The books, once every webhook has come to its end.
    pub(crate) async fn settled_books(&self) -> Value {
        eventually("all webhooks are delivered", async || {
            let books = self.control().books();
            (books["deliveries"] == 0).then_some(books)
        })
        .await
    }
}

/// What the session of [`Shop::session`] is made of.
pub(crate) fn order() -> Vec<(&'static str, &'static str)> {
    vec![
        ("mode", "payment"),
        ("line_items[0][price_data][currency]", "usd"),
        ("line_items[0][price_data][unit_amount]", "999"),
        ("line_items[0][price_data][product_data][name]", "Heat"),
        ("line_items[0][quantity]", "1"),
        ("line_items[1][price_data][currency]", "usd"),
        ("line_items[1][price_data][unit_amount]", "725"),
        (
            "line_items[1][price_data][product_data][name]",
            "Alien & Aliens",
        ),
        ("line_items[1][quantity]", "2"),
        ("metadata[order_id]", "7"),
        ("payment_intent_data[metadata][order_id]", "7"),
        ("customer_email", "anna@example.com"),
        (
            "success_url",
            "https://shop.test/success/?session={CHECKOUT_SESSION_ID}",
        ),
        ("cancel_url", "https://shop.test/cancel/"),
    ]
}

/// The same with one member changed, added, or removed where the value is empty.
pub(crate) fn order_with(
    name: &'static str,
    value: &'static str,
) -> Vec<(&'static str, &'static str)> {
    let mut order = order();
    order.retain(|(other, _)| *other != name);
    if !value.is_empty() {
        order.push((name, value));
    }
    order
}

pub(crate) fn encoded(form: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish()
}

#[track_caller]
pub(crate) fn id(object: &Value) -> &str {
    object["id"].as_str().expect("an id")
}

pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.expect("an answer");
    Answer {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        text: response.text().await.expect("a body in UTF-8"),
    }
}

impl Answer {
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("a JSON body")
    }

    #[track_caller]
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        self.json()
    }

    /// Asserts a refusal and returns its error object.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        assert!(self.headers.contains_key("request-id"));
        self.json()["error"].clone()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).map(|value| value.to_str());
        value.transpose().expect("ASCII").unwrap_or_default()
    }
}

impl Hooks {
    async fn listen(&self) -> Url {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("a bound socket");
        let router = Router::new()
            .route("/hook", post(arrive))
            .with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Url::parse(&format!("http://{address}/hook")).expect("a URL")
    }

    /// Answers the next webhooks with these statuses.
    pub(crate) fn refuse(&self, statuses: &[StatusCode]) {
        self.0.lock().expect("no panic").refusals = statuses.to_vec();
    }

    pub(crate) fn arrived(&self) -> Vec<Hook> {
        self.0.lock().expect("no panic").hooks.clone()
    }
}

async fn arrive(State(hooks): State<Hooks>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers.get("stripe-signature");
    let signature = signature.and_then(|value| value.to_str().ok());
    let mut arrived = hooks.0.lock().expect("no panic");
    arrived.hooks.push(Hook {
        signature: signature.unwrap_or_default().to_owned(),
        body: String::from_utf8(body.to_vec()).expect("UTF-8"),
    });
    arrived.refusals.pop().unwrap_or(StatusCode::OK)
}

impl Hook {
    #[track_caller]
    pub(crate) fn event(&self) -> Value {
        serde_json::from_str(&self.body).expect("a JSON body")
    }

    #[track_caller]
    pub(crate) fn kind(&self) -> String {
        self.event()["type"].as_str().expect("a type").to_owned()
    }
}

/// Looks until there is something to be seen.
pub(crate) async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(Instant::now() < deadline, "it never happened: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
