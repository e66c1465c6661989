//! Section `catalogue`.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How the catalogue is read and changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Catalogue {
    /// Memory for answers that are kept, in bytes: half of it by what is asked, half by how it is asked, so that
    /// the same words need not be read again. 0 keeps none.
    pub cache_bytes: u64,
    /// How long a CDN may give a public answer without asking again.
    #[serde(with = "humantime_serde")]
    pub shared_max_age: Duration,
    /// Whether a change without `If-Match` is refused with 428, so that no update is lost.
    pub require_if_match: bool,
}

impl Default for Catalogue {
    fn default() -> Self {
        Self {
            cache_bytes: 64 * 1024 * 1024,
            shared_max_age: Duration::from_secs(5),
            require_if_match: false,
        }
    }
}

impl Catalogue {
    /// The header `Cache-Control` of public answers. Browsers ask each time, so that people see their own
    /// changes; a shared cache may answer for a while.
    #[must_use]
    pub fn public_cache_control(&self) -> String {
        format!(
            "public, max-age=0, s-maxage={}",
            self.shared_max_age.as_secs()
        )
    }
}
