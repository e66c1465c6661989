//! `PaymentIntents` and charges: how a session's money comes, or doesn't.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Books, Record, Refusal, Session, ids, now};
use crate::objects;

mod cards;

pub(crate) use cards::{Card, Decline, Means};

/// A payment in the making.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Intent {
    /// `pi_…`
    pub(crate) id: String,
    /// Seconds since 1970.
    pub(crate) created: i64,
    /// The Checkout Session that it pays.
    pub(crate) session: String,
    /// How far it is.
    pub(crate) status: IntentStatus,
    /// In cents.
    pub(crate) amount: i64,
    /// Three lower-case letters.
    pub(crate) currency: String,
    /// The shop's.
    pub(crate) metadata: BTreeMap<String, String>,
    /// The shop's.
    pub(crate) description: Option<String>,
    /// What a browser would confirm it with.
    pub(crate) client_secret: String,
    /// The last try to take the money.
    pub(crate) latest_charge: Option<String>,
    /// When it was given up.
    pub(crate) canceled_at: Option<i64>,
}

/// How far a payment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum IntentStatus {
    /// The buyer may try, or try again.
    RequiresPaymentMethod,
    /// The bank will say.
    Processing,
    /// The money has come.
    Succeeded,
    /// It will not come any more.
    Canceled,
}

/// One try to take money.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Charge {
    /// `ch_…`
    pub(crate) id: String,
    /// Seconds since 1970.
    pub(crate) created: i64,
    /// The payment it belongs to.
    pub(crate) intent: String,
    /// In cents.
    pub(crate) amount: i64,
    /// In cents.
    pub(crate) amount_refunded: i64,
    /// Three lower-case letters.
    pub(crate) currency: String,
    /// The payment's.
    pub(crate) metadata: BTreeMap<String, String>,
    /// The payment's.
    pub(crate) description: Option<String>,
    /// What was charged.
    pub(crate) means: Means,
    /// Whether the bank has taken the money back.
    pub(crate) disputed: bool,
    /// The buyer's.
    pub(crate) email: Option<String>,
}

/// What an attempt to pay led to, when it was not declined.
pub(super) enum Outcome {
    Paid,
    Pending,
}

impl Record for Intent {
    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }
}

impl Record for Charge {
    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }
}

impl Intent {
    pub(super) fn of(session: &Session) -> Self {
        let id = ids::intent();
        Self {
            created: now(),
            session: session.id.clone(),
            status: IntentStatus::RequiresPaymentMethod,
            amount: session.order.total(),
            currency: session.order.currency.clone(),
            metadata: session.order.payment_metadata.clone(),
            description: session.order.payment_description.clone(),
            client_secret: format!("{id}_{}", ids::secret()),
            latest_charge: None,
            canceled_at: None,
            id,
        }
    }
}

impl Charge {
    /// Why there is no money, if there is none.
    pub(crate) const fn decline(&self) -> Option<&'static Decline> {
        self.means.decline()
    }

    /// Whether all of it went back.
    pub(crate) const fn refunded(&self) -> bool {
        self.amount_refunded == self.amount
    }
}

impl Books {
    /// The payment with this id.
    pub(crate) fn intent(&self, id: &str, param: &'static str) -> Result<&Intent, Refusal> {
        self.intents.get(id).ok_or_else(|| Refusal::Missing {
            object: "payment_intent",
            id: id.to_owned(),
            param,
        })
    }

    /// The charge with this id.
    pub(crate) fn charge(&self, id: &str, param: &'static str) -> Result<&Charge, Refusal> {
        self.charges.get(id).ok_or_else(|| Refusal::Missing {
            object: "charge",
            id: id.to_owned(),
            param,
        })
    }

    pub(super) fn add_intent(&mut self, intent: Intent) -> String {
        let id = intent.id.clone();
        self.intents.push(intent);
        self.emit_intent("payment_intent.created", &id);
        id
    }

    /// Tries to take the money.
    pub(super) fn confirm(&mut self, id: &str, means: Means) -> Result<Outcome, Refusal> {
        if means == Means::BankDebit {
            self.change_intent(id, |intent| intent.status = IntentStatus::Processing);
            self.emit_intent("payment_intent.processing", id);
            return Ok(Outcome::Pending);
        }
        self.charge_intent(id, means)
            .map_or(Ok(Outcome::Paid), |decline| Err(Refusal::Declined(decline)))
    }

    /// What a bank debit comes to. Tells whether the money has come.
    pub(super) fn settle(&mut self, id: &str, succeeds: bool) -> bool {
        let means = if succeeds {
            Means::BankDebit
        } else {
            Means::BouncedDebit
        };
        self.charge_intent(id, means).is_none()
    }

    /// Gives up a payment that nobody made.
    pub(super) fn cancel(&mut self, id: &str) {
        self.change_intent(id, |intent| {
            intent.status = IntentStatus::Canceled;
            intent.canceled_at = Some(now());
        });
        self.emit_intent("payment_intent.canceled", id);
    }

    /// Makes a charge, and tells why it failed if it did.
    fn charge_intent(&mut self, id: &str, means: Means) -> Option<&'static Decline> {
        let intent = self.intents.get(id).expect("the caller has seen it");
        let session = self.sessions.get(&intent.session);
        let charge = Charge {
            id: ids::charge(),
            created: now(),
            intent: intent.id.clone(),
            amount: intent.amount,
            amount_refunded: 0,
            currency: intent.currency.clone(),
            metadata: intent.metadata.clone(),
            description: intent.description.clone(),
            means,
            disputed: false,
            email: session.and_then(|session| session.buyer_email.clone()),
        };
        let decline = charge.decline();
        let charge_id = charge.id.clone();
        self.charges.push(charge);
        self.change_intent(id, |intent| {
            intent.latest_charge = Some(charge_id.clone());
            intent.status = match decline {
                None => IntentStatus::Succeeded,
                Some(_) => IntentStatus::RequiresPaymentMethod,
            };
        });
        let (of_charge, of_intent) = match decline {
            None => ("charge.succeeded", "payment_intent.succeeded"),
            Some(_) => ("charge.failed", "payment_intent.payment_failed"),
        };
        self.emit(of_charge, &objects::charge(self, &charge_id));
        self.emit_intent(of_intent, id);
        decline
    }

    fn change_intent(&mut self, id: &str, change: impl FnOnce(&mut Intent)) {
        change(self.intents.get_mut(id).expect("the caller has seen it"));
    }

    fn emit_intent(&mut self, kind: &'static str, id: &str) {
        self.emit(kind, &objects::intent(self, id));
    }
}
