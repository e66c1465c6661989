//! Values that must not be printed.

use std::{convert::Infallible, fmt, str::FromStr};

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use url::Url;

const MASK: &str = "********";

/// A secret text. Empty means "not set", so that a missing secret is refused by the section that
/// needs it, with a sentence that says how to make one.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret(SecretString);

impl Secret {
    /// The text itself. Call this where it is used, not where it is passed on.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether no value was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }
}

impl Default for Secret {
    fn default() -> Self {
        Self(SecretString::from(""))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(SecretString::from(text))
    }
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_empty() { "(not set)" } else { MASK })
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if self.is_empty() { "" } else { MASK })
    }
}

/// The address of a service, whose password is masked wherever it is printed.
#[derive(Clone)]
pub struct SecretUrl(Url);

impl SecretUrl {
    /// For defaults in code.
    ///
    /// # Panics
    /// If `text` is not a URL.
    #[must_use]
    pub fn from_static(text: &'static str) -> Self {
        Self(Url::parse(text).expect("a URL in the source"))
    }

    /// The address with its password, for the client that connects.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }

    fn masked(&self) -> Url {
        let mut url = self.0.clone();
        if url.password().is_some() {
            // Fails only for URLs that cannot have a password.
            let _ = url.set_password(Some(MASK));
        }
        url
    }
}

impl<'de> Deserialize<'de> for SecretUrl {
    /// `Url` quotes a text that it refuses, password and all. Here only the reason is told.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = SecretString::deserialize(deserializer)?;
        Url::parse(text.expose_secret())
            .map(Self)
            .map_err(|reason| de::Error::custom(format!("not a URL: {reason}")))
    }
}

impl fmt::Debug for SecretUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.masked().as_str())
    }
}

impl Serialize for SecretUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.masked().as_str())
    }
}
