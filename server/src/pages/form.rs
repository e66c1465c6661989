//! What links and forms bring, and what is wrong with it.

use axum::{
    Form,
    extract::{FromRequest, FromRequestParts, Query, Request, rejection::FormRejection},
};
use http::{StatusCode, request::Parts};
use serde::{Deserialize, de::DeserializeOwned};

use crate::problem::Problem;

/// What a mailed link carries. Text of any kind: only the use cases say whether it is worth anything.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Link {
    /// To whom it was mailed.
    pub email: String,
    /// The secret.
    pub token: String,
}

/// Who a mail is asked for.
#[derive(Debug, Deserialize)]
pub struct Recipient {
    /// What was typed, an address or not.
    pub email: String,
}

/// The query of a link.
pub struct Followed<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Followed<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        Query::try_from_uri(&parts.uri)
            .map(|Query(link)| Self(link))
            .map_err(|_| Problem::Malformed("the link is damaged".to_owned()))
    }
}

/// The body that a form sends.
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Form::from_request(request, state).await {
            Ok(Form(fields)) => Ok(Self(fields)),
            Err(FormRejection::InvalidFormContentType(_)) => Err(Problem::UnsupportedMediaType(
                "application/x-www-form-urlencoded",
            )),
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Problem::ContentTooLarge)
            }
            Err(_) => Err(Problem::Malformed(
                "it is not what the form sends".to_owned(),
            )),
        }
    }
}
