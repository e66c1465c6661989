//! What a hand-written server does for the same answers, or with the same statements: axum with nothing
//! around it. It runs as a process of its own, as the server does.

use std::{collections::HashMap, env, fs, io::Write as _, net::SocketAddr, path::Path, sync::Arc};

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
use serde_json::json;
use settings::Database;
use sqlx::Row as _;
use store::reads::Reads;
use tempfile::NamedTempFile;
use url::Url;

use crate::{
    http1::Answer,
    process::{Running, as_the_image_does},
    statements::Statement,
};

/// The path that always answers.
const READY: &str = "/ready/";
const JSON: &str = "application/json";
/// As many as the server has by default.
const CONNECTIONS: usize = 4;
/// Headers that differ from answer to answer and that hyper writes itself.
const WRITTEN: [HeaderName; 2] = [header::DATE, header::CONTENT_LENGTH];

/// What the floor needs to know. It comes to the process as a file.
#[derive(Serialize, Deserialize)]
pub(crate) struct Floor {
    /// Where it answers.
    pub(crate) listen: SocketAddr,
    pub(crate) redis: String,
    pub(crate) database: Url,
    /// First part of the server's keys in Redis.
    pub(crate) namespace: String,
    /// Signs access tokens.
    pub(crate) access_key: String,
    /// What it answers, by path and query.
    pub(crate) answers: HashMap<String, Source>,
}

/// Where an answer comes from.
#[derive(Serialize, Deserialize)]
pub(crate) enum Source {
    /// What the server answered once.
    Memory(Answer),
    /// What the server asks PostgreSQL for: the last column holds the films.
    Statement(Statement),
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
        let mut command = as_the_image_does(&env::current_exe()?);
        command.arg("floor").arg(file.path());
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
    handler.answer(&uri).await
}

async fn signed_in(State(handler): State<Arc<Handler>>, uri: Uri, headers: HeaderMap) -> Response {
    match handler.lives(&headers).await {
        Some(true) => handler.answer(&uri).await,
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
    reads: Reads,
    namespace: String,
    answers: HashMap<String, Ready>,
}

/// A [source](Source), ready for use.
enum Ready {
    Memory(HeaderMap, Bytes),
    /// A statement with its values in it, which lives as long as the process.
    Statement(&'static str),
}

impl Ready {
    fn new(source: Source) -> anyhow::Result<Self> {
        Ok(match source {
            Source::Memory(answer) => {
                let headers = answer.headers.iter().map(|(name, value)| {
                    Ok((name.parse::<HeaderName>()?, value.parse::<HeaderValue>()?))
                });
                let mut headers = headers.collect::<anyhow::Result<HeaderMap>>()?;
                for name in WRITTEN {
                    headers.remove(name);
                }
                Self::Memory(headers, Bytes::from(answer.body))
            }
            Source::Statement(statement) => {
                let literal = |_, value: &str| format!("'{}'", value.replace('\'', "''"));
                Self::Statement(statement.with_values(literal).leak())
            }
        })
    }
}

impl Handler {
    async fn new(floor: Floor) -> anyhow::Result<Self> {
        let client = redis::Client::open(floor.redis)?;
        let database: Database = serde_json::from_value(json!({ "url": floor.database }))?;
        let answers = floor
            .answers
            .into_iter()
            .map(|(target, source)| Ok((target, Ready::new(source)?)));
        Ok(Self {
            key: DecodingKey::from_secret(floor.access_key.as_bytes()),
            validation: Validation::new(Algorithm::HS256),
            redis: ConnectionManager::new(client).await?,
            reads: Reads::new(&database, CONNECTIONS)?,
            namespace: floor.namespace,
            answers: answers.collect::<anyhow::Result<_>>()?,
        })
    }

    async fn answer(&self, uri: &Uri) -> Response {
        let target = uri.path_and_query().map_or("", |target| target.as_str());
        match self.answers.get(target) {
            Some(Ready::Memory(headers, body)) => (headers.clone(), body.clone()).into_response(),
            Some(Ready::Statement(sql)) => match self.read(sql).await {
                Ok(films) => ([(header::CONTENT_TYPE, JSON)], films).into_response(),
                Err(error) => {
                    eprintln!("{target}: {error}");
                    StatusCode::SERVICE_UNAVAILABLE.into_response()
                }
            },
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }

    async fn read(&self, sql: &'static str) -> sqlx::Result<String> {
        let mut db = self.reads.acquire().await?;
        let row = sqlx::query(sql).fetch_one(&mut *db).await?;
        db.release();
        row.try_get(row.len() - 1)
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
