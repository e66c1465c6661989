//! Section Orders.

use cinema_api::{
    apis::orders::{
        CancelOrderResponse, CreateOrderResponse, GetOrderResponse, ListOrdersResponse, Orders,
        RefundOrderResponse,
    },
    models,
};
use http_runtime::Cx;
use store::orders::{Listed, Movie, Order, Status};

use crate::{
    api::{Api, message, money, page},
    auth::Caller,
    idempotency,
    problem::Problem,
    usecases::{orders, payments},
};

impl Orders for Api {
    async fn create_order(
        &self,
        cx: Cx,
        caller: Caller,
        headers: models::CreateOrderHeaderParams,
    ) -> Result<CreateOrderResponse, Problem> {
        let key = headers.idempotency_key;
        let key = idempotency::key(self.app(), cx.op, Some(caller), key, &());
        let made = orders::create(self.app(), caller, key).await?;
        Ok(CreateOrderResponse::S201 {
            location: self.link(&format!("/orders/{}/", made.answer.order.id)),
            idempotent_replayed: made.header(),
            body: order(made.answer).into(),
        })
    }

    async fn list_orders(
        &self,
        _cx: Cx,
        caller: Caller,
        query: models::ListOrdersQueryParams,
    ) -> Result<ListOrdersResponse, Problem> {
        let page = page(query.page, query.per_page);
        let found = orders::list(self.app(), caller, page).await?;
        let links = self.links("/orders/", page, found.total);
        Ok(ListOrdersResponse::S200 {
            body: models::OrderPage {
                orders: found.items.iter().map(listed).collect(),
                prev_page: links.prev_page,
                next_page: links.next_page,
                total_pages: page.count(found.total),
                total_items: found.total,
            }
            .into(),
        })
    }

    async fn get_order(
        &self,
        _cx: Cx,
        caller: Caller,
        path: models::GetOrderPathParams,
    ) -> Result<GetOrderResponse, Problem> {
        let found = orders::get(self.app(), caller, path.order_id).await?;
        Ok(GetOrderResponse::S200 {
            body: order(found).into(),
        })
    }

    async fn cancel_order(
        &self,
        _cx: Cx,
        caller: Caller,
        path: models::CancelOrderPathParams,
    ) -> Result<CancelOrderResponse, Problem> {
        orders::cancel(self.app(), caller, path.order_id).await?;
        Ok(CancelOrderResponse::S200 {
            body: message("Order successfully cancelled."),
        })
    }

    async fn refund_order(
        &self,
        cx: Cx,
        caller: Caller,
        path: models::RefundOrderPathParams,
        headers: models::RefundOrderHeaderParams,
    ) -> Result<RefundOrderResponse, Problem> {
        let key = headers.idempotency_key;
        let key = idempotency::key(self.app(), cx.op, Some(caller), key, &path.order_id);
        let refunded = payments::refund(self.app(), caller, path.order_id, key).await?;
        Ok(RefundOrderResponse::S200 {
            idempotent_replayed: refunded.header(),
            body: message("Order successfully refunded."),
        })
    }
}

fn order(order: Order) -> models::Order {
    let Order { order, movies } = order;
    models::Order {
        id: order.id.into(),
        status: status(order.status),
        total_amount: money(order.total_amount),
        created_at: order.created_at,
        movies: movies.into_iter().map(movie).collect(),
    }
}

/// An order in a list.
pub(super) fn listed(order: &Listed) -> models::ListedOrder {
    models::ListedOrder {
        id: order.id.into(),
        status: status(order.status),
        total_amount: money(order.total_amount),
        created_at: order.created_at,
    }
}

fn movie(movie: Movie) -> models::OrderedMovie {
    models::OrderedMovie {
        uuid: movie.uuid,
        name: movie.name,
        price: money(movie.price),
    }
}

const fn status(status: Status) -> models::OrderStatus {
    match status {
        Status::Pending => models::OrderStatus::Pending,
        Status::Paid => models::OrderStatus::Paid,
        Status::Cancelled => models::OrderStatus::Cancelled,
    }
}
