//! Buyers: they order, pay, change their minds, and click twice. What the shop has told them is remembered.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use anyhow::{Context as _, bail};
use sandbox::Control;
use serde_json::json;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use crate::shop::{Answer, Shop};

/// A card that pays, and one that is declined.
const GOOD_CARD: &str = "4242424242424242";
const BAD_CARD: &str = "4000000000000002";
/// How long an order may take to become paid or cancelled: webhooks that are lost are made up for within minutes.
const PATIENCE: Duration = Duration::from_mins(5);
const POLL: Duration = Duration::from_millis(300);

/// Somebody with an account.
pub(crate) struct Buyer {
    pub(crate) shop: Shop,
    pub(crate) stripe: Control,
    /// Films that this buyer has not tried to buy yet.
    pub(crate) wishes: Vec<String>,
    pub(crate) promises: Promises,
}

/// What the shop has told buyers, and so has to be true in the end.
#[derive(Clone, Default)]
pub(crate) struct Promises(Arc<Mutex<Vec<Promise>>>);

/// A thing that was said about an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Promise {
    /// It was made, for so many films.
    Made { order: i64, films: usize },
    /// It was seen paid.
    Paid { order: i64 },
    /// The buyer was told that it is cancelled.
    Cancelled { order: i64 },
    /// The buyer was told that the money goes back.
    Refunded { order: i64 },
}

impl Promises {
    fn note(&self, promise: Promise) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(promise);
    }

    /// All of them.
    pub(crate) fn all(&self) -> Vec<Promise> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Buyer {
    /// Places orders until so many have been placed by all buyers, or time is up.
    pub(crate) async fn shop(
        mut self,
        left: Arc<AtomicUsize>,
        deadline: Instant,
    ) -> anyhow::Result<()> {
        let take = |left| usize::checked_sub(left, 1);
        while Instant::now() < deadline
            && left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
                .is_ok()
        {
            self.buy().await?;
        }
        Ok(())
    }

    async fn buy(&mut self) -> anyhow::Result<()> {
        let films = fastrand::usize(1..=3).min(self.wishes.len());
        let films = self.wishes.split_off(self.wishes.len() - films);
        if films.is_empty() {
            bail!("there are not enough films");
        }
        for film in &films {
            let wish = json!({ "movie_uuid": film });
            let answers = twice(|| self.shop.post("/cart/add/", Some(&wish), None)).await?;
            expect(&answers, &[200, 409])?;
        }
        let order = self.order(films.len()).await?;
        let paid = match fastrand::u8(0..100) {
            0..5 => self.cancel(order).await?,
            5..12 => self.cancel_and_pay(order).await?,
            12..17 => self.pay_by_bank(order).await?,
            17..21 => self.pay_after_expiry(order).await?,
            21..26 => self.pay_after_decline(order).await?,
            26..29 => self.cancel_during_debit(order).await?,
            _ => self.pay(order).await?,
        };
        if paid {
            self.promises.note(Promise::Paid { order });
            match fastrand::u8(0..100) {
                0..8 => self.refund(order).await?,
                8..10 => self.refund_by_dashboard(order)?,
                10..12 => self.dispute(order)?,
                12..15 => self.dispute_and_refund(order).await?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Orders what is in the cart. Sometimes a click is two, with one key or with two.
    async fn order(&self, films: usize) -> anyhow::Result<i64> {
        let key = Uuid::now_v7().to_string();
        let other = Uuid::now_v7().to_string();
        let post = |key| self.shop.post("/orders/create/", None, Some(key));
        let answers = match fastrand::u8(0..4) {
            0 => both(post(&key), post(&key)).await?,
            1 => both(post(&key), post(&other)).await?,
            _ => vec![post(&key).await?],
        };
        expect(&answers, &[201, 400])?;
        let orders = answers.iter().filter(|answer| answer.status == 201);
        let mut numbers: Vec<i64> = orders
            .map(|answer| answer.body["id"].as_i64().context("an id"))
            .collect::<anyhow::Result<_>>()?;
        numbers.sort_unstable();
        numbers.dedup();
        for order in &numbers {
            self.promises.note(Promise::Made {
                order: *order,
                films,
            });
        }
        numbers
            .first()
            .copied()
            .with_context(|| format!("no order: {answers:?}"))
    }

    /// The session to pay an order with; nothing if there is no order to be paid any more.
    async fn checkout(&self) -> anyhow::Result<Option<String>> {
        let key = Uuid::now_v7().to_string();
        let answers = twice(|| {
            self.shop
                .post("/payments/checkout-session/", None, Some(&key))
        })
        .await?;
        expect(&answers, &[200, 404, 409])?;
        let mut urls = answers
            .iter()
            .filter_map(|answer| answer.body["checkout_url"].as_str());
        Ok(urls
            .next_back()
            .and_then(|url| url.rsplit('/').next())
            .map(str::to_owned))
    }

    async fn session(&self) -> anyhow::Result<String> {
        let session = self.checkout().await?;
        session.context("a pending order has a checkout")
    }

    async fn pay(&self, order: i64) -> anyhow::Result<bool> {
        let session = self.session().await?;
        self.click_pay(&session);
        self.ended(order, "paid").await
    }

    /// Stripe takes no second payment for a session, so what it says does not matter here.
    fn click_pay(&self, session: &str) {
        for _ in 0..fastrand::u8(1..=2) {
            let _ = self.stripe.pay(session, GOOD_CARD);
        }
    }

    async fn pay_after_decline(&self, order: i64) -> anyhow::Result<bool> {
        let session = self.session().await?;
        if self.stripe.pay(&session, BAD_CARD).is_ok() {
            bail!("a bad card has paid");
        }
        self.pay(order).await
    }

    async fn pay_after_expiry(&self, order: i64) -> anyhow::Result<bool> {
        let session = self.session().await?;
        self.stripe.expire(&session)?;
        // The shop gives the old address until it has heard of the expiry.
        let deadline = Instant::now() + PATIENCE;
        while self.session().await? == session {
            if Instant::now() > deadline {
                bail!("the shop does not hear that the checkout of order {order} expired");
            }
            sleep(POLL).await;
        }
        self.pay(order).await
    }

    async fn pay_by_bank(&self, order: i64) -> anyhow::Result<bool> {
        let session = self.session().await?;
        self.stripe.pay_by_bank(&session)?;
        sleep(POLL).await;
        let succeeds = fastrand::bool();
        self.stripe.settle(&session, succeeds)?;
        if succeeds {
            return self.ended(order, "paid").await;
        }
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.checkout().await? {
                Some(next) if next != session => return self.pay(order).await,
                _ if Instant::now() > deadline => {
                    bail!("the shop does not hear that the debit for order {order} failed")
                }
                _ => sleep(POLL).await,
            }
        }
    }

    /// The money may come for an order that is no more. Then it goes back.
    async fn cancel_during_debit(&self, order: i64) -> anyhow::Result<bool> {
        let session = self.session().await?;
        self.stripe.pay_by_bank(&session)?;
        self.click_cancel(order).await?;
        self.stripe.settle(&session, fastrand::bool())?;
        self.ended(order, "cancelled").await
    }

    async fn cancel(&self, order: i64) -> anyhow::Result<bool> {
        if fastrand::bool() {
            self.checkout().await?;
        }
        self.click_cancel(order).await?;
        self.ended(order, "cancelled").await
    }

    /// Whoever comes first: the order ends paid or cancelled, and the money is kept or goes back.
    async fn cancel_and_pay(&self, order: i64) -> anyhow::Result<bool> {
        let session = self.session().await?;
        let pay = async {
            sleep(Duration::from_millis(fastrand::u64(0..50))).await;
            self.click_pay(&session);
        };
        let (cancelled, ()) = tokio::join!(self.click_cancel(order), pay);
        cancelled?;
        self.ended(order, "").await
    }

    async fn click_cancel(&self, order: i64) -> anyhow::Result<()> {
        let path = format!("/orders/cancel/{order}/");
        let answers = twice(|| self.shop.post(&path, None, None)).await?;
        expect(&answers, &[200, 409])?;
        if answers.iter().any(|answer| answer.status == 200) {
            self.promises.note(Promise::Cancelled { order });
        }
        Ok(())
    }

    async fn refund(&self, order: i64) -> anyhow::Result<()> {
        let path = format!("/orders/refund/{order}/");
        let key = Uuid::now_v7().to_string();
        let answers = twice(|| self.shop.post(&path, None, Some(&key))).await?;
        expect(&answers, &[200, 400, 409])?;
        if answers.iter().any(|answer| answer.status == 200) {
            self.promises.note(Promise::Refunded { order });
        }
        Ok(())
    }

    fn refund_by_dashboard(&self, order: i64) -> anyhow::Result<()> {
        let amount = fastrand::bool().then_some(1);
        self.stripe.refund(&self.intent(order)?, amount)?;
        Ok(())
    }

    fn dispute(&self, order: i64) -> anyhow::Result<()> {
        self.stripe.dispute(&self.intent(order)?)?;
        Ok(())
    }

    async fn dispute_and_refund(&self, order: i64) -> anyhow::Result<()> {
        let refund = self.refund(order);
        let dispute = async {
            sleep(Duration::from_millis(fastrand::u64(0..20))).await;
            self.dispute(order)
        };
        let (refunded, disputed) = tokio::join!(refund, dispute);
        refunded.and(disputed)
    }

    /// What paid an order, according to Stripe.
    fn intent(&self, order: i64) -> anyhow::Result<String> {
        let books = self.stripe.books();
        let order = order.to_string();
        let intents = books["payment_intents"].as_array().context("intents")?;
        let paid = intents.iter().find(|intent| {
            intent["status"] == "succeeded" && intent["metadata"]["order_id"] == *order
        });
        let id = paid.and_then(|intent| intent["id"].as_str());
        Ok(id.context("nothing has paid the order")?.to_owned())
    }

    /// Waits for the end of an order, and tells whether it is that it was paid.
    async fn ended(&self, order: i64, wanted: &str) -> anyhow::Result<bool> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = self.shop.get(&format!("/orders/{order}/")).await?;
            expect(std::slice::from_ref(&answer), &[200])?;
            match answer.body["status"].as_str().context("a status")? {
                "pending" if Instant::now() < deadline => sleep(POLL).await,
                status if status == wanted || (wanted.is_empty() && status != "pending") => {
                    return Ok(status == "paid");
                }
                status => bail!("order {order} is {status}, and should be {wanted}"),
            }
        }
    }
}

/// Clicks once or twice.
async fn twice<F>(click: impl Fn() -> F) -> anyhow::Result<Vec<Answer>>
where
    F: Future<Output = anyhow::Result<Answer>>,
{
    if fastrand::u8(0..4) == 0 {
        both(click(), click()).await
    } else {
        Ok(vec![click().await?])
    }
}

async fn both<F>(one: F, other: F) -> anyhow::Result<Vec<Answer>>
where
    F: Future<Output = anyhow::Result<Answer>>,
{
    let (one, other) = tokio::join!(one, other);
    Ok(vec![one?, other?])
}

fn expect(answers: &[Answer], statuses: &[u16]) -> anyhow::Result<()> {
    match answers
        .iter()
        .find(|answer| !statuses.contains(&answer.status))
    {
        None => Ok(()),
        Some(answer) => bail!("not expected: {answer:?}"),
    }
}
