//! Operations tagged `Admin`.
use axum::{body::Body, response::Response};
use http_runtime::{Cx, Service, Unsendable};

use crate::models;

/// What `activateAccount` answers when it succeeds.
#[derive(Debug)]
pub enum ActivateAccountResponse {
    /// The account is active, now or from before.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl ActivateAccountResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `changeGroup` answers when it succeeds.
#[derive(Debug)]
pub enum ChangeGroupResponse {
    /// The account is in the group, now or from before.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl ChangeGroupResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `deactivateAccount` answers when it succeeds.
#[derive(Debug)]
pub enum DeactivateAccountResponse {
    /// The account is inactive, now or from before.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Message>,
    },
}

impl DeactivateAccountResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `getUserCart` answers when it succeeds.
#[derive(Debug)]
pub enum GetUserCartResponse {
    /// The cart.
    S200 {
        /// The body.
        body: http_runtime::Json<models::Cart>,
    },
}

impl GetUserCartResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `listAllOrders` answers when it succeeds.
#[derive(Debug)]
pub enum ListAllOrdersResponse {
    /// The page. It is empty when nothing matches, or when there are fewer pages.
    S200 {
        /// The body.
        body: http_runtime::Json<models::AccountOrderPage>,
    },
}

impl ListAllOrdersResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `listAllPayments` answers when it succeeds.
#[derive(Debug)]
pub enum ListAllPaymentsResponse {
    /// The page. It is empty when nothing matches, or when there are fewer pages.
    S200 {
        /// The body.
        body: http_runtime::Json<models::AccountPaymentPage>,
    },
}

impl ListAllPaymentsResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `listChanges` answers when it succeeds.
#[derive(Debug)]
pub enum ListChangesResponse {
    /// The page. It is empty when nothing matches, or when there are fewer pages.
    S200 {
        /// The body.
        body: http_runtime::Json<models::ChangePage>,
    },
}

impl ListChangesResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// What `listUsers` answers when it succeeds.
#[derive(Debug)]
pub enum ListUsersResponse {
    /// The page. It is empty when nothing matches, or when there are fewer pages.
    S200 {
        /// The body.
        body: http_runtime::Json<models::UserPage>,
    },
}

impl ListUsersResponse {
    pub(crate) fn into_response(self) -> Result<Response, Unsendable> {
        match self {
            Self::S200 { body } => {
                let answer = http_runtime::answer(200);
                let answer = answer.header("content-type", "application/json");
                Ok(answer.body(Body::from(body.into_bytes()?))?)
            }
        }
    }
}

/// The operations tagged `Admin`.
pub trait Admin: Service {
    /// `POST /admin/accounts/activate/`: Activate an account
    fn activate_account(
        &self,
        cx: Cx,
        claims: Self::Claims,
        body: models::EmailRequest,
    ) -> impl Future<Output = Result<ActivateAccountResponse, Self::Error>> + Send;
    /// `POST /admin/accounts/change-group/`: Change an account's role
    fn change_group(
        &self,
        cx: Cx,
        claims: Self::Claims,
        body: models::GroupChange,
    ) -> impl Future<Output = Result<ChangeGroupResponse, Self::Error>> + Send;
    /// `POST /admin/accounts/deactivate/`: Deactivate an account
    fn deactivate_account(
        &self,
        cx: Cx,
        claims: Self::Claims,
        body: models::EmailRequest,
    ) -> impl Future<Output = Result<DeactivateAccountResponse, Self::Error>> + Send;
    /// `GET /admin/carts/{user_id}/`: Show an account's cart
    fn get_user_cart(
        &self,
        cx: Cx,
        claims: Self::Claims,
        path: models::GetUserCartPathParams,
    ) -> impl Future<Output = Result<GetUserCartResponse, Self::Error>> + Send;
    /// `GET /admin/orders/`: List orders of all accounts
    fn list_all_orders(
        &self,
        cx: Cx,
        claims: Self::Claims,
        query: models::ListAllOrdersQueryParams,
    ) -> impl Future<Output = Result<ListAllOrdersResponse, Self::Error>> + Send;
    /// `GET /admin/payments/`: List payments of all accounts
    fn list_all_payments(
        &self,
        cx: Cx,
        claims: Self::Claims,
        query: models::ListAllPaymentsQueryParams,
    ) -> impl Future<Output = Result<ListAllPaymentsResponse, Self::Error>> + Send;
    /// `GET /admin/audit/`: List who changed what
    fn list_changes(
        &self,
        cx: Cx,
        claims: Self::Claims,
        query: models::ListChangesQueryParams,
    ) -> impl Future<Output = Result<ListChangesResponse, Self::Error>> + Send;
    /// `GET /admin/users/`: List accounts
    fn list_users(
        &self,
        cx: Cx,
        claims: Self::Claims,
        query: models::ListUsersQueryParams,
    ) -> impl Future<Output = Result<ListUsersResponse, Self::Error>> + Send;
}
