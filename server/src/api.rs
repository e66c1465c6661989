//! Implements the contract: each method reads typed input, calls one function, and translates its
//! answer back. Nothing is decided here.

mod accounts;
mod certifications;
mod directors;
mod genres;
mod health;
mod jobs;
mod movies;
mod stars;

use std::{error::Error, sync::Arc};

use axum::response::{IntoResponse as _, Response};
use domain::{Email, Password};
use http_runtime::{Code, Cx, Fault, Op, Service};

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

    fn check_rule(rule: &str, text: &str) -> Result<(), Fault> {
        let fault = |code, error: &dyn Error| Fault::new(code, error.to_string());
        match rule {
            "email" => Email::parse(text)
                .map(drop)
                .map_err(|error| fault(Code::Format, &error)),
            "new-password" => Password::parse(text.into())
                .map(drop)
                .map_err(|error| fault(Code::Rule, &error)),
            "film-name" => domain::check_name(text, domain::NAME_MAX)
                .map_err(|error| fault(Code::Rule, &error)),
            "name" => domain::check_name(text, domain::PERSON_NAME_MAX)
                .map_err(|error| fault(Code::Rule, &error)),
            "description" => {
                domain::check_description(text).map_err(|error| fault(Code::Rule, &error))
            }
            "release-year" => text
                .parse()
                .map_or(Ok(()), domain::check_year)
                .map_err(|error| fault(Code::Rule, &error)),
            unknown => Err(Fault::new(
                Code::Rule,
                format!("The rule {unknown} is not known."),
            )),
        }
    }

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
