//! What each job does. A handler works through [`jobs::handled`], so that a job which is delivered
//! twice takes effect once.

mod accounts;
mod avatars;
mod catalogue;
mod maintenance;
mod orders;
mod payments;
mod privacy;
mod reconciliation;
mod statements;

use std::time::Duration;

use ::avatars::Files;
use ::payments::Stripe;
use jobs::{
    CancelUnpaidOrders, CleanUpAccounts, CleanUpMessaging, Envelope, EraseTraces, ExpireCheckout,
    ExportAccount, HandleStripeEvent, ImportMovies, Job as _, ReconcilePayments, RefundPayment,
    RemoveAvatar, RemoveOrphanedAvatars, SendActivationCompleteEmail, SendActivationEmail,
    SendPasswordResetCompleteEmail, SendPasswordResetEmail, SendPaymentReceipt,
    SendRefundConfirmation,
};
use settings::Secret;
use sqlx::{PgConnection, PgPool};
use store::dead_letters::storable;
use url::Url;

use crate::{mailer::Mailer, outcome::JobError};

/// What handlers work with.
pub(crate) struct Handlers {
    pub(crate) db: PgPool,
    pub(crate) mailer: Mailer,
    pub(crate) stripe: Stripe,
    pub(crate) files: Files,
    /// Tokens in mailed links are made from it.
    pub(crate) link_key: Secret,
    /// How long an order may wait to be paid.
    pub(crate) unpaid_lifetime: Duration,
    /// Base of mailed links.
    pub(crate) public_url: Url,
}

impl Handlers {
    /// Carries out one job.
    pub(crate) async fn handle(&self, job: &Envelope) -> Result<(), JobError> {
        match job.kind.as_str() {
            SendActivationEmail::KIND => self.send_activation(job, job.decode()?).await,
            SendActivationCompleteEmail::KIND => {
                self.send_activation_complete(job, job.decode()?).await
            }
            SendPasswordResetEmail::KIND => self.send_password_reset(job, job.decode()?).await,
            SendPasswordResetCompleteEmail::KIND => {
                self.send_password_reset_complete(job, job.decode()?).await
            }
            SendPaymentReceipt::KIND => self.send_payment_receipt(job, job.decode()?).await,
            SendRefundConfirmation::KIND => self.send_refund_confirmation(job, job.decode()?).await,
            HandleStripeEvent::KIND => self.handle_stripe_event(job, job.decode()?).await,
            ExpireCheckout::KIND => self.expire_checkout(job, job.decode()?).await,
            RefundPayment::KIND => self.refund_payment(job, job.decode()?).await,
            ReconcilePayments::KIND => self.reconcile_payments(job.decode()?).await,
            ImportMovies::KIND => self.import_movies(job, job.decode()?).await,
            ExportAccount::KIND => self.export_account(job, job.decode()?).await,
            EraseTraces::KIND => self.erase_traces(job.decode()?).await,
            CancelUnpaidOrders::KIND => self.cancel_unpaid_orders(job.decode()?).await,
            RemoveAvatar::KIND => self.remove_avatar(job, job.decode()?).await,
            RemoveOrphanedAvatars::KIND => self.remove_orphaned_avatars(job.decode()?).await,
            CleanUpAccounts::KIND => self.clean_up_accounts(job.decode()?).await,
            CleanUpMessaging::KIND => self.clean_up_messaging(job.decode()?).await,
            unknown => Err(JobError::UnknownKind(unknown.to_owned())),
        }
    }
}

/// Does what is left to do about a job that has failed for good, in the transaction that keeps it with the dead letters.
/// A payload that cannot be read leaves nothing to do.
pub(crate) async fn give_up(
    tx: &mut PgConnection,
    job: &Envelope,
    reason: &str,
) -> sqlx::Result<()> {
    match job.kind.as_str() {
        HandleStripeEvent::KIND => match job.decode() {
            Ok(HandleStripeEvent { event_id }) => {
                let (event_id, reason) = (storable(&event_id), storable(reason));
                payments::give_event_up(tx, &event_id, &reason).await
            }
            Err(_) => Ok(()),
        },
        ImportMovies::KIND => match job.decode() {
            Ok(import) => catalogue::give_import_up(tx, import, reason).await,
            Err(_) => Ok(()),
        },
        _ => Ok(()),
    }
}
