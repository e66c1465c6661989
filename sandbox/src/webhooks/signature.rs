//! The header `Stripe-Signature`.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// `t=…,v1=…`, with a `v1` for each secret. The `v0` is what Stripe adds in test mode: it proves nothing, and whoever
/// accepts it is wrong.
pub(super) fn header(timestamp: i64, body: &str, secrets: &[String]) -> String {
    let mut header = format!("t={timestamp}");
    for secret in secrets {
        let _ = write!(header, ",v1={}", sign(secret, timestamp, body));
    }
    let _ = write!(header, ",v0={}", sign("v0", timestamp, body));
    header
}

fn sign(secret: &str, timestamp: i64, body: &str) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(timestamp.to_string().as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    base16ct::lower::encode_string(&mac.finalize().into_bytes())
}
