//! Up to when the lists of Stripe have been read, which say what was refunded and what is disputed.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// A list of Stripe's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Refunds, whoever made them.
    Refunds,
    /// Disputes.
    Disputes,
}

impl List {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Refunds => "refunds",
            Self::Disputes => "disputes",
        }
    }
}

/// Up to when a list has been read, if ever.
pub async fn until(db: &mut PgConnection, list: List) -> sqlx::Result<Option<DateTime<Utc>>> {
    sqlx::query_scalar!(
        "SELECT until FROM reconciled WHERE list = $1",
        list.as_str()
    )
    .fetch_optional(db)
    .await
}

/// Notes up to when a list has been read.
pub async fn set_until(
    db: &mut PgConnection,
    list: List,
    until: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO reconciled (list, until) VALUES ($1, $2)
         ON CONFLICT (list) DO UPDATE SET until = GREATEST(reconciled.until, excluded.until)",
        list.as_str(),
        until
    )
    .execute(db)
    .await
    .map(drop)
}
