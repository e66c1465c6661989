//! The stand-in for Stripe, and what people do there.

use std::net::SocketAddr;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sandbox::{ApiFault, ApiRule, Config, Control, Endpoint, Faults, Refused, Sandbox};
use serde_json::Value;
use sha2::Sha256;

use super::runtime::RUNTIME;

/// What the application knows Stripe by.
pub(super) const SECRET_KEY: &str = "sk_test_of_the_tests";
/// What the application knows Stripe's webhooks by.
pub(crate) const WEBHOOK_SECRET: &str = "whsec_of_the_tests";
/// A card that pays.
const CARD: &str = "4242424242424242";
/// Stripe waits for minutes and hours before it tells something again; tests wait for milliseconds.
const RETRY_SCALE: f64 = 0.0002;

/// One Stripe. It ends with its installation.
pub(crate) struct Stripe {
    url: String,
    control: Control,
    _sandbox: Sandbox,
}

impl Stripe {
    pub(super) async fn start() -> Self {
        let config = Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            shop: "Online Cinema".to_owned(),
            public_url: None,
            secret_key: SECRET_KEY.to_owned(),
            endpoint: None,
            retry_scale: RETRY_SCALE,
            data: None,
        };
        let started = RUNTIME.spawn(Sandbox::start(config)).await;
        let sandbox = started.expect("no panic").expect("a free port");
        Self {
            url: format!("{}/", sandbox.url()),
            control: sandbox.control(),
            _sandbox: sandbox,
        }
    }

    /// Base of its API.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Has it tell a server what happens.
    pub(crate) fn tell(&self, server: SocketAddr) {
        self.tell_with(server, &[WEBHOOK_SECRET]);
    }

    /// The same, signed with each of these secrets.
    pub(crate) fn tell_with(&self, server: SocketAddr, secrets: &[&str]) {
        let url = format!("http://{server}/payments/webhook/");
        self.control.set_endpoint(Some(Endpoint {
            url: url.parse().expect("a URL"),
            secrets: secrets.iter().map(|&secret| secret.to_owned()).collect(),
        }));
    }

    /// Has it tell nobody anything.
    pub(crate) fn fall_silent(&self) {
        self.control.set_endpoint(None);
    }

    /// What a test does with it beyond buying.
    pub(crate) const fn control(&self) -> &Control {
        &self.control
    }

    /// Pays on a page with a card. Returns the payment intent.
    pub(crate) fn pay(&self, checkout_url: &str) -> String {
        self.try_pay(checkout_url).expect("the card pays")
    }

    /// Tries to pay on a page with a card.
    pub(crate) fn try_pay(&self, checkout_url: &str) -> Result<String, Refused> {
        let session = self.control.pay(session_of(checkout_url), CARD)?;
        Ok(session["payment_intent"]
            .as_str()
            .unwrap_or_default()
            .to_owned())
    }

    /// Lets every request to paths that begin so go wrong.
    pub(crate) fn break_api(&self, path: &str, fault: ApiFault) {
        self.break_api_times(path, fault, None);
    }

    /// The same, so many times.
    pub(crate) fn break_api_times(&self, path: &str, fault: ApiFault, times: Option<u32>) {
        let rule = ApiRule {
            path: path.to_owned(),
            method: String::new(),
            percent: 100,
            times,
            fault,
        };
        let api = vec![rule];
        self.control.set_faults(Faults {
            api,
            ..Faults::default()
        });
    }

    /// Ends all that goes wrong.
    pub(crate) fn mend(&self) {
        self.control.set_faults(Faults::default());
    }

    /// Everything in its books under this name, by id.
    pub(crate) fn all(&self, name: &str) -> Vec<Value> {
        let books = self.control.books();
        match &books[name] {
            Value::Array(items) => items.clone(),
            Value::Object(items) => items.values().cloned().collect(),
            other => panic!("{name} is {other}"),
        }
    }
}

/// The session behind a page.
pub(crate) fn session_of(checkout_url: &str) -> &str {
    let path = checkout_url.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}

/// A `Stripe-Signature` header for now.
pub(crate) fn signed(body: &[u8]) -> String {
    sign(WEBHOOK_SECRET, domain::clock::now().timestamp(), body)
}

/// A `Stripe-Signature` header, as Stripe makes it with this secret at this time.
pub(crate) fn sign(secret: &str, time: i64, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(format!("{time}.").as_bytes());
    mac.update(body);
    let signature = base16ct::lower::encode_string(&mac.finalize().into_bytes());
    format!("t={time},v1={signature}")
}
