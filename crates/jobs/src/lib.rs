//! What server and worker say to each other: the jobs, the outbox in which they wait, the relay that
//! publishes them, and the exchanges and queues that carry them.

pub mod broker;
mod dead_letter;
mod envelope;
pub mod handled;
mod job;
pub mod outbox;
mod relay;
mod topology;

pub use dead_letter::DeadLetter;
pub use envelope::{Attempt, Envelope, EnvelopeError};
pub use job::{
    CancelUnpaidOrders, CleanUpAccounts, CleanUpMessaging, EraseTraces, ExpireCheckout,
    ExportAccount, HandleStripeEvent, ImportMovies, Job, Queue, ReconcilePayments, RefundPayment,
    RemoveAvatar, RemoveOrphanedAvatars, SendActivationCompleteEmail, SendActivationEmail,
    SendPasswordResetCompleteEmail, SendPasswordResetEmail, SendPaymentReceipt,
    SendRefundConfirmation,
};
pub use relay::Relay;
pub use topology::{RETRY_DELAYS, Topology};
