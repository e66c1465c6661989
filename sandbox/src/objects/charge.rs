//! `charge`

use serde_json::{Value, json};

use super::refund;
use crate::books::{Books, Card, Charge, Means};

/// A try to take money.
pub(crate) fn charge(books: &Books, id: &str) -> Value {
    let charge = books.charges.get(id).expect("the caller has seen it");
    let decline = charge.decline();
    let paid = decline.is_none();
    let refunds = books
        .refunds
        .iter()
        .rev()
        .filter(|refund| refund.charge == id);
    let refunds: Vec<_> = refunds.map(|each| refund(books, each)).collect();
    json!({
        "id": charge.id,
        "object": "charge",
        "amount": charge.amount,
        "amount_captured": if paid { charge.amount } else { 0 },
        "amount_refunded": charge.amount_refunded,
        "application": null,
        "application_fee": null,
        "application_fee_amount": null,
        "balance_transaction": paid.then(|| charge.id.replace("ch_", "txn_")),
        "billing_details": {
            "address": {
                "city": null,
                "country": null,
                "line1": null,
                "line2": null,
                "postal_code": null,
                "state": null,
            },
            "email": charge.email,
            "name": null,
            "phone": null,
            "tax_id": null,
        },
        "calculated_statement_descriptor": "SANDBOX",
        "captured": paid,
        "created": charge.created,
        "currency": charge.currency,
        "customer": null,
        "description": charge.description,
        "disputed": charge.disputed,
        "failure_balance_transaction": null,
        "failure_code": decline.map(|decline| decline.code),
        "failure_message": decline.map(|decline| decline.message),
        "fraud_details": {},
        "livemode": false,
        "metadata": charge.metadata,
        "on_behalf_of": null,
        "outcome": {
            "advice_code": null,
            "network_advice_code": null,
            "network_decline_code": null,
            "network_status": if paid { "approved_by_network" } else { "declined_by_network" },
            "reason": decline.map(|decline| decline.reason),
            "risk_level": "normal",
            "seller_message": if paid { "Payment complete." } else { "The bank declined the payment." },
            "type": if paid { "authorized" } else { "issuer_declined" },
        },
        "paid": paid,
        "payment_intent": charge.intent,
        "payment_method": charge.id.replace("ch_", "pm_"),
        "payment_method_details": method(charge),
        "receipt_email": null,
        "receipt_number": null,
        "receipt_url": null,
        "refunded": charge.refunded(),
        "refunds": {
            "object": "list",
            "data": refunds,
            "has_more": false,
            "url": format!("/v1/charges/{}/refunds", charge.id),
        },
        "review": null,
        "shipping": null,
        "source": null,
        "source_transfer": null,
        "statement_descriptor": null,
        "statement_descriptor_suffix": null,
        "status": if paid { "succeeded" } else { "failed" },
        "transfer_data": null,
        "transfer_group": null,
    })
}

fn method(charge: &Charge) -> Value {
    match charge.means {
        Means::Card(used) => json!({ "type": "card", "card": card(used, charge.amount) }),
        Means::BankDebit | Means::BouncedDebit => json!({
            "type": "us_bank_account",
            "us_bank_account": {
                "account_holder_type": "individual",
                "account_type": "checking",
                "bank_name": "SANDBOX BANK",
                "fingerprint": "ih3foEu0VsMyb4bj",
                "last4": "6789",
                "mandate": null,
                "payment_reference": null,
                "routing_number": "110000000",
            },
        }),
    }
}

fn card(card: Card, amount: i64) -> Value {
    json!({
        "amount_authorized": amount,
        "authorization_code": null,
        "brand": card.brand(),
        "checks": {
            "address_line1_check": null,
            "address_postal_code_check": null,
            "cvc_check": if card == Card::WrongCvc { "fail" } else { "pass" },
        },
        "country": "US",
        "exp_month": 12,
        "exp_year": 2034,
        "extended_authorization": { "status": "disabled" },
        "fingerprint": "Xt5EWLLDS7FJjR1c",
        "funding": "credit",
        "incremental_authorization": { "status": "unavailable" },
        "installments": null,
        "last4": card.last4(),
        "mandate": null,
        "multicapture": { "status": "unavailable" },
        "network": card.brand(),
        "network_token": { "used": false },
        "network_transaction_id": null,
        "overcapture": { "maximum_amount_capturable": amount, "status": "unavailable" },
        "regulated_status": "unregulated",
        "three_d_secure": null,
        "transaction_link_id": null,
        "wallet": null,
    })
}
