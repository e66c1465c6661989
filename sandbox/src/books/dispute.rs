//! Disputes: a bank takes the money back.

use serde::{Deserialize, Serialize};

use super::{Books, Record, Refusal, ids, now};
use crate::objects;

/// A charge that its payer doesn't acknowledge.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Dispute {
    /// `du_…`
    pub(crate) id: String,
    /// Seconds since 1970.
    pub(crate) created: i64,
    /// In cents.
    pub(crate) amount: i64,
    /// Three lower-case letters.
    pub(crate) currency: String,
    /// What is disputed.
    pub(crate) charge: String,
    /// And its payment.
    pub(crate) intent: String,
}

impl Record for Dispute {
    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }
}

impl Books {
    /// The payer of this payment complains. Banks allow it after a refund, too.
    pub(crate) fn dispute(&mut self, intent: &str) -> Result<Dispute, Refusal> {
        let charge = self.charge_of_intent(intent, "intent")?;
        let found = self.charges.get_mut(&charge).expect("a payment's charge");
        if found.disputed {
            return Err(Refusal::AlreadyDisputed(charge));
        }
        found.disputed = true;
        let dispute = Dispute {
            id: ids::dispute(),
            created: now(),
            amount: found.amount,
            currency: found.currency.clone(),
            intent: found.intent.clone(),
            charge,
        };
        let object = objects::dispute(self, &dispute);
        self.disputes.push(dispute.clone());
        self.emit("charge.dispute.created", &object);
        self.emit("charge.dispute.funds_withdrawn", &object);
        Ok(dispute)
    }
}
