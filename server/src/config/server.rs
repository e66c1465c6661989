//! Section `server`.

use std::{net::SocketAddr, time::Duration};

use http::HeaderValue;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use settings::{ConfigError, Validate, invalid, list};
use url::Url;

/// Where and how HTTP is served.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// Address and port of the API. Port 0 takes a free one.
    pub listen: SocketAddr,
    /// Address and port of Prometheus metrics; none are served without it.
    pub metrics_listen: Option<SocketAddr>,
    /// What clients call the server: the base of every absolute link.
    pub public_url: Url,
    /// A request that takes longer is answered 503.
    #[serde(with = "humantime_serde")]
    pub request_timeout: Duration,
    /// A connection that brings no request for that long is closed, at the latest after twice that time. A
    /// request is there when its headers are.
    #[serde(with = "humantime_serde")]
    pub header_timeout: Duration,
    /// How long a server that was told to stop still takes requests. It says that it is not ready meanwhile, so
    /// that proxies turn to another one before this one refuses them.
    #[serde(with = "humantime_serde")]
    pub shutdown_delay: Duration,
    /// How long open requests may take after that.
    #[serde(with = "humantime_serde")]
    pub drain_timeout: Duration,
    /// Connections to PostgreSQL for requests that only read, beside `database.max_connections`.
    pub read_connections: usize,
    /// Largest request body in bytes, of operations without a limit of their own.
    pub body_limit: usize,
    /// Origins whose pages may call the API (CORS), separated by commas; `*` for all.
    #[serde(deserialize_with = "list")]
    pub cors_origins: Vec<String>,
    /// Networks of reverse proxies whose `X-Forwarded-For` is believed, separated by commas.
    #[serde(deserialize_with = "list")]
    pub trusted_proxies: Vec<IpNet>,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8001)),
            metrics_listen: None,
            public_url: Url::parse("http://127.0.0.1:8001/").expect("a URL in the source"),
            request_timeout: Duration::from_secs(15),
            header_timeout: Duration::from_secs(10),
            shutdown_delay: Duration::ZERO,
            drain_timeout: Duration::from_secs(30),
            read_connections: 4,
            body_limit: 64 * 1024,
            cors_origins: Vec::new(),
            trusted_proxies: Vec::new(),
        }
    }
}

impl Server {
    /// The path of the public URL, without a slash at its end: what stands before every path in a page.
    #[must_use]
    pub fn base_path(&self) -> &str {
        self.public_url.path().trim_end_matches('/')
    }

    /// An absolute link to a path of the API, below whatever path the public URL has.
    #[must_use]
    pub fn link(&self, path_and_query: &str) -> String {
        format!(
            "{}{path_and_query}",
            self.public_url.as_str().trim_end_matches('/')
        )
    }
}

impl Validate for Server {
    fn validate(&self) -> Result<(), ConfigError> {
        if !matches!(self.public_url.scheme(), "http" | "https") {
            return Err(invalid(
                "server.public_url",
                "must start with http:// or https://",
            ));
        }
        for origin in &self.cors_origins {
            let url = Url::parse(origin).ok();
            let is_origin = url.is_some_and(|url| url.origin().ascii_serialization() == *origin);
            if origin != "*" && (!is_origin || HeaderValue::from_str(origin).is_err()) {
                let reason = format!("{origin:?} is no origin such as https://shop.example.com");
                return Err(invalid("server.cors_origins", reason));
            }
        }
        if self.read_connections == 0 {
            return Err(invalid("server.read_connections", "must be greater than 0"));
        }
        if self.body_limit == 0 {
            return Err(invalid("server.body_limit", "must be greater than 0"));
        }
        Ok(())
    }
}
