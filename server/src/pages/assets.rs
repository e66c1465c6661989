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
/// What ends in this is compressed. Whoever does not say otherwise can read that (RFC 9110, 12.5.3), as browsers can.
const GZIP: &str = ".gz";

struct Asset {
    name: &'static str,
    bytes: &'static [u8],
    is_compressed: bool,
    /// Changes with the bytes.
    tag: String,
}

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        [$(($path, include_bytes!(concat!("../../../", $path)).as_slice())),+]
    };
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let files = files![
        "templates/pages/style.css",
        "templates/pages/icon.svg",
        "templates/pages/docs/docs.css",
        "templates/pages/docs/swagger.js",
        "templates/pages/docs/redoc.js",
        "server/docs-assets/swagger-ui.css.gz",
        "server/docs-assets/swagger-ui-bundle.js.gz",
        "server/docs-assets/redoc.standalone.js.gz",
    ];
    let asset = |(path, bytes): (&'static str, &'static [u8])| {
        let file = path.rsplit('/').next().unwrap_or(path);
        let name = file.strip_suffix(GZIP).unwrap_or(file);
        Asset {
            name,
            bytes,
            is_compressed: name != file,
            tag: base16ct::lower::encode_string(&Sha256::digest(bytes)[..8]),
        }
    };
    files.map(asset).into()
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
    let tag = HeaderValue::from_str(&format!("\"{}\"", asset.tag));
    let by_tag = query.is_some_and(|query| query.strip_prefix("v=") == Some(&asset.tag));
    let mut answer = asset.bytes.into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, content_type(&name));
    headers.insert(header::ETAG, tag.expect("hex may stand in a header"));
    headers.insert(
        header::CACHE_CONTROL,
        if by_tag { FOR_GOOD } else { ASK_AGAIN },
    );
    if asset.is_compressed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(answer)
}

fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

fn content_type(name: &str) -> HeaderValue {
    HeaderValue::from_static(match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    })
}
