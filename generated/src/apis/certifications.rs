//! Operations tagged `Certifications`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `listCertifications` answers when it succeeds.
#[derive(Debug)]
pub enum ListCertificationsResponse {
    /// The page. It is empty when there are fewer pages.
    S200 {
        /// The body.
        body: http_runtime::Json<models::CertificationPage>,
        /// The header `ETag`.
        e_tag: String,
        /// The header `Cache-Control`.
        cache_control: String,
    },
}

impl ListCertificationsResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 {
                body,
                e_tag,
                cache_control,
            } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("etag", e_tag);
                let answer = answer.header("cache-control", cache_control);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// The operations tagged `Certifications`.
pub trait Certifications: Service {
    /// `GET /movies/certifications/`: List certifications
    fn list_certifications(
        &self,
        cx: Cx,
        query: models::ListCertificationsQueryParams,
    ) -> impl Future<Output = Result<ListCertificationsResponse, Self::Error>> + Send;
}
