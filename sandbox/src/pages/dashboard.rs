//! What happened, and buttons for what else may happen: refunds, disputes, money that comes late.

use std::sync::Arc;

use axum::{
    Form, Router,
    extract::{State, rejection::FormRejection},
    response::Response,
    routing::get,
};
use http::StatusCode;
use minijinja::{Value, context};
use serde::Deserialize;

use super::{money, see_other, time};
use crate::{
    App, Control, Refused,
    books::{
        Attempt, Books, Event, Intent, IntentStatus, PaymentStatus, Sending, Session, SessionStatus,
    },
};

/// How many of each are shown.
const MOST: usize = 50;
/// How much of a long id.
const SHORT: usize = 20;

pub(super) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(show).post(act))
        .with_state(app)
}

/// A button that was pressed.
#[derive(Deserialize)]
struct Pressed {
    action: Action,
    id: String,
    /// In dollars; all that is left when empty.
    #[serde(default)]
    amount: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Action {
    Refund,
    Dispute,
    Expire,
    Settle,
    Bounce,
    Resend,
}

async fn show(State(app): State<Arc<App>>) -> Response {
    page(&app, StatusCode::OK, None)
}

async fn act(
    State(app): State<Arc<App>>,
    pressed: Result<Form<Pressed>, FormRejection>,
) -> Response {
    let Ok(Form(pressed)) = pressed else {
        return page(
            &app,
            StatusCode::BAD_REQUEST,
            Some("There is no such button."),
        );
    };
    match press(&Control::new(Arc::clone(&app)), &pressed) {
        Ok(()) => see_other("/"),
        Err(refused) => {
            let text = refused.body["error"]["message"].as_str();
            page(&app, StatusCode::BAD_REQUEST, text)
        }
    }
}

fn press(control: &Control, pressed: &Pressed) -> Result<(), Refused> {
    let id = &pressed.id;
    match pressed.action {
        Action::Refund => control.refund(id, cents(&pressed.amount)?).map(drop),
        Action::Dispute => control.dispute(id).map(drop),
        Action::Expire => control.expire(id).map(drop),
        Action::Settle => control.settle(id, true).map(drop),
        Action::Bounce => control.settle(id, false).map(drop),
        Action::Resend => control.resend(id),
    }
}

/// `9.99` as 999; nothing when nothing was typed.
fn cents(dollars: &str) -> Result<Option<i64>, Refused> {
    let dollars = dollars.trim().trim_start_matches('$');
    if dollars.is_empty() {
        return Ok(None);
    }
    let (whole, part) = dollars.split_once('.').unwrap_or((dollars, "00"));
    let two_digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let cents = whole.parse::<i64>().ok().zip(part.parse::<i64>().ok());
    cents
        .filter(|_| two_digits)
        .and_then(|(whole, part)| whole.checked_mul(100)?.checked_add(part))
        .filter(|cents| *cents > 0)
        .map(Some)
        .ok_or_else(|| Refused::because("Type an amount such as 9.99."))
}

fn page(app: &App, status: StatusCode, error: Option<&str>) -> Response {
    let endpoint = app.endpoint().map(|endpoint| endpoint.url.to_string());
    let values = {
        let books = app.books();
        let newest = |rows: &mut dyn Iterator<Item = Value>| rows.take(MOST).collect::<Vec<_>>();
        let sessions = newest(
            &mut books
                .sessions
                .iter()
                .rev()
                .map(|session| of_session(&books, session)),
        );
        let payments = newest(
            &mut books
                .intents
                .iter()
                .rev()
                .map(|intent| of_payment(&books, intent)),
        );
        let refunds = newest(&mut books.refunds.iter().rev().map(|refund| {
            context! {
                id => refund.id.as_str(),
                created => time(refund.created),
                amount => money(refund.amount, &refund.currency),
                intent => refund.intent.as_str(),
            }
        }));
        let disputes = newest(&mut books.disputes.iter().rev().map(|dispute| {
            context! {
                id => dispute.id.as_str(),
                created => time(dispute.created),
                amount => money(dispute.amount, &dispute.currency),
                intent => dispute.intent.as_str(),
            }
        }));
        let events = newest(&mut books.events.iter().rev().map(of_event));
        context! {
            error,
            most => MOST,
            endpoint,
            sessions,
            payments,
            refunds => context! { id => "refunds", title => "Refunds", rows => refunds },
            disputes => context! { id => "disputes", title => "Disputes", rows => disputes },
            events,
        }
    };
    app.pages.show(status, "dashboard.html", values)
}

fn of_session(books: &Books, session: &Session) -> Value {
    let (state, tone) = match (session.status, session.payment_status) {
        (SessionStatus::Open, _) => ("open", "open"),
        (SessionStatus::Expired, _) => ("expired", "over"),
        (SessionStatus::Complete, PaymentStatus::Paid) => ("paid", "good"),
        (SessionStatus::Complete, PaymentStatus::NoPaymentRequired) => ("free", "good"),
        (SessionStatus::Complete, PaymentStatus::Unpaid) => ("complete, unpaid", "open"),
    };
    let intent = session.intent.as_ref().and_then(|id| books.intents.get(id));
    context! {
        id => session.id.as_str(),
        short => shortened(&session.id),
        created => time(session.created),
        expires => time(session.order.expires_at),
        amount => money(session.order.total(), &session.order.currency),
        state,
        tone,
        open => session.status == SessionStatus::Open,
        pending => intent.is_some_and(|intent| intent.status == IntentStatus::Processing),
    }
}

fn of_payment(books: &Books, intent: &Intent) -> Value {
    let charge = intent
        .latest_charge
        .as_ref()
        .and_then(|id| books.charges.get(id));
    let taken = charge.filter(|charge| charge.decline().is_none());
    let (state, tone) = match (intent.status, taken) {
        (IntentStatus::Succeeded, Some(charge)) if charge.disputed => ("disputed", "bad"),
        (IntentStatus::Succeeded, Some(charge)) if charge.refunded() => ("refunded", "over"),
        (IntentStatus::Succeeded, Some(charge)) if charge.amount_refunded > 0 => {
            ("partly refunded", "open")
        }
        (IntentStatus::Succeeded, _) => ("succeeded", "good"),
        (IntentStatus::Processing, _) => ("processing", "open"),
        (IntentStatus::Canceled, _) => ("canceled", "over"),
        (IntentStatus::RequiresPaymentMethod, _) if charge.is_some() => ("declined", "bad"),
        (IntentStatus::RequiresPaymentMethod, _) => ("new", "open"),
    };
    let left = taken.filter(|charge| !charge.disputed && !charge.refunded());
    context! {
        id => intent.id.as_str(),
        created => time(intent.created),
        amount => money(intent.amount, &intent.currency),
        state,
        tone,
        left => left.map(|charge| money(charge.amount - charge.amount_refunded, &charge.currency)),
        disputable => taken.is_some_and(|charge| !charge.disputed),
    }
}

fn of_event(event: &Event) -> Value {
    let (state, tone) = match event.sending {
        Sending::Delivered => ("delivered", "good"),
        Sending::Pending => ("on its way", "open"),
        Sending::Dropped => ("dropped", "bad"),
        Sending::Undelivered => ("undelivered", "over"),
    };
    let answers: Vec<String> = event.attempts.iter().map(answer).collect();
    context! {
        id => event.id.as_str(),
        kind => event.kind.as_str(),
        created => time(event.created),
        about => event.about.as_str(),
        short => shortened(&event.about),
        state,
        tone,
        answers => answers.join(", "),
    }
}

fn answer(attempt: &Attempt) -> String {
    let status = attempt
        .status
        .map_or("none".to_owned(), |status| status.to_string());
    match &attempt.forged {
        Some(how) => format!("{status} (forged: {how})"),
        None => status,
    }
}

fn shortened(id: &str) -> String {
    match id.get(..SHORT) {
        Some(start) if id.len() > SHORT + SHORT / 2 => format!("{start}…"),
        _ => id.to_owned(),
    }
}
