//! Operations tagged `Profiles`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `createProfile` answers when it succeeds.
#[derive(Debug)]
pub enum CreateProfileResponse {
    /// The profile.
    S201 {
        /// The body.
        body: http_runtime::Json<models::Profile>,
        /// The header `Location`.
        location: String,
    },
}

impl CreateProfileResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S201 { body, location } => {
                let answer = http_runtime::answer(201);
                let answer = answer.header("location", location);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `getAvatar` answers when it succeeds.
#[derive(Debug)]
pub enum GetAvatarResponse {
    /// The picture.
    S200 {
        /// The body.
        body: http_runtime::Bytes,
        /// The header `Content-Type`.
        content_type: &'static str,
        /// The header `ETag`.
        e_tag: String,
        /// The header `Cache-Control`.
        cache_control: String,
        /// The header `Content-Disposition`.
        content_disposition: String,
        /// The header `Content-Security-Policy`.
        content_security_policy: String,
    },
}

impl GetAvatarResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 {
                body,
                content_type,
                e_tag,
                cache_control,
                content_disposition,
                content_security_policy,
            } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("etag", e_tag);
                let answer = answer.header("cache-control", cache_control);
                let answer = answer.header("content-disposition", content_disposition);
                let answer = answer.header("content-security-policy", content_security_policy);
                let answer = answer.header("content-type", content_type);
                Ok(answer.body(Body::from(body))?)
            }
        }
    }
}

/// What `getProfile` answers when it succeeds.
#[derive(Debug)]
pub enum GetProfileResponse {
    /// The profile.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Profile>,
    },
}

impl GetProfileResponse {
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

/// What `updateProfile` answers when it succeeds.
#[derive(Debug)]
pub enum UpdateProfileResponse {
    /// The profile as it is now.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Profile>,
    },
}

impl UpdateProfileResponse {
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

/// The operations tagged `Profiles`.
pub trait Profiles: Service {
    /// `POST /profiles/users/{user_id}/`: Make a profile
    fn create_profile(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::CreateProfilePathParams,
        form: models::CreateProfileForm,
    ) -> impl Future<Output = Result<CreateProfileResponse, Self::Error>> + Send;
    /// `GET /profiles/avatars/{name}/`: Show a picture
    fn get_avatar(
        &self,
        cx: Cx,
        path: models::GetAvatarPathParams,
    ) -> impl Future<Output = Result<GetAvatarResponse, Self::Error>> + Send;
    /// `GET /profiles/users/{user_id}/`: Show a profile
    fn get_profile(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::GetProfilePathParams,
    ) -> impl Future<Output = Result<GetProfileResponse, Self::Error>> + Send;
    /// `PATCH /profiles/users/{user_id}/`: Change a profile
    fn update_profile(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::UpdateProfilePathParams,
        form: models::UpdateProfileForm,
    ) -> impl Future<Output = Result<UpdateProfileResponse, Self::Error>> + Send;
}
