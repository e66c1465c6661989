//! Section `catalogue`.

use serde::{Deserialize, Serialize};

/// How the catalogue is changed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Catalogue {
    /// Whether a change without `If-Match` is refused with 428, so that no update is lost.
    pub require_if_match: bool,
}
