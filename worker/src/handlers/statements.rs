//! Mails about money. They are sent inside the transaction that records their job, as those about accounts are. Who has
//! deleted the account gets none.

use chrono::{DateTime, Utc};
use domain::{Money, clock};
use jobs::{Envelope, SendPaymentReceipt, SendRefundConfirmation, handled};
use sqlx::PgConnection;
use store::{orders, payments};

use super::Handlers;
use crate::{
    mailer::{Mail, Statement},
    outcome::JobError,
};

impl Handlers {
    /// Mails what was paid, and for which films.
    pub(super) async fn send_payment_receipt(
        &self,
        job: &Envelope,
        SendPaymentReceipt { payment_id }: SendPaymentReceipt,
    ) -> Result<(), JobError> {
        let Some(mut tx) = handled::begin(&self.db, job).await? else {
            return Ok(());
        };
        if let Some(payment) = payments::statement(&mut tx, payment_id).await?
            && let Some(email) = &payment.email
        {
            let paid_at = payment.created_at;
            let statement = statement(&mut tx, payment_id, &payment, paid_at).await?;
            let mail = Mail::PaymentReceipt(statement);
            self.mailer.send(job.id, email, &mail).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Mails that a payment was given back.
    pub(super) async fn send_refund_confirmation(
        &self,
        job: &Envelope,
        SendRefundConfirmation { payment_id }: SendRefundConfirmation,
    ) -> Result<(), JobError> {
        let Some(mut tx) = handled::begin(&self.db, job).await? else {
            return Ok(());
        };
        if let Some(payment) = payments::statement(&mut tx, payment_id).await?
            && let Some(email) = &payment.email
        {
            let mail = Mail::RefundConfirmation {
                statement: statement(&mut tx, payment_id, &payment, published_at(job)).await?,
                films_returned: payment.granted,
            };
            self.mailer.send(job.id, email, &mail).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// When a job was published first: a mail that is sent twice says the same twice.
fn published_at(job: &Envelope) -> DateTime<Utc> {
    let seconds = i64::try_from(job.published_at).unwrap_or_default();
    DateTime::from_timestamp(seconds, 0).unwrap_or_else(clock::now)
}

async fn statement(
    tx: &mut PgConnection,
    payment_id: i32,
    payment: &payments::Statement,
    at: DateTime<Utc>,
) -> Result<Statement, JobError> {
    let money = |amount| {
        Money::try_from(amount)
            .map_err(|error| JobError::Event(format!("payment {payment_id}: {error}")))
    };
    let films = orders::titles(tx, payment.order_id).await?;
    let films = films
        .into_iter()
        .map(|(name, price)| Ok((name, money(price)?)));
    Ok(Statement {
        payment_id,
        order_id: payment.order_id,
        at,
        films: films.collect::<Result<_, JobError>>()?,
        total: money(payment.amount)?,
    })
}
