//! Names of genres, stars and directors.

use std::fmt;

use crate::{BrokenRule, PERSON_NAME_MAX, check_name};

/// A name as it is kept: without spaces around it, in the case in which it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// Trims a name and checks it.
    pub fn parse(text: &str) -> Result<Self, BrokenRule> {
        check_name(text, PERSON_NAME_MAX)?;
        Ok(Self(text.trim().to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
