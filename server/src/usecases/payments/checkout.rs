//! The pay page of an order.
//!
//! An attempt is stored before Stripe is asked, and everything that Stripe is told comes from what is stored. So
//! whoever dies, or loses Stripe's answer, repeats the same request under the same key, and gets the same page.
//! Requests that come at once share the attempt for the same reason.

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use domain::{Money, clock};
use jobs::{ExpireCheckout, outbox};
use payments::{Item, NewCheckout, Session, SessionState, StripeError};
use sqlx::PgConnection;
use store::{
    checkout_sessions::{self, Attempt, Status},
    orders, users,
};
use uuid::Uuid;

use crate::{
    App,
    auth::Caller,
    idempotency::{self, Key, Once},
    problem::Problem,
};

/// Stripe gives every page 30 minutes at least. An attempt that has less left, and no page yet, starts over.
const LIFETIME_MIN: TimeDelta = TimeDelta::minutes(31);
/// How often things may change behind one request before it gives up.
const ROUNDS: usize = 4;

/// What there is, or what is missing.
enum Next {
    /// The page.
    Page(String),
    /// What Stripe is to be asked.
    Ask(Question),
}

/// What Stripe is asked.
enum Question {
    /// To open a page.
    Open(Box<NewCheckout>),
    /// What became of a page whose time is over.
    Look(String),
}

/// What Stripe says.
enum Answer {
    /// The page is open.
    Opened(Box<NewCheckout>, Session),
    /// It was asked differently for the same attempt before.
    Mismatch(Box<NewCheckout>),
    /// What became of the page.
    Seen(Session),
}

/// The URL of the page on which the caller's unpaid order is paid.
pub(crate) async fn create(
    app: &App,
    caller: Caller,
    key: Option<Key>,
) -> Result<Once<String>, Problem> {
    let key = key.as_ref();
    let mut tx = app.db.begin().await?;
    if let Some(before) = idempotency::claim(app, &mut tx, key).await? {
        return Ok(before);
    }
    let question = match next(app, &mut tx, caller).await? {
        Next::Ask(question) => question,
        Next::Page(url) => {
            idempotency::keep(&mut tx, key, &url).await?;
            tx.commit().await?;
            return Ok(Once::now(url));
        }
    };
    tx.commit().await?;

    let url = follow(app, caller, key, question).await;
    if url.is_err() {
        idempotency::release(app, key).await?;
    }
    url.map(Once::now)
}

/// Asks Stripe, and enters what it says, until there is a page.
async fn follow(
    app: &App,
    caller: Caller,
    key: Option<&Key>,
    mut question: Question,
) -> Result<String, Problem> {
    for _ in 0..ROUNDS {
        let answer = ask(app, question).await?;
        let mut tx = app.db.begin().await?;
        let found = match enter(&mut tx, answer).await? {
            Some(url) => Ok(Next::Page(url)),
            None => next(app, &mut tx, caller).await,
        };
        if let Ok(Next::Page(url)) = &found {
            idempotency::keep(&mut tx, key, url).await?;
        }
        // Also where the order is gone: what Stripe said stays true.
        tx.commit().await?;
        match found? {
            Next::Page(url) => return Ok(url),
            Next::Ask(other) => question = other,
        }
    }
    let user_id = caller.user_id;
    tracing::error!(user_id, rounds = ROUNDS, "no pay page could be opened");
    Err(Problem::StripeUnavailable)
}

/// Looks where the caller's order stands.
async fn next(app: &App, tx: &mut PgConnection, caller: Caller) -> Result<Next, Problem> {
    let order = orders::lock_pending(tx, caller.user_id).await?;
    let order = order.ok_or(Problem::NoPendingOrder)?;
    let now = clock::now();
    match checkout_sessions::current(tx, order.id).await? {
        Some(Attempt {
            status: Status::Complete,
            ..
        }) => return Err(Problem::PaymentProcessing),
        Some(Attempt {
            stripe_id: Some(stripe_id),
            url,
            expires_at,
            ..
        }) => {
            return Ok(match url {
                Some(url) if expires_at > now => Next::Page(url),
                _ => Next::Ask(Question::Look(stripe_id)),
            });
        }
        Some(attempt) if attempt.expires_at - now >= LIFETIME_MIN => {
            return open(app, tx, caller, attempt.id, order.id, attempt.expires_at).await;
        }
        Some(attempt) => checkout_sessions::expire_unanswered(tx, attempt.id).await?,
        None => {}
    }
    let (id, expires_at) = (
        Uuid::now_v7(),
        now.trunc_subsecs(0) + app.config.payments.checkout_lifetime,
    );
    checkout_sessions::insert(tx, id, order.id, order.total_amount, expires_at).await?;
    open(app, tx, caller, id, order.id, expires_at).await
}

/// Puts together what Stripe is to be told of an attempt.
async fn open(
    app: &App,
    tx: &mut PgConnection,
    caller: Caller,
    attempt: Uuid,
    order_id: i32,
    expires_at: DateTime<Utc>,
) -> Result<Next, Problem> {
    let buyer = users::find(tx, caller.user_id).await?;
    let mut items = Vec::new();
    for (name, price) in orders::titles(tx, order_id).await? {
        let price = Money::try_from(price).map_err(|error| {
            tracing::error!(%error, order_id, "a price in an order is no amount");
            Problem::Internal
        })?;
        items.push(Item { name, price });
    }
    Ok(Next::Ask(Question::Open(Box::new(NewCheckout {
        attempt,
        order_id,
        email: buyer.ok_or(Problem::UnknownUser)?.email,
        items,
        expires_at,
        success_url: app.config.server.link("/payments/success/"),
        cancel_url: app.config.server.link("/payments/cancel/"),
    }))))
}

async fn ask(app: &App, question: Question) -> Result<Answer, Problem> {
    let answer = match question {
        Question::Look(id) => app.stripe.checkout(&id).await.map(Answer::Seen),
        Question::Open(checkout) => match app.stripe.create_checkout(&checkout).await {
            Ok(session) => Ok(Answer::Opened(checkout, session)),
            // A film was renamed after somebody asked, and Stripe's answer to that was never stored.
            Err(StripeError::IdempotencyMismatch) => Ok(Answer::Mismatch(checkout)),
            Err(error) => Err(error),
        },
    };
    answer.map_err(|error| {
        tracing::error!(%error, "Stripe opens no pay page");
        Problem::StripeUnavailable
    })
}

/// Enters what Stripe said. Returns the page if there is one that may be shown.
async fn enter(tx: &mut PgConnection, answer: Answer) -> Result<Option<String>, Problem> {
    match answer {
        Answer::Mismatch(checkout) => {
            orders::lock_any(tx, checkout.order_id).await?;
            checkout_sessions::expire_unanswered(tx, checkout.attempt).await?;
            Ok(None)
        }
        Answer::Opened(checkout, session) => opened(tx, &checkout, session).await,
        Answer::Seen(session) => match session.state {
            SessionState::Open => Ok(session.url),
            SessionState::Expired => {
                bookkeeping::enter_session(tx, &session).await?;
                Ok(None)
            }
            // The news are on their way, or will be asked for.
            SessionState::Complete | SessionState::Unknown => Err(Problem::PaymentProcessing),
        },
    }
}

async fn opened(
    tx: &mut PgConnection,
    checkout: &NewCheckout,
    session: Session,
) -> Result<Option<String>, Problem> {
    let order_id = checkout.order_id;
    orders::lock_any(tx, order_id).await?;
    let url = session.url.as_deref();
    match checkout_sessions::set_answer(tx, checkout.attempt, &session.id, url).await? {
        Status::Open => {
            tracing::info!(order_id, session = session.id, "a pay page is open");
            Ok(session.url)
        }
        // The order was cancelled meanwhile. Nobody has seen the page; it is closed all the same.
        Status::Complete | Status::Expired => {
            let checkout_session_id = checkout.attempt;
            outbox::enqueue(
                tx,
                &ExpireCheckout {
                    checkout_session_id,
                },
            )
            .await?;
            Ok(None)
        }
    }
}
