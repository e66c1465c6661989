//! `checkout.session`

use serde_json::{Value, json};

use crate::books::{Session, SessionStatus};

/// A session. Its address is shown while it can be used.
pub(crate) fn session(session: &Session, url: Option<&str>) -> Value {
    let order = &session.order;
    let email = session
        .buyer_email
        .as_ref()
        .or(order.customer_email.as_ref());
    let url = url.filter(|_| session.status == SessionStatus::Open);
    json!({
        "id": session.id,
        "object": "checkout.session",
        "adaptive_pricing": { "enabled": false },
        "after_expiration": null,
        "allow_promotion_codes": null,
        "amount_subtotal": order.total(),
        "amount_total": order.total(),
        "automatic_tax": { "enabled": false, "liability": null, "provider": null, "status": null },
        "billing_address_collection": null,
        "cancel_url": order.cancel_url,
        "client_reference_id": order.client_reference_id,
        "client_secret": null,
        "collected_information": {
            "business_name": null,
            "individual_name": null,
            "shipping_details": null,
        },
        "consent": null,
        "consent_collection": null,
        "created": session.created,
        "currency": order.currency,
        "currency_conversion": null,
        "custom_fields": [],
        "custom_text": {
            "after_submit": null,
            "shipping_address": null,
            "submit": null,
            "terms_of_service_acceptance": null,
        },
        "customer": null,
        "customer_account": null,
        "customer_creation": "if_required",
        "customer_details": email.map(|email| json!({
            "address": null,
            "business_name": null,
            "email": email,
            "individual_name": null,
            "name": null,
            "phone": null,
            "tax_exempt": "none",
            "tax_ids": null,
        })),
        "customer_email": order.customer_email,
        "discounts": [],
        "expires_at": order.expires_at,
        "integration_identifier": null,
        "invoice": null,
        "invoice_creation": {
            "enabled": false,
            "invoice_data": {
                "account_tax_ids": null,
                "custom_fields": null,
                "description": null,
                "footer": null,
                "issuer": null,
                "metadata": {},
                "rendering_options": null,
            },
        },
        "livemode": false,
        "locale": order.locale,
        "managed_payments": { "enabled": false },
        "metadata": order.metadata,
        "mode": "payment",
        "origin_context": null,
        "payment_intent": session.intent,
        "payment_link": null,
        "payment_method_collection": "if_required",
        "payment_method_configuration_details": null,
        "payment_method_options": {},
        "payment_method_types": ["card", "us_bank_account"],
        "payment_status": session.payment_status,
        "permissions": null,
        "phone_number_collection": { "enabled": false },
        "recovered_from": null,
        "saved_payment_method_options": null,
        "setup_intent": null,
        "shipping_address_collection": null,
        "shipping_cost": null,
        "shipping_options": [],
        "status": session.status,
        "submit_type": order.submit_type,
        "subscription": null,
        "success_url": order.success_url,
        "total_details": { "amount_discount": 0, "amount_shipping": 0, "amount_tax": 0 },
        "ui_mode": "hosted_page",
        "url": url,
        "wallet_options": null,
    })
}
