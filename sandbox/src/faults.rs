//! Switches that make Stripe misbehave: webhooks that are late, doubled, shuffled, lost or forged, and an API that
//! is down, slow or talks nonsense.

use std::{io, ops::RangeInclusive, time::Duration};

use axum::{body::Body, response::Response};
use futures_util::stream;
use http::Method;
use serde::{Deserialize, Serialize};

/// What goes wrong. Nothing does by default.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// What happens to webhooks on their way.
    pub webhooks: WebhookFaults,
    /// What happens to requests; the first rule that fits counts.
    pub api: Vec<ApiRule>,
}

/// What happens to webhooks on their way. Each event has its own luck.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WebhookFaults {
    /// Every webhook comes so many milliseconds late.
    pub delay_ms: u64,
    /// And up to so many more, by chance, so that they overtake each other.
    pub shuffle_ms: u64,
    /// Each event is sent between once and so many times.
    pub copies: u32,
    /// So many of a hundred events are never told.
    pub drop_percent: u8,
    /// For so many of a hundred events somebody else sends a webhook, too.
    pub forge_percent: u8,
}

/// What happens to some requests.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ApiRule {
    /// Beginning of the paths it holds for; all of them when empty.
    #[serde(default)]
    pub path: String,
    /// The method it holds for; all of them when empty.
    #[serde(default)]
    pub method: String,
    /// So many of a hundred requests.
    #[serde(default = "always")]
    pub percent: u8,
    /// How often it still happens; without end when none is given.
    #[serde(default)]
    pub times: Option<u32>,
    /// What happens.
    #[serde(flatten)]
    pub fault: ApiFault,
}

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum ApiFault {
    /// Nothing is done, and the connection is cut.
    Down,
    /// The work is done, and the connection is cut before the answer.
    Lost,
    /// The work is done, and the answer is no JSON.
    Malformed,
    /// The work is done so many milliseconds later.
    Slow {
        /// How many.
        ms: u64,
    },
    /// Nothing is done, and the answer is an error: 401, 402, 403, 409, 429 or 5xx. 402 and 500 are kept under the
    /// request's idempotency key, and given again.
    Error {
        /// The status.
        status: u16,
    },
}

const fn always() -> u8 {
    100
}

impl Default for WebhookFaults {
    fn default() -> Self {
        Self {
            delay_ms: 0,
            shuffle_ms: 0,
            copies: 1,
            drop_percent: 0,
            forge_percent: 0,
        }
    }
}

impl WebhookFaults {
    /// How late the next webhook comes.
    pub(crate) fn delay(&self) -> Duration {
        Duration::from_millis(self.delay_ms + fastrand::u64(0..=self.shuffle_ms))
    }

    /// How often the next event is sent.
    pub(crate) fn copies(&self) -> u32 {
        let possible: RangeInclusive<u32> = 1..=self.copies.max(1);
        fastrand::u32(possible)
    }

    /// Whether the next event is never told.
    pub(crate) fn drops(&self) -> bool {
        happens(self.drop_percent)
    }

    /// Whether somebody else sends one, too.
    pub(crate) fn forges(&self) -> bool {
        happens(self.forge_percent)
    }
}

impl Faults {
    /// What happens to this request. Rules that happen a number of times are used up.
    pub(crate) fn take_api_fault(&mut self, method: &Method, path: &str) -> Option<ApiFault> {
        let fits = |rule: &&mut ApiRule| {
            path.starts_with(&rule.path)
                && (rule.method.is_empty() || rule.method == method.as_str())
                && rule.times != Some(0)
                && happens(rule.percent)
        };
        let rule = self.api.iter_mut().find(fits)?;
        rule.times = rule.times.map(|times| times - 1);
        Some(rule.fault)
    }
}

fn happens(percent: u8) -> bool {
    fastrand::u8(0..100) < percent
}

/// An answer that ends the connection before anything of it is sent.
pub(crate) fn hang_up() -> Response {
    let cut = Err::<&[u8], _>(io::Error::from(io::ErrorKind::ConnectionReset));
    Response::new(Body::from_stream(stream::iter([cut])))
}
