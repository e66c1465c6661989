//! A request while it is read.

use axum::RequestExt as _;
use axum::body::Body;
use axum::extract::{FromRequest as _, FromRequestParts as _, RawPathParams, Request};
use http::request::Parts;
use http::{StatusCode, header};

use crate::{Bytes, Code, Decode, Errors, Fault, Form, Limits, Op, Params, Rejection, json};

const JSON: &str = "application/json";
const FORM: &str = "multipart/form-data";

/// A request without its body, and the operation that it calls.
#[derive(Debug)]
pub struct Cx {
    /// The operation.
    pub op: &'static Op,
    /// Method, URI, headers and extensions.
    pub parts: Parts,
}

impl Cx {
    /// Takes a request apart.
    pub fn split(op: &'static Op, request: Request) -> (Self, Body) {
        let (parts, body) = request.into_parts();
        (Self { op, parts }, body)
    }

    /// The parameters in the path.
    pub async fn path(&mut self) -> Result<Params<'static>, Rejection> {
        let Ok(params) = RawPathParams::from_request_parts(&mut self.parts, &()).await else {
            let mut errors = Errors::new(|_, _| Ok(()));
            errors.report(Fault::new(Code::Format, "The path is not UTF-8."));
            return Err(errors.into());
        };
        Ok(Params::of_path(&params))
    }

    /// The parameters in the query string.
    #[must_use]
    pub fn query(&self) -> Params<'_> {
        Params::of_query(self.parts.uri.query().unwrap_or_default())
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> Params<'_> {
        Params::of_headers(&self.parts.headers)
    }

    /// Reads a JSON body. Nothing means that the reason is in `errors`.
    pub async fn json<T: Decode>(
        &self,
        body: Body,
        limits: &Limits<'_>,
        errors: &mut Errors,
    ) -> Result<Option<T>, Rejection> {
        let document = json::parse(&self.raw(body, JSON).await?, errors)?;
        Ok(T::decode(document, limits, errors))
    }

    /// Reads a JSON body that may be absent: `Some(None)`.
    pub async fn json_optional<T: Decode>(
        &self,
        body: Body,
        limits: &Limits<'_>,
        errors: &mut Errors,
    ) -> Result<Option<Option<T>>, Rejection> {
        let bytes = self.read(body).await?;
        if bytes.is_empty() {
            return Ok(Some(None));
        }
        Ok(self.json(bytes.into(), limits, errors).await?.map(Some))
    }

    /// Reads a form whose parts are called so and hold so many bytes, as it arrives.
    pub async fn form(
        &self,
        body: Body,
        parts: &[(&'static str, usize)],
        errors: &mut Errors,
    ) -> Result<Form, Rejection> {
        let content_type = self.expect_media_type(FORM)?;
        Form::read(
            content_type,
            self.limited(body).into_limited_body(),
            parts,
            errors,
        )
        .await
    }

    /// The body of this media type byte for byte: `x-raw-body`.
    pub async fn raw(&self, body: Body, media_type: &'static str) -> Result<Bytes, Rejection> {
        self.expect_media_type(media_type)?;
        self.read(body).await
    }

    async fn read(&self, body: Body) -> Result<Bytes, Rejection> {
        Bytes::from_request(self.limited(body), &())
            .await
            .map_err(|rejection| match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => Rejection::TooLarge,
                _ => Rejection::Malformed("the body ended early".to_owned()),
            })
    }

    /// The limit of the router or of the operation (`x-max-bytes`) travels in the extensions.
    fn limited(&self, body: Body) -> Request {
        let mut request = Request::new(body);
        *request.extensions_mut() = self.parts.extensions.clone();
        request
    }

    /// The `Content-Type`, with its parameters.
    fn expect_media_type(&self, expected: &'static str) -> Result<&str, Rejection> {
        let declared = self
            .parts
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let essence = declared.split(';').next().unwrap_or_default().trim();
        if essence.eq_ignore_ascii_case(expected) {
            Ok(declared)
        } else {
            Err(Rejection::UnsupportedMediaType { expected })
        }
    }
}
