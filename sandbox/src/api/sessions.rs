//! Checkout Sessions: what a shop may ask for, and Stripe's rules about it.

use std::sync::Arc;

use url::Url;

use super::{errors::ApiError, form::Params, json};
use crate::{
    App,
    books::{self, Line, NewSession},
    objects,
};

/// Shortest and longest life of a session, in seconds. Stripe rounds in the shop's favour by a moment.
const SHORTEST_LIFE: i64 = 30 * 60;
const LONGEST_LIFE: i64 = 24 * 60 * 60;
const LENIENCE: i64 = 5;
/// Smallest payment in cents, but for none at all, and the largest.
const SMALLEST_TOTAL: i64 = 50;
const LARGEST_TOTAL: i64 = 99_999_999;
const MOST_LINES: usize = 100;
const LONGEST_REFERENCE: usize = 200;
const LONGEST_EMAIL: usize = 800;
const METHODS: [&str; 2] = ["card", "us_bank_account"];
const SUBMIT_TYPES: [&str; 4] = ["auto", "book", "donate", "pay"];

pub(super) fn create(app: &Arc<App>, params: Params) -> Result<String, ApiError> {
    let order = read(params)?;
    app.change(|books| {
        let session = books.open_session(order);
        json(&objects::session(&session, Some(&app.pay_url(&session.id))))
    })
}

pub(super) fn retrieve(app: &Arc<App>, params: Params, id: &str) -> Result<String, ApiError> {
    params.finish()?;
    app.change(|books| {
        books.expire_lapsed();
        json(&objects::session(
            books.session(id)?,
            Some(&app.pay_url(id)),
        ))
    })
}

pub(super) fn expire(app: &Arc<App>, params: Params, id: &str) -> Result<String, ApiError> {
    params.finish()?;
    app.change(|books| {
        books.expire_lapsed();
        books.expire_session(id)?;
        json(&objects::session(books.session(id)?, None))
    })
}

fn read(mut params: Params) -> Result<NewSession, ApiError> {
    let mode = params.required("mode")?;
    if mode != "payment" {
        let message = "Invalid mode: the sandbox only knows payment";
        return Err(ApiError::unnamed("mode", message));
    }
    params.one_of("ui_mode", &["hosted_page"])?;
    for method in params.words("payment_method_types")? {
        if !METHODS.contains(&method.as_str()) {
            let message = format!(
                "Invalid payment_method_types: must be one of {}",
                METHODS.join(", ")
            );
            return Err(ApiError::unnamed("payment_method_types", message));
        }
    }
    let (currency, lines) = read_lines(&mut params)?;
    let success_url = params.text("success_url")?;
    let success_url = success_url.ok_or_else(|| params.missing("success_url"))?;
    let mut payment = params.object("payment_intent_data")?;
    let order = NewSession {
        currency,
        lines,
        expires_at: read_expiry(&mut params)?,
        success_url: web_address(success_url, "success_url")?,
        cancel_url: params
            .text("cancel_url")?
            .map(|url| web_address(url, "cancel_url"))
            .transpose()?,
        client_reference_id: params.short("client_reference_id", LONGEST_REFERENCE)?,
        customer_email: read_email(&mut params)?,
        locale: params.text("locale")?,
        submit_type: params.one_of("submit_type", &SUBMIT_TYPES)?,
        metadata: params.metadata("metadata")?,
        payment_metadata: payment.metadata("metadata")?,
        payment_description: payment.text("description")?,
    };
    payment.finish()?;
    params.finish()?;
    check_total(&order)?;
    Ok(order)
}

fn read_lines(params: &mut Params) -> Result<(String, Vec<Line>), ApiError> {
    let items = params.list("line_items")?;
    if items.is_empty() {
        return Err(params.missing("line_items"));
    }
    if items.len() > MOST_LINES {
        let message = format!("You can pass at most {MOST_LINES} line items.");
        return Err(ApiError::unnamed("line_items", message));
    }
    let mut lines = Vec::with_capacity(items.len());
    let mut shared: Option<String> = None;
    for item in items {
        let (currency, line) = read_line(item)?;
        if shared.as_ref().is_some_and(|shared| *shared != currency) {
            let message = "All line items must have the same currency.";
            return Err(ApiError::unnamed("line_items", message));
        }
        shared = Some(currency);
        lines.push(line);
    }
    Ok((shared.unwrap_or_default(), lines))
}

fn read_line(mut item: Params) -> Result<(String, Line), ApiError> {
    let mut price = item.object("price_data")?;
    if price.is_empty() {
        return Err(item.missing("price_data"));
    }
    let currency = read_currency(&mut price)?;
    let unit_amount = price.at_least(0, "unit_amount")?;
    let unit_amount = unit_amount.ok_or_else(|| price.missing("unit_amount"))?;
    let mut product = price.object("product_data")?;
    let line = Line {
        name: product.required("name")?,
        description: product.text("description")?,
        unit_amount,
        quantity: item
            .positive("quantity")?
            .ok_or_else(|| item.missing("quantity"))?,
    };
    product.metadata("metadata")?;
    product.finish()?;
    price.finish()?;
    item.finish()?;
    Ok((currency, line))
}

fn read_currency(price: &mut Params) -> Result<String, ApiError> {
    let currency = price.required("currency")?.to_ascii_lowercase();
    if currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Ok(currency);
    }
    let message = format!("Invalid currency: {currency}.");
    Err(ApiError::unnamed(&price.path_to("currency"), message))
}

fn read_expiry(params: &mut Params) -> Result<i64, ApiError> {
    let now = books::now();
    let Some(expires_at) = params.integer("expires_at")? else {
        return Ok(now + LONGEST_LIFE);
    };
    let refusal = |rule: &str| {
        let message =
            format!("The `expires_at` timestamp must be {rule} from Checkout Session creation.");
        Err(ApiError::unnamed("expires_at", message))
    };
    match expires_at - now {
        life if life < SHORTEST_LIFE - LENIENCE => refusal("at least 30 minutes"),
        life if life > LONGEST_LIFE + LENIENCE => refusal("less than 24 hours"),
        _ => Ok(expires_at),
    }
}

fn read_email(params: &mut Params) -> Result<Option<String>, ApiError> {
    let Some(email) = params.short("customer_email", LONGEST_EMAIL)? else {
        return Ok(None);
    };
    let well_formed = email
        .split_once('@')
        .is_some_and(|(local, host)| !local.is_empty() && host.contains('.'));
    if well_formed && !email.contains(char::is_whitespace) {
        return Ok(Some(email));
    }
    let message = format!("Invalid email address: {email}");
    Err(ApiError::param("email_invalid", "customer_email", message))
}

fn web_address(text: String, param: &str) -> Result<String, ApiError> {
    // The placeholder is no part of any address.
    let address = Url::parse(&text.replace("{CHECKOUT_SESSION_ID}", "id"));
    if address.is_ok_and(|address| matches!(address.scheme(), "http" | "https")) {
        return Ok(text);
    }
    Err(ApiError::param("url_invalid", param, "Not a valid URL"))
}

fn check_total(order: &NewSession) -> Result<(), ApiError> {
    let (code, rule) = match order.total() {
        1..SMALLEST_TOTAL => ("amount_too_small", "add up to at least $0.50"),
        total if total > LARGEST_TOTAL => ("amount_too_large", "be no more than $999,999.99"),
        _ => return Ok(()),
    };
    let message = format!(
        "The Checkout Session's total amount due must {rule} {}",
        order.currency
    );
    Err(ApiError::param(code, "line_items", message))
}
