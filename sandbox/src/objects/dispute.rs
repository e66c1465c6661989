//! `dispute`

use serde_json::{Value, json};

use crate::books::{Books, Dispute, Means};

/// How long a shop may take to answer a bank.
const TIME_TO_ANSWER: i64 = 9 * 24 * 60 * 60;

/// What a shop could say for itself. Nothing has been said yet.
const EVIDENCE: [&str; 27] = [
    "access_activity_log",
    "billing_address",
    "cancellation_policy",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_communication",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "customer_signature",
    "duplicate_charge_documentation",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "receipt",
    "refund_policy",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "service_documentation",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_documentation",
    "shipping_tracking_number",
    "uncategorized_file",
    "uncategorized_text",
];

/// A charge that its payer doesn't acknowledge.
pub(crate) fn dispute(books: &Books, dispute: &Dispute) -> Value {
    let charge = books.charges.get(&dispute.charge);
    let brand = match charge.map(|charge| charge.means) {
        Some(Means::Card(card)) => card.brand(),
        _ => "visa",
    };
    let mut evidence: Value = EVIDENCE.iter().map(|name| (*name, Value::Null)).collect();
    evidence["enhanced_evidence"] = json!({});
    json!({
        "id": dispute.id,
        "object": "dispute",
        "amount": dispute.amount,
        "balance_transactions": [],
        "charge": dispute.charge,
        "created": dispute.created,
        "currency": dispute.currency,
        "enhanced_eligibility_types": [],
        "evidence": evidence,
        "evidence_details": {
            "due_by": dispute.created + TIME_TO_ANSWER,
            "enhanced_eligibility": {},
            "has_evidence": false,
            "past_due": false,
            "submission_count": 0,
        },
        "is_charge_refundable": false,
        "livemode": false,
        "metadata": {},
        "payment_intent": dispute.intent,
        "payment_method_details": {
            "card": {
                "brand": brand,
                "case_type": "chargeback",
                "network": brand,
                "network_reason_code": "10.4",
            },
            "type": "card",
        },
        "reason": "fraudulent",
        "status": "needs_response",
    })
}
