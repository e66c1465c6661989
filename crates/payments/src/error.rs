//! What can go wrong when Stripe is asked.

use stripe::StripeError as ClientError;
use stripe_shared::ApiErrorsType;

/// Stripe did not do what it was asked to. The texts carry neither keys nor what the buyer entered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StripeError {
    /// No answer, none that can be read, or one that says "later". Whether Stripe acted is not known; the same
    /// request with the same key finds out.
    #[error("Stripe is not available: {0}")]
    Unavailable(String),
    /// Stripe failed at the request, and says so again for a day where it came under a key.
    #[error("Stripe failed: {0}")]
    Failed(String),
    /// Stripe will not.
    #[error("Stripe refused ({status}): {message}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Stripe's error code, which programs compare.
        code: Option<String>,
        /// Stripe's words, which people read.
        message: String,
    },
    /// The key was used with other parameters.
    #[error("Stripe knows the idempotency key from a request with other parameters")]
    IdempotencyMismatch,
}

impl StripeError {
    /// Whether the same request may be answered otherwise later.
    #[must_use]
    pub const fn passes(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Failed(_))
    }

    /// Whether Stripe knows nothing of what it was asked about.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(self, Self::Refused { status: 404, .. })
    }

    /// Whether Stripe refused for this reason.
    pub(crate) fn has_code(&self, expected: &str) -> bool {
        matches!(self, Self::Refused { code: Some(code), .. } if code == expected)
    }
}

/// The code of the answer to a request while the same one is under way.
const UNDER_WAY: &str = "idempotency_key_in_use";
/// Codes of 4xx answers that another attempt may not get.
const PASSING: [&str; 3] = [UNDER_WAY, "lock_timeout", "rate_limit"];

/// Whether Stripe does not take our key, or the key may not do this. That is for the operator to mend.
pub(crate) const fn is_misconfigured(error: &ClientError) -> bool {
    matches!(error, ClientError::Stripe(_, 401 | 403))
}

/// Whether Stripe works on the same request already.
pub(crate) fn is_under_way(error: &ClientError) -> bool {
    let ClientError::Stripe(error, _) = error else {
        return false;
    };
    error
        .code
        .as_ref()
        .is_some_and(|code| code.as_str() == UNDER_WAY)
}

impl From<ClientError> for StripeError {
    fn from(error: ClientError) -> Self {
        let (error, status) = match error {
            ClientError::Stripe(error, status) => (error, status),
            // Proxies in front of Stripe answer with pages; the client library cannot read those either.
            other => return Self::Unavailable(other.to_string()),
        };
        if matches!(status, 401 | 403) {
            // Stripe's words quote the key, and are none of a buyer's business.
            return Self::Unavailable(format!("{status}: our key is not good for this request"));
        }
        let code = error.code.as_ref().map(|code| code.as_str().to_owned());
        let message = error
            .message
            .unwrap_or_else(|| "no reason was given".to_owned());
        let passing = code.as_deref().is_some_and(|code| PASSING.contains(&code));
        if status == 500 {
            return Self::Failed(message);
        }
        if status > 500 || status == 429 || passing {
            return Self::Unavailable(format!("{status}: {message}"));
        }
        if matches!(error.type_, ApiErrorsType::IdempotencyError) {
            return Self::IdempotencyMismatch;
        }
        Self::Refused {
            status,
            code,
            message,
        }
    }
}
