//! The jobs. A payload carries ids only: the worker reads what is true when it acts, and the broker
//! holds neither secrets nor personal data.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// Something to be done by a worker.
pub trait Job: Serialize + DeserializeOwned + Send + Sync {
    /// Name on the wire. Frozen: messages of older releases may still wait under it.
    const KIND: &'static str;
    /// Raised when the payload's meaning changes; the worker refuses versions that it doesn't know.
    const VERSION: i16;
    /// The queue that carries it.
    const QUEUE: Queue;
}

/// The queues, which operators scale apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Queue {
    /// Mails.
    Email,
    /// What Stripe has said, and what it is to be asked.
    Payments,
    /// Imports of films, which may take minutes.
    Catalogue,
    /// Clean-up, and what is known about somebody.
    Maintenance,
}

impl Queue {
    /// Every queue.
    pub const ALL: [Self; 4] = [
        Self::Email,
        Self::Payments,
        Self::Catalogue,
        Self::Maintenance,
    ];

    /// Name on the command line, in the outbox and in routing keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Payments => "payments",
            Self::Catalogue => "catalogue",
            Self::Maintenance => "maintenance",
        }
    }
}

impl fmt::Display for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Queue {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|queue| queue.as_str() == text)
            .ok_or_else(|| {
                let known = Self::ALL.map(Self::as_str).join(", ");
                format!("no queue is called {text:?}; there are {known}")
            })
    }
}

macro_rules! jobs {
    ($($(#[$doc:meta])* $name:ident { $($field:ident : $type:ty),* } = $kind:literal v $version:literal on $queue:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name { $(#[doc = "Names the row to read."] pub $field: $type),* }

        impl Job for $name {
            const KIND: &'static str = $kind;
            const VERSION: i16 = $version;
            const QUEUE: Queue = Queue::$queue;
        }
    )*};
}

jobs! {
    /// Mints an activation token and mails its link.
    SendActivationEmail { user_id: i32 } = "send-activation-email" v 1 on Email;
    /// Confirms that an account was activated.
    SendActivationCompleteEmail { user_id: i32 } = "send-activation-complete-email" v 1 on Email;
    /// Mints a reset token and mails its link, if the request names an active account.
    SendPasswordResetEmail { request_id: Uuid } = "send-password-reset-email" v 1 on Email;
    /// Confirms that a password was reset.
    SendPasswordResetCompleteEmail { user_id: i32 } = "send-password-reset-complete-email" v 1 on Email;
    /// Mails what was paid, and for which films.
    SendPaymentReceipt { payment_id: i32 } = "send-payment-receipt" v 1 on Email;
    /// Mails that a payment was given back.
    SendRefundConfirmation { payment_id: i32 } = "send-refund-confirmation" v 1 on Email;
    /// Acts on an event that Stripe has sent.
    HandleStripeEvent { event_id: String } = "handle-stripe-event" v 1 on Payments;
    /// Closes the pay page of a checkout that nobody is to pay any more.
    ExpireCheckout { checkout_session_id: Uuid } = "expire-checkout" v 1 on Payments;
    /// Gives a payment back that bought nothing.
    RefundPayment { payment_id: i32 } = "refund-payment" v 1 on Payments;
    /// Asks Stripe what its events did not tell.
    ReconcilePayments {} = "reconcile-payments" v 1 on Payments;
    /// Cancels orders that nobody has paid in time.
    CancelUnpaidOrders {} = "cancel-unpaid-orders" v 1 on Maintenance;
    /// Brings in the films of an uploaded file.
    ImportMovies { import_id: Uuid } = "import-movies" v 1 on Catalogue;
    /// Puts all that is known about somebody into a file.
    ExportAccount { export_id: Uuid } = "export-account" v 1 on Maintenance;
    /// Erases what tells who had a deleted account, beside what was deleted with it.
    EraseTraces { user_id: i32 } = "erase-traces" v 1 on Maintenance;
    /// Deletes a picture that no profile shows any more.
    RemoveAvatar { name: String } = "remove-avatar" v 1 on Maintenance;
    /// Deletes pictures that were uploaded and never shown.
    RemoveOrphanedAvatars {} = "remove-orphaned-avatars" v 1 on Maintenance;
    /// Deletes expired activation, reset and refresh tokens, sessions that ran out, and files of data.
    CleanUpAccounts {} = "clean-up-accounts" v 1 on Maintenance;
    /// Deletes records of jobs and requests that nobody will ask for again.
    CleanUpMessaging {} = "clean-up-messaging" v 1 on Maintenance;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_on_the_wire_are_frozen() {
        let payload = |job: &dyn erased::Payload| job.json();
        assert_eq!(
            payload(&SendActivationEmail { user_id: 7 }),
            r#"{"user_id":7}"#
        );
        assert_eq!(
            payload(&SendPasswordResetEmail {
                request_id: Uuid::nil()
            }),
            r#"{"request_id":"00000000-0000-0000-0000-000000000000"}"#
        );
        assert_eq!(
            payload(&ImportMovies {
                import_id: Uuid::nil()
            }),
            r#"{"import_id":"00000000-0000-0000-0000-000000000000"}"#
        );
        assert_eq!(
            payload(&HandleStripeEvent {
                event_id: "evt_1".to_owned()
            }),
            r#"{"event_id":"evt_1"}"#
        );
        assert_eq!(
            payload(&ExpireCheckout {
                checkout_session_id: Uuid::nil()
            }),
            r#"{"checkout_session_id":"00000000-0000-0000-0000-000000000000"}"#
        );
        assert_eq!(
            payload(&RefundPayment { payment_id: 7 }),
            r#"{"payment_id":7}"#
        );
        assert_eq!(
            payload(&ExportAccount {
                export_id: Uuid::nil()
            }),
            r#"{"export_id":"00000000-0000-0000-0000-000000000000"}"#
        );
        assert_eq!(payload(&EraseTraces { user_id: 7 }), r#"{"user_id":7}"#);
        assert_eq!(
            payload(&RemoveAvatar {
                name: "5f0c.png".to_owned()
            }),
            r#"{"name":"5f0c.png"}"#
        );
        assert_eq!(payload(&CleanUpAccounts {}), "{}");
    }

    mod erased {
        pub(super) trait Payload {
            fn json(&self) -> String;
        }
        impl<T: serde::Serialize> Payload for T {
            fn json(&self) -> String {
                serde_json::to_string(self).expect("serialisable")
            }
        }
    }
}
