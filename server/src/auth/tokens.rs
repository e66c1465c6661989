//! Access and refresh tokens: JWTs under a key each, so that neither passes for the other.

use std::time::Duration;

use chrono::{DateTime, SubsecRound as _, Utc};
use domain::{LinkPurpose, LinkToken, Role, clock};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, errors::ErrorKind};
use moka::sync::Cache;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};
use store::refresh_tokens::Successor;
use uuid::Uuid;

use crate::config;

/// How long somebody may read the documentation after signing in to it.
pub const DOCS_TTL: Duration = Duration::from_mins(15);
/// How many access tokens are known again at most: a few megabytes of them.
const VERIFIED_MAX: u64 = 10_000;

/// Claims of an access token.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct AccessClaims {
    /// The account.
    #[serde(with = "subject")]
    pub sub: i32,
    /// Id of this token.
    pub jti: Uuid,
    /// The session.
    pub sid: Uuid,
    /// The role at signing. For clients; the server looks the current one up.
    pub role: Role,
    /// Seconds since 1970.
    pub iat: i64,
    /// Seconds since 1970.
    pub exp: i64,
}

/// Claims of a refresh token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RefreshClaims {
    /// The account.
    #[serde(with = "subject")]
    pub sub: i32,
    /// Id of this token.
    pub jti: Uuid,
    /// The session.
    pub sid: Uuid,
    /// Seconds since 1970.
    pub exp: i64,
}

/// Claims of the cookie with which a browser reads the documentation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DocsClaims {
    /// The account.
    #[serde(with = "subject")]
    pub sub: i32,
    /// The session.
    pub sid: Uuid,
    /// Seconds since 1970.
    pub exp: i64,
}

/// Why a token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It was valid once.
    #[error("the token has expired")]
    Expired,
    /// It was not signed by this installation for this purpose.
    #[error("the token is not valid")]
    Invalid,
}

/// Signs and verifies.
pub struct Tokens {
    access: Keys,
    /// Claims of access tokens that were verified, by the SHA-256 of the whole token: members show the same one
    /// again and again, and to read it takes a tenth of the time in which a kept film is answered.
    verified: Cache<[u8; 32], AccessClaims>,
    refresh: Keys,
    docs: Keys,
    access_ttl: Duration,
    refresh_ttl: Duration,
    link_key: [u8; 32],
}

struct Keys {
    encoding: EncodingKey,
    decoding: DecodingKey,
    /// What is asked of a token that must not have expired.
    current: Validation,
    /// What is asked of a token that may have expired.
    expired_too: Validation,
}

impl Tokens {
    /// Takes keys and lifetimes from the configuration.
    #[must_use]
    pub fn new(config: &config::Auth) -> Self {
        let keys = |secret: &[u8]| Keys {
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
            current: validation(true),
            expired_too: validation(false),
        };
        let access_key = config.access_key.expose().as_bytes();
        Self {
            access: keys(access_key),
            verified: Cache::builder()
                .max_capacity(VERIFIED_MAX)
                .time_to_live(config.access_ttl)
                .build(),
            refresh: keys(config.refresh_key.expose().as_bytes()),
            docs: keys(&derive(access_key, b"documentation cookie")),
            access_ttl: config.access_ttl,
            refresh_ttl: config.refresh_ttl,
            link_key: derive(access_key, b"links to files of data"),
        }
    }

    /// An access token for a session.
    #[must_use]
    pub fn sign_access(&self, user_id: i32, session_id: Uuid, role: Role) -> String {
        let now = clock::now();
        sign(
            &self.access,
            &AccessClaims {
                sub: user_id,
                jti: Uuid::new_v4(),
                sid: session_id,
                role,
                iat: now.timestamp(),
                exp: (now + self.access_ttl).timestamp(),
            },
        )
    }

    /// A refresh token. The same claims always give the same text, so that the answer to a lost
    /// refresh can be given again although only its hash is stored.
    #[must_use]
    pub fn sign_refresh(
        &self,
        user_id: i32,
        session_id: Uuid,
        jti: Uuid,
        expires_at: DateTime<Utc>,
    ) -> String {
        sign(
            &self.refresh,
            &RefreshClaims {
                sub: user_id,
                jti,
                sid: session_id,
                exp: expires_at.timestamp(),
            },
        )
    }

    /// A token for the documentation, which no operation takes.
    #[must_use]
    pub fn sign_docs(&self, user_id: i32, session_id: Uuid, expires_at: DateTime<Utc>) -> String {
        sign(
            &self.docs,
            &DocsClaims {
                sub: user_id,
                sid: session_id,
                exp: expires_at.timestamp(),
            },
        )
    }

    /// What the next refresh token is to say. It expires in whole seconds, as tokens count.
    #[must_use]
    pub fn next_refresh(&self) -> Successor {
        successor(self.refresh_ttl)
    }

    /// The same for a session that is never prolonged: it reads the documentation, and ends by itself.
    #[must_use]
    pub fn only_refresh_for_docs() -> Successor {
        successor(DOCS_TTL)
    }

    /// The token of the link to a file with somebody's data. The same file always has the same, so that it need not be
    /// stored.
    #[must_use]
    pub fn export_link(&self, export_id: Uuid) -> LinkToken {
        LinkToken::mint(&self.link_key, LinkPurpose::AccountExport, export_id)
    }

    /// The claims of a valid access token.
    pub fn verify_access(&self, token: &str) -> Result<AccessClaims, TokenError> {
        let hash = Sha256::digest(token).into();
        if let Some(claims) = self.verified.get(&hash) {
            return if claims.exp < clock::now().timestamp() {
                Err(TokenError::Expired)
            } else {
                Ok(claims)
            };
        }
        let claims = verify(&self.access.decoding, token, &self.access.current)?;
        self.verified.insert(hash, claims);
        Ok(claims)
    }

    /// The claims of an access token that may have expired.
    pub fn verify_access_ignoring_expiry(&self, token: &str) -> Result<AccessClaims, TokenError> {
        verify(&self.access.decoding, token, &self.access.expired_too)
    }

    /// The claims of a valid token for the documentation.
    pub fn verify_docs(&self, token: &str) -> Result<DocsClaims, TokenError> {
        verify(&self.docs.decoding, token, &self.docs.current)
    }

    /// The claims of a valid refresh token.
    pub fn verify_refresh(&self, token: &str) -> Result<RefreshClaims, TokenError> {
        verify(&self.refresh.decoding, token, &self.refresh.current)
    }
}

fn successor(ttl: Duration) -> Successor {
    Successor {
        jti: Uuid::new_v4(),
        expires_at: (clock::now() + ttl).trunc_subsecs(0),
    }
}

/// A key for one more purpose.
fn derive(key: &[u8], purpose: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(purpose);
    mac.finalize().into_bytes().into()
}

fn sign(keys: &Keys, claims: &impl Serialize) -> String {
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &keys.encoding)
        .expect("plain claims under a symmetric key can be signed")
}

/// Accepts HS256 only, whatever the token's header asks for (RFC 8725, 3.1).
fn validation(expiry: bool) -> Validation {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.leeway = 0;
    validation.validate_exp = expiry;
    validation
}

fn verify<T: DeserializeOwned + Clone>(
    key: &DecodingKey,
    token: &str,
    validation: &Validation,
) -> Result<T, TokenError> {
    match jsonwebtoken::decode(token, key, validation) {
        Ok(data) => Ok(data.claims),
        Err(error) if *error.kind() == ErrorKind::ExpiredSignature => Err(TokenError::Expired),
        Err(_) => Err(TokenError::Invalid),
    }
}

/// `sub` is a string (RFC 7519, 4.1.2), ours are numbers.
mod subject {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(id: &i32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(id)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}
