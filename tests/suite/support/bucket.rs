//! An S3 service of another make: moto's server, which keeps its buckets in memory.

use std::process::Stdio;

use tokio::process::{Child, Command};
use url::Url;

use super::{Proxy, environment, eventually, ports};

const NAME: &str = "pictures";

/// A service with one bucket. It ends when it is dropped.
pub(crate) struct Bucket {
    /// The line to it.
    pub(crate) line: Proxy,
    service: Url,
    _process: Child,
}

impl Bucket {
    /// Starts the service and makes the bucket.
    pub(crate) async fn start() -> Self {
        let port = ports::free().await;
        let process = Command::new(environment::moto())
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("moto starts");
        let service: Url = format!("http://127.0.0.1:{port}/").parse().expect("a URL");
        let bucket = Self {
            line: Proxy::to(&service, port).await,
            service,
            _process: process,
        };
        eventually("the bucket is made", async || {
            let made = bucket.request(reqwest::Method::PUT, "").await;
            made.is_some_and(|status| status == 200).then_some(())
        })
        .await;
        bucket
    }

    /// The settings of an installation that keeps its pictures here.
    pub(crate) fn settings(&self) -> [(&'static str, String); 4] {
        let endpoint = self.line.url(&self.service);
        [
            ("avatars.s3_bucket", NAME.to_owned()),
            ("avatars.s3_endpoint", endpoint.to_string()),
            ("avatars.s3_access_key_id", "key-of-the-tests".to_owned()),
            (
                "avatars.s3_secret_access_key",
                "secret-of-the-tests".to_owned(),
            ),
        ]
    }

    /// Whether there is an object of this name, cut off or not.
    pub(crate) async fn holds(&self, name: &str) -> bool {
        let status = self.request(reqwest::Method::HEAD, name).await;
        status.expect("moto answers") == 200
    }

    async fn request(&self, method: reqwest::Method, name: &str) -> Option<u16> {
        let client = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client");
        let answer = client.request(method, format!("{}{NAME}/{name}", self.service));
        // Moto believes everybody, but wants to be told who it is.
        let authorization =
            "AWS4-HMAC-SHA256 Credential=key-of-the-tests/20261122/us-east-1/s3/aws4_request";
        let answer = answer
            .header("authorization", authorization)
            .send()
            .await
            .ok()?;
        Some(answer.status().as_u16())
    }
}
