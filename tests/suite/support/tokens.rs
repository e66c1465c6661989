//! Tokens that the server did not make.

use std::time::Duration;

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

/// What a token says.
#[derive(Debug, Clone)]
pub(crate) struct Claims(Value);

impl Claims {
    /// The claims of a real token.
    pub(crate) fn of(token: &str) -> Self {
        Self(
            jsonwebtoken::dangerous::insecure_decode(token)
                .expect("a token")
                .claims,
        )
    }

    /// The same with another value for a claim.
    pub(crate) fn with(mut self, claim: &str, value: impl Into<Value>) -> Self {
        self.0[claim] = value.into();
        self
    }

    /// The same, but expired an hour ago.
    pub(crate) fn expired(self) -> Self {
        let exp = domain::clock::now().timestamp() - 3600;
        self.with("exp", exp)
    }

    /// The same, but expiring so long from now.
    pub(crate) fn ending_in(self, time: Duration) -> Self {
        let exp = domain::clock::now() + time;
        self.with("exp", exp.timestamp())
    }

    /// A claim.
    pub(crate) fn get(&self, claim: &str) -> &Value {
        &self.0[claim]
    }

    /// The names of all claims, sorted.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names: Vec<_> = self
            .0
            .as_object()
            .expect("claims")
            .keys()
            .map(String::as_str)
            .collect();
        names.sort_unstable();
        names
    }

    /// Without a signature: `alg: none`.
    pub(crate) fn unsigned(&self) -> String {
        use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
        let encode = |part: &Value| BASE64_URL_SAFE_NO_PAD.encode(part.to_string());
        format!(
            "{}.{}.",
            encode(&json!({ "alg": "none", "typ": "JWT" })),
            encode(&self.0)
        )
    }
}

/// Signs claims with a key of one's choice.
pub(crate) fn forge(claims: &Claims, algorithm: Algorithm, key: &str) -> String {
    let key = EncodingKey::from_secret(key.as_bytes());
    jsonwebtoken::encode(&Header::new(algorithm), &claims.0, &key).expect("claims can be signed")
}
