//! Objects have every member that Stripe's published samples have, so that nobody comes to rely on one that is
//! missing here, or misses one there.

use serde_json::Value;

use crate::support::Shop;

const SESSION: &str = "adaptive_pricing after_expiration allow_promotion_codes amount_subtotal amount_total \
    automatic_tax billing_address_collection cancel_url client_reference_id client_secret collected_information consent \
    consent_collection created currency currency_conversion custom_fields custom_text customer customer_account \
    customer_creation customer_details customer_email discounts expires_at id integration_identifier invoice \
    invoice_creation livemode locale managed_payments metadata mode object origin_context payment_intent payment_link \
    payment_method_collection payment_method_configuration_details payment_method_options payment_method_types \
    payment_status permissions phone_number_collection recovered_from saved_payment_method_options setup_intent \
    shipping_address_collection shipping_cost shipping_options status submit_type subscription success_url \
    total_details ui_mode url wallet_options";
const INTENT: &str = "amount amount_capturable amount_details amount_received application application_fee_amount \
    automatic_payment_methods canceled_at cancellation_reason capture_method client_secret confirmation_method created \
    currency customer customer_account description excluded_payment_method_types id last_payment_error latest_charge \
    livemode managed_payments metadata next_action object on_behalf_of payment_method \
    payment_method_configuration_details payment_method_options payment_method_types processing receipt_email review \
    setup_future_usage shipping source statement_descriptor statement_descriptor_suffix status transfer_data \
    transfer_group";
const CHARGE: &str = "amount amount_captured amount_refunded application application_fee application_fee_amount \
    balance_transaction billing_details calculated_statement_descriptor captured created currency customer description \
    disputed failure_balance_transaction failure_code failure_message fraud_details id livemode metadata object \
    on_behalf_of outcome paid payment_intent payment_method payment_method_details receipt_email receipt_number \
    receipt_url refunded refunds review shipping source source_transfer statement_descriptor \
    statement_descriptor_suffix status transfer_data transfer_group";
const REFUND: &str = "amount balance_transaction charge created currency customer customer_account \
    destination_details id metadata object payment_intent payment_method reason receipt_number \
    source_transfer_reversal status transfer_reversal";
const DISPUTE: &str = "amount balance_transactions charge created currency enhanced_eligibility_types evidence \
    evidence_details id is_charge_refundable livemode metadata object payment_intent payment_method_details reason \
    status";
const EVENT: &str = "api_version created data id livemode object pending_webhooks request type";

#[track_caller]
fn has_exactly(object: &Value, members: &str) {
    let found: Vec<_> = object.as_object().expect("an object").keys().collect();
    let expected: Vec<_> = members.split_whitespace().collect();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn every_object_has_the_members_of_stripes_own() {
    let shop = Shop::open().await;
    let session = shop.paid_session().await;
    has_exactly(&session, SESSION);
    let intent = session["payment_intent"].as_str().expect("an intent");
    let refund = shop
        .control()
        .refund(intent, Some(100))
        .expect("there is money");
    has_exactly(&refund, REFUND);
    has_exactly(
        &shop.control().dispute(intent).expect("there is money"),
        DISPUTE,
    );
    let intent = shop
        .get(&format!("/v1/payment_intents/{intent}"))
        .await
        .ok();
    has_exactly(&intent, INTENT);
    let charge = intent["latest_charge"].as_str().expect("a charge");
    let charge = shop.get(&format!("/v1/charges/{charge}")).await.ok();
    has_exactly(&charge, CHARGE);
    assert_eq!(charge["refunds"]["data"][0], refund);
    let event = shop.get("/v1/events?limit=1").await.ok();
    has_exactly(&event["data"][0], EVENT);
}
