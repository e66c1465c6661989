//! Random histories of a buyer, entered into books that do what the verdicts say and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Fact, Films, FollowUp, KnownPayment, OrderEvent, OrderStatus, PaymentStatus, Standing, judge,
};
use proptest::{collection::vec, prelude::*};

/// Films of the catalogue. Few, so that orders meet in them.
const FILMS: u8 = 3;
/// Payments that one order may get. A buyer who pays twice is not the rule, but happens.
const PAYMENTS_PER_ORDER: usize = 3;
const ORDERS: usize = 4;

/// Something that happens, when it can happen.
#[derive(Debug, Clone)]
enum Step {
    /// The buyer orders films. Those that are owned stay in the cart.
    Order(BTreeSet<u8>),
    /// The buyer gives an order up, or its time runs out.
    GiveUp(usize),
    /// Somebody gives the buyer a film, outside of the shop.
    Give(u8),
    /// Stripe tells a fact, perhaps not for the first time, perhaps before those that led to it.
    Tell(usize, Fact),
    /// A worker gives the oldest payment back that brought nothing.
    Refund,
}

#[derive(Debug)]
struct Order {
    films: BTreeSet<u8>,
    status: OrderStatus,
}

/// The books of one buyer.
#[derive(Debug, Default)]
struct Books {
    orders: Vec<Order>,
    /// By number; payment `n` is for order `n / PAYMENTS_PER_ORDER`.
    payments: BTreeMap<usize, KnownPayment>,
    /// Owned films, and the order that brought them.
    library: BTreeMap<u8, Option<usize>>,
    refunds_due: Vec<usize>,
    receipts: Vec<usize>,
    confirmations: Vec<usize>,
}

impl Books {
    fn take(&mut self, step: &Step) {
        match step {
            Step::Order(wanted) => self.order(wanted),
            Step::GiveUp(order) => {
                if let Some(order) = self.orders.get_mut(*order) {
                    order.status = order
                        .status
                        .after(OrderEvent::GivenUp)
                        .unwrap_or(order.status);
                }
            }
            Step::Give(film) => {
                self.library.entry(*film).or_insert(None);
            }
            Step::Tell(payment, fact) => self.tell(*payment, *fact),
            Step::Refund => {
                if !self.refunds_due.is_empty() {
                    let payment = self.refunds_due.remove(0);
                    self.tell(payment, Fact::Refunded);
                }
            }
        }
    }

    fn order(&mut self, wanted: &BTreeSet<u8>) {
        let owned: BTreeSet<u8> = self.library.keys().copied().collect();
        let films: BTreeSet<u8> = wanted - &owned;
        let waits = |order: &Order| order.status == OrderStatus::Pending;
        if !films.is_empty() && !self.orders.iter().any(waits) && self.orders.len() < ORDERS {
            let status = OrderStatus::Pending;
            self.orders.push(Order { films, status });
        }
    }

    fn tell(&mut self, payment: usize, fact: Fact) {
        let number = payment / PAYMENTS_PER_ORDER;
        let Some(order) = self.orders.get_mut(number) else {
            return;
        };
        let standing = Standing {
            order: order.status,
            payment: self.payments.get(&payment).copied(),
            owns_any: order
                .films
                .iter()
                .any(|film| self.library.contains_key(film)),
        };
        let Some(verdict) = judge(standing, fact) else {
            return;
        };
        if let Some(status) = verdict.order {
            assert_ne!(
                order.status,
                OrderStatus::Cancelled,
                "a cancelled order is revived"
            );
            order.status = status;
        }
        let granted = standing.payment.is_some_and(|known| known.granted);
        let known = KnownPayment {
            status: verdict.payment,
            granted: granted || verdict.films == Films::Granted,
        };
        self.payments.insert(payment, known);
        for film in &order.films {
            match verdict.films {
                Films::Stay => {}
                Films::Granted => {
                    let before = self.library.insert(*film, Some(number));
                    assert_eq!(before, None, "a film is bought that is owned");
                }
                Films::Revoked => {
                    let before = self.library.remove(film);
                    assert_eq!(before, Some(Some(number)), "another purchase is revoked");
                }
            }
        }
        match verdict.then {
            FollowUp::Nothing => {}
            FollowUp::Receipt => self.receipts.push(payment),
            FollowUp::Refund => self.refunds_due.push(payment),
            FollowUp::RefundConfirmation => self.confirmations.push(payment),
        }
    }

    /// What must be true at any time.
    fn check(&self) {
        let of = |order: usize| {
            let range = order * PAYMENTS_PER_ORDER..(order + 1) * PAYMENTS_PER_ORDER;
            self.payments.range(range).map(|(_, payment)| *payment)
        };
        for (number, order) in self.orders.iter().enumerate() {
            let granting = of(number).filter(|payment| payment.granted);
            assert!(granting.count() <= 1, "two payments brought the same films");
            let holding = of(number)
                .filter(|payment| payment.granted && payment.status == PaymentStatus::Successful);
            let is_held = holding.count() == 1;
            assert_eq!(
                order.status == OrderStatus::Paid,
                is_held,
                "paid is what has a payment"
            );
            for film in &order.films {
                let ours = self.library.get(film) == Some(&Some(number));
                assert_eq!(
                    ours, is_held,
                    "a purchase without a payment, or the opposite"
                );
            }
        }
        for (number, payment) in &self.payments {
            if payment.status == PaymentStatus::Successful && !payment.granted {
                assert!(
                    self.refunds_due.contains(number),
                    "money is kept for nothing"
                );
            }
        }
        for mails in [&self.receipts, &self.confirmations] {
            let once: BTreeSet<_> = mails.iter().collect();
            assert_eq!(once.len(), mails.len(), "a mail is sent twice");
        }
    }
}

fn fact() -> impl Strategy<Value = Fact> {
    // As often as in life: most payments are never disputed.
    prop_oneof![5 => Just(Fact::Paid), 2 => Just(Fact::Refunded), 1 => Just(Fact::Disputed)]
}

fn step() -> impl Strategy<Value = Step> {
    let films = proptest::collection::btree_set(0..FILMS, 1..=usize::from(FILMS));
    prop_oneof![
        3 => films.prop_map(Step::Order),
        1 => (0..ORDERS).prop_map(Step::GiveUp),
        1 => (0..FILMS).prop_map(Step::Give),
        8 => (0..ORDERS * PAYMENTS_PER_ORDER, fact()).prop_map(|(n, fact)| Step::Tell(n, fact)),
        2 => Just(Step::Refund),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_history_breaks_the_books(history in vec(step(), 1..60)) {
        let mut books = Books::default();
        for step in &history {
            books.take(step);
            books.check();
        }
        // When the workers have caught up, money that is kept is money that brought films.
        while !books.refunds_due.is_empty() {
            books.take(&Step::Refund);
            books.check();
        }
        for payment in books.payments.values() {
            prop_assert!(payment.granted || payment.status != PaymentStatus::Successful);
        }
    }

    #[test]
    fn a_history_that_is_told_again_changes_nothing(history in vec(step(), 1..40)) {
        let mut books = Books::default();
        let mut heard = Vec::new();
        for step in &history {
            books.take(step);
            if let Step::Tell(payment, _) = step
                && books.payments.contains_key(payment)
            {
                heard.push(step);
            }
        }
        let before = format!("{books:?}");
        for step in heard {
            books.take(step);
        }
        prop_assert_eq!(before, format!("{books:?}"));
    }

    #[test]
    fn the_same_facts_lead_to_the_same_books_in_any_order_and_number(
        facts in vec(fact(), 1..8).prop_flat_map(|facts| (Just(facts.clone()), Just(facts).prop_shuffle())),
    ) {
        let outcome = |facts: &[Fact]| {
            let mut books = Books::default();
            books.take(&Step::Order(BTreeSet::from([0, 1])));
            for fact in facts {
                books.tell(0, *fact);
            }
            while !books.refunds_due.is_empty() {
                books.take(&Step::Refund);
            }
            (books.orders[0].status, books.payments[&0].status, books.library, books.confirmations)
        };
        prop_assert_eq!(outcome(&facts.0), outcome(&facts.1));
    }
}
