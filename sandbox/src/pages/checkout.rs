//! The hosted page where a buyer pays.

use std::sync::Arc;

use axum::{
    Form, Router,
    extract::{Path, State, rejection::FormRejection},
    response::Response,
    routing::get,
};
use chrono::{Datelike as _, Months, NaiveDate};
use domain::clock;
use http::StatusCode;
use minijinja::{Value, context};
use serde::Deserialize;
use url::Url;

use super::{money, see_other};
use crate::{
    App,
    books::{Books, Card, Means, Refusal, Session, SessionStatus},
};

pub(super) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/c/pay/{session}", get(show).post(pay))
        .with_state(app)
}

/// What the buyer typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    email: String,
    number: String,
    expiry: String,
    cvc: String,
    name: String,
    means: Chosen,
}

/// Which button was pressed.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Chosen {
    #[default]
    Card,
    Bank,
    Free,
}

async fn show(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    let Some(session) = find(&app, &id) else {
        return app.pages.missing();
    };
    let typed = Typed {
        email: session.order.customer_email.clone().unwrap_or_default(),
        ..Typed::default()
    };
    page(&app, &session, &typed, None)
}

async fn pay(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    typed: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Some(session) = find(&app, &id) else {
        return app.pages.missing();
    };
    let Ok(Form(typed)) = typed else {
        let problem = Problem::Typed("The form was not complete. Please try again.");
        return page(&app, &session, &Typed::default(), Some(&problem));
    };
    match try_to_pay(&app, &id, &typed) {
        Ok(()) => see_other(&session.success_url()),
        // Pressed twice: the first time has paid.
        Err(Problem::Over) => show(State(app), Path(id)).await,
        Err(problem) => page(&app, &session, &typed, Some(&problem)),
    }
}

/// Why a session was not paid.
enum Problem {
    /// Something was mistyped.
    Typed(&'static str),
    /// The bank said no.
    Declined(&'static str),
    /// It is paid, or its time is over.
    Over,
}

fn try_to_pay(app: &Arc<App>, id: &str, typed: &Typed) -> Result<(), Problem> {
    let means = typed.means()?;
    let email = Some(typed.email.clone()).filter(|email| !email.is_empty());
    app.change(|books| books.pay_session(id, means, email))
        .map_err(|refusal| match refusal {
            Refusal::Declined(decline) => Problem::Declined(decline.message),
            _ => Problem::Over,
        })
}

/// The session, expired if its time is over.
fn find(app: &Arc<App>, id: &str) -> Option<Session> {
    app.change(|books: &mut Books| {
        books.expire_lapsed();
        books.sessions.get(id).cloned()
    })
}

impl Typed {
    /// What is to be charged, if it was typed as it is printed on a card.
    fn means(&self) -> Result<Means, Problem> {
        if self.means != Chosen::Card {
            return Ok(Means::BankDebit);
        }
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
        if !(12..=19).contains(&digits(&self.number)) {
            return Err(Problem::Typed("Your card number is incomplete."));
        }
        match last_day(&self.expiry) {
            None => return Err(Problem::Typed("Your card's expiration date is incomplete.")),
            Some(day) if day < clock::now().date_naive() => {
                return Err(Problem::Typed(
                    "Your card's expiration year is in the past.",
                ));
            }
            Some(_) => {}
        }
        if !(3..=4).contains(&digits(&self.cvc)) {
            return Err(Problem::Typed("Your card's security code is incomplete."));
        }
        if self.name.trim().is_empty() {
            return Err(Problem::Typed("Please tell us the name on the card."));
        }
        Ok(Means::Card(Card::with_number(&self.number)))
    }
}

/// The last day of a month that was typed as `MM / YY`.
fn last_day(expiry: &str) -> Option<NaiveDate> {
    let (month, year) = expiry.split_once('/')?;
    let year: i32 = year.trim().parse().ok()?;
    let century = clock::now().year() / 100 * 100;
    let year = if year < 100 { century + year } else { year };
    let first = NaiveDate::from_ymd_opt(year, month.trim().parse().ok()?, 1)?;
    first.checked_add_months(Months::new(1))?.pred_opt()
}

fn page(app: &App, session: &Session, typed: &Typed, problem: Option<&Problem>) -> Response {
    let order = &session.order;
    let lines: Vec<Value> = order
        .lines
        .iter()
        .map(|line| {
            context! {
                name => line.name.as_str(),
                description => line.description.as_deref(),
                quantity => line.quantity,
                unit_amount => money(line.unit_amount, &order.currency),
                amount => money(line.amount(), &order.currency),
            }
        })
        .collect();
    let shared = context! {
        shop => app.shop.as_str(),
        total => money(order.total(), &order.currency),
        lines,
        cancel_url => order.cancel_url.as_deref(),
    };
    if session.status != SessionStatus::Open {
        return app.pages.show(
            StatusCode::OK,
            "over.html",
            context! { ..over(session), ..shared },
        );
    }
    let (status, error) = match problem {
        None | Some(Problem::Over) => (StatusCode::OK, None),
        Some(Problem::Typed(text)) => (StatusCode::UNPROCESSABLE_ENTITY, Some(*text)),
        Some(Problem::Declined(text)) => (StatusCode::PAYMENT_REQUIRED, Some(*text)),
    };
    let cards = Card::OFFERED.map(|(card, does)| {
        context! { number => grouped(card.number()), does => does }
    });
    let values = context! {
        error,
        free => order.total() == 0,
        form => context! {
            email => typed.email.as_str(),
            number => typed.number.as_str(),
            expiry => typed.expiry.as_str(),
            cvc => typed.cvc.as_str(),
            name => typed.name.as_str(),
        },
        cards => cards.to_vec(),
        ..shared
    };
    let success = Url::parse(&session.success_url());
    let site = success.map(|url| url.origin().ascii_serialization());
    app.pages
        .show_with_form_to(status, "pay.html", values, &site.unwrap_or_default())
}

/// What to say of a session that cannot be paid any more.
fn over(session: &Session) -> Value {
    match session.status {
        SessionStatus::Complete => context! {
            title => "You have paid",
            text => "This order is complete. There is nothing left to do here.",
            link => session.success_url(),
        },
        SessionStatus::Expired | SessionStatus::Open => context! {
            title => "This page has expired",
            text => "Nothing was charged. Go back to the shop to start again.",
            link => session.order.cancel_url.as_deref(),
        },
    }
}

/// A card number as it is printed on a card.
fn grouped(number: &str) -> String {
    let groups: Vec<&str> = [0, 4, 8, 12]
        .iter()
        .map(|start| &number[*start..start + 4])
        .collect();
    groups.join(" ")
}
