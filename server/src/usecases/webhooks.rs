//! What Stripe has sent, as admins see it. How it is taken is in [`super::payments`].

use bytes::Bytes;
use domain::EventStatus;
use jobs::{HandleStripeEvent, outbox};
use serde::Serialize;
use store::{
    audit::{self, Actor, Change},
    stripe_events::{self, Event, Filter, Handling},
};

use crate::{
    App,
    problem::Problem,
    usecases::pages::{Address, Page},
};

/// A page of events.
#[derive(Serialize)]
struct Events {
    #[serde(rename = "events")]
    items: Vec<Event>,
    prev_page: Option<String>,
    next_page: Option<String>,
    total_pages: i64,
    total_items: i64,
}

/// A page of events, as JSON.
pub(crate) async fn list(app: &App, filter: &Filter, page: Page) -> Result<Bytes, Problem> {
    let mut db = app.reads.acquire().await?;
    let found = stripe_events::page(&mut db, filter, page.size, page.offset()).await?;
    db.release();
    let link = |number| {
        let address = Address::new("/admin/webhooks/")
            .with("type", filter.r#type.as_ref())
            .with("status", filter.status.map(status_name))
            .page(Page { number, ..page });
        app.config.server.link(&address.finish())
    };
    let around = page.neighbours(found.total, !found.items.is_empty(), found.more);
    let body = serde_json::to_vec(&Events {
        items: found.items,
        prev_page: around.prev.map(link),
        next_page: around.next.map(link),
        total_pages: page.count(found.total),
        total_items: found.total,
    });
    Ok(body.expect("plain data becomes JSON").into())
}

/// The name of a status in the API.
const fn status_name(status: EventStatus) -> &'static str {
    match status {
        EventStatus::Received => "received",
        EventStatus::Handled => "handled",
        EventStatus::GivenUp => "given_up",
    }
}

/// Has the worker act on an event again, whatever became of it before.
pub(crate) async fn replay(app: &App, actor: &Actor, id: &str) -> Result<(), Problem> {
    let mut tx = app.db.begin().await?;
    let before = stripe_events::reset(&mut tx, id).await?;
    let before = before.ok_or(Problem::StripeEventNotFound)?;
    let event_id = id.to_owned();
    outbox::enqueue(&mut tx, &HandleStripeEvent { event_id }).await?;
    let change = Change {
        action: "replay-stripe-event",
        entity: "stripe-event",
        entity_id: id,
        before: Some(&before),
        after: Some(&Handling::default()),
    };
    audit::insert(&mut tx, actor, &change).await?;
    tx.commit().await?;
    Ok(())
}
