//! The router and everything that every request passes on its way to an operation.

mod client_address;
mod conditional;
pub mod entity_tag;
mod idle;
mod observe;
pub mod problems;
mod rate_limit;
mod security_headers;

use axum::{Router, middleware};
use http::{HeaderName, HeaderValue, Method, header};
use tower::{Layer as _, ServiceBuilder};
use tower_http::{
    compression::CompressionLayer,
    cors::{AllowOrigin, CorsLayer},
    normalize_path::NormalizePathLayer,
};

pub use client_address::ClientAddress;
pub use idle::IdleTimeout;
pub use observe::RequestId;

use crate::{api::Api, config, pages};

/// How long browsers may remember the answer to a CORS preflight.
const PREFLIGHT_MAX_AGE: std::time::Duration = std::time::Duration::from_hours(1);

/// Puts the layers around the generated router. The first one sees a request first.
pub fn router(api: Api) -> Router {
    let config = api.app().config.server.clone();
    let operations = cinema_api::server::router::<Api>()
        .merge(pages::router())
        .fallback(problems::not_found)
        .method_not_allowed_fallback(problems::method_not_allowed)
        .layer(axum::extract::DefaultBodyLimit::max(config.body_limit))
        .route_layer(middleware::from_fn(observe::name_operation))
        .layer(middleware::from_fn_with_state(
            api.clone(),
            rate_limit::by_address,
        ))
        .with_state(api);

    let around = ServiceBuilder::new()
        .layer(middleware::from_fn(observe::request))
        .layer(middleware::from_fn(security_headers::add))
        .option_layer(cors(&config))
        .layer(middleware::from_fn(conditional::answer_not_modified))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(problems::write_body))
        .layer(middleware::from_fn_with_state(
            config.request_timeout,
            problems::limit_time,
        ))
        .layer(middleware::from_fn(problems::catch_panic))
        .layer(middleware::from_fn_with_state(
            config.trusted_proxies.into(),
            client_address::determine,
        ));

    // Both slash forms reach the same operation: the path is completed before it is routed.
    let routed = NormalizePathLayer::append_trailing_slash().layer(operations);
    Router::new().fallback_service(routed).layer(around)
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
        ])
        .expose_headers([
            header::ETAG,
            header::LOCATION,
            header::RETRY_AFTER,
            observe::REQUEST_ID,
            RATE_LIMIT,
            RATE_LIMIT_POLICY,
        ])
        .max_age(PREFLIGHT_MAX_AGE);
    Some(cors)
}

/// What is left of an allowance (draft-ietf-httpapi-ratelimit-headers).
pub const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
/// The allowance (draft-ietf-httpapi-ratelimit-headers).
pub const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
