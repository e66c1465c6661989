//! Section Purchases.

use cinema_api::{
    apis::purchases::{GetPurchaseResponse, ListPurchasesResponse, Purchases},
    models,
};
use http_runtime::Cx;
use store::purchases::Purchase;

use crate::{
    api::{Api, page},
    auth::Caller,
    problem::Problem,
    usecases::purchases,
};

/// A player asks each time: what was refunded a moment ago may not be watched.
const ASK_EACH_TIME: &str = "no-store";

impl Purchases for Api {
    async fn list_purchases(
        &self,
        _cx: Cx,
        caller: Caller,
        query: models::ListPurchasesQueryParams,
    ) -> Result<ListPurchasesResponse, Problem> {
        let page = page(query.page, query.per_page);
        let found = purchases::list(self.app(), caller, page).await?;
        let links = self.links("/purchases/", page, found.total);
        Ok(ListPurchasesResponse::S200 {
            body: models::PurchasePage {
                purchases: found.items.into_iter().map(purchase).collect(),
                prev_page: links.prev_page,
                next_page: links.next_page,
                total_pages: page.count(found.total),
                total_items: found.total,
            }
            .into(),
        })
    }

    async fn get_purchase(
        &self,
        _cx: Cx,
        caller: Caller,
        path: models::GetPurchasePathParams,
    ) -> Result<GetPurchaseResponse, Problem> {
        let found = purchases::get(self.app(), caller, path.movie_uuid).await?;
        Ok(GetPurchaseResponse::S200 {
            body: purchase(found).into(),
            cache_control: ASK_EACH_TIME.to_owned(),
        })
    }
}

fn purchase(purchase: Purchase) -> models::Purchase {
    models::Purchase {
        movie_uuid: purchase.movie_uuid,
        name: purchase.name,
        purchased_at: purchase.purchased_at,
    }
}
