//! Webhooks: signed, sent at least once in no promised order, and tried again until they are acknowledged.

mod forgery;
mod signature;

use std::{iter, sync::Arc, time::Duration};

use http::{StatusCode, header};
use serde::{Deserialize, Serialize};
use url::Url;

use self::forgery::Forgery;
use crate::{
    App,
    books::{self, Attempt, Sending},
    objects,
};

/// Longest wait for an acknowledgement.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(10);

/// Pauses before the attempts after the first one, as Stripe makes them in three days.
const PAUSES: [Duration; 9] = [
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(5),
    Duration::from_hours(10),
    Duration::from_hours(12),
    Duration::from_hours(12),
    Duration::from_hours(12),
    Duration::from_hours(12),
];

/// Who listens.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// Where webhooks go.
    pub url: Url,
    /// What they are signed with: one `v1` for each. There are two while a secret is rolled.
    pub secrets: Vec<String>,
}

/// One webhook as it goes over the wire.
struct Message {
    body: String,
    signature: Option<String>,
}

/// Begins to deliver an event.
pub(crate) fn dispatch(app: &Arc<App>, event: &str) {
    let faults = app.faults().webhooks;
    let listens = app.endpoint().is_some();
    let sending = match (listens, listens && faults.drops()) {
        (false, _) => Sending::Undelivered,
        (true, true) => Sending::Dropped,
        (true, false) => Sending::Pending,
    };
    set_sending(app, event, sending);
    if !listens {
        return;
    }
    if sending == Sending::Pending {
        for _ in 0..faults.copies() {
            send(app, event, faults.delay());
        }
    }
    if faults.forges() {
        let (app, event) = (Arc::clone(app), event.to_owned());
        app.clone().spawn_delivery(async move {
            tokio::time::sleep(faults.delay()).await;
            attempt(&app, &event, Some(Forgery::any())).await;
        });
    }
}

/// Delivers an event once more, and as often as it takes.
pub(crate) fn send(app: &Arc<App>, event: &str, delay: Duration) {
    let (app, event) = (Arc::clone(app), event.to_owned());
    app.clone().spawn_delivery(async move {
        let pauses = PAUSES.iter().map(|pause| pause.mul_f64(app.retry_scale));
        for pause in iter::once(delay).chain(pauses) {
            tokio::time::sleep(pause).await;
            if attempt(&app, &event, None).await {
                return;
            }
        }
        set_sending(&app, &event, Sending::Undelivered);
    });
}

/// Sends one webhook and writes down the answer. Tells whether it was acknowledged.
async fn attempt(app: &App, event: &str, forgery: Option<Forgery>) -> bool {
    let (Some(endpoint), Some(body)) = (app.endpoint(), body_of(app, event)) else {
        return false;
    };
    let message = match forgery {
        Some(forgery) => forgery.message(body, &endpoint.secrets),
        None => Message {
            signature: Some(signature::header(books::now(), &body, &endpoint.secrets)),
            body,
        },
    };
    let answer = post(app, &endpoint.url, message).await;
    let acknowledged = answer.is_some_and(|status| status.is_success());
    let attempt = Attempt {
        at: books::now(),
        status: answer.map(|status| status.as_u16()),
        forged: forgery.map(Forgery::name),
    };
    let mut books = app.books();
    if let Some(event) = books.events.get_mut(event) {
        event.attempts.push(attempt);
        if acknowledged && forgery.is_none() {
            event.sending = Sending::Delivered;
        }
    }
    acknowledged
}

async fn post(app: &App, url: &Url, message: Message) -> Option<StatusCode> {
    let mut request = app
        .http
        .post(url.clone())
        .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
        .header(
            header::USER_AGENT,
            "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        )
        .body(message.body);
    if let Some(signature) = message.signature {
        request = request.header("stripe-signature", signature);
    }
    match request.send().await {
        Ok(response) => Some(response.status()),
        Err(error) => {
            tracing::debug!(%error, "a webhook was not answered");
            None
        }
    }
}

/// Stripe indents what it sends: whoever signs what they parsed, fails.
fn body_of(app: &App, event: &str) -> Option<String> {
    let books = app.books();
    let event = objects::event(books.events.get(event)?);
    serde_json::to_string_pretty(&event).ok()
}

fn set_sending(app: &App, event: &str, sending: Sending) {
    if let Some(event) = app.books().events.get_mut(event)
        && event.sending != Sending::Delivered
    {
        event.sending = sending;
    }
}
