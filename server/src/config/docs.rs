//! Section `docs`.

use serde::{Deserialize, Serialize};

/// The documentation pages and the API document.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Docs {
    /// Who may read them.
    pub access: Access,
}

/// Who may read the documentation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// Admins, who sign in on a page of their own or send an access token.
    #[default]
    Admins,
    /// Everybody.
    Public,
}
