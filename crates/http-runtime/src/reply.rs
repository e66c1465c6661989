//! What a handler answers with.

use bytes::Bytes;
use http::{Response, response::Builder};
use serde::Serialize;

/// Headers for which an answer has room from the start: those of most operations, and those that the server adds to every
/// answer. When there are more, the map doubles and finds a new place for each.
const USUAL_HEADERS: usize = 12;

/// The beginning of an answer.
#[must_use]
pub fn answer(status: u16) -> Builder {
    let mut answer = Response::builder().status(status);
    if let Some(headers) = answer.headers_mut() {
        headers.reserve(USUAL_HEADERS);
    }
    answer
}

/// A JSON body.
#[derive(Debug, Clone)]
pub enum Json<T> {
    /// A value, to be written as JSON.
    Value(T),
    /// JSON already, as from a cache. It costs nothing to send.
    Raw(Bytes),
}

impl<T> From<T> for Json<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Serialize> Json<T> {
    /// The body as it is sent.
    pub fn into_bytes(self) -> Result<Bytes, Unsendable> {
        match self {
            Self::Value(value) => Ok(serde_json::to_vec(&value)?.into()),
            Self::Raw(bytes) => Ok(bytes),
        }
    }
}

/// Why an answer cannot be sent.
#[derive(Debug, thiserror::Error)]
pub enum Unsendable {
    /// The body cannot be written as JSON.
    #[error("the body is not JSON: {0}")]
    Body(#[from] serde_json::Error),
    /// A header holds what headers must not hold.
    #[error("a header is invalid: {0}")]
    Header(#[from] http::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_bytes_are_sent_as_they_are() {
        let bytes = Bytes::from_static(b"{\"a\": 1}");
        let sent = Json::<()>::Raw(bytes.clone()).into_bytes().expect("bytes");
        assert_eq!(sent.as_ptr(), bytes.as_ptr());
    }

    #[test]
    fn a_value_is_written_as_json() {
        let sent = Json::from(vec![1, 2]).into_bytes().expect("JSON");
        assert_eq!(sent, "[1,2]");
    }
}
