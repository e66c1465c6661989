//! What we ask Stripe.
//!
//! A request is sent again where that is safe: questions always, orders under their idempotency key. The keys are derived
//! from what is done, never from when, so that a request which is repeated after a crash is still the same one.

use std::{collections::HashMap, pin::Pin, time::Duration};

use chrono::{DateTime, Utc};
use domain::{CURRENCY, Money};
use rust_decimal::Decimal;
use stripe::{Client, ClientBuilder, IdempotencyKey, RequestStrategy, StripeRequest};
use stripe_checkout::checkout_session::{
    CreateCheckoutSession, CreateCheckoutSessionLineItems, CreateCheckoutSessionLineItemsPriceData,
    CreateCheckoutSessionPaymentIntentData, ExpireCheckoutSession, ProductData,
    RetrieveCheckoutSession,
};
use stripe_core::{
    charge::RetrieveCharge,
    dispute::ListDispute,
    payment_intent::RetrievePaymentIntent,
    refund::{CreateRefund, ListRefund},
};
use tokio::time::{Instant, sleep, timeout_at};
use uuid::Uuid;

use crate::{
    Charge, Dispute, Session, StripeError,
    error::{is_misconfigured, is_under_way},
    objects::{CHECKOUT_ID, ORDER_ID, checkout_id_in, id_of},
};

/// A request under way. Boxed, or whoever spawns something that asks Stripe would have the compiler walk through all of
/// Stripe's types to see that it may.
type Sent<'a, T> = Pin<Box<dyn Future<Output = Result<T, stripe::StripeError>> + Send + 'a>>;

/// Pauses between the attempts at one request.
const PAUSES: [Duration; 2] = [Duration::from_millis(100), Duration::from_millis(500)];
/// Pause while the same request is under way elsewhere.
const UNDER_WAY_PAUSE: Duration = Duration::from_millis(200);
/// Objects on a page of a list: the most that Stripe gives.
const PAGE: i64 = 100;
/// Pages of a list that are read at once.
const PAGES: i64 = 200;

/// Stripe, as far as we need it.
#[derive(Clone)]
pub struct Stripe {
    client: Client,
    timeout: Duration,
}

/// A checkout that is to be opened. Everything in it is stored or fixed, so that the request can be repeated to
/// the letter.
#[derive(Debug, Clone)]
pub struct NewCheckout {
    /// Our attempt. The request's idempotency key is made of it, and by it we know what comes back as ours.
    pub attempt: Uuid,
    /// The order to pay for.
    pub order_id: i32,
    /// Whom Stripe shows as the buyer.
    pub email: String,
    /// What is sold. Not empty.
    pub items: Vec<Item>,
    /// Nothing can be paid from then on.
    pub expires_at: DateTime<Utc>,
    /// Where the buyer comes back to after paying.
    pub success_url: String,
    /// Where the buyer comes back to without paying.
    pub cancel_url: String,
}

/// A line of a checkout.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is.
    pub name: String,
    /// What it costs.
    pub price: Money,
}

/// A refund in a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refund {
    /// The payment that was refunded, in full or in part.
    pub payment_intent: String,
    /// Its charge, which knows how much of it was refunded.
    pub charge: String,
}

/// What was read of a list, the newest first.
#[derive(Debug)]
pub struct Listed<T> {
    /// What was read.
    pub items: Vec<T>,
    /// Whether that is all. What is left out is the oldest.
    pub complete: bool,
}

impl Stripe {
    /// Connects to nothing yet.
    pub fn new(settings: &settings::Payments) -> Result<Self, StripeError> {
        let client = ClientBuilder::new(settings.stripe_secret_key.expose())
            .url(settings.stripe_api_base.as_str())
            .build()?;
        Ok(Self {
            client,
            timeout: settings.timeout,
        })
    }

    /// Opens a checkout, or returns the one that the same attempt opened before.
    pub async fn create_checkout(&self, checkout: &NewCheckout) -> Result<Session, StripeError> {
        let metadata = HashMap::from([
            (CHECKOUT_ID.to_owned(), checkout.attempt.to_string()),
            (ORDER_ID.to_owned(), checkout.order_id.to_string()),
        ]);
        let mut payment_intent = CreateCheckoutSessionPaymentIntentData::new();
        payment_intent.metadata = Some(metadata.clone());
        let request = CreateCheckoutSession::new()
            .mode(stripe_shared::CheckoutSessionMode::Payment)
            .line_items(checkout.items.iter().map(line_item).collect::<Vec<_>>())
            .client_reference_id(checkout.order_id.to_string())
            .customer_email(&checkout.email)
            .expires_at(checkout.expires_at.timestamp())
            .success_url(&checkout.success_url)
            .cancel_url(&checkout.cancel_url)
            .metadata(metadata)
            .payment_intent_data(payment_intent);
        let key = format!("checkout-{}", checkout.attempt);
        self.order("create-checkout", key, &request)
            .await
            .map(Session::from)
    }

    /// A checkout as it is now.
    pub async fn checkout(&self, id: &str) -> Result<Session, StripeError> {
        self.ask("retrieve-checkout", &RetrieveCheckoutSession::new(id))
            .await
            .map(Session::from)
    }

    /// Ends a checkout, and returns how it ended: a buyer may have paid a moment before.
    pub async fn expire_checkout(&self, id: &str) -> Result<Session, StripeError> {
        let request = ExpireCheckoutSession::new(id);
        let expired = self.order("expire-checkout", format!("expire-{id}"), &request);
        match expired.await {
            Ok(session) => Ok(session.into()),
            // Only open ones can be ended.
            Err(StripeError::Refused { .. }) => self.checkout(id).await,
            Err(error) => Err(error),
        }
    }

    /// Gives all the money of a payment back, which was this amount. That it was given back before is fine. Of a payment
    /// of nothing Stripe knows nothing and need not be asked.
    pub async fn refund(&self, payment: &str, amount: Decimal) -> Result<(), StripeError> {
        if amount.is_zero() {
            return Ok(());
        }
        let request = CreateRefund::new().payment_intent(payment);
        let key = format!("refund-{payment}");
        match self.order("refund", key, &request).await {
            Ok(refund) if matches!(refund.status.as_deref(), Some("failed" | "canceled")) => {
                Err(StripeError::Refused {
                    status: 200,
                    code: refund.failure_reason,
                    message: "the refund failed".to_owned(),
                })
            }
            Ok(_) => Ok(()),
            Err(error) if error.has_code("charge_already_refunded") => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// A charge as it is now.
    pub async fn charge(&self, id: &str) -> Result<Charge, StripeError> {
        self.ask("retrieve-charge", &RetrieveCharge::new(id))
            .await
            .map(Charge::from)
    }

    /// Our attempt in which a payment was made, by what we wrote on the payment. `None`: it is not ours.
    pub async fn checkout_of_payment(
        &self,
        payment_intent: &str,
    ) -> Result<Option<Uuid>, StripeError> {
        let request = RetrievePaymentIntent::new(payment_intent);
        match self.ask("retrieve-payment-intent", &request).await {
            Ok(payment) => Ok(checkout_id_in(&payment.metadata)),
            Err(error) if error.is_missing() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether a payment that takes days is under way still. A failed one needs another checkout.
    pub async fn is_processing(&self, payment_intent: &str) -> Result<bool, StripeError> {
        use stripe_shared::PaymentIntentStatus::{Canceled, RequiresPaymentMethod};
        let request = RetrievePaymentIntent::new(payment_intent);
        let payment = self.ask("retrieve-payment-intent", &request).await?;
        Ok(!matches!(payment.status, Canceled | RequiresPaymentMethod))
    }

    /// Refunds that were made since, whoever made them.
    pub async fn refunds_since(&self, since: DateTime<Utc>) -> Result<Listed<Refund>, StripeError> {
        let mut found = Vec::new();
        let mut request = ListRefund::new().created(from(since)).limit(PAGE);
        for _ in 0..PAGES {
            let page = self.ask("list-refunds", &request).await?;
            let last = page.data.last().map(|refund| refund.id.to_string());
            found.extend(page.data.into_iter().filter_map(|refund| {
                let payment_intent = id_of(refund.payment_intent.as_ref())?;
                let charge = id_of(refund.charge.as_ref())?;
                Some(Refund {
                    payment_intent,
                    charge,
                })
            }));
            match last.filter(|_| page.has_more) {
                Some(last) => request = request.starting_after(last),
                None => return Ok(Listed::all(found)),
            }
        }
        Ok(Listed::beginning(found, "refunds"))
    }

    /// Disputes that were opened since.
    pub async fn disputes_since(
        &self,
        since: DateTime<Utc>,
    ) -> Result<Listed<Dispute>, StripeError> {
        let mut found = Vec::new();
        let mut request = ListDispute::new().created(from(since)).limit(PAGE);
        for _ in 0..PAGES {
            let page = self.ask("list-disputes", &request).await?;
            found.extend(page.data.into_iter().map(Dispute::from));
            match found.last().filter(|_| page.has_more) {
                Some(last) => request = request.starting_after(&last.id),
                None => return Ok(Listed::all(found)),
            }
        }
        Ok(Listed::beginning(found, "disputes"))
    }

    /// Sends what changes nothing.
    async fn ask<R: StripeRequest<Output: miniserde::Deserialize + Send> + Sync>(
        &self,
        name: &'static str,
        request: &R,
    ) -> Result<R::Output, StripeError> {
        self.attempt(name, request, &RequestStrategy::Once).await
    }

    /// Sends what happens once, however often it is sent under this key.
    async fn order<R: StripeRequest<Output: miniserde::Deserialize + Send> + Sync>(
        &self,
        name: &'static str,
        key: String,
        request: &R,
    ) -> Result<R::Output, StripeError> {
        let key = IdempotencyKey::new(key)
            .map_err(|_| StripeError::Unavailable("the idempotency key is too long".to_owned()))?;
        self.attempt(name, request, &RequestStrategy::Idempotent(key))
            .await
    }

    /// Sends a request until it is answered for good, within the time that Stripe has.
    async fn attempt<R: StripeRequest<Output: miniserde::Deserialize + Send> + Sync>(
        &self,
        name: &'static str,
        request: &R,
        strategy: &RequestStrategy,
    ) -> Result<R::Output, StripeError> {
        let deadline = Instant::now() + self.timeout;
        let started = Instant::now();
        let mut pauses = PAUSES.into_iter();
        let outcome = loop {
            let sent: Sent<'_, R::Output> = Box::pin(
                request
                    .customize()
                    .request_strategy(strategy.clone())
                    .send(&self.client),
            );
            let (error, pause) = match timeout_at(deadline, sent).await {
                Ok(Ok(answer)) => break Ok(answer),
                Ok(Err(error)) if is_misconfigured(&error) => {
                    let error = StripeError::from(error);
                    tracing::error!(request = name, %error, "Stripe does not accept our key");
                    break Err(error);
                }
                // Somebody has sent the same request a moment ago: its answer will be ours.
                Ok(Err(error)) if is_under_way(&error) => (error.into(), Some(UNDER_WAY_PAUSE)),
                Ok(Err(error)) => (StripeError::from(error), pauses.next()),
                Err(_) => {
                    let reason = format!("no answer within {:?}", self.timeout);
                    break Err(StripeError::Unavailable(reason));
                }
            };
            let again = match error {
                StripeError::Unavailable(_) => true,
                // Under its key, the answer would be the same.
                StripeError::Failed(_) => matches!(strategy, RequestStrategy::Once),
                StripeError::Refused { .. } | StripeError::IdempotencyMismatch => false,
            };
            match pause {
                Some(pause) if again && Instant::now() + pause < deadline => {
                    tracing::info!(request = name, %error, "Stripe is asked again");
                    sleep(pause).await;
                }
                _ => break Err(error),
            }
        };
        let label = match &outcome {
            Ok(_) => "answered",
            Err(error) if error.passes() => "unavailable",
            Err(_) => "refused",
        };
        metrics::histogram!("cinema_stripe_request_seconds", "request" => name, "outcome" => label)
            .record(started.elapsed());
        outcome
    }
}

fn line_item(item: &Item) -> CreateCheckoutSessionLineItems {
    let currency: stripe_types::Currency = CURRENCY.parse().expect("a currency in the source");
    let mut price = CreateCheckoutSessionLineItemsPriceData::new(currency);
    price.unit_amount = Some(item.price.cents());
    price.product_data = Some(ProductData::new(&item.name));
    let mut line = CreateCheckoutSessionLineItems::new();
    line.price_data = Some(price);
    line.quantity = Some(1);
    line
}

impl<T> Listed<T> {
    const fn all(items: Vec<T>) -> Self {
        let complete = true;
        Self { items, complete }
    }

    fn beginning(items: Vec<T>, list: &str) -> Self {
        let read = items.len();
        tracing::error!(
            list,
            read,
            "a list of Stripe's is too long and was not read to its end"
        );
        let complete = false;
        Self { items, complete }
    }
}

fn from(since: DateTime<Utc>) -> stripe_types::RangeQueryTs {
    stripe_types::RangeQueryTs::gte(since.timestamp())
}
