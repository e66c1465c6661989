//! The shop as a buyer's program sees it: two addresses, of which any may be gone at any time.

use std::time::Duration;

use anyhow::{Context as _, bail};
use reqwest::{Client, Method};
use serde_json::Value;
use tokio::time::{Instant, sleep};

/// How long a program tries before it gives up: longer than anything stays away.
const PATIENCE: Duration = Duration::from_mins(3);
/// How long one answer may take.
const TIMEOUT: Duration = Duration::from_secs(20);

/// An answer that is no excuse.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

/// The shop, and who goes there.
#[derive(Clone)]
pub(crate) struct Shop {
    http: Client,
    servers: Vec<String>,
    token: Option<String>,
}

impl Answer {
    /// What a problem says.
    pub(crate) fn detail(&self) -> &str {
        self.body["detail"].as_str().unwrap_or_default()
    }
}

impl Shop {
    /// The shop at these addresses.
    pub(crate) fn at(servers: Vec<String>) -> anyhow::Result<Self> {
        Ok(Self {
            http: Client::builder().no_proxy().timeout(TIMEOUT).build()?,
            servers,
            token: None,
        })
    }

    /// The same shop for somebody who has an account.
    pub(crate) async fn signed_in(&self, email: &str, password: &str) -> anyhow::Result<Self> {
        let account = serde_json::json!({ "email": email, "password": password });
        let answer = self
            .send(Method::POST, "/accounts/login/", Some(&account), None)
            .await?;
        let token = answer.body["access_token"].as_str();
        let token = token.with_context(|| format!("no access token: {answer:?}"))?;
        Ok(Self {
            token: Some(token.to_owned()),
            ..self.clone()
        })
    }

    /// Reads.
    pub(crate) async fn get(&self, path: &str) -> anyhow::Result<Answer> {
        self.send(Method::GET, path, None, None).await
    }

    /// Does something, with an idempotency key where it is given one.
    pub(crate) async fn post(
        &self,
        path: &str,
        body: Option<&Value>,
        key: Option<&str>,
    ) -> anyhow::Result<Answer> {
        self.send(Method::POST, path, body, key).await
    }

    /// Asks whichever server answers until one has something to say: anything but 5xx and 429. So a request may
    /// well be carried out more than once.
    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        key: Option<&str>,
    ) -> anyhow::Result<Answer> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let server = &self.servers[fastrand::usize(..self.servers.len())];
            let mut request = self.http.request(method.clone(), format!("{server}{path}"));
            if let Some(token) = &self.token {
                request = request.bearer_auth(token);
            }
            if let Some(key) = key {
                request = request.header("idempotency-key", key);
            }
            if let Some(body) = body {
                request = request.json(body);
            }
            if let Some(answer) = try_once(request).await {
                return Ok(answer);
            }
            if Instant::now() > deadline {
                bail!("nobody answers {method} {path}");
            }
            sleep(Duration::from_millis(fastrand::u64(100..500))).await;
        }
    }
}

async fn try_once(request: reqwest::RequestBuilder) -> Option<Answer> {
    let response = request.send().await.ok()?;
    let status = response.status();
    let body = response.bytes().await.ok()?;
    if status.is_server_error() || status.as_u16() == 429 {
        return None;
    }
    let body = serde_json::from_slice(&body).ok()?;
    let answer = Answer {
        status: status.as_u16(),
        body,
    };
    // Somebody else, or we ourselves a moment ago, asked with the same key.
    let running = answer.status == 409 && answer.detail().contains("still running");
    (!running).then_some(answer)
}
