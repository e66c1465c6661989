//! Lists: newest first, in pages that begin behind an object.

use std::sync::Arc;

use serde::Serialize;
use serde_json::json;

use super::{errors::ApiError, form::Params};
use crate::{
    App,
    books::{Books, Collection, Record},
    objects,
};

const MOST: i64 = 100;
const USUAL: i64 = 10;

/// Which part of a list is wanted.
struct Page {
    limit: usize,
    starting_after: Option<String>,
    ending_before: Option<String>,
    /// Bounds of `created`, both included.
    from: i64,
    to: i64,
}

pub(super) fn sessions(app: &Arc<App>, mut params: Params) -> Result<String, ApiError> {
    let intent = params.text("payment_intent")?;
    let status = params.one_of("status", &["open", "complete", "expired"])?;
    let page = Page::read(params)?;
    app.change(|books| {
        books.expire_lapsed();
        let list = page.of("/v1/checkout/sessions", &books.sessions, |session| {
            is(intent.as_ref(), session.intent.as_deref())
                && is(status.as_ref(), Some(session.status.as_str()))
        })?;
        list.show(|session| objects::session(session, Some(&app.pay_url(&session.id))))
    })
}

pub(super) fn refunds(books: &Books, mut params: Params) -> Result<String, ApiError> {
    let (intent, charge) = (params.text("payment_intent")?, params.text("charge")?);
    let list = Page::read(params)?.of("/v1/refunds", &books.refunds, |refund| {
        is(intent.as_ref(), Some(&refund.intent)) && is(charge.as_ref(), Some(&refund.charge))
    })?;
    list.show(|refund| objects::refund(books, refund))
}

pub(super) fn disputes(books: &Books, mut params: Params) -> Result<String, ApiError> {
    let (intent, charge) = (params.text("payment_intent")?, params.text("charge")?);
    let list = Page::read(params)?.of("/v1/disputes", &books.disputes, |dispute| {
        is(intent.as_ref(), Some(&dispute.intent)) && is(charge.as_ref(), Some(&dispute.charge))
    })?;
    list.show(|dispute| objects::dispute(books, dispute))
}

pub(super) fn events(books: &Books, mut params: Params) -> Result<String, ApiError> {
    let kind = params.text("type")?;
    let list = Page::read(params)?.of("/v1/events", &books.events, |event| {
        is(kind.as_ref(), Some(&event.kind))
    })?;
    list.show(|event| objects::event(event))
}

/// Whether a filter, if there is one, fits.
fn is(wanted: Option<&String>, found: Option<&str>) -> bool {
    wanted.is_none_or(|wanted| Some(wanted.as_str()) == found)
}

/// A page of a list.
struct List<'a, T> {
    url: &'static str,
    records: Vec<&'a T>,
    has_more: bool,
}

impl Page {
    fn read(mut params: Params) -> Result<Self, ApiError> {
        let limit = params.positive("limit")?.unwrap_or(USUAL);
        if limit > MOST {
            let message = format!(
                "This value must be less than or equal to {MOST} (it currently is '{limit}')."
            );
            return Err(ApiError::param(
                "parameter_invalid_integer",
                "limit",
                message,
            ));
        }
        let mut created = params.object("created")?;
        let after = created.integer("gt")?.map(|bound| bound + 1);
        let before = created.integer("lt")?.map(|bound| bound - 1);
        let page = Self {
            limit: usize::try_from(limit).expect("between 1 and 100"),
            starting_after: params.text("starting_after")?,
            ending_before: params.text("ending_before")?,
            from: created.integer("gte")?.or(after).unwrap_or(i64::MIN),
            to: created.integer("lte")?.or(before).unwrap_or(i64::MAX),
        };
        created.finish()?;
        params.finish()?;
        Ok(page)
    }

    fn of<'a, T: Record>(
        &self,
        url: &'static str,
        records: &'a Collection<T>,
        fits: impl Fn(&T) -> bool,
    ) -> Result<List<'a, T>, ApiError> {
        for (cursor, param) in [
            (&self.starting_after, "starting_after"),
            (&self.ending_before, "ending_before"),
        ] {
            if let Some(id) = cursor.as_ref().filter(|id| records.get(id).is_none()) {
                let message = format!("No such object: '{id}'");
                return Err(ApiError::param("resource_missing", param, message));
            }
        }
        let fits = |record: &&T| (self.from..=self.to).contains(&record.created()) && fits(record);
        let is = |cursor: &Option<String>, record: &&T| cursor.as_deref() == Some(record.id());
        let mut found: Vec<&T>;
        if self.ending_before.is_some() {
            // The page just before that object: the oldest of those that are newer.
            let newer = records
                .iter()
                .skip_while(|record| !is(&self.ending_before, record));
            found = newer.skip(1).filter(fits).take(self.limit + 1).collect();
        } else {
            let after = self.starting_after.is_some();
            let older = records.iter().rev();
            let older = older.skip_while(|record| after && !is(&self.starting_after, record));
            found = older
                .skip(usize::from(after))
                .filter(fits)
                .take(self.limit + 1)
                .collect();
        }
        let has_more = found.len() > self.limit;
        found.truncate(self.limit);
        if self.ending_before.is_some() {
            found.reverse();
        }
        Ok(List {
            url,
            records: found,
            has_more,
        })
    }
}

impl<T> List<'_, T> {
    fn show<'b, O: Serialize>(&'b self, show: impl Fn(&'b T) -> O) -> Result<String, ApiError> {
        let data: Vec<O> = self.records.iter().map(|record| show(record)).collect();
        super::json(
            &json!({ "object": "list", "data": data, "has_more": self.has_more, "url": self.url }),
        )
    }
}
