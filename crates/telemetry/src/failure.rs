//! Failures as operators read them.

use std::{any::Any, error::Error};

/// Longest text in bytes. Every attempt of a job keeps one, and all of them have to fit into one AMQP
/// header frame of 128 KiB.
const TEXT_MAX: usize = 2000;

/// An error with its causes on one line, at most [`TEXT_MAX`] bytes. A cause that the text before it
/// ends with is not repeated.
#[must_use]
pub fn error_chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        next = cause.source();
    }
    text.truncate(text.floor_char_boundary(TEXT_MAX));
    text
}

/// What `panic!` was called with.
#[must_use]
pub fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    enum Failure {
        #[error("PostgreSQL failed")]
        Caused(#[from] std::io::Error),
        #[error("PostgreSQL failed: {0}")]
        Quoting(#[source] std::io::Error),
        #[error("{0}")]
        Long(String),
    }

    #[test]
    fn an_error_is_told_with_its_causes_once_each() {
        for failure in [Failure::Caused, Failure::Quoting] {
            let told = error_chain(&failure(std::io::Error::other("broken pipe")));
            assert_eq!(told, "PostgreSQL failed: broken pipe");
        }
    }

    #[test]
    fn no_error_is_told_at_any_length_and_no_character_is_cut_in_two() {
        let long = error_chain(&Failure::Long(format!("x{}", "é".repeat(TEXT_MAX))));
        assert_eq!(long.len(), TEXT_MAX - 1);
    }

    #[test]
    fn a_panic_keeps_its_words() {
        let panic =
            std::panic::catch_unwind(|| panic!("order {} has no items", 7)).expect_err("it panics");
        assert_eq!(panic_message(panic.as_ref()), "order 7 has no items");
    }
}
