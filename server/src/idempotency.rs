//! `Idempotency-Key`: what a request was answered is kept under its key for 24 hours, together with its effect, and
//! given again to who asks again.
//!
//! [`begin`] is the first transaction of such a use case. One that needs no other calls [`keep`] last in it. One that
//! asks Stripe between two transactions claims the key in the first, so that all see the request running, keeps the
//! answer in the last, and calls [`release`] if it fails in between. A request that died leaves its key claimed: it is
//! taken to be running for as long as a request may take, and then the key can be claimed anew. Without a key
//! nothing happens here.
//!
//! What is kept is the use case's result, not the bytes of the answer. Its JSON is read again for a day, also by a
//! newer release.

use hmac::{Hmac, KeyInit as _, Mac as _};
use http_runtime::Op;
use serde::{Serialize, de::DeserializeOwned};
use sha2::Sha256;
use sqlx::PgConnection;
pub(crate) use store::idempotency_keys::Key;
use store::idempotency_keys::{self, Known};
use telemetry::error_chain;

use crate::{App, auth::Caller, problem::Problem};

/// The result of an operation that is not done twice.
#[derive(Debug)]
pub(crate) struct Once<T> {
    /// The result.
    pub(crate) answer: T,
    /// Whether it is that of an earlier request.
    pub(crate) replayed: bool,
}

impl<T> Once<T> {
    /// What was done now.
    pub(crate) const fn now(answer: T) -> Self {
        Self {
            answer,
            replayed: false,
        }
    }

    /// The header `Idempotent-Replayed`.
    pub(crate) fn header(&self) -> Option<String> {
        self.replayed.then(|| "true".to_owned())
    }
}

/// The key of a request, if it has one. `content` is all that the request says, as far as the answer depends on it.
/// It may hold a password, so that only a keyed hash of it is stored.
pub(crate) fn key(
    app: &App,
    operation: &Op,
    caller: Option<Caller>,
    key: Option<String>,
    content: &impl Serialize,
) -> Option<Key> {
    let key = key?;
    let scope = match caller {
        Some(caller) => format!("{}/{}", operation.id, caller.user_id),
        None => operation.id.to_owned(),
    };
    let content = serde_json::to_vec(content).expect("plain data becomes JSON");
    let secret = app.config.auth.access_key.expose().as_bytes();
    let fingerprint_key = mac(secret, b"fingerprints of idempotent requests");
    Some(Key {
        scope,
        key,
        fingerprint: mac(&fingerprint_key, &content),
    })
}

fn mac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

/// What was answered under the key, if that is known already. For use cases that have costly or counted work to do
/// before their transaction.
pub(crate) async fn find<T: DeserializeOwned>(
    app: &App,
    key: Option<&Key>,
) -> Result<Option<Once<T>>, Problem> {
    let Some(key) = key else { return Ok(None) };
    let mut db = app.reads.acquire().await?;
    let known = idempotency_keys::find(&mut db, key).await?;
    db.release();
    answer(key, known)
}

/// What became of a use case's first transaction.
pub(crate) enum Begun<T, W> {
    /// Nothing, because this was answered before.
    Answered(Once<T>),
    /// It committed, and this is what its work brought.
    Worked(W),
}

impl<R> Begun<R, R> {
    /// The result of a use case that needs no other transaction.
    pub(crate) fn ended(self) -> Once<R> {
        match self {
            Self::Answered(before) => before,
            Self::Worked(answer) => Once::now(answer),
        }
    }
}

/// A transaction that claims the key and does the work. Unless the answer is known already: then nothing is done.
///
/// If the work fails, the transaction is over when this returns. One that is dropped ends some time later, and until
/// then whoever tries again would hear that a request is running.
pub(crate) async fn begin<T: DeserializeOwned, W>(
    app: &App,
    key: Option<&Key>,
    work: impl AsyncFnOnce(&mut PgConnection) -> Result<W, Problem>,
) -> Result<Begun<T, W>, Problem> {
    let mut tx = app.db.begin().await?;
    let begun = match claim(app, &mut tx, key).await {
        Ok(Some(before)) => Ok(Begun::Answered(before)),
        Ok(None) => work(&mut tx).await.map(Begun::Worked),
        Err(problem) => Err(problem),
    };
    if let Ok(Begun::Worked(_)) = begun {
        tx.commit().await?;
    } else if let Err(error) = tx.rollback().await {
        // The connection is lost, and what was done on it with it.
        tracing::warn!(
            error = error_chain(&error),
            "a transaction was not rolled back in order"
        );
    }
    begun
}

/// Claims the key until the transaction ends, and beyond that if it commits. Something means that there is nothing
/// left to do: it is what was answered before.
async fn claim<T: DeserializeOwned>(
    app: &App,
    tx: &mut PgConnection,
    key: Option<&Key>,
) -> Result<Option<Once<T>>, Problem> {
    let Some(key) = key else { return Ok(None) };
    let request_timeout = app.config.server.request_timeout;
    // Somebody who only asks for the answer again has the lock for a moment, too.
    if idempotency_keys::try_lock(tx, key).await?
        && idempotency_keys::insert(tx, key, request_timeout).await?
    {
        return Ok(None);
    }
    let before = answer(key, idempotency_keys::find(tx, key).await?)?;
    before.map(Some).ok_or(Problem::IdempotencyKeyInUse)
}

/// Keeps the answer, in the transaction of the effect.
pub(crate) async fn keep(
    tx: &mut PgConnection,
    key: Option<&Key>,
    answer: &impl Serialize,
) -> Result<(), Problem> {
    let Some(key) = key else { return Ok(()) };
    let answer = serde_json::to_value(answer).expect("plain data becomes JSON");
    Ok(idempotency_keys::set_answer(tx, key, &answer).await?)
}

/// Lets go of a claimed key after a failure, so that the caller may try again at once.
pub(crate) async fn release(app: &App, key: Option<&Key>) -> Result<(), Problem> {
    let Some(key) = key else { return Ok(()) };
    let mut db = app.db.acquire().await?;
    Ok(idempotency_keys::delete_unanswered(&mut db, key).await?)
}

fn answer<T: DeserializeOwned>(
    key: &Key,
    known: Option<Known>,
) -> Result<Option<Once<T>>, Problem> {
    let Some(known) = known else {
        return Ok(None);
    };
    if known.fingerprint != key.fingerprint {
        return Err(Problem::IdempotencyKeyReused);
    }
    let Some(answer) = known.answer else {
        return Ok(None);
    };
    let answer = serde_json::from_value(answer).map_err(|error| {
        tracing::error!(%error, scope = key.scope, "a kept answer cannot be read");
        Problem::Internal
    })?;
    Ok(Some(Once {
        answer,
        replayed: true,
    }))
}
