//! `payment_intent`

use serde_json::{Value, json};

use crate::books::{Books, Intent, Means};

/// A payment in the making.
pub(crate) fn intent(books: &Books, id: &str) -> Value {
    let intent = books.intents.get(id).expect("the caller has seen it");
    let status = intent.status;
    let charge = intent.latest_charge.as_ref();
    let received = charge
        .and_then(|id| books.charges.get(id))
        .filter(|charge| charge.decline().is_none())
        .map_or(0, |charge| charge.amount);
    json!({
        "id": intent.id,
        "object": "payment_intent",
        "amount": intent.amount,
        "amount_capturable": 0,
        "amount_details": { "tip": {} },
        "amount_received": received,
        "application": null,
        "application_fee_amount": null,
        "automatic_payment_methods": null,
        "canceled_at": intent.canceled_at,
        "cancellation_reason": intent.canceled_at.map(|_| "automatic"),
        "capture_method": "automatic_async",
        "client_secret": intent.client_secret,
        "confirmation_method": "automatic",
        "created": intent.created,
        "currency": intent.currency,
        "customer": null,
        "customer_account": null,
        "description": intent.description,
        "excluded_payment_method_types": null,
        "last_payment_error": last_error(books, intent),
        "latest_charge": charge,
        "livemode": false,
        "managed_payments": { "enabled": false },
        "metadata": intent.metadata,
        "next_action": null,
        "on_behalf_of": null,
        "payment_method": null,
        "payment_method_configuration_details": null,
        "payment_method_options": {},
        "payment_method_types": ["card", "us_bank_account"],
        "processing": null,
        "receipt_email": null,
        "review": null,
        "setup_future_usage": null,
        "shipping": null,
        "source": null,
        "statement_descriptor": null,
        "statement_descriptor_suffix": null,
        "status": status,
        "transfer_data": null,
        "transfer_group": null,
    })
}

/// Why the last try failed.
fn last_error(books: &Books, intent: &Intent) -> Option<Value> {
    let charge = books.charges.get(intent.latest_charge.as_ref()?)?;
    let decline = charge.decline()?;
    Some(json!({
        "charge": charge.id,
        "code": decline.code,
        "decline_code": decline.reason,
        "doc_url": format!("https://stripe.com/docs/error-codes/{}", decline.code.replace('_', "-")),
        "message": decline.message,
        "type": match charge.means {
            Means::Card(_) => "card_error",
            Means::BankDebit | Means::BouncedDebit => "invalid_request_error",
        },
    }))
}
