//! Implements the contract: each method reads typed input, calls one function, and translates its
//! answer back. Nothing is decided here.

mod accounts;
mod admin;
mod cart;
mod certifications;
mod dead_jobs;
mod directors;
mod genres;
mod health;
mod jobs;
mod movies;
mod orders;
mod payments;
mod privacy;
mod profiles;
mod purchases;
mod stars;
mod webhooks;

use std::{error::Error, sync::Arc};

use axum::response::{IntoResponse as _, Response};
use cinema_api::models;
use domain::{
    BirthDate, BrokenProfileRule, BrokenRule, Email, Info, NAME_MAX, Name, PERSON_NAME_MAX,
    Password, PersonName, check_description, check_name, check_year,
};
use http_runtime::{Code, Cx, Fault, Json, Op, Service};
use rust_decimal::Decimal;
use store::audit::Actor;

use crate::{
    App,
    auth::{self, Caller},
    http::{ClientAddress, RequestId, entity_tag::Precondition},
    problem::Problem,
    usecases::pages::{Address, Neighbours, Page},
};

/// What is shown to who is signed in is kept by nobody else, and asked for again.
const PRIVATE: &str = "private, no-cache";

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

    /// An absolute link to a path of the API.
    fn link(&self, path: &str) -> String {
        self.app().config.server.link(path)
    }

    /// The links around a page of a list without filters.
    fn links(&self, path: &str, page: Page, total: i64) -> Links {
        let address = || Address::new(path);
        self.links_between(address, page, page.neighbours_of_counted(total))
    }

    /// The links around a page of a list whose address, with its filters, is `address`.
    fn links_around<T>(
        &self,
        address: impl Fn() -> Address,
        page: Page,
        found: &store::pages::LongPage<T>,
    ) -> Links {
        let around = page.neighbours(found.total, !found.items.is_empty(), found.more);
        self.links_between(address, page, around)
    }

    fn links_between(
        &self,
        address: impl Fn() -> Address,
        page: Page,
        around: Neighbours,
    ) -> Links {
        let link = |number| self.link(&address().page(Page { number, ..page }).finish());
        Links {
            prev_page: around.prev.map(link),
            next_page: around.next.map(link),
        }
    }

    /// `Cache-Control` of what anybody may see.
    fn public(&self) -> String {
        self.app().config.catalogue.public_cache_control()
    }

    /// What `If-Match` demands of a change to the catalogue.
    fn precondition(&self, if_match: Option<String>) -> Result<Precondition, Problem> {
        Precondition::new(if_match, self.app().config.catalogue.require_if_match)
    }
}

/// Where the pages before and after a page are.
struct Links {
    prev_page: Option<String>,
    next_page: Option<String>,
}

/// Who makes a change, for the audit log.
fn actor(cx: &Cx, caller: Caller) -> Actor {
    let extensions = &cx.parts.extensions;
    Actor {
        user_id: Some(caller.user_id),
        address: Some(ClientAddress::of(extensions).0),
        request_id: Some(RequestId::of(extensions).as_str().to_owned()),
    }
}

/// The name that a genre, star or director is to have.
fn name(given: &models::NameRequest) -> Result<Name, Problem> {
    Name::parse(&given.name).map_err(|rule| Problem::field("name", Code::Rule, rule.to_string()))
}

fn message(text: &str) -> Json<models::Message> {
    models::Message {
        message: text.to_owned(),
    }
    .into()
}

impl Service for Api {
    type Claims = Caller;
    type Error = Problem;

    fn check_rule(rule: &str, text: &str) -> Result<(), Fault> {
        let fault = |code, error: &dyn Error| Fault::new(code, error.to_string());
        let broken = |rule: BrokenRule| fault(Code::Rule, &rule);
        let of_profile = |rule: BrokenProfileRule| fault(Code::Rule, &rule);
        match rule {
            "email" => Email::parse(text)
                .map(drop)
                .map_err(|error| fault(Code::Format, &error)),
            "new-password" => Password::parse(text.into())
                .map(drop)
                .map_err(|error| fault(Code::Rule, &error)),
            "film-name" => check_name(text, NAME_MAX).map_err(broken),
            "name" => check_name(text, PERSON_NAME_MAX).map_err(broken),
            "description" => check_description(text).map_err(broken),
            "release-year" => text.parse().map_or(Ok(()), check_year).map_err(broken),
            "english-name" => PersonName::parse(text).map(drop).map_err(of_profile),
            "birth-date" => text.parse().map_or(Ok(()), |date| {
                BirthDate::new(date).map(drop).map_err(of_profile)
            }),
            "info" => Info::parse(text).map(drop).map_err(of_profile),
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

/// An amount with two decimal places. From PostgreSQL, zero comes without any.
fn money(mut amount: Decimal) -> Decimal {
    amount.rescale(2);
    amount
}

/// The page that a request asks for.
fn page(number: i32, size: i32) -> Page {
    Page {
        number: number.into(),
        size: size.into(),
    }
}
