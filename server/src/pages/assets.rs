//! What pages are made with: served here, since pages may ask nobody else.

use std::sync::LazyLock;

use axum::{
    extract::{Path, RawQuery},
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, header};
use minijinja::{Error, ErrorKind, Value};
use sha2::{Digest as _, Sha256};

use crate::problem::Problem;

/// Path of every asset.
pub const ROUTE: &str = "/assets/{name}/";
/// How long a browser keeps what it asked for by its tag: such an address always means the same bytes.
const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Another version of this server may answer the next request.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("public, no-cache");

struct Asset {
    name: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
    /// Changes with the bytes.
    tag: String,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let css = "text/css; charset=utf-8";
    let text = |name, content_type, text: &'static str| (name, content_type, text.as_bytes());
    [
        text(
            "style.css",
            css,
            include_str!("../../../templates/pages/style.css"),
        ),
        text(
            "icon.svg",
            "image/svg+xml",
            include_str!("../../../templates/pages/icon.svg"),
        ),
    ]
    .map(|(name, content_type, bytes)| Asset {
        name,
        content_type,
        bytes,
        tag: base16ct::lower::encode_string(&Sha256::digest(bytes)[..8]),
    })
    .into()
});

/// Where an asset is, with its tag. Below `base`.
pub fn path(base: &str, name: &str) -> Result<Value, Error> {
    let asset =
        find(name).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, name.to_owned()))?;
    let path = format!("{base}/assets/{name}?v={}", asset.tag);
    Ok(Value::from_safe_string(path))
}

/// Serves an asset.
pub async fn serve(
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let asset = find(&name).ok_or(Problem::NotFound)?;
    let by_tag = query.is_some_and(|query| query.strip_prefix("v=") == Some(&asset.tag));
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(asset.content_type),
        ),
        (
            header::CACHE_CONTROL,
            if by_tag { FOR_GOOD } else { ASK_AGAIN },
        ),
        (
            header::ETAG,
            HeaderValue::from_str(&format!("\"{}\"", asset.tag))
                .expect("hex may stand in a header"),
        ),
    ];
    Ok((headers, asset.bytes).into_response())
}

fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}
