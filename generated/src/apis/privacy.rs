//! Operations tagged `Privacy`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `deleteAccount` answers when it succeeds.
#[derive(Debug)]
pub enum DeleteAccountResponse {
    /// The account is deleted. All of its tokens are refused from now on.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl DeleteAccountResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `downloadExport` answers when it succeeds.
#[derive(Debug)]
pub enum DownloadExportResponse {
    /// The file.
    S200 {
        /// The body.
        body: http_runtime::Json<models::AccountData>,
        /// The header `Content-Disposition`.
        content_disposition: String,
    },
}

impl DownloadExportResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 {
                body,
                content_disposition,
            } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-disposition", content_disposition);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `requestExport` answers when it succeeds.
#[derive(Debug)]
pub enum RequestExportResponse {
    /// The file is ready.
    S200 {
        /// The body.
        body: http_runtime::Json<models::AccountExport>,
    },
    /// The file is being made.
    S202 {
        /// The body.
        body: http_runtime::Json<models::AccountExport>,
        /// The header `Retry-After`.
        retry_after: i32,
    },
}

impl RequestExportResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
            Self::S202 { body, retry_after } => {
                let answer = http_runtime::answer(202);
                let answer = answer.header("retry-after", retry_after);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// The operations tagged `Privacy`.
pub trait Privacy: Service {
    /// `DELETE /accounts/me/`: Delete one's account
    fn delete_account(
        &self,
        cx: Cx,
        claims: Self::Claims,
        body: models::AccountDeletion,
    ) -> impl Future<Output = Result<DeleteAccountResponse, Self::Error>> + Send;
    /// `GET /accounts/exports/`: Download all of one's data
    fn download_export(
        &self,
        cx: Cx,
        query: models::DownloadExportQueryParams,
    ) -> impl Future<Output = Result<DownloadExportResponse, Self::Error>> + Send;
    /// `GET /accounts/me/export/`: Ask for all of one's data
    fn request_export(
        &self,
        cx: Cx,
        claims: Self::Claims,
    ) -> impl Future<Output = Result<RequestExportResponse, Self::Error>> + Send;
}
