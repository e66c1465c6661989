//! Who sends an event: Stripe signs the time and the raw body with a secret that only it and we have.

use hmac::{Hmac, KeyInit as _, Mac as _};
use settings::Secret;
use sha2::Sha256;

/// How far the time of a signature may be from ours, in seconds. Whoever records a request can repeat it for no
/// longer. Stripe's own libraries take the same.
const TOLERANCE: u64 = 300;
/// The version of signatures that Stripe makes for live events. There is no other that may be believed.
const SCHEME: &str = "v1";

/// The header is not one that Stripe made for this body, with one of our secrets, a moment ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSignature {
    /// Not `t=…,v1=…`.
    #[error("the header has no time or no signature")]
    Malformed,
    /// Too old, or from the future.
    #[error("the time of the signature is too far from ours")]
    OutOfTime,
    /// Made with another secret, or for another body.
    #[error("no signature fits")]
    Wrong,
}

/// Checks a `Stripe-Signature` header. While a secret is rolled, Stripe signs with the old one and the new one,
/// and we may know either or both: one pair that fits is enough. `now` is in seconds since 1970.
///
/// # Panics
/// Never: HMAC takes keys of any length.
pub fn verify(
    secrets: &[Secret],
    header: &str,
    body: &[u8],
    now: i64,
) -> Result<(), InvalidSignature> {
    let mut time = None;
    let mut signatures = Vec::new();
    for (name, value) in header.split(',').filter_map(|part| part.split_once('=')) {
        match name.trim() {
            "t" => time = Some(value),
            SCHEME => signatures.extend(base16ct::mixed::decode_vec(value)),
            _ => {}
        }
    }
    let time = time.ok_or(InvalidSignature::Malformed)?;
    let seconds: i64 = time.parse().map_err(|_| InvalidSignature::Malformed)?;
    if signatures.is_empty() {
        return Err(InvalidSignature::Malformed);
    }
    let is_signed = secrets.iter().any(|secret| {
        let mac = mac(secret, time, body);
        // Compares in constant time.
        let fits = |signature: &Vec<u8>| mac.clone().verify_slice(signature).is_ok();
        signatures.iter().any(fits)
    });
    if !is_signed {
        return Err(InvalidSignature::Wrong);
    }
    if now.abs_diff(seconds) > TOLERANCE {
        return Err(InvalidSignature::OutOfTime);
    }
    Ok(())
}

fn mac(secret: &Secret, time: &str, body: &[u8]) -> Hmac<Sha256> {
    let key = secret.expose().as_bytes();
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"id":"evt_1"}"#;
    const NOW: i64 = 1_790_000_000;

    fn sign(secret: &str, time: i64, body: &[u8]) -> String {
        let mac = mac(&secret.into(), &time.to_string(), body);
        base16ct::lower::encode_string(&mac.finalize().into_bytes())
    }

    fn check(header: &str) -> Result<(), InvalidSignature> {
        verify(&["whsec_new".into(), "whsec_old".into()], header, BODY, NOW)
    }

    #[test]
    fn a_signature_is_what_other_libraries_make() {
        // `printf '1492774577.{}' | openssl dgst -sha256 -hmac whsec_test_secret`
        let made = sign("whsec_test_secret", 1_492_774_577, b"{}");
        assert_eq!(
            made,
            "53140ab8fa70c511cc40d5c9198af7dde7bbaee877038c056d8250c3bd3b2e11"
        );
    }

    #[test]
    fn any_of_our_secrets_and_any_of_its_signatures_will_do() {
        let (new, old) = (sign("whsec_new", NOW, BODY), sign("whsec_old", NOW, BODY));
        let other = sign("whsec_other", NOW, BODY);
        for header in [
            format!("t={NOW},v1={new}"),
            format!("t={NOW},v1={old}"),
            format!("t={NOW},v1={other},v1={old}"),
            format!("t={NOW},v1={new},v1={other}"),
            format!("t={NOW},v1=zz,v1={new},v0={other}"),
            format!("v1={new}, t={NOW}"),
        ] {
            assert_eq!(check(&header), Ok(()), "{header}");
        }
    }

    #[test]
    fn what_stripe_did_not_sign_is_refused() {
        let right = sign("whsec_new", NOW, BODY);
        for header in [
            format!("t={NOW},v1={}", sign("whsec_other", NOW, BODY)),
            format!("t={NOW},v1={}", sign("whsec_new", NOW, b"{}")),
            format!("t={},v1={right}", NOW + 1),
            format!("t={NOW},v1={}", &right[..62]),
            format!("t={NOW},v1=,v1={}", "00".repeat(32)),
        ] {
            assert_eq!(check(&header), Err(InvalidSignature::Wrong), "{header}");
        }
    }

    #[test]
    fn a_header_without_time_or_signature_is_no_signature() {
        let right = sign("whsec_new", NOW, BODY);
        for header in [
            String::new(),
            format!("v1={right}"),
            format!("t={NOW}"),
            format!("t=soon,v1={right}"),
            format!("t={NOW},v0={right}"),
            "nonsense".to_owned(),
        ] {
            assert_eq!(check(&header), Err(InvalidSignature::Malformed), "{header}");
        }
    }

    #[test]
    fn a_signature_holds_for_five_minutes_in_either_direction() {
        for (time, expected) in [
            (NOW - 300, Ok(())),
            (NOW + 300, Ok(())),
            (NOW - 301, Err(InvalidSignature::OutOfTime)),
            (NOW + 301, Err(InvalidSignature::OutOfTime)),
        ] {
            let header = format!("t={time},v1={}", sign("whsec_new", time, BODY));
            assert_eq!(check(&header), expected);
        }
    }
}
