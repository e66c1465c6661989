//! The one place that asks what time it is.

use chrono::{DateTime, Utc};

/// The current time. Everything but this function is barred from reading the clock by `clippy.toml`.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "this is the place the ban points to"
)]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}
