//! Entering one fact about one payment.

use domain::{CURRENCY, Fact, Films, FollowUp, KnownPayment, Money, Standing, Verdict, judge};
use jobs::{RefundPayment, SendPaymentReceipt, SendRefundConfirmation, outbox};
use sqlx::PgConnection;
use store::{
    orders::{self, Locked},
    payments::{self, NewPayment},
    purchases,
};

use crate::{EntryError, Outcome, end_waiting};

/// A fact about a payment, as Stripe states it.
#[derive(Debug, Clone, Copy)]
pub struct Statement<'a> {
    /// The order that was paid for.
    pub order_id: i32,
    /// Stripe's id of the payment: the payment intent's, or the Checkout Session's where nothing was to be paid.
    pub external_id: &'a str,
    /// What is said.
    pub fact: Fact,
    /// How much was paid, in cents, and in which currency. `None` where it is not said, or was checked before.
    pub amount: Option<(i64, &'a str)>,
}

/// Enters a fact. Everything that follows from it commits with the caller's transaction, or not at all.
pub async fn enter(tx: &mut PgConnection, statement: Statement<'_>) -> Result<Outcome, EntryError> {
    let Statement {
        order_id,
        external_id,
        fact,
        amount,
    } = statement;
    let Some(order) = orders::lock_any(tx, order_id).await? else {
        return Ok(Outcome::NotOurs("there is no such order"));
    };
    let total = Money::try_from(order.total_amount)?;
    if let Some(amount) = amount
        && amount != (total.cents(), CURRENCY)
    {
        let (cents, currency) = amount;
        return Err(EntryError::Contradiction(format!(
            "payment {external_id} is {cents} cents in {currency}, order {order_id} costs {} cents in {CURRENCY}",
            total.cents()
        )));
    }
    let known = payments::find_external(tx, external_id).await?;
    if let Some(known) = &known
        && known.order_id != order_id
    {
        return Err(EntryError::Contradiction(format!(
            "payment {external_id} is for order {order_id}, and was for order {}",
            known.order_id
        )));
    }
    let standing = Standing {
        order: order.status.into(),
        payment: known.as_ref().map(|known| KnownPayment {
            status: known.status.into(),
            granted: known.granted,
        }),
        owns_any: purchases::owns_any(tx, order.user_id, order_id).await?,
    };
    let verdict = judge(standing, fact);
    if let Some(verdict) = verdict {
        let payment_id = if let Some(known) = known {
            payments::set_status(tx, known.id, verdict.payment.into()).await?;
            known.id
        } else {
            let new = NewPayment {
                user_id: order.user_id,
                order_id,
                amount: order.total_amount,
                status: verdict.payment.into(),
                external_id,
            };
            payments::insert(tx, &new).await?
        };
        carry_out(tx, &order, order_id, payment_id, verdict).await?;
        tracing::info!(
            order_id,
            payment_id,
            external_id,
            ?fact,
            ?verdict,
            "entered into the books"
        );
    }
    Ok(Outcome::of(fact, verdict))
}

/// Does to the order and its films what was decided, and has done what follows.
async fn carry_out(
    tx: &mut PgConnection,
    order: &Locked,
    order_id: i32,
    payment_id: i32,
    verdict: Verdict,
) -> sqlx::Result<()> {
    match verdict.films {
        Films::Stay => {}
        Films::Granted => {
            payments::insert_items(tx, payment_id, order_id).await?;
            purchases::insert_films(tx, order.user_id, order_id).await?;
        }
        Films::Revoked => purchases::delete_films(tx, order.user_id, order_id).await?,
    }
    if let Some(status) = verdict.order {
        end_waiting(tx, order_id, status).await?;
    }
    match verdict.then {
        FollowUp::Nothing => Ok(()),
        FollowUp::Receipt => outbox::enqueue(tx, &SendPaymentReceipt { payment_id }).await,
        FollowUp::Refund => outbox::enqueue(tx, &RefundPayment { payment_id }).await,
        FollowUp::RefundConfirmation => {
            outbox::enqueue(tx, &SendRefundConfirmation { payment_id }).await
        }
    }
}
