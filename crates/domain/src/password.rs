//! Passwords that somebody chooses.

use secrecy::{ExposeSecret, SecretString};

/// Upper bound in characters. Long enough for every pass phrase (OWASP ASVS 5, 6.2.9: at least 64),
/// short enough that hashing it costs what hashing costs.
const MAX_CHARS: usize = 128;
const MIN_CHARS: usize = 8;
const SPECIAL: &str = "@$!%*?&";

/// A new password that satisfies the rule. Sign-in takes any text instead, so that accounts older
/// than the rule still open.
#[derive(Debug, Clone)]
pub struct Password(SecretString);

/// The password breaks the rule; the text names the whole rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "Password must contain 8-128 characters, at least one uppercase and lowercase letter, a number and a special character"
)]
pub struct WeakPassword;

impl Password {
    /// Checks the rule; the text is never repeated in the error.
    pub fn parse(text: SecretString) -> Result<Self, WeakPassword> {
        let chars = text.expose_secret();
        let has = |test: fn(char) -> bool| chars.chars().any(test);
        let strong = (MIN_CHARS..=MAX_CHARS).contains(&chars.chars().count())
            && has(char::is_lowercase)
            && has(char::is_uppercase)
            && has(|c| c.is_ascii_digit())
            && has(|c| SPECIAL.contains(c));
        strong.then_some(Self(text)).ok_or(WeakPassword)
    }

    /// The text, for hashing.
    #[must_use]
    pub fn into_secret(self) -> SecretString {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(text: &str) -> bool {
        Password::parse(text.into()).is_ok()
    }

    #[test]
    fn a_password_needs_every_kind_of_character() {
        assert!(accepted("Abcdef1!"));
        assert!(accepted("Pässwort 1 für alle & immer"));
        for weak in ["abcdef1!", "ABCDEF1!", "Abcdefg!", "Abcdefg1", "Abcdefg1#"] {
            assert!(!accepted(weak), "{weak}");
        }
    }

    #[test]
    fn length_is_counted_in_characters_and_bounded_on_both_sides() {
        assert!(!accepted("Abcde1!"));
        assert!(accepted(&format!("Aa1!{}", "ü".repeat(124))));
        assert!(!accepted(&format!("Aa1!{}", "x".repeat(125))));
    }
}
