//! Section Privacy.

use bytes::Bytes;
use cinema_api::{
    apis::privacy::{
        DeleteAccountResponse, DownloadExportResponse, Privacy, RequestExportResponse,
    },
    models,
};
use http_runtime::{Cx, Json};

use crate::{
    api::{Api, message},
    auth::Caller,
    http::ClientAddress,
    problem::Problem,
    usecases::privacy::{self, Export},
};

/// What clients are asked to wait before they look for their file again, in seconds.
const EXPORT_RETRY_AFTER: i32 = 2;
/// Has browsers save the file instead of showing it.
const ATTACHMENT: &str = "attachment; filename=\"online-cinema-account.json\"";

impl Privacy for Api {
    async fn request_export(
        &self,
        _cx: Cx,
        caller: Caller,
    ) -> Result<RequestExportResponse, Problem> {
        Ok(match privacy::request_export(self.app(), caller).await? {
            Export::BeingMade => RequestExportResponse::S202 {
                retry_after: EXPORT_RETRY_AFTER,
                body: models::AccountExport {
                    status: models::AccountExportStatus::BeingMade,
                    url: None,
                    expires_at: None,
                }
                .into(),
            },
            Export::Ready { token, expires_at } => RequestExportResponse::S200 {
                body: models::AccountExport {
                    status: models::AccountExportStatus::Ready,
                    url: Some(self.link(&format!("/accounts/exports/?token={token}"))),
                    expires_at: Some(expires_at),
                }
                .into(),
            },
        })
    }

    async fn download_export(
        &self,
        _cx: Cx,
        query: models::DownloadExportQueryParams,
    ) -> Result<DownloadExportResponse, Problem> {
        let content = privacy::download_export(self.app(), &query.token).await?;
        Ok(DownloadExportResponse::S200 {
            content_disposition: ATTACHMENT.to_owned(),
            body: Json::Raw(Bytes::from(content)),
        })
    }

    async fn delete_account(
        &self,
        cx: Cx,
        caller: Caller,
        body: models::AccountDeletion,
    ) -> Result<DeleteAccountResponse, Problem> {
        let from = ClientAddress::of(&cx.parts.extensions);
        privacy::delete_account(self.app(), caller, from, body.password.into()).await?;
        Ok(DeleteAccountResponse::S200 {
            body: message("Your account has been deleted."),
        })
    }
}
