//! Checkout Sessions: open, then complete or expired.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use super::{Books, Intent, IntentStatus, Means, Record, Refusal, ids, now, payment::Outcome};
use crate::objects;

/// A Checkout Session in mode `payment`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    /// `cs_test_…`
    pub(crate) id: String,
    /// Seconds since 1970.
    pub(crate) created: i64,
    /// Whether it can still be paid.
    pub(crate) status: SessionStatus,
    /// Whether money has come.
    pub(crate) payment_status: PaymentStatus,
    /// Exists from the first attempt to pay.
    pub(crate) intent: Option<String>,
    /// What the buyer typed on the pay page.
    pub(crate) buyer_email: Option<String>,
    /// What the shop asked for.
    #[serde(flatten)]
    pub(crate) order: NewSession,
}

/// What a shop asks for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NewSession {
    /// Three lower-case letters.
    pub(crate) currency: String,
    /// What is bought.
    pub(crate) lines: Vec<Line>,
    /// Seconds since 1970.
    pub(crate) expires_at: i64,
    /// Where the buyer goes after paying; `{CHECKOUT_SESSION_ID}` stands for the id.
    pub(crate) success_url: String,
    /// Where the buyer goes who doesn't pay.
    pub(crate) cancel_url: Option<String>,
    /// The shop's own name of it.
    pub(crate) client_reference_id: Option<String>,
    /// Known before the buyer comes.
    pub(crate) customer_email: Option<String>,
    /// The language of the pay page.
    pub(crate) locale: Option<String>,
    /// What the button says: `pay`, `book`, `donate` or `auto`.
    pub(crate) submit_type: Option<String>,
    /// The session's own.
    pub(crate) metadata: BTreeMap<String, String>,
    /// Goes to the `PaymentIntent`, and from there to the charge.
    pub(crate) payment_metadata: BTreeMap<String, String>,
    /// Likewise.
    pub(crate) payment_description: Option<String>,
}

/// One line of what is bought.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Line {
    /// What the buyer reads.
    pub(crate) name: String,
    /// And below it.
    pub(crate) description: Option<String>,
    /// In cents.
    pub(crate) unit_amount: i64,
    /// At least 1.
    pub(crate) quantity: i64,
}

/// Whether a session can still be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SessionStatus {
    /// It can.
    Open,
    /// The buyer is done; the money may still be on its way.
    Complete,
    /// It cannot any more.
    Expired,
}

/// Whether a session's money has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PaymentStatus {
    /// All of it.
    Paid,
    /// Nothing yet.
    Unpaid,
    /// Nothing was due.
    NoPaymentRequired,
}

impl SessionStatus {
    /// As Stripe writes it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Complete => "complete",
            Self::Expired => "expired",
        }
    }
}

impl fmt::Display for SessionStatus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl NewSession {
    /// What is due, in cents.
    pub(crate) fn total(&self) -> i64 {
        let amounts = self.lines.iter().map(Line::amount);
        amounts.sum()
    }
}

impl Line {
    /// In cents.
    pub(crate) const fn amount(&self) -> i64 {
        self.unit_amount * self.quantity
    }
}

impl Record for Session {
    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }
}

impl Session {
    /// Where the buyer goes after paying.
    pub(crate) fn success_url(&self) -> String {
        self.order
            .success_url
            .replace("{CHECKOUT_SESSION_ID}", &self.id)
    }
}

impl Books {
    /// Opens a session.
    pub(crate) fn open_session(&mut self, order: NewSession) -> Session {
        let session = Session {
            id: ids::session(),
            created: now(),
            status: SessionStatus::Open,
            payment_status: if order.total() == 0 {
                PaymentStatus::NoPaymentRequired
            } else {
                PaymentStatus::Unpaid
            },
            intent: None,
            buyer_email: None,
            order,
        };
        self.sessions.push(session.clone());
        session
    }

    /// The session with this id.
    pub(crate) fn session(&self, id: &str) -> Result<&Session, Refusal> {
        self.sessions.get(id).ok_or_else(|| missing(id))
    }

    /// The buyer pays. A card is charged at once, a bank debit is settled later.
    pub(crate) fn pay_session(
        &mut self,
        id: &str,
        means: Means,
        email: Option<String>,
    ) -> Result<(), Refusal> {
        let session = self.sessions.get_mut(id).ok_or_else(|| missing(id))?;
        if session.status != SessionStatus::Open {
            return Err(Refusal::NotPayable(session.status));
        }
        session.buyer_email = email.or_else(|| session.order.customer_email.clone());
        if session.payment_status == PaymentStatus::NoPaymentRequired {
            self.complete(id, PaymentStatus::NoPaymentRequired);
            return Ok(());
        }
        let intent = self.intent_of(id);
        match self.confirm(&intent, means)? {
            Outcome::Paid => self.complete(id, PaymentStatus::Paid),
            Outcome::Pending => self.complete(id, PaymentStatus::Unpaid),
        }
        if means.is_disputed() {
            // Stripe's card for this pays, and complains at once.
            self.dispute(&intent)?;
        }
        Ok(())
    }

    /// The bank of a debit says whether the money comes.
    pub(crate) fn settle_session(&mut self, id: &str, succeeds: bool) -> Result<(), Refusal> {
        let session = self.session(id)?;
        let intent = session.intent.as_ref().and_then(|id| self.intents.get(id));
        let Some(intent) = intent.filter(|intent| intent.status == IntentStatus::Processing) else {
            return Err(Refusal::NotPending);
        };
        let intent = intent.id.clone();
        let kind = if self.settle(&intent, succeeds) {
            self.change_session(id, |session| session.payment_status = PaymentStatus::Paid);
            "checkout.session.async_payment_succeeded"
        } else {
            "checkout.session.async_payment_failed"
        };
        self.emit_session(kind, id);
        Ok(())
    }

    /// Ends a session that is open.
    pub(crate) fn expire_session(&mut self, id: &str) -> Result<(), Refusal> {
        let session = self.session(id)?;
        if session.status != SessionStatus::Open {
            return Err(Refusal::NotOpen(session.status));
        }
        let intent = session.intent.clone();
        self.change_session(id, |session| session.status = SessionStatus::Expired);
        if let Some(intent) = intent {
            self.cancel(&intent);
        }
        self.emit_session("checkout.session.expired", id);
        Ok(())
    }

    /// Ends the sessions whose time is over.
    pub(crate) fn expire_lapsed(&mut self) {
        let now = now();
        let lapsed = self.sessions.iter().filter(|session| {
            session.status == SessionStatus::Open && session.order.expires_at <= now
        });
        let lapsed: Vec<String> = lapsed.map(|session| session.id.clone()).collect();
        for id in lapsed {
            self.expire_session(&id).expect("the session is open");
        }
    }

    fn complete(&mut self, id: &str, payment_status: PaymentStatus) {
        self.change_session(id, |session| {
            session.status = SessionStatus::Complete;
            session.payment_status = payment_status;
        });
        self.emit_session("checkout.session.completed", id);
    }

    /// The session's `PaymentIntent`, made when it is first needed.
    fn intent_of(&mut self, id: &str) -> String {
        let session = &self.sessions.get(id).expect("the caller has seen it");
        if let Some(intent) = &session.intent {
            return intent.clone();
        }
        let intent = Intent::of(session);
        let intent = self.add_intent(intent);
        self.change_session(id, |session| session.intent = Some(intent.clone()));
        intent
    }

    fn change_session(&mut self, id: &str, change: impl FnOnce(&mut Session)) {
        change(self.sessions.get_mut(id).expect("the caller has seen it"));
    }

    fn emit_session(&mut self, kind: &'static str, id: &str) {
        let session = self.sessions.get(id).expect("the caller has seen it");
        // Events tell of sessions that are over, and those have no pay page.
        let object = objects::session(session, None);
        self.emit(kind, &object);
    }
}

fn missing(id: &str) -> Refusal {
    Refusal::Missing {
        object: "checkout.session",
        id: id.to_owned(),
        param: "session",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Books, Line, NewSession, SessionStatus, now};

    fn order(lifetime: i64) -> NewSession {
        NewSession {
            currency: "usd".to_owned(),
            lines: vec![Line {
                name: "Heat".to_owned(),
                description: None,
                unit_amount: 999,
                quantity: 1,
            }],
            expires_at: now() + lifetime,
            success_url: "https://shop.test/".to_owned(),
            cancel_url: None,
            client_reference_id: None,
            customer_email: None,
            locale: None,
            submit_type: None,
            metadata: BTreeMap::new(),
            payment_metadata: BTreeMap::new(),
            payment_description: None,
        }
    }

    #[test]
    fn a_session_expires_when_its_time_is_over() {
        let mut books = Books::default();
        let over = books.open_session(order(0)).id;
        let open = books.open_session(order(60)).id;
        books.expire_lapsed();
        let status = |id: &str| books.session(id).expect("it is kept").status;
        assert_eq!(
            (status(&over), status(&open)),
            (SessionStatus::Expired, SessionStatus::Open)
        );
        let told: Vec<_> = books
            .events
            .iter()
            .map(|event| event.kind.as_str())
            .collect();
        assert_eq!(told, ["checkout.session.expired"]);
    }
}
