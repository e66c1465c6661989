//! Section Payments.

use bytes::Bytes;
use cinema_api::{
    apis::payments::{
        CreateCheckoutSessionResponse, ListPaymentsResponse, Payments, ReceiveStripeEventResponse,
        ShowPaymentCancelResponse, ShowPaymentSuccessResponse,
    },
    models,
};
use http_runtime::Cx;
use store::payments::{Listed, Status};

use crate::{
    api::{Api, message, money, page},
    auth::Caller,
    idempotency,
    problem::Problem,
    usecases::payments,
};

/// Where Stripe puts the signatures of an event.
const STRIPE_SIGNATURE: &str = "stripe-signature";

impl Payments for Api {
    async fn create_checkout_session(
        &self,
        cx: Cx,
        caller: Caller,
        headers: models::CreateCheckoutSessionHeaderParams,
    ) -> Result<CreateCheckoutSessionResponse, Problem> {
        let key = headers.idempotency_key;
        let key = idempotency::key(self.app(), cx.op, Some(caller), key, &());
        let made = payments::create(self.app(), caller, key).await?;
        Ok(CreateCheckoutSessionResponse::S200 {
            idempotent_replayed: made.header(),
            body: models::CheckoutSession {
                checkout_url: made.answer,
            }
            .into(),
        })
    }

    async fn show_payment_success(&self, _cx: Cx) -> Result<ShowPaymentSuccessResponse, Problem> {
        Ok(ShowPaymentSuccessResponse::S200 {
            body: message("Payment was successful! Thank you!"),
        })
    }

    async fn show_payment_cancel(&self, _cx: Cx) -> Result<ShowPaymentCancelResponse, Problem> {
        Ok(ShowPaymentCancelResponse::S200 {
            body: message("Payment was cancelled."),
        })
    }

    async fn receive_stripe_event(
        &self,
        cx: Cx,
        body: Bytes,
    ) -> Result<ReceiveStripeEventResponse, Problem> {
        let signature = cx.parts.headers.get(STRIPE_SIGNATURE);
        payments::receive(self.app(), signature, body).await?;
        Ok(ReceiveStripeEventResponse::S200 {
            body: message("Webhook handled"),
        })
    }

    async fn list_payments(
        &self,
        _cx: Cx,
        caller: Caller,
        query: models::ListPaymentsQueryParams,
    ) -> Result<ListPaymentsResponse, Problem> {
        let page = page(query.page, query.per_page);
        let found = payments::list(self.app(), caller, page).await?;
        let links = self.links("/payments/", page, found.total);
        Ok(ListPaymentsResponse::S200 {
            body: models::PaymentPage {
                payments: found.items.iter().map(payment).collect(),
                prev_page: links.prev_page,
                next_page: links.next_page,
                total_pages: page.count(found.total),
                total_items: found.total,
            }
            .into(),
        })
    }
}

/// A payment in a list.
pub(super) fn payment(payment: &Listed) -> models::Payment {
    models::Payment {
        created_at: payment.created_at,
        amount: money(payment.amount),
        status: match payment.status {
            Status::Successful => models::PaymentStatus::Successful,
            Status::Cancelled => models::PaymentStatus::Cancelled,
            Status::Refunded => models::PaymentStatus::Refunded,
        },
    }
}
