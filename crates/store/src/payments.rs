//! Payments: money that was paid for orders, and what became of it.

use chrono::{DateTime, Utc};
use domain::PaymentStatus;
use rust_decimal::Decimal;
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use crate::pages::Page;

/// A [`PaymentStatus`], as the database spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, sqlx::Type)]
#[serde(rename_all = "UPPERCASE")]
#[sqlx(type_name = "paymentstatusenum", rename_all = "UPPERCASE")]
pub enum Status {
    /// We have the money.
    Successful,
    /// The buyer's bank took it back.
    Cancelled,
    /// We gave it back.
    Refunded,
}

impl From<Status> for PaymentStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Successful => Self::Successful,
            Status::Cancelled => Self::Cancelled,
            Status::Refunded => Self::Refunded,
        }
    }
}

impl From<PaymentStatus> for Status {
    fn from(status: PaymentStatus) -> Self {
        match status {
            PaymentStatus::Successful => Self::Successful,
            PaymentStatus::Cancelled => Self::Cancelled,
            PaymentStatus::Refunded => Self::Refunded,
        }
    }
}

/// A payment in a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Listed {
    /// When it was paid.
    pub created_at: DateTime<Utc>,
    /// How much, in US dollars.
    pub amount: Decimal,
    /// What became of it.
    pub status: Status,
}

/// A page of a user's payments, the newest first.
pub async fn page(
    db: &mut PgConnection,
    user_id: i32,
    size: i64,
    offset: i64,
) -> sqlx::Result<Page<Listed>> {
    let row = sqlx::query!(
        r#"SELECT (SELECT count(*) FROM payments WHERE user_id = $1) AS "total!",
                  COALESCE(json_agg(row_to_json(listed)), '[]') AS "items!: Json<Vec<Listed>>"
           FROM (
               SELECT created_at, amount::text AS amount, status
               FROM payments WHERE user_id = $1
               ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3
           ) AS listed"#,
        user_id,
        size,
        offset
    )
    .fetch_one(db)
    .await?;
    Ok(Page {
        items: row.items.0,
        total: row.total,
    })
}
