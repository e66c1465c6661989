//! What a hand-written server does for the same answers: axum with nothing around it. It runs as a
//! process of its own, as the server does.

use std::{
    collections::HashMap, env, fs, io::Write as _, net::SocketAddr, path::Path, process::Command,
    sync::Arc,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
    routing::get,
    serve::ListenerExt as _,
};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use redis::{AsyncCommands as _, aio::ConnectionManager};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::{http1::Answer, process::Running};

/// The path that always answers.
const READY: &str = "/ready/";
/// Headers that differ from answer to answer and that hyper writes itself.
const WRITTEN: [HeaderName; 2] = [header::DATE, header::CONTENT_LENGTH];

/// What the floor needs to know. It comes to the process as a file.
#[derive(Serialize, Deserialize)]
pub(crate) struct Floor {
    /// Where it answers.
    pub(crate) listen: SocketAddr,
    pub(crate) redis: String,
    /// First part of the server's keys in Redis.
    pub(crate) namespace: String,
    /// Signs access tokens.
    pub(crate) access_key: String,
    /// What the server answered, by path and query.
    pub(crate) answers: HashMap<String, Answer>,
}

/// A floor that answers.
pub(crate) struct RunningFloor {
    process: Running,
    /// Read by the process when it starts.
    _file: NamedTempFile,
}

impl Floor {
    /// Starts it.
    pub(crate) fn start(&self) -> anyhow::Result<RunningFloor> {
        let mut file = NamedTempFile::new()?;
        serde_json::to_writer(&mut file, self)?;
        file.flush()?;
        let mut command = Command::new(env::current_exe()?);
        command
            .arg("floor")
            .arg(file.path())
            // As for the server.
            .env("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
        Ok(RunningFloor {
            process: Running::start(&mut command, self.listen, READY)?,
            _file: file,
        })
    }
}

impl RunningFloor {
    pub(crate) const fn address(&self) -> SocketAddr {
        self.process.address()
    }
}

/// The process: serves what the file says until it is killed.
pub(crate) fn serve(file: &Path) -> anyhow::Result<()> {
    let floor: Floor = serde_json::from_slice(&fs::read(file)?)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listen = floor.listen;
        let handler = Arc::new(Handler::new(floor).await?);
        let router = Router::new()
            .route("/movies/", get(public))
            .route("/movies/{uuid}/", get(signed_in))
            .route(READY, get(|| async {}))
            .with_state(handler);
        let listener = tokio::net::TcpListener::bind(listen).await?;
        let listener = listener.tap_io(|stream| {
            if let Err(error) = stream.set_nodelay(true) {
                eprintln!("TCP_NODELAY: {error}");
            }
        });
        Ok(axum::serve(listener, router).await?)
    })
}

async fn public(State(handler): State<Arc<Handler>>, uri: Uri) -> Response {
    handler.answer(&uri)
}

async fn signed_in(State(handler): State<Arc<Handler>>, uri: Uri, headers: HeaderMap) -> Response {
    match handler.lives(&headers).await {
        Some(true) => handler.answer(&uri),
        _ => StatusCode::UNAUTHORIZED.into_response(),
    }
}

/// Claims of an access token, all of them read.
#[derive(Clone, Deserialize)]
#[expect(
    dead_code,
    reason = "read from the token as the server does, and not looked at"
)]
struct Claims {
    sub: String,
    jti: String,
    sid: String,
    role: String,
    iat: i64,
    exp: i64,
}

struct Handler {
    key: DecodingKey,
    validation: Validation,
    redis: ConnectionManager,
    namespace: String,
    answers: HashMap<String, (HeaderMap, Bytes)>,
}

impl Handler {
    async fn new(floor: Floor) -> anyhow::Result<Self> {
        let client = redis::Client::open(floor.redis)?;
        let answers = floor.answers.into_iter().map(|(target, answer)| {
            let headers = answer.headers.iter().map(|(name, value)| {
                Ok((name.parse::<HeaderName>()?, value.parse::<HeaderValue>()?))
            });
            let mut headers = headers.collect::<anyhow::Result<HeaderMap>>()?;
            for name in WRITTEN {
                headers.remove(name);
            }
            Ok((target, (headers, Bytes::from(answer.body))))
        });
        Ok(Self {
            key: DecodingKey::from_secret(floor.access_key.as_bytes()),
            validation: Validation::new(Algorithm::HS256),
            redis: ConnectionManager::new(client).await?,
            namespace: floor.namespace,
            answers: answers.collect::<anyhow::Result<_>>()?,
        })
    }

    fn answer(&self, uri: &Uri) -> Response {
        let target = uri.path_and_query().map_or("", |target| target.as_str());
        match self.answers.get(target) {
            Some((headers, body)) => (headers.clone(), body.clone()).into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }

    /// Whether the token is valid and its session lives: one signature, one question to Redis. What
    /// Redis has forgotten passes, because the floor has nobody else to ask.
    async fn lives(&self, headers: &HeaderMap) -> Option<bool> {
        let token = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
        let token = token.strip_prefix("Bearer ")?;
        let token = jsonwebtoken::decode::<Claims>(token, &self.key, &self.validation).ok()?;
        let keys = [
            format!("{}:sessions-voucher", self.namespace),
            format!("{}:session:{}", self.namespace, token.claims.sid),
        ];
        let states: Vec<Option<String>> = self.redis.clone().mget(&keys[..]).await.ok()?;
        Some(
            states
                .iter()
                .flatten()
                .all(|state| !state.ends_with(":ended")),
        )
    }
}
