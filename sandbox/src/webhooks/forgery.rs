//! Webhooks of somebody who does not know the secret. None of them may be believed.

use super::{Message, signature};
use crate::books;

/// Older than any receiver may tolerate, in seconds.
const STALE: i64 = 10 * 60;

/// What is wrong with a webhook.
#[derive(Debug, Clone, Copy)]
pub(super) enum Forgery {
    /// Another event, signed with another secret.
    WrongSecret,
    /// Another event under the signature of a true one.
    AlteredBody,
    /// Another event, signed in the scheme that proves nothing.
    OldScheme,
    /// Another event without any signature.
    Unsigned,
    /// A true one that somebody recorded, sent again much later.
    Stale,
}

impl Forgery {
    const ALL: [Self; 5] = [
        Self::WrongSecret,
        Self::AlteredBody,
        Self::OldScheme,
        Self::Unsigned,
        Self::Stale,
    ];

    pub(super) fn any() -> Self {
        Self::ALL[fastrand::usize(..Self::ALL.len())]
    }

    pub(super) fn name(self) -> String {
        format!("{self:?}")
    }

    /// The forged webhook, made from a true one.
    pub(super) fn message(self, body: String, secrets: &[String]) -> Message {
        let now = books::now();
        let other = || body.replacen("\"evt_", "\"evt_forged_", 1);
        let (body, signature) = match self {
            Self::WrongSecret => {
                let body = other();
                let header = signature::header(now, &body, &["whsec_guessed".to_owned()]);
                (body, Some(header))
            }
            Self::AlteredBody => {
                let header = signature::header(now, &body, secrets);
                (other(), Some(header))
            }
            Self::OldScheme => {
                let body = other();
                let header = signature::header(now, &body, &[]);
                (body, Some(header))
            }
            Self::Unsigned => (other(), None),
            Self::Stale => {
                let header = signature::header(now - STALE, &body, secrets);
                (body, Some(header))
            }
        };
        Message { body, signature }
    }
}
