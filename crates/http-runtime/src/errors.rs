//! Why a request is refused before its handler runs, and how all reasons are gathered.

use std::fmt::Write as _;

use serde::Serialize;

use crate::{Fault, Limits, Parse, Unsendable};

/// Why generated code fails. The application turns it into its own problem.
#[derive(Debug, thiserror::Error)]
pub enum Rejection {
    /// The body or the path cannot be read at all. The text says why, without quoting.
    #[error("malformed request: {0}")]
    Malformed(String),
    /// The body is declared as something else than the operation takes.
    #[error("unsupported media type, expected {expected}")]
    UnsupportedMediaType {
        /// The media type that the operation takes.
        expected: &'static str,
    },
    /// The body is larger than the router's limit.
    #[error("content too large")]
    TooLarge,
    /// The request was understood, but these fields are invalid.
    #[error("invalid input in {} field(s)", .0.len())]
    Invalid(Vec<FieldError>),
    /// The handler's answer cannot be sent. A fault of the server.
    #[error(transparent)]
    Unsendable(#[from] Unsendable),
}

impl From<Errors> for Rejection {
    fn from(errors: Errors) -> Self {
        Self::Invalid(errors.found)
    }
}

/// The kind of a [`FieldError`]. A closed set that clients branch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Code {
    /// The field is missing.
    Required,
    /// The value has another type.
    Type,
    /// The operation does not know the field.
    Unknown,
    /// The field is given twice.
    Duplicate,
    /// The text or the list is too short or too long.
    Length,
    /// The number is too small or too large.
    Range,
    /// The text does not match the pattern.
    Pattern,
    /// The text is not of its format, such as a UUID.
    Format,
    /// The value is not one of the allowed ones.
    Enum,
    /// The value breaks a rule of the domain, which the message states.
    Rule,
}

impl Code {
    /// Every code, in the order in which the API document lists them.
    pub const ALL: [Self; 10] = [
        Self::Required,
        Self::Type,
        Self::Unknown,
        Self::Duplicate,
        Self::Length,
        Self::Range,
        Self::Pattern,
        Self::Format,
        Self::Enum,
        Self::Rule,
    ];
}

/// One invalid field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// A parameter, a header, or a member of the body as in `movies[2].name`. Empty for the body as a whole.
    pub field: String,
    /// What kind of error it is.
    pub code: Code,
    /// What is expected, for people. Never the refused value.
    pub message: String,
}

/// Says what is wrong with a text by the rule of this name: [`Service::check_rule`](crate::Service::check_rule).
type CheckRule = fn(&str, &str) -> Result<(), Fault>;

/// Gathers the invalid fields of one request.
#[derive(Debug)]
pub struct Errors {
    /// Where decoding is at the moment.
    path: String,
    found: Vec<FieldError>,
    check_rule: CheckRule,
}

impl Errors {
    /// Nothing is wrong yet. Texts and whole numbers with an `x-rule` are shown to `check_rule`.
    #[must_use]
    pub const fn new(check_rule: CheckRule) -> Self {
        Self {
            path: String::new(),
            found: Vec::new(),
            check_rule,
        }
    }

    /// More than this many are not reported: a small body can hold very many mistakes.
    const MAX: usize = 100;

    /// Names come from the client. Longer ones are cut to this many bytes.
    const MAX_PATH: usize = 255;

    /// Whether nothing is wrong so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Reports the field that is being read.
    pub fn report(&mut self, fault: Fault) {
        if self.found.len() < Self::MAX {
            let end = self.path.floor_char_boundary(Self::MAX_PATH);
            self.found.push(FieldError {
                field: self.path[..end].to_owned(),
                code: fault.code,
                message: fault.message,
            });
        }
    }

    /// Reports the fault, if any.
    pub(crate) fn check<T>(&mut self, outcome: Result<T, Fault>) -> Option<T> {
        outcome.map_err(|fault| self.report(fault)).ok()
    }

    /// Reads a text as a value, within its limits and by its rule.
    pub(crate) fn read<T: Parse>(&mut self, text: &str, limits: &Limits<'_>) -> Option<T> {
        let value = self.check(T::parse(text, limits).map_err(|fault| limits.refuse(fault)))?;
        self.check_rule(text, limits)?;
        Some(value)
    }

    /// Shows a value that is within its limits to its rule, if it has one.
    pub(crate) fn check_rule(
        &mut self,
        value: &(impl ToString + ?Sized),
        limits: &Limits<'_>,
    ) -> Option<()> {
        match limits.rule {
            Some(rule) => self.check((self.check_rule)(rule, &value.to_string())),
            None => Some(()),
        }
    }

    /// Reads a field or a member of an object.
    pub(crate) fn within<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.path.len();
        if outer > 0 {
            self.path.push('.');
        }
        self.path.push_str(name);
        let outcome = read(self);
        self.path.truncate(outer);
        outcome
    }

    /// Reads an item of an array.
    pub(crate) fn within_item<T>(&mut self, index: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.path.len();
        write!(self.path, "[{index}]").expect("writing to a string succeeds");
        let outcome = read(self);
        self.path.truncate(outer);
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault() -> Fault {
        Fault::new(Code::Rule, "No.")
    }

    #[test]
    fn a_field_is_named_by_its_path() {
        let mut errors = Errors::new(|_, _| Ok(()));
        let name = |errors: &mut Errors| errors.within("name", |errors| errors.report(fault()));
        errors.within("movies", |errors| errors.within_item(2, name));
        errors.report(fault());
        let fields: Vec<_> = errors.found.into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["movies[2].name", ""]);
    }

    #[test]
    fn a_flood_of_mistakes_is_cut_short() {
        let mut errors = Errors::new(|_, _| Ok(()));
        for _ in 0..10_000 {
            errors.report(fault());
        }
        assert_eq!(errors.found.len(), Errors::MAX);
    }

    #[test]
    fn an_endless_name_is_cut_between_characters() {
        let mut errors = Errors::new(|_, _| Ok(()));
        errors.within(&"ü".repeat(10_000), |errors| errors.report(fault()));
        assert_eq!(errors.found[0].field, "ü".repeat(127));
    }
}
