//! Entity tags, and the conditions that requests put on them (RFC 9110, 8.8.3 and 13.1).

use std::fmt;

use serde::Serialize;
use xxhash_rust::xxh3::xxh3_128;

use crate::problem::Problem;

/// A strong entity tag: a hash of what it stands for, of 128 bits, so that no two states share one. It need not be a
/// cryptographic one: who may change a thing gains nothing by a second state with the same tag.
///
/// An answer that shows a thing with more, such as a genre with a page of its films, has a tag of two parts:
/// that of the thing and that of the answer, with a hyphen between them. `If-None-Match` means all of it.
/// `If-Match` means the thing: a film that joins a genre does not turn renaming the genre into a lost update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityTag(String);

impl EntityTag {
    /// The tag of a value, by the JSON that it becomes.
    pub fn of(value: &impl Serialize) -> Self {
        Self::of_bytes(&serde_json::to_vec(value).expect("plain data becomes JSON"))
    }

    /// The tag of an answer that is written already.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(format!("{:032x}", xxh3_128(bytes)))
    }

    /// The tag of bytes whose name is a hash of them.
    pub fn of_name(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The tag of an answer that shows this thing with more.
    pub fn within(&self, answer: &Self) -> Self {
        Self(format!("{}-{}", self.0, answer.0))
    }
}

impl fmt::Display for EntityTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0)
    }
}

/// What a change demands of the state that it is made to: `If-Match`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precondition(Option<String>);

impl Precondition {
    /// Reads the header. It has to be there where the operator asks for it.
    pub fn new(if_match: Option<String>, required: bool) -> Result<Self, Problem> {
        if if_match.is_none() && required {
            return Err(Problem::PreconditionRequired);
        }
        Ok(Self(if_match))
    }

    /// Refuses a change to what is not as the caller read it. Weak tags name no state exactly: they never
    /// match.
    pub fn check(&self, current: &EntityTag) -> Result<(), Problem> {
        let Some(wanted) = &self.0 else {
            return Ok(());
        };
        let is_current = |tag: Listed<'_>| !tag.weak && thing(tag.opaque) == thing(&current.0);
        if wanted.trim() == "*" || tags(wanted).any(is_current) {
            Ok(())
        } else {
            Err(Problem::PreconditionFailed)
        }
    }
}

/// Whether `If-None-Match` names the tag of an answer. Weak and strong tags are alike here.
pub fn names_tag(if_none_match: &str, tag: &str) -> bool {
    let Some(answer) = tags(tag).next() else {
        return false;
    };
    if_none_match.trim() == "*" || tags(if_none_match).any(|tag| tag.opaque == answer.opaque)
}

/// The first part of a tag.
fn thing(opaque: &str) -> &str {
    opaque.split('-').next().unwrap_or_default()
}

/// A tag as a request lists it.
struct Listed<'a> {
    weak: bool,
    opaque: &'a str,
}

/// The tags of a list, up to what is none.
fn tags(list: &str) -> impl Iterator<Item = Listed<'_>> {
    let mut rest = list;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        let (weak, strong) = match rest.strip_prefix("W/") {
            Some(strong) => (true, strong),
            None => (false, rest),
        };
        let (opaque, after) = strong.strip_prefix('"')?.split_once('"')?;
        rest = after;
        Some(Listed { weak, opaque })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(if_match: &str, current: &EntityTag) -> bool {
        let precondition = Precondition::new(Some(if_match.to_owned()), true);
        precondition.expect("a header").check(current).is_ok()
    }

    #[test]
    fn a_tag_follows_the_content() {
        assert_eq!(EntityTag::of(&[1, 2]), EntityTag::of_bytes(b"[1,2]"));
        assert_ne!(EntityTag::of(&[1, 2]), EntityTag::of(&[2, 1]));
        assert_eq!(EntityTag::of(&1).to_string().len(), "\"\"".len() + 32);
    }

    #[test]
    fn a_change_needs_one_strong_tag_of_the_list_or_a_star() {
        let current = EntityTag::of(&1);
        assert!(check(&current.to_string(), &current));
        assert!(check(&format!("\"a,b\" , W/\"c\",{current}"), &current));
        assert!(check(" * ", &current));
        for list in [
            "",
            "\"",
            "\"a\"",
            "abc",
            "W/*",
            &format!("W/{current}"),
            &current.0,
        ] {
            assert!(!check(list, &current), "{list}");
        }
    }

    #[test]
    fn a_change_is_not_refused_for_what_else_an_answer_shows() {
        let (genre, page) = (EntityTag::of(&"Drama"), EntityTag::of(&["film"]));
        let shown = genre.within(&page);
        assert!(check(&shown.to_string(), &genre));
        assert!(!check(&page.within(&genre).to_string(), &genre));
    }

    #[test]
    fn a_header_is_missed_only_where_it_is_required() {
        let without = Precondition::new(None, false).expect("not required");
        assert!(without.check(&EntityTag::of(&1)).is_ok());
        assert!(Precondition::new(None, true).is_err());
    }

    #[test]
    fn a_copy_is_known_by_its_whole_tag_weak_or_strong() {
        for list in ["\"x-y\"", "W/\"x-y\"", "\"a\", \"x-y\"", "*"] {
            assert!(names_tag(list, "\"x-y\""), "{list}");
            assert!(names_tag(list, "W/\"x-y\""), "{list}");
        }
        for list in ["\"x\"", "x-y", "", "\"x-y"] {
            assert!(!names_tag(list, "\"x-y\""), "{list}");
        }
    }
}
