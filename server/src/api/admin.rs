//! Section Admin: accounts, and what everybody has ordered, paid and changed.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use cinema_api::{
    apis::admin::{
        ActivateAccountResponse, Admin, ChangeGroupResponse, DeactivateAccountResponse,
        GetUserCartResponse, ListAllOrdersResponse, ListAllPaymentsResponse, ListChangesResponse,
        ListUsersResponse,
    },
    models,
};
use domain::Email;
use http_runtime::{Code, Cx};
use store::{audit, orders, payments, users};

use crate::{
    api::{Api, actor, cart::cart_of, message, orders::listed, page, payments::payment},
    auth::Caller,
    problem::Problem,
    usecases::{
        accounts::{self, Done},
        admin,
        pages::Address,
    },
};

impl Admin for Api {
    async fn activate_account(
        &self,
        cx: Cx,
        caller: Caller,
        body: models::EmailRequest,
    ) -> Result<ActivateAccountResponse, Problem> {
        let email = email(&body.email)?;
        let done = accounts::activate_account(self.app(), &at_work(&cx, caller), &email).await?;
        Ok(ActivateAccountResponse::S200 {
            body: message(match done {
                Done::Now => "User account activated successfully by admin.",
                Done::Before => "User account is already active.",
            }),
        })
    }

    async fn deactivate_account(
        &self,
        cx: Cx,
        caller: Caller,
        body: models::EmailRequest,
    ) -> Result<DeactivateAccountResponse, Problem> {
        let email = email(&body.email)?;
        let done = accounts::deactivate_account(self.app(), &at_work(&cx, caller), &email).await?;
        Ok(DeactivateAccountResponse::S200 {
            body: message(match done {
                Done::Now => "User account deactivated successfully by admin.",
                Done::Before => "User account is already inactive.",
            }),
        })
    }

    async fn change_group(
        &self,
        cx: Cx,
        caller: Caller,
        body: models::GroupChange,
    ) -> Result<ChangeGroupResponse, Problem> {
        let (email, id) = (email(&body.email)?, body.group_id);
        let done = accounts::change_group(self.app(), &at_work(&cx, caller), &email, id).await?;
        Ok(ChangeGroupResponse::S200 {
            body: message(&match done {
                Done::Now => format!("User group successfully changed to {id}."),
                Done::Before => format!("User already belongs to group {id}."),
            }),
        })
    }

    async fn list_users(
        &self,
        _cx: Cx,
        _caller: Caller,
        query: models::ListUsersQueryParams,
    ) -> Result<ListUsersResponse, Problem> {
        let page = page(query.page, query.per_page);
        let filter = users::Filter {
            email: query.email.as_deref().map(email).transpose()?,
            group_id: query.group_id,
            is_active: query.is_active,
        };
        let found = admin::list_users(self.app(), &filter, page).await?;
        let address = || {
            Address::new("/admin/users/")
                .with("email", filter.email.as_ref())
                .with("group_id", filter.group_id)
                .with("is_active", filter.is_active)
        };
        let links = self.links_around(address, page, &found);
        Ok(ListUsersResponse::S200 {
            body: models::UserPage {
                users: found.items.into_iter().map(user).collect(),
                prev_page: links.prev_page,
                next_page: links.next_page,
                total_pages: page.count(found.total),
                total_items: found.total,
            }
            .into(),
        })
    }

    async fn list_all_orders(
        &self,
        _cx: Cx,
        _caller: Caller,
        query: models::ListAllOrdersQueryParams,
    ) -> Result<ListAllOrdersResponse, Problem> {
        let page = page(query.page, query.per_page);
        let filter = orders::Filter {
            user_id: query.user_id,
            email: query.email.as_deref().map(email).transpose()?,
            day: query.created_at.as_deref().map(day).transpose()?,
            status: query.status.as_deref().map(order_status).transpose()?,
        };
        let found = admin::list_orders(self.app(), &filter, page).await?;
        let address = || {
            Address::new("/admin/orders/")
                .with("user_id", filter.user_id)
                .with("email", filter.email.as_ref())
                .with("created_at", filter.day)
                .with("status", query.status.as_ref())
        };
        let links = self.links_around(address, page, &found);
        Ok(ListAllOrdersResponse::S200 {
            body: models::AccountOrderPage {
                orders: found.items.into_iter().map(order).collect(),
                prev_page: links.prev_page,
                next_page: links.next_page,
                total_pages: page.count(found.total),
                total_items: found.total,
            }
            .into(),
        })
    }

    async fn get_user_cart(
        &self,
        _cx: Cx,
        _caller: Caller,
        path: models::GetUserCartPathParams,
    ) -> Result<GetUserCartResponse, Problem> {
        let items = admin::cart(self.app(), path.user_id).await?;
        Ok(GetUserCartResponse::S200 {
            body: cart_of(items).into(),
        })
    }

    async fn list_all_payments(
        &self,
        _cx: Cx,
        _caller: Caller,
        query: models::ListAllPaymentsQueryParams,
    ) -> Result<ListAllPaymentsResponse, Problem> {
        let page = page(query.page, query.per_page);
        let filter = payments::Filter {
            email: query.email.as_deref().map(email).transpose()?,
            day: query.created_at.as_deref().map(day).transpose()?,
            status: query.status.as_deref().map(payment_status).transpose()?,
        };
        let found = admin::list_payments(self.app(), &filter, page).await?;
        let address = || {
            Address::new("/admin/payments/")
                .with("email", filter.email.as_ref())
                .with("created_at", filter.day)
                .with("status", query.status.as_ref())
        };
        let links = self.links_around(address, page, &found);
        Ok(ListAllPaymentsResponse::S200 {
            body: models::AccountPaymentPage {
                payments: found.items.into_iter().map(account_payment).collect(),
                prev_page: links.prev_page,
                next_page: links.next_page,
                total_pages: page.count(found.total),
                total_items: found.total,
            }
            .into(),
        })
    }

    async fn list_changes(
        &self,
        _cx: Cx,
        _caller: Caller,
        query: models::ListChangesQueryParams,
    ) -> Result<ListChangesResponse, Problem> {
        let page = page(query.page, query.per_page);
        let filter = audit::Filter {
            actor_id: query.actor_id,
            action: query.action,
            entity: query.entity,
            entity_id: query.entity_id,
            from: query.from,
            to: query.to,
        };
        let found = admin::list_changes(self.app(), &filter, page).await?;
        let address = || {
            Address::new("/admin/audit/")
                .with("actor_id", filter.actor_id)
                .with("action", filter.action.as_ref())
                .with("entity", filter.entity.as_ref())
                .with("entity_id", filter.entity_id.as_ref())
                .with("from", filter.from.map(timestamp))
                .with("to", filter.to.map(timestamp))
        };
        let links = self.links_around(address, page, &found);
        Ok(ListChangesResponse::S200 {
            body: models::ChangePage {
                changes: found.items.into_iter().map(change).collect(),
                prev_page: links.prev_page,
                next_page: links.next_page,
                total_pages: page.count(found.total),
                total_items: found.total,
            }
            .into(),
        })
    }
}

fn at_work(cx: &Cx, caller: Caller) -> accounts::Admin {
    accounts::Admin {
        caller,
        actor: actor(cx, caller),
    }
}

fn email(text: &str) -> Result<Email, Problem> {
    Email::parse(text).map_err(|error| Problem::field("email", Code::Format, error.to_string()))
}

/// A time as links spell it.
fn timestamp(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// Four digits, two, two: what else can be read as a date is none. With a sign a year may have more digits, and PostgreSQL
/// does not know them all.
fn day(text: &str) -> Result<NaiveDate, Problem> {
    let day = text.parse::<NaiveDate>().ok();
    day.filter(|day| day.to_string() == text && !text.starts_with(['+', '-']))
        .ok_or(Problem::InvalidDate)
}

fn order_status(text: &str) -> Result<orders::Status, Problem> {
    match text {
        "pending" => Ok(orders::Status::Pending),
        "paid" => Ok(orders::Status::Paid),
        "cancelled" => Ok(orders::Status::Cancelled),
        _ => Err(Problem::InvalidStatus {
            allowed: "'pending', 'paid', 'cancelled'",
        }),
    }
}

fn payment_status(text: &str) -> Result<payments::Status, Problem> {
    match text {
        "successful" => Ok(payments::Status::Successful),
        "cancelled" => Ok(payments::Status::Cancelled),
        "refunded" => Ok(payments::Status::Refunded),
        _ => Err(Problem::InvalidStatus {
            allowed: "'successful', 'cancelled', 'refunded'",
        }),
    }
}

fn user(user: users::Listed) -> models::User {
    models::User {
        id: user.id.into(),
        email: user.email,
        group_id: user.group_id,
        is_active: user.is_active,
        created_at: user.created_at,
        updated_at: user.updated_at,
        deactivated_at: user.deactivated_at,
        deleted_at: user.deleted_at,
    }
}

fn order(found: orders::OfAccount) -> models::AccountOrder {
    let order = listed(&found.order);
    models::AccountOrder {
        id: order.id,
        user_id: found.user_id.into(),
        email: found.email,
        status: order.status,
        total_amount: order.total_amount,
        created_at: order.created_at,
    }
}

fn account_payment(found: payments::OfAccount) -> models::AccountPayment {
    let payment = payment(&found.payment);
    models::AccountPayment {
        id: found.id.into(),
        user_id: found.user_id.into(),
        email: found.email,
        order_id: found.order_id.into(),
        created_at: payment.created_at,
        amount: payment.amount,
        status: payment.status,
        external_payment_id: found.external_payment_id,
    }
}

fn change(change: audit::Noted) -> models::Change {
    models::Change {
        id: change.id,
        at: change.at,
        actor_id: change.actor_id.map(i64::from),
        actor_email: change.actor_email,
        action: change.action,
        entity: change.entity,
        entity_id: change.entity_id,
        before: change.before,
        after: change.after,
        address: change.address,
        request_id: change.request_id,
    }
}
