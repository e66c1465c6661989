//! Books that outlive the process.

use http::StatusCode;
use sandbox::Endpoint;

use crate::support::{SECRET, Shop, id, order, send};

#[tokio::test]
async fn books_and_keys_are_there_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("books.json");
    let shop = Shop::open_with(Some(file.clone())).await;
    let paid = shop.paid_session().await;
    let keyed = async |shop: &Shop| {
        let request = shop.posting("/v1/checkout/sessions", &order());
        send(request.header("idempotency-key", "k")).await.ok()
    };
    let session = keyed(&shop).await;
    shop.settled_books().await;
    let before = shop.control().books();
    shop.sandbox.stop().await.expect("the books are saved");

    let shop = Shop::open_with(Some(file)).await;
    assert_eq!(shop.control().books(), before);
    assert_eq!(keyed(&shop).await, session);
    let path = format!("/v1/checkout/sessions/{}", id(&paid));
    assert_eq!(shop.get(&path).await.ok(), paid);
}

#[tokio::test]
async fn a_delivery_goes_on_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("books.json");
    let shop = Shop::open_with(Some(file.clone())).await;
    let session = shop.session().await;
    shop.hooks
        .refuse(&[StatusCode::INTERNAL_SERVER_ERROR; 1000]);
    shop.control().set_faults(sandbox::Faults {
        webhooks: sandbox::WebhookFaults {
            delay_ms: 60_000,
            ..sandbox::WebhookFaults::default()
        },
        ..sandbox::Faults::default()
    });
    shop.control().expire(id(&session)).expect("it is open");
    shop.sandbox.stop().await.expect("the books are saved");
    assert!(shop.hooks.arrived().is_empty());

    let shop = Shop::open_with(Some(file)).await;
    shop.settled_books().await;
    let hooks = shop.hooks.arrived();
    assert_eq!(hooks.len(), 1);
    assert_eq!(hooks[0].event()["data"]["object"]["id"], session["id"]);
}

#[tokio::test]
async fn a_file_of_something_else_refuses_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("books.json");
    std::fs::write(&file, "{\"shopping\": []}").expect("a writable folder");
    let started = sandbox::Sandbox::start(sandbox::Config {
        listen: ([127, 0, 0, 1], 0).into(),
        shop: String::new(),
        public_url: None,
        secret_key: String::new(),
        endpoint: Some(Endpoint {
            url: "http://127.0.0.1:9/".parse().expect("a URL"),
            secrets: vec![SECRET.to_owned()],
        }),
        retry_scale: 1.0,
        data: Some(file),
    });
    assert!(started.await.is_err());
}
