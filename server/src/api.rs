//! Implements the contract: each method reads typed input, calls one function, and translates its
//! answer back. Nothing is decided here.

mod accounts;
mod health;
mod movies;

use std::sync::Arc;

use axum::response::{IntoResponse as _, Response};
use http_runtime::{Cx, Op, Service};

use crate::{
    App,
    auth::{self, Caller},
    problem::Problem,
};

/// The application as the generated router sees it.
#[derive(Clone)]
pub struct Api(Arc<App>);

impl Api {
    /// Serves `app`.
    #[must_use]
    pub const fn new(app: Arc<App>) -> Self {
        Self(app)
    }

    /// What stands behind it.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.0
    }
}

impl Service for Api {
    type Claims = Caller;
    type Error = Problem;

    async fn authenticate(&self, cx: &Cx) -> Result<Caller, Problem> {
        let caller = auth::authenticate(self.app(), &cx.parts.headers).await?;
        auth::authorize(caller, cx.op.scopes)?;
        Ok(caller)
    }

    async fn authenticate_optional(&self, cx: &Cx) -> Result<Option<Caller>, Problem> {
        auth::identify(self.app(), &cx.parts.headers)
    }

    fn error_response(&self, _operation: &'static Op, problem: Problem) -> Response {
        problem.into_response()
    }
}
