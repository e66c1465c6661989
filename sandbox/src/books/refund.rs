//! Refunds: all of a charge, or parts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Books, Record, Refusal, ids, now};
use crate::objects;

/// Money that went back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Refund {
    /// `re_…`
    pub(crate) id: String,
    /// Seconds since 1970.
    pub(crate) created: i64,
    /// In cents.
    pub(crate) amount: i64,
    /// Three lower-case letters.
    pub(crate) currency: String,
    /// Where it came from.
    pub(crate) charge: String,
    /// And its payment.
    pub(crate) intent: String,
    /// One of Stripe's three.
    pub(crate) reason: Option<String>,
    /// The shop's.
    pub(crate) metadata: BTreeMap<String, String>,
}

/// What a shop asks for.
#[derive(Debug, Default)]
pub(crate) struct NewRefund {
    /// In cents; all that is left without it.
    pub(crate) amount: Option<i64>,
    /// One of Stripe's three.
    pub(crate) reason: Option<String>,
    /// The shop's.
    pub(crate) metadata: BTreeMap<String, String>,
}

impl Record for Refund {
    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }
}

impl Books {
    /// The successful charge of a payment.
    pub(crate) fn charge_of_intent(
        &self,
        intent: &str,
        param: &'static str,
    ) -> Result<String, Refusal> {
        let intent = self.intent(intent, param)?;
        let charge = intent.latest_charge.as_ref();
        charge
            .filter(|id| {
                self.charges
                    .get(id)
                    .is_some_and(|charge| charge.decline().is_none())
            })
            .cloned()
            .ok_or_else(|| Refusal::NothingToRefund(intent.id.clone()))
    }

    /// Sends money back.
    pub(crate) fn refund(&mut self, charge: &str, asked: NewRefund) -> Result<Refund, Refusal> {
        let found = self.charge(charge, "charge")?;
        let (left, before) = (found.amount - found.amount_refunded, found.amount_refunded);
        let intent = found.intent.clone();
        if found.decline().is_some() {
            return Err(Refusal::NothingToRefund(intent));
        }
        if found.disputed {
            return Err(Refusal::ChargedBack(charge.to_owned()));
        }
        if left == 0 {
            return Err(Refusal::AlreadyRefunded(charge.to_owned()));
        }
        let amount = asked.amount.unwrap_or(left);
        if amount > left {
            return Err(Refusal::RefundTooLarge {
                asked: amount,
                left,
            });
        }
        let refund = Refund {
            id: ids::refund(),
            created: now(),
            amount,
            currency: found.currency.clone(),
            charge: charge.to_owned(),
            intent,
            reason: asked.reason,
            metadata: asked.metadata,
        };
        self.charges
            .get_mut(charge)
            .expect("found above")
            .amount_refunded += amount;
        self.emit("refund.created", &objects::refund(self, &refund));
        self.refunds.push(refund.clone());
        let previous = json!({ "amount_refunded": before, "refunded": false });
        self.emit_change(
            "charge.refunded",
            &objects::charge(self, charge),
            Some(previous),
        );
        Ok(refund)
    }
}
