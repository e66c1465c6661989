//! The way of a request from its connection to an operation, and of the answer back.

mod client_address;
mod compression;
mod conditional;
pub mod entity_tag;
mod idle;
pub mod negotiation;
mod observe;
pub mod problems;
mod rate_limit;
mod repeats;
mod security_headers;

use std::{convert::Infallible, future::ready, io, net::SocketAddr, time::Duration};

use axum::{
    body::Body,
    extract::{DefaultBodyLimit, Request},
    response::Response,
};
use axum_server::Handle;
use futures_util::{FutureExt as _, TryFutureExt as _, future::Either};
use http::{HeaderName, HeaderValue, Method, header};
use hyper::body::Incoming;
use tower::{Layer as _, Service, ServiceBuilder, service_fn};
use tower_http::{
    cors::{AllowOrigin, CorsLayer},
    normalize_path::NormalizePathLayer,
};
use tracing::Instrument as _;

pub use client_address::ClientAddress;
use compression::Codings;
use conditional::Copies;
use idle::IdleTimeout;
use negotiation::Form;
use observe::Observed;
pub use observe::{RequestId, name_page};
use repeats::{Recalled, Repeats};

use crate::{api::Api, config, pages};

/// How long browsers may remember the answer to a CORS preflight.
const PREFLIGHT_MAX_AGE: Duration = Duration::from_hours(1);

/// Answers whoever connects, until `handle` says otherwise.
pub async fn serve(
    api: Api,
    listener: std::net::TcpListener,
    handle: Handle<SocketAddr>,
) -> io::Result<()> {
    let idle = IdleTimeout(api.app().config.server.header_timeout);
    let operations = operations(&api);
    let connections = service_fn(move |peer: SocketAddr| {
        let (api, mut operations) = (api.clone(), operations.clone());
        let requests = service_fn(move |request: http::Request<Incoming>| {
            let config = &api.app().config.server;
            around(config, peer, request.map(Body::new), &mut operations)
        });
        ready(Ok::<_, Infallible>(requests))
    });
    axum_server::from_tcp(listener)?
        .acceptor(idle)
        .handle(handle)
        .serve(connections)
        .await
}

/// What happens to every request first and to every answer last.
fn around<S: Answers>(
    config: &config::Server,
    peer: SocketAddr,
    mut request: Request,
    operations: &mut S,
) -> impl Future<Output = Result<Response, Infallible>> + use<S> {
    client_address::determine(&mut request, peer, &config.trusted_proxies);
    let observed = Observed::start(&mut request, config.metrics_listen.is_some());
    let (codings, copies) = (Codings::of(&request), Copies::of(&request));
    let answer = operations.call(request).instrument(observed.span());
    answer.map_ok(move |answer| {
        let mut answer = codings.compress(answer);
        copies.spare_body(&mut answer);
        security_headers::add_missing(answer.headers_mut());
        observed.finish(&mut answer);
        answer
    })
}

/// Something that turns every request into an answer, and is always ready to. So each of the services below
/// calls the next one without asking it first, nor cloning it for that. They add to its future without `async`
/// blocks, each of which would hold it twice: once until it is awaited and once from then on.
trait Answers: Service<Request, Response = Response, Error = Infallible> {}
impl<S: Service<Request, Response = Response, Error = Infallible>> Answers for S {}

/// The generated router, and what stands between it and [`around`]. The first one sees a request first.
fn operations(api: &Api) -> impl Answers<Future: Send> + Clone + Send + use<> {
    let config = &api.app().config.server;
    let body_limit = DefaultBodyLimit::max(config.body_limit);
    let time_limit = config.request_timeout;

    let mut router = cinema_api::server::router::<Api>()
        .merge(pages::shared())
        .fallback(problems::not_found)
        .method_not_allowed_fallback(problems::method_not_allowed)
        .with_state(api.clone());
    let mut pages = pages::router()
        .fallback(problems::not_found)
        .method_not_allowed_fallback(problems::method_not_allowed)
        .with_state(api.clone());
    let limited = {
        let api = api.clone();
        move |form: Form, mut request: Request| {
            body_limit.apply(&mut request);
            let counted = rate_limit::counted_against(&request);
            let answer = if form.is_page {
                pages.call(request)
            } else {
                router.call(request)
            };
            match counted {
                Some(who) => Either::Left(rate_limit::by_address(api.clone(), who, answer).boxed()),
                None => Either::Right(answer),
            }
        }
    };
    let never_failing = {
        let (api, mut limited) = (api.clone(), limited);
        service_fn(move |request: Request| {
            let id = RequestId::of(request.extensions());
            let form = Form::of(&request);
            let reader = form.is_page.then(|| api.clone());
            let answer = limited(form, request);
            problems::instead_of_failures(id, time_limit, reader, answer).map_ok(
                move |mut answer| {
                    form.declare(&mut answer);
                    answer
                },
            )
        })
    };
    // Both slash forms reach the same operation: the path is completed before anybody looks at it.
    let completed = NormalizePathLayer::append_trailing_slash().layer(never_failing);
    let repeated = {
        let (repeats, mut completed) = (Repeats::new(api.app()), completed);
        service_fn(move |request: Request| match repeats.recall(&request) {
            Recalled::Answer(answer) => Either::Left(ready(Ok(answer))),
            Recalled::Unanswered(question) => {
                let repeats = repeats.clone();
                let answer = completed.call(request);
                let kept = answer.map_ok(move |answer| repeats.keep(question, answer));
                Either::Right(Either::Left(kept))
            }
            Recalled::Unknown => Either::Right(Either::Right(completed.call(request))),
        })
    };
    ServiceBuilder::new()
        .option_layer(cors(config))
        .service(repeated)
}

/// Without origins no header speaks of CORS, which is how browsers are told no.
fn cors(config: &config::Server) -> Option<CorsLayer> {
    if config.cors_origins.is_empty() {
        return None;
    }
    let origins = if config.cors_origins.iter().any(|origin| origin == "*") {
        AllowOrigin::any()
    } else {
        let listed = config
            .cors_origins
            .iter()
            .filter_map(|origin| HeaderValue::from_str(origin).ok());
        AllowOrigin::list(listed)
    };
    let cors = CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST, Method::PATCH, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            IDEMPOTENCY_KEY,
        ])
        .expose_headers([
            header::ETAG,
            header::LOCATION,
            header::RETRY_AFTER,
            observe::REQUEST_ID,
            IDEMPOTENT_REPLAYED,
            RATE_LIMIT,
            RATE_LIMIT_POLICY,
        ])
        .max_age(PREFLIGHT_MAX_AGE);
    Some(cors)
}

/// A name for a request that is not to be done twice (draft-ietf-httpapi-idempotency-key-header).
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that the answer is that of an earlier request with the same key.
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
/// What is left of an allowance (draft-ietf-httpapi-ratelimit-headers).
pub const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
/// The allowance (draft-ietf-httpapi-ratelimit-headers).
pub const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
