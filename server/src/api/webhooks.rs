//! What Stripe has sent, for admins.

use cinema_api::{
    apis::webhooks::{ListStripeEventsResponse, ReplayStripeEventResponse, Webhooks},
    models,
};
use domain::EventStatus;
use http_runtime::{Cx, Json};
use store::stripe_events::Filter;

use crate::{
    api::{Api, actor, message, page},
    auth::Caller,
    problem::Problem,
    usecases::webhooks,
};

impl Webhooks for Api {
    async fn list_stripe_events(
        &self,
        _cx: Cx,
        _caller: Caller,
        query: models::ListStripeEventsQueryParams,
    ) -> Result<ListStripeEventsResponse, Problem> {
        let page = page(query.page, query.per_page);
        let filter = Filter {
            r#type: query.r#type,
            status: query.status.map(status),
        };
        let body = webhooks::list(self.app(), &filter, page).await?;
        Ok(ListStripeEventsResponse::S200 {
            body: Json::Raw(body),
        })
    }

    async fn replay_stripe_event(
        &self,
        cx: Cx,
        caller: Caller,
        path: models::ReplayStripeEventPathParams,
    ) -> Result<ReplayStripeEventResponse, Problem> {
        webhooks::replay(self.app(), &actor(&cx, caller), &path.event_id).await?;
        Ok(ReplayStripeEventResponse::S202 {
            body: message("Stripe event has been queued to be handled again."),
        })
    }
}

const fn status(status: models::StripeEventStatus) -> EventStatus {
    match status {
        models::StripeEventStatus::Received => EventStatus::Received,
        models::StripeEventStatus::Handled => EventStatus::Handled,
        models::StripeEventStatus::GivenUp => EventStatus::GivenUp,
    }
}
