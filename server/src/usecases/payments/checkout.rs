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
    idempotency::{self, Begun, Key, Once},
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
    Look {
        /// Our attempt.
        attempt: Uuid,
        /// The order to pay for.
        order_id: i32,
        /// Stripe's id of the page.
        stripe_id: String,
    },
}

/// What Stripe says.
enum Answer {
    /// The page is open.
    Opened(Page),
    /// What became of the page.
    Seen(Page),
    /// It was asked differently for the same attempt before.
    Mismatch,
}

/// A page as Stripe describes it.
struct Page {
    /// Our attempt.
    attempt: Uuid,
    /// The order to pay for.
    order_id: i32,
    /// Stripe's words.
    session: Session,
}

/// The URL of the page on which the caller's unpaid order is paid.
pub(crate) async fn create(
    app: &App,
    caller: Caller,
    key: Option<Key>,
) -> Result<Once<String>, Problem> {
    let key = key.as_ref();
    let begun = idempotency::begin(app, key, async |tx| {
        let found = next(app, tx, caller).await?;
        if let Next::Page(url) = &found {
            idempotency::keep(tx, key, url).await?;
        }
        Ok(found)
    });
    let question = match begun.await? {
        Begun::Answered(before) => return Ok(before),
        Begun::Worked(Next::Page(url)) => return Ok(Once::now(url)),
        Begun::Worked(Next::Ask(question)) => question,
    };

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
            id,
            stripe_id: Some(stripe_id),
            url,
            expires_at,
            ..
        }) => {
            return Ok(match url {
                Some(url) if expires_at > now => Next::Page(url),
                _ => Next::Ask(Question::Look {
                    attempt: id,
                    order_id: order.id,
                    stripe_id,
                }),
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
    match question {
        Question::Look {
            attempt,
            order_id,
            stripe_id,
        } => match app.stripe.checkout(&stripe_id).await {
            Ok(session) => Ok(Answer::Seen(Page {
                attempt,
                order_id,
                session,
            })),
            Err(error) => Err(no_page(&error)),
        },
        Question::Open(checkout) => match app.stripe.create_checkout(&checkout).await {
            Ok(session) => Ok(Answer::Opened(Page {
                attempt: checkout.attempt,
                order_id: checkout.order_id,
                session,
            })),
            Err(error @ StripeError::Unavailable(_)) => Err(no_page(&error)),
            // Stripe keeps to what it has said under a key. Nobody has seen a page: another attempt has another key.
            Err(error) => {
                spoil(app, &checkout).await?;
                match error {
                    // A film was renamed after somebody asked, and Stripe's answer to that was never stored.
                    StripeError::IdempotencyMismatch => Ok(Answer::Mismatch),
                    error => Err(no_page(&error)),
                }
            }
        },
    }
}

fn no_page(error: &StripeError) -> Problem {
    tracing::error!(%error, "Stripe opens no pay page");
    Problem::StripeUnavailable
}

/// Ends an attempt for which Stripe opens no page.
async fn spoil(app: &App, checkout: &NewCheckout) -> Result<(), Problem> {
    let mut tx = app.db.begin().await?;
    orders::lock_any(&mut tx, checkout.order_id).await?;
    checkout_sessions::expire_unanswered(&mut tx, checkout.attempt).await?;
    Ok(tx.commit().await?)
}

/// Enters what Stripe said. Returns the page if there is one that may be shown.
async fn enter(tx: &mut PgConnection, answer: Answer) -> Result<Option<String>, Problem> {
    match answer {
        Answer::Mismatch => Ok(None),
        Answer::Opened(page) => show(tx, page).await,
        Answer::Seen(page) => match page.session.state {
            SessionState::Open => show(tx, page).await,
            SessionState::Expired => {
                bookkeeping::enter_session(tx, &page.session).await?;
                Ok(None)
            }
            // The news are on their way, or will be asked for.
            SessionState::Complete | SessionState::Unknown => Err(Problem::PaymentProcessing),
        },
    }
}

/// Keeps what Stripe says of an open page, and returns it if the order still waits to be paid.
async fn show(tx: &mut PgConnection, page: Page) -> Result<Option<String>, Problem> {
    let Page {
        attempt,
        order_id,
        session,
    } = page;
    let order = orders::lock_any(tx, order_id).await?;
    let is_pending = order.is_some_and(|order| order.status == orders::Status::Pending);
    let url = session.url.as_deref();
    let status = checkout_sessions::set_answer(tx, attempt, &session.id, url).await?;
    if is_pending && status == Status::Open {
        tracing::info!(order_id, session = session.id, "a pay page is open");
        return Ok(session.url);
    }
    // Things have changed since Stripe was asked. Nobody is shown the page; it is closed all the same.
    let job = ExpireCheckout {
        checkout_session_id: attempt,
    };
    outbox::enqueue(tx, &job).await?;
    Ok(None)
}
