//! The secret in a mailed link, and how tokens of every sort are stored.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// What a link is for. A token minted for one purpose is worth nothing for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Activates an account.
    Activation,
    /// Sets a new password.
    PasswordReset,
    /// Downloads all that is known about somebody.
    AccountExport,
}

/// A token of 256 bits that only its link contains.
///
/// It is derived from what the link is about, and not stored. A mailed one is derived from the job that mails it, so
/// that a job which runs twice mints the same token twice and a mail that arrives twice carries one link.
pub struct LinkToken(String);

impl LinkToken {
    /// Mints the token of a job, or of what else there is one of (HMAC-SHA-256).
    ///
    /// # Panics
    /// Never: HMAC takes keys of any length.
    #[must_use]
    pub fn mint(key: &[u8], purpose: LinkPurpose, id: Uuid) -> Self {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
        mac.update(match purpose {
            LinkPurpose::Activation => b"activation:",
            LinkPurpose::PasswordReset => b"password-reset:",
            LinkPurpose::AccountExport => b"account-export:",
        });
        mac.update(id.as_bytes());
        Self(BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }

    /// The text for the link. It needs no escaping in a URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database stores.
    #[must_use]
    pub fn hash(&self) -> String {
        hash_token(&self.0)
    }
}

/// SHA-256 in hex. Tokens are random and long, so a fast hash is enough to make a stolen table
/// useless (OWASP ASVS 5, 6.5.2).
#[must_use]
pub fn hash_token(token: &str) -> String {
    base16ct::lower::encode_string(&Sha256::digest(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_mints_the_same_token_each_time_and_no_other_job_does() {
        let (key, job) = (b"key", Uuid::from_u128(1));
        let token = |key: &[u8], purpose, job| LinkToken::mint(key, purpose, job).0;
        let first = token(key, LinkPurpose::Activation, job);
        assert_eq!(first.len(), 43);
        assert_eq!(first, token(key, LinkPurpose::Activation, job));
        assert_ne!(first, token(key, LinkPurpose::PasswordReset, job));
        assert_ne!(
            first,
            token(key, LinkPurpose::Activation, Uuid::from_u128(2))
        );
        assert_ne!(first, token(b"other", LinkPurpose::Activation, job));
    }

    #[test]
    fn the_stored_form_is_sha_256_in_hex() {
        assert_eq!(
            hash_token("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
