//! `refund`

use serde_json::{Value, json};

use crate::books::{Books, Means, Refund};

/// Money that went back.
pub(crate) fn refund(books: &Books, refund: &Refund) -> Value {
    let charge = books.charges.get(&refund.charge);
    let by_card = charge.is_some_and(|charge| matches!(charge.means, Means::Card(_)));
    json!({
        "id": refund.id,
        "object": "refund",
        "amount": refund.amount,
        "balance_transaction": refund.id.replace("re_", "txn_"),
        "charge": refund.charge,
        "created": refund.created,
        "currency": refund.currency,
        "customer": null,
        "customer_account": null,
        "destination_details": if by_card {
            json!({
                "card": {
                    "reference_status": "pending",
                    "reference_type": "acquirer_reference_number",
                    "type": "refund",
                },
                "type": "card",
            })
        } else {
            json!({ "us_bank_transfer": {}, "type": "us_bank_transfer" })
        },
        "metadata": refund.metadata,
        "payment_intent": refund.intent,
        "payment_method": refund.charge.replace("ch_", "pm_"),
        "reason": refund.reason,
        "receipt_number": null,
        "source_transfer_reversal": null,
        "status": "succeeded",
        "transfer_reversal": null,
    })
}
