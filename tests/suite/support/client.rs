//! What a client of the API does and sees.

use cinema_api::server::ops;
use http_runtime::Op;
use reqwest::{
    Method, StatusCode,
    header::{HeaderMap, HeaderName},
};
use serde_json::{Value, json};

use super::config::PUBLIC_URL;

/// A client of one server, signed in or not.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    server: String,
    bearer: Option<String>,
    headers: HeaderMap,
}

/// What the server answered.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The protocol version.
    pub(crate) version: reqwest::Version,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The body.
    pub(crate) text: String,
    /// The body, byte for byte.
    pub(crate) bytes: Vec<u8>,
}

/// What a sign-in gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tokens {
    /// The access token.
    pub(crate) access: String,
    /// The refresh token.
    pub(crate) refresh: String,
}

impl Client {
    /// A client of the server at `address`, such as `127.0.0.1:8001`.
    pub(super) fn of(address: &str) -> Self {
        Self {
            http: reqwest::Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .expect("a client"),
            server: format!("http://{address}"),
            bearer: None,
            headers: HeaderMap::new(),
        }
    }

    /// The same client over HTTP/2.
    pub(crate) fn over_http2(&self) -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            .http2_prior_knowledge()
            .build()
            .expect("a client");
        Self {
            http,
            ..self.clone()
        }
    }

    /// The same client with an access token.
    pub(crate) fn bearer(&self, access_token: &str) -> Self {
        Self {
            bearer: Some(access_token.to_owned()),
            ..self.clone()
        }
    }

    /// The same client at the server of another.
    pub(crate) fn at(&self, other: &Self) -> Self {
        Self {
            server: other.server.clone(),
            ..self.clone()
        }
    }

    /// The same client with one more header.
    pub(crate) fn header(&self, name: &'static str, value: &str) -> Self {
        let mut headers = self.headers.clone();
        headers.insert(
            HeaderName::from_static(name),
            value.parse().expect("a header value"),
        );
        Self {
            headers,
            ..self.clone()
        }
    }

    /// GET. Takes absolute links of answers and mails as well.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, |request| request).await
    }

    /// DELETE.
    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, |request| request).await
    }

    /// POST with a JSON body.
    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, |request| request.json(&body))
            .await
    }

    /// PATCH with a JSON body.
    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, |request| request.json(&body))
            .await
    }

    /// POST with any body, declared as JSON.
    pub(crate) async fn post_bytes(&self, path: &str, body: impl Into<Vec<u8>>) -> Answer {
        self.post_as(path, "application/json", body).await
    }

    /// POST with any body, declared as anything.
    pub(crate) async fn post_as(
        &self,
        path: &str,
        content_type: &str,
        body: impl Into<Vec<u8>>,
    ) -> Answer {
        self.send_as("POST", path, content_type, body).await
    }

    /// A request with any method and any body, declared as anything.
    pub(crate) async fn send_as(
        &self,
        method: &str,
        path: &str,
        content_type: &str,
        body: impl Into<Vec<u8>>,
    ) -> Answer {
        self.send(method.parse().expect("a method"), path, |request| {
            request
                .header("content-type", content_type)
                .body(body.into())
        })
        .await
    }

    /// A request with any method and no body.
    pub(crate) async fn call(&self, method: &str, path: &str) -> Answer {
        self.send(method.parse().expect("a method"), path, |request| request)
            .await
    }

    /// A request with any method and a JSON body.
    pub(crate) async fn call_with(&self, method: &str, path: &str, body: Value) -> Answer {
        let method = method.parse().expect("a method");
        self.send(method, path, |request| request.json(&body)).await
    }

    /// Whether the server takes connections.
    pub(crate) async fn connects(&self) -> std::io::Result<()> {
        let address = self.server.trim_start_matches("http://");
        tokio::net::TcpStream::connect(address).await.map(drop)
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        fill: impl FnOnce(reqwest::RequestBuilder) -> reqwest::RequestBuilder,
    ) -> Answer {
        let path = path.strip_prefix(PUBLIC_URL).unwrap_or(path);
        let mut request = self
            .http
            .request(method.clone(), format!("{}{path}", self.server))
            .headers(self.headers.clone());
        if let Some(token) = &self.bearer {
            request = request.bearer_auth(token);
        }
        let response = fill(request)
            .send()
            .await
            .unwrap_or_else(|error| panic!("{method} {path} is answered: {error:?}"));
        let (status, version) = (response.status().as_u16(), response.version());
        let headers = response.headers().clone();
        let bytes = response.bytes().await.expect("a body").to_vec();
        let answer = Answer {
            status,
            version,
            headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        };
        assert_declared(&method, path, &answer);
        answer
    }
}

/// An operation as somebody calls who knows nothing in particular.
pub(crate) trait SomePath {
    /// The path, with the ids of things that do not exist.
    fn some_path(&self) -> String;
}

impl SomePath for Op {
    fn some_path(&self) -> String {
        let segment = |segment: &str| {
            match segment {
                "{session_id}" | "{movie_uuid}" | "{job_id}" => {
                    "3f2b8f0e-5d0c-4f6e-8f67-0d5c2f1f9a10"
                }
                "{genre_id}" | "{star_id}" | "{director_id}" | "{order_id}" | "{user_id}" => {
                    "2147483647"
                }
                "{name}" => "5f0c6fbb6c6a1c4ec0f4c1f1c9a2c1e3a2b6d2dd2f4a3c1d8b7e6f5a4b3c2d1e.png",
                "{event_id}" => "evt_1NG8Du2eZvKYlo2CUI79vXWy",
                other => {
                    assert!(
                        !other.starts_with('{'),
                        "{other} in {} is not known",
                        self.path
                    );
                    other
                }
            }
            .to_owned()
        };
        let segments: Vec<String> = self.path.split('/').map(segment).collect();
        segments.join("/")
    }
}

/// Every answer of an operation has a status that the contract declares for it.
fn assert_declared(method: &Method, path: &str, answer: &Answer) {
    let path = path.split('?').next().unwrap_or_default();
    let path = format!("{}/", path.trim_end_matches('/'));
    // The router prefers a path without parameters, too.
    let named = ops::ALL
        .iter()
        .filter(|op| op.method == method.as_str() && fits(op.path, &path))
        .min_by_key(|op| op.path.matches('{').count());
    if let Some(op) = named {
        assert!(
            op.statuses.contains(&answer.status),
            "{} does not declare {}: {}",
            op.id,
            answer.status,
            answer.text
        );
    }
}

/// Whether a path is one that the template stands for.
fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template
            .iter()
            .zip(&path)
            .all(|(wanted, found)| wanted.starts_with('{') || wanted == found)
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| {
            panic!("{error} in the body of {}: {:?}", self.status, self.text)
        })
    }

    /// A header's text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .get(name)
            .map(|value| value.to_str().expect("a header in ASCII"))
    }

    /// Asserts that the answer is this status with exactly this JSON.
    #[track_caller]
    pub(crate) fn is(&self, status: u16, body: &Value) {
        assert_eq!((self.status, &self.json()), (status, body));
        assert_eq!(self.header("content-type"), Some("application/json"));
    }

    /// Asserts that the answer is 200 with exactly this message.
    #[track_caller]
    pub(crate) fn says(&self, message: &str) {
        self.is(200, &json!({ "message": message }));
    }

    /// Asserts that the answer is exactly this problem, in the form that every problem has.
    #[track_caller]
    pub(crate) fn refuses(&self, status: u16, id: &str, title: &str, detail: &str) {
        let problem = json!({
            "type": format!("urn:problem-type:cinema:{id}"),
            "title": title,
            "status": status,
            "detail": detail,
            "request_id": self.header("x-request-id").expect("a request id"),
        });
        assert_eq!((self.status, self.json()), (status, problem));
        self.is_problem(status);
    }

    /// Asserts that the answer is some problem with this status, in the form that every problem has.
    #[track_caller]
    pub(crate) fn is_problem(&self, status: u16) {
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json")
        );
        let body = self.json();
        assert_eq!(body["status"], status);
        assert_eq!(body["request_id"].as_str(), self.header("x-request-id"));
        for member in ["type", "title", "detail"] {
            assert!(
                body[member].as_str().is_some_and(|text| !text.is_empty()),
                "{member} of {body}"
            );
        }
        if status == StatusCode::UNAUTHORIZED {
            assert_eq!(self.header("www-authenticate"), Some("Bearer"));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::TOO_MANY_REQUESTS {
            let seconds = self
                .header("retry-after")
                .and_then(|text| text.parse::<u32>().ok());
            assert!(
                seconds.is_some_and(|seconds| seconds > 0),
                "Retry-After: {seconds:?}"
            );
        }
    }

    /// Asserts that the answer is 422 and that it names exactly these fields, each with its code.
    #[track_caller]
    pub(crate) fn names_fields(&self, expected: &[(&str, &str)]) {
        self.is_problem(422);
        let body = self.json();
        let text =
            |error: &Value, member: &str| error[member].as_str().unwrap_or_default().to_owned();
        let errors = body["errors"].as_array().expect("a list of errors");
        let found: Vec<_> = errors
            .iter()
            .map(|error| (text(error, "field"), text(error, "code")))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(field, code)| ((*field).to_owned(), (*code).to_owned()))
            .collect();
        assert_eq!(found, expected);
    }

    /// The tokens of a sign-in or a refresh.
    #[track_caller]
    pub(crate) fn tokens(&self) -> Tokens {
        let body = self.json();
        let token = |name: &str| {
            body[name]
                .as_str()
                .unwrap_or_else(|| panic!("{name} in {body}"))
                .to_owned()
        };
        let tokens = Tokens {
            access: token("access_token"),
            refresh: token("refresh_token"),
        };
        self.is(200, &json!({ "access_token": tokens.access, "refresh_token": tokens.refresh, "token_type": "bearer" }));
        tokens
    }
}
