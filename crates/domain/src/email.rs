//! Email addresses: what is accepted, and how two are compared.

use std::fmt;

/// The longest address that fits into an SMTP envelope (RFC 5321, 4.5.3.1.3, less the brackets).
const MAX_LENGTH: usize = 254;
/// RFC 5321, 4.5.3.1.1.
const MAX_LOCAL_LENGTH: usize = 64;
/// RFC 1035, 2.3.4.
const MAX_LABEL_LENGTH: usize = 63;
/// A top-level domain in which there is nobody, now and ever (RFC 2606, 2).
const NOBODY: &str = "invalid";

/// An address in the form in which it is stored and compared: lower case.
///
/// Only ASCII is accepted. Two addresses that look alike must not be two accounts, and the mail
/// servers that take other letters in the local part are too few to risk it (Unicode TR 39).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

/// The text is not an address that mail could be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Enter a valid email address, such as name@example.com.")]
pub struct InvalidEmail;

impl Email {
    /// Takes an address as typed; upper case is folded.
    pub fn parse(text: &str) -> Result<Self, InvalidEmail> {
        let (local, domain) = text.rsplit_once('@').ok_or(InvalidEmail)?;
        let valid = text.len() <= MAX_LENGTH && is_dot_atom(local) && is_domain(domain);
        valid
            .then(|| Self(text.to_ascii_lowercase()))
            .ok_or(InvalidEmail)
    }

    /// What a deleted account has in place of its address. Nobody else can have it, because [`Email::parse`] refuses it.
    #[must_use]
    pub fn of_deleted(user_id: i32) -> String {
        format!("deleted-{user_id}@deleted.{NOBODY}")
    }

    /// The address, lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Shows the first letter and the domain: enough to follow a log, too little to harvest addresses.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or_default();
        let first = local.chars().next().unwrap_or('?');
        write!(f, "{first}***@{domain}")
    }
}

/// RFC 5322, 3.2.3: words of `atext` with single dots between them. Quoted local parts are refused.
fn is_dot_atom(local: &str) -> bool {
    let is_atext = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b);
    local.len() <= MAX_LOCAL_LENGTH
        && local
            .split('.')
            .all(|word| !word.is_empty() && word.bytes().all(is_atext))
}

/// At least two labels of letters, digits and inner hyphens. The last one is not a number, and there may be somebody.
fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= MAX_LABEL_LENGTH
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let mut labels = domain.rsplit('.');
    let top = labels.next().unwrap_or_default();
    let mut rest = labels.peekable();
    is_label(top)
        && !top.bytes().all(|b| b.is_ascii_digit())
        && !top.eq_ignore_ascii_case(NOBODY)
        && rest.peek().is_some()
        && rest.all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_addresses_are_accepted_and_folded_to_lower_case() {
        for (typed, stored) in [
            ("Anna@Example.com", "anna@example.com"),
            ("a.b+tag@mail.example.co.uk", "a.b+tag@mail.example.co.uk"),
            ("%@example.com", "%@example.com"),
            ("x@xn--mnchen-3ya.de", "x@xn--mnchen-3ya.de"),
        ] {
            assert_eq!(
                Email::parse(typed).map(|e| e.to_string()),
                Ok(stored.to_owned())
            );
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long_local = format!("{}@example.com", "a".repeat(65));
        let long = format!("a@{}.com", "a.".repeat(130));
        for typed in [
            "",
            "anna",
            "@example.com",
            "anna@",
            "anna@localhost",
            "anna@example..com",
            "anna@-example.com",
            "anna@1.2.3.4",
            ".anna@example.com",
            "an..na@example.com",
            "anna @example.com",
            "anna@example.com\n",
            "anna@example.com\r\nBcc: x@y.zz",
            "\"anna\"@example.com",
            "аnna@example.com",
            "anna@exаmple.com",
            "a@b@example.com",
            "anna\0@example.com",
            "<anna@example.com>",
            "anna@example.INVALID",
            &Email::of_deleted(7),
            &long_local,
            &long,
        ] {
            assert_eq!(Email::parse(typed), Err(InvalidEmail), "{typed:?}");
        }
    }

    #[test]
    fn debug_output_hides_the_local_part() {
        let email = Email::parse("anna@example.com").expect("valid");
        assert_eq!(format!("{email:?}"), "a***@example.com");
    }
}
