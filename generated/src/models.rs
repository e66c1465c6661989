//! The types of the API: parameters, bodies and answers.
use std::fmt;
use std::{
    ops::Bound::{Excluded, Included},
    sync::LazyLock,
};

use http_runtime::{
    Decode, Errors, Fault, Form, Limits, Members, Params, Parse, Regex, decode_text, parse_enum,
};

use crate::models;

/// The query parameters of `activateUser`.
#[derive(Clone)]
pub struct ActivateUserQueryParams {
    /// The email address of the account.
    pub email: String,
    /// The token from the activation mail.
    pub token: String,
}

impl fmt::Debug for ActivateUserQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActivateUserQueryParams")
            .field("email", &self.email)
            .field("token", &"***")
            .finish()
    }
}

impl ActivateUserQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required("email", &Limits::NONE.min_length(1).max_length(255), errors);
        let p2 = params.required("token", &Limits::NONE.min_length(1).max_length(255), errors);
        Some(Self {
            email: p1?,
            token: p2?,
        })
    }
}

/// The headers of `registerUser`.
#[derive(Clone)]
pub struct RegisterUserHeaderParams {
    /// A name that the caller gives to this one request, best a random UUID: visible ASCII, at most 255 characters. Sending the request again with it does nothing twice.
    pub idempotency_key: Option<String>,
}

impl fmt::Debug for RegisterUserHeaderParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisterUserHeaderParams")
            .field("Idempotency-Key", &self.idempotency_key)
            .finish()
    }
}

impl RegisterUserHeaderParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.optional(
            "idempotency-key",
            &Limits::NONE.min_length(1).max_length(255).pattern({
                static PATTERN: LazyLock<Regex> =
                    LazyLock::new(|| Regex::new("^[!-~]*$").expect("a valid pattern"));
                &PATTERN
            }),
            errors,
        );
        Some(Self {
            idempotency_key: p1?,
        })
    }
}

/// The path parameters of `revokeSession`.
#[derive(Clone)]
pub struct RevokeSessionPathParams {
    /// The id of a session, as `GET /accounts/sessions/` lists it.
    pub session_id: uuid::Uuid,
}

impl fmt::Debug for RevokeSessionPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RevokeSessionPathParams")
            .field("session_id", &self.session_id)
            .finish()
    }
}

impl RevokeSessionPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "session_id",
            &Limits::NONE.min_length(36).max_length(36),
            errors,
        );
        Some(Self { session_id: p1? })
    }
}

/// The path parameters of `getUserCart`.
#[derive(Clone)]
pub struct GetUserCartPathParams {
    /// The number of an account.
    pub user_id: i32,
}

impl fmt::Debug for GetUserCartPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetUserCartPathParams")
            .field("user_id", &self.user_id)
            .finish()
    }
}

impl GetUserCartPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "user_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        Some(Self { user_id: p1? })
    }
}

/// The query parameters of `listAllOrders`.
#[derive(Clone)]
pub struct ListAllOrdersQueryParams {
    /// The page to show, from 1.
    pub page: i32,
    /// How many items a page has.
    pub per_page: i32,
    /// Only those of the account with this number.
    pub user_id: Option<i32>,
    /// Only those of the account with this email address, without regard to case.
    pub email: Option<String>,
    /// Only those of this day in UTC, as YYYY-MM-DD.
    pub created_at: Option<String>,
    /// Only orders with this status: `pending`, `paid` or `cancelled`.
    pub status: Option<String>,
}

impl fmt::Debug for ListAllOrdersQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListAllOrdersQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .field("user_id", &self.user_id)
            .field("email", &self.email)
            .field("created_at", &self.created_at)
            .field("status", &self.status)
            .finish()
    }
}

impl ListAllOrdersQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .optional(
                "page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(1000000f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 1));
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        let p3 = params.optional(
            "user_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        let p4 = params.optional(
            "email",
            &Limits::NONE.min_length(1).max_length(255).rule("email"),
            errors,
        );
        let p5 = params.optional("created_at", &Limits::NONE.max_length(100), errors);
        let p6 = params.optional("status", &Limits::NONE.max_length(100), errors);
        Some(Self {
            page: p1?,
            per_page: p2?,
            user_id: p3?,
            email: p4?,
            created_at: p5?,
            status: p6?,
        })
    }
}

/// The query parameters of `listAllPayments`.
#[derive(Clone)]
pub struct ListAllPaymentsQueryParams {
    /// The page to show, from 1.
    pub page: i32,
    /// How many items a page has.
    pub per_page: i32,
    /// Only those of the account with this email address, without regard to case.
    pub email: Option<String>,
    /// Only those of this day in UTC, as YYYY-MM-DD.
    pub created_at: Option<String>,
    /// Only payments with this status: `successful`, `cancelled` or `refunded`.
    pub status: Option<String>,
}

impl fmt::Debug for ListAllPaymentsQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListAllPaymentsQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .field("email", &self.email)
            .field("created_at", &self.created_at)
            .field("status", &self.status)
            .finish()
    }
}

impl ListAllPaymentsQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .optional(
                "page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(1000000f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 1));
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        let p3 = params.optional(
            "email",
            &Limits::NONE.min_length(1).max_length(255).rule("email"),
            errors,
        );
        let p4 = params.optional("created_at", &Limits::NONE.max_length(100), errors);
        let p5 = params.optional("status", &Limits::NONE.max_length(100), errors);
        Some(Self {
            page: p1?,
            per_page: p2?,
            email: p3?,
            created_at: p4?,
            status: p5?,
        })
    }
}

/// The query parameters of `listChanges`.
#[derive(Clone)]
pub struct ListChangesQueryParams {
    /// The page to show, from 1.
    pub page: i32,
    /// How many items a page has.
    pub per_page: i32,
    /// Only changes by the account with this number.
    pub actor_id: Option<i32>,
    /// Only changes of this kind.
    pub action: Option<String>,
    /// Only changes of entities of this kind.
    pub entity: Option<String>,
    /// Only changes of entities with this id.
    pub entity_id: Option<String>,
    /// Only changes from this time on.
    pub from: Option<chrono::DateTime<chrono::Utc>>,
    /// Only changes before this time.
    pub to: Option<chrono::DateTime<chrono::Utc>>,
}

impl fmt::Debug for ListChangesQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListChangesQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .field("actor_id", &self.actor_id)
            .field("action", &self.action)
            .field("entity", &self.entity)
            .field("entity_id", &self.entity_id)
            .field("from", &self.from)
            .field("to", &self.to)
            .finish()
    }
}

impl ListChangesQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .optional(
                "page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(1000000f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 1));
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        let p3 = params.optional(
            "actor_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        let p4 = params.optional(
            "action",
            &Limits::NONE.min_length(1).max_length(100),
            errors,
        );
        let p5 = params.optional(
            "entity",
            &Limits::NONE.min_length(1).max_length(100),
            errors,
        );
        let p6 = params.optional(
            "entity_id",
            &Limits::NONE.min_length(1).max_length(255),
            errors,
        );
        let p7 = params.optional("from", &Limits::NONE.max_length(35), errors);
        let p8 = params.optional("to", &Limits::NONE.max_length(35), errors);
        Some(Self {
            page: p1?,
            per_page: p2?,
            actor_id: p3?,
            action: p4?,
            entity: p5?,
            entity_id: p6?,
            from: p7?,
            to: p8?,
        })
    }
}

/// The query parameters of `listUsers`.
#[derive(Clone)]
pub struct ListUsersQueryParams {
    /// The page to show, from 1.
    pub page: i32,
    /// How many items a page has.
    pub per_page: i32,
    /// Only those of the account with this email address, without regard to case.
    pub email: Option<String>,
    /// Only accounts of this group.
    pub group_id: Option<i32>,
    /// Only accounts that are active, or only those that are not.
    pub is_active: Option<bool>,
}

impl fmt::Debug for ListUsersQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListUsersQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .field("email", &self.email)
            .field("group_id", &self.group_id)
            .field("is_active", &self.is_active)
            .finish()
    }
}

impl ListUsersQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .optional(
                "page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(1000000f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 1));
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        let p3 = params.optional(
            "email",
            &Limits::NONE.min_length(1).max_length(255).rule("email"),
            errors,
        );
        let p4 = params.optional(
            "group_id",
            &Limits::NONE.minimum(Included(1f64)).maximum(Included(3f64)),
            errors,
        );
        let p5 = params.optional("is_active", &Limits::NONE, errors);
        Some(Self {
            page: p1?,
            per_page: p2?,
            email: p3?,
            group_id: p4?,
            is_active: p5?,
        })
    }
}

/// The path parameters of `removeMovieFromCart`.
#[derive(Clone)]
pub struct RemoveMovieFromCartPathParams {
    /// The id of a film.
    pub movie_uuid: uuid::Uuid,
}

impl fmt::Debug for RemoveMovieFromCartPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoveMovieFromCartPathParams")
            .field("movie_uuid", &self.movie_uuid)
            .finish()
    }
}

impl RemoveMovieFromCartPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "movie_uuid",
            &Limits::NONE.min_length(36).max_length(36),
            errors,
        );
        Some(Self { movie_uuid: p1? })
    }
}

/// The query parameters of `listCertifications`.
#[derive(Clone)]
pub struct ListCertificationsQueryParams {
    /// The page to show, from 1.
    pub page: i32,
    /// How many items a page has.
    pub per_page: i32,
}

impl fmt::Debug for ListCertificationsQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListCertificationsQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .finish()
    }
}

impl ListCertificationsQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .optional(
                "page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(1000000f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 1));
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        Some(Self {
            page: p1?,
            per_page: p2?,
        })
    }
}

/// The path parameters of `deleteDeadJob`.
#[derive(Clone)]
pub struct DeleteDeadJobPathParams {
    /// The id of a job.
    pub job_id: uuid::Uuid,
}

impl fmt::Debug for DeleteDeadJobPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteDeadJobPathParams")
            .field("job_id", &self.job_id)
            .finish()
    }
}

impl DeleteDeadJobPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "job_id",
            &Limits::NONE.min_length(36).max_length(36),
            errors,
        );
        Some(Self { job_id: p1? })
    }
}

/// The query parameters of `listDeadJobs`.
#[derive(Clone)]
pub struct ListDeadJobsQueryParams {
    /// The page to show, from 1.
    pub page: i32,
    /// How many items a page has.
    pub per_page: i32,
    /// Only jobs of this kind.
    pub kind: Option<String>,
}

impl fmt::Debug for ListDeadJobsQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListDeadJobsQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .field("kind", &self.kind)
            .finish()
    }
}

impl ListDeadJobsQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .optional(
                "page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(1000000f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 1));
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        let p3 = params.optional("kind", &Limits::NONE.min_length(1).max_length(255), errors);
        Some(Self {
            page: p1?,
            per_page: p2?,
            kind: p3?,
        })
    }
}

/// The path parameters of `replayDeadJob`.
#[derive(Clone)]
pub struct ReplayDeadJobPathParams {
    /// The id of a job.
    pub job_id: uuid::Uuid,
}

impl fmt::Debug for ReplayDeadJobPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplayDeadJobPathParams")
            .field("job_id", &self.job_id)
            .finish()
    }
}

impl ReplayDeadJobPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "job_id",
            &Limits::NONE.min_length(36).max_length(36),
            errors,
        );
        Some(Self { job_id: p1? })
    }
}

/// The path parameters of `deleteDirector`.
#[derive(Clone)]
pub struct DeleteDirectorPathParams {
    /// The number of a director.
    pub director_id: i32,
}

impl fmt::Debug for DeleteDirectorPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteDirectorPathParams")
            .field("director_id", &self.director_id)
            .finish()
    }
}

impl DeleteDirectorPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "director_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        Some(Self { director_id: p1? })
    }
}

/// The headers of `deleteDirector`.
#[derive(Clone)]
pub struct DeleteDirectorHeaderParams {
    /// The ETag of what the caller has read; several are separated by commas, and `*` stands for any. If it is another one now, nothing is changed and the answer is 412. A weak one (`W/\"...\"`) never fits. Of a genre, star or director only the name counts, not which films have it.
    pub if_match: Option<String>,
}

impl fmt::Debug for DeleteDirectorHeaderParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteDirectorHeaderParams")
            .field("If-Match", &self.if_match)
            .finish()
    }
}

impl DeleteDirectorHeaderParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.optional(
            "if-match",
            &Limits::NONE.min_length(1).max_length(8192),
            errors,
        );
        Some(Self { if_match: p1? })
    }
}

/// The path parameters of `getDirector`.
#[derive(Clone)]
pub struct GetDirectorPathParams {
    /// The number of a director.
    pub director_id: i32,
}

impl fmt::Debug for GetDirectorPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetDirectorPathParams")
            .field("director_id", &self.director_id)
            .finish()
    }
}

impl GetDirectorPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "director_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        Some(Self { director_id: p1? })
    }
}

/// The query parameters of `getDirector`.
#[derive(Clone)]
pub struct GetDirectorQueryParams {
    /// The page to show, from 1.
    pub page: i32,
    /// How many items a page has.
    pub per_page: i32,
}

impl fmt::Debug for GetDirectorQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetDirectorQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .finish()
    }
}

impl GetDirectorQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .optional(
                "page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(1000000f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 1));
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        Some(Self {
            page: p1?,
            per_page: p2?,
        })
    }
}

/// The query parameters of `listDirectors`.
#[derive(Clone)]
pub struct ListDirectorsQueryParams {
    /// The page to show, from 1.
    pub page: i32,
    /// How many items a page has.
    pub per_page: i32,
}

impl fmt::Debug for ListDirectorsQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListDirectorsQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .finish()
    }
}

impl ListDirectorsQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .optional(
                "page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(1000000f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 1));
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        Some(Self {
            page: p1?,
            per_page: p2?,
        })
    }
}

/// The path parameters of `updateDirector`.
#[derive(Clone)]
pub struct UpdateDirectorPathParams {
    /// The number of a director.
    pub director_id: i32,
}

impl fmt::Debug for UpdateDirectorPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateDirectorPathParams")
            .field("director_id", &self.director_id)
            .finish()
    }
}

impl UpdateDirectorPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "director_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        Some(Self { director_id: p1? })
    }
}

/// The headers of `updateDirector`.
#[derive(Clone)]
pub struct UpdateDirectorHeaderParams {
    /// The ETag of what the caller has read; several are separated by commas, and `*` stands for any. If it is another one now, nothing is changed and the answer is 412. A weak one (`W/\"...\"`) never fits. Of a genre, star or director only the name counts, not which films have it.
    pub if_match: Option<String>,
}

impl fmt::Debug for UpdateDirectorHeaderParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateDirectorHeaderParams")
            .field("If-Match", &self.if_match)
            .finish()
    }
}

impl UpdateDirectorHeaderParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.optional(
            "if-match",
            &Limits::NONE.min_length(1).max_length(8192),
            errors,
        );
        Some(Self { if_match: p1? })
    }
}

/// The path parameters of `deleteGenre`.
#[derive(Clone)]
pub struct DeleteGenrePathParams {
    /// The number of a genre.
    pub genre_id: i32,
}

impl fmt::Debug for DeleteGenrePathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteGenrePathParams")
            .field("genre_id", &self.genre_id)
            .finish()
    }
}

impl DeleteGenrePathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "genre_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        Some(Self { genre_id: p1? })
    }
}

/// The headers of `deleteGenre`.
#[derive(Clone)]
pub struct DeleteGenreHeaderParams {
    /// The ETag of what the caller has read; several are separated by commas, and `*` stands for any. If it is another one now, nothing is changed and the answer is 412. A weak one (`W/\"...\"`) never fits. Of a genre, star or director only the name counts, not which films have it.
    pub if_match: Option<String>,
}

impl fmt::Debug for DeleteGenreHeaderParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteGenreHeaderParams")
            .field("If-Match", &self.if_match)
            .finish()
    }
}

impl DeleteGenreHeaderParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.optional(
            "if-match",
            &Limits::NONE.min_length(1).max_length(8192),
            errors,
        );
        Some(Self { if_match: p1? })
    }
}

/// The path parameters of `getGenre`.
#[derive(Clone)]
pub struct GetGenrePathParams {
    /// The number of a genre.
    pub genre_id: i32,
}

impl fmt::Debug for GetGenrePathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetGenrePathParams")
            .field("genre_id", &self.genre_id)
            .finish()
    }
}

impl GetGenrePathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "genre_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        Some(Self { genre_id: p1? })
    }
}

/// The query parameters of `getGenre`.
#[derive(Clone)]
pub struct GetGenreQueryParams {
    /// The page to show, from 1.
    pub page: i32,
    /// How many items a page has.
    pub per_page: i32,
}

impl fmt::Debug for GetGenreQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetGenreQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .finish()
    }
}

impl GetGenreQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .optional(
                "page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(1000000f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 1));
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        Some(Self {
            page: p1?,
            per_page: p2?,
        })
    }
}

/// The query parameters of `listGenres`.
#[derive(Clone)]
pub struct ListGenresQueryParams {
    /// The page to show, from 1.
    pub page: i32,
    /// How many items a page has.
    pub per_page: i32,
}

impl fmt::Debug for ListGenresQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListGenresQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .finish()
    }
}

impl ListGenresQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .optional(
                "page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(1000000f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 1));
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        Some(Self {
            page: p1?,
            per_page: p2?,
        })
    }
}

/// The path parameters of `updateGenre`.
#[derive(Clone)]
pub struct UpdateGenrePathParams {
    /// The number of a genre.
    pub genre_id: i32,
}

impl fmt::Debug for UpdateGenrePathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateGenrePathParams")
            .field("genre_id", &self.genre_id)
            .finish()
    }
}

impl UpdateGenrePathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "genre_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        Some(Self { genre_id: p1? })
    }
}

/// The headers of `updateGenre`.
#[derive(Clone)]
pub struct UpdateGenreHeaderParams {
    /// The ETag of what the caller has read; several are separated by commas, and `*` stands for any. If it is another one now, nothing is changed and the answer is 412. A weak one (`W/\"...\"`) never fits. Of a genre, star or director only the name counts, not which films have it.
    pub if_match: Option<String>,
}

impl fmt::Debug for UpdateGenreHeaderParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateGenreHeaderParams")
            .field("If-Match", &self.if_match)
            .finish()
    }
}

impl UpdateGenreHeaderParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.optional(
            "if-match",
            &Limits::NONE.min_length(1).max_length(8192),
            errors,
        );
        Some(Self { if_match: p1? })
    }
}

/// The path parameters of `getJob`.
#[derive(Clone)]
pub struct GetJobPathParams {
    /// The id of a job.
    pub job_id: uuid::Uuid,
}

impl fmt::Debug for GetJobPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetJobPathParams")
            .field("job_id", &self.job_id)
            .finish()
    }
}

impl GetJobPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "job_id",
            &Limits::NONE.min_length(36).max_length(36),
            errors,
        );
        Some(Self { job_id: p1? })
    }
}

/// The path parameters of `deleteMovie`.
#[derive(Clone)]
pub struct DeleteMoviePathParams {
    /// The id of a film.
    pub movie_uuid: uuid::Uuid,
}

impl fmt::Debug for DeleteMoviePathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteMoviePathParams")
            .field("movie_uuid", &self.movie_uuid)
            .finish()
    }
}

impl DeleteMoviePathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "movie_uuid",
            &Limits::NONE.min_length(36).max_length(36),
            errors,
        );
        Some(Self { movie_uuid: p1? })
    }
}

/// The headers of `deleteMovie`.
#[derive(Clone)]
pub struct DeleteMovieHeaderParams {
    /// The ETag of what the caller has read; several are separated by commas, and `*` stands for any. If it is another one now, nothing is changed and the answer is 412. A weak one (`W/\"...\"`) never fits. Of a genre, star or director only the name counts, not which films have it.
    pub if_match: Option<String>,
}

impl fmt::Debug for DeleteMovieHeaderParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteMovieHeaderParams")
            .field("If-Match", &self.if_match)
            .finish()
    }
}

impl DeleteMovieHeaderParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.optional(
            "if-match",
            &Limits::NONE.min_length(1).max_length(8192),
            errors,
        );
        Some(Self { if_match: p1? })
    }
}

/// The path parameters of `getMovie`.
#[derive(Clone)]
pub struct GetMoviePathParams {
    /// The id of a film.
    pub movie_uuid: uuid::Uuid,
}

impl fmt::Debug for GetMoviePathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetMoviePathParams")
            .field("movie_uuid", &self.movie_uuid)
            .finish()
    }
}

impl GetMoviePathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "movie_uuid",
            &Limits::NONE.min_length(36).max_length(36),
            errors,
        );
        Some(Self { movie_uuid: p1? })
    }
}

/// The query parameters of `listMovies`.
#[derive(Clone)]
pub struct ListMoviesQueryParams {
    /// The page to show, from 1. Without it and without a cursor, the first.
    pub page: Option<i32>,
    /// How many items a page has.
    pub per_page: i32,
    /// Where the last page ended: its `next_cursor`. The other parameters stay as they were, and `page` is left out.
    pub cursor: Option<String>,
    /// Only films whose title or people this text finds. Accents and case do not matter, a word may be cut off or have a small mistake. At most 200 films are found: those with this very title, then roughly those with most votes. Filters apply before that, and `sort` after it.
    pub q: Option<String>,
    /// Sort keys in order of weight, separated by commas. `-` sorts downwards. Ties are sorted by id in the direction of the last key, so that paging shows every film once. A key that stands twice decides nothing the second time. Without it, films are sorted by `-name`, and those that `q` finds by how well they fit.
    pub sort: Vec<models::MovieSort>,
    /// Only films of this year.
    pub year: Option<i32>,
    /// Only films of this year or later.
    pub year_from: Option<i32>,
    /// Only films of this year or earlier.
    pub year_to: Option<i32>,
    /// Only films with this IMDb rating.
    pub imdb: Option<f64>,
    /// Only films with this IMDb rating or a higher one.
    pub imdb_from: Option<f64>,
    /// Only films at this price or a lower one, in US dollars.
    pub price_to: Option<rust_decimal::Decimal>,
    /// Only films with a genre whose name contains this text, without regard to case.
    pub genre: Option<String>,
    /// Only films with this certification, without regard to case.
    pub certification: Option<String>,
}

impl fmt::Debug for ListMoviesQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListMoviesQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .field("cursor", &self.cursor)
            .field("q", &self.q)
            .field("sort", &self.sort)
            .field("year", &self.year)
            .field("year_from", &self.year_from)
            .field("year_to", &self.year_to)
            .field("imdb", &self.imdb)
            .field("imdb_from", &self.imdb_from)
            .field("price_to", &self.price_to)
            .field("genre", &self.genre)
            .field("certification", &self.certification)
            .finish()
    }
}

impl ListMoviesQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.optional(
            "page",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(1000000f64)),
            errors,
        );
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        let p3 = params.optional(
            "cursor",
            &Limits::NONE.min_length(1).max_length(2000),
            errors,
        );
        let p4 = params.optional("q", &Limits::NONE.min_length(1).max_length(200), errors);
        let p5 = params
            .comma_list(
                "sort",
                &Limits::NONE.min_items(1).max_items(5).each(&Limits::NONE),
                errors,
            )
            .map(Option::unwrap_or_default);
        let p6 = params.optional(
            "year",
            &Limits::NONE
                .minimum(Included(1895f64))
                .maximum(Included(9999f64)),
            errors,
        );
        let p7 = params.optional(
            "year_from",
            &Limits::NONE
                .minimum(Included(1895f64))
                .maximum(Included(9999f64)),
            errors,
        );
        let p8 = params.optional(
            "year_to",
            &Limits::NONE
                .minimum(Included(1895f64))
                .maximum(Included(9999f64)),
            errors,
        );
        let p9 = params.optional(
            "imdb",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(10f64)),
            errors,
        );
        let p10 = params.optional(
            "imdb_from",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(10f64)),
            errors,
        );
        let p11 = params.optional(
            "price_to",
            &Limits::NONE.max_length(11).pattern({
                static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
                    Regex::new("^\\d{1,8}(\\.\\d{1,2})?$").expect("a valid pattern")
                });
                &PATTERN
            }),
            errors,
        );
        let p12 = params.optional("genre", &Limits::NONE.min_length(1).max_length(100), errors);
        let p13 = params.optional(
            "certification",
            &Limits::NONE.min_length(1).max_length(100),
            errors,
        );
        Some(Self {
            page: p1?,
            per_page: p2?,
            cursor: p3?,
            q: p4?,
            sort: p5?,
            year: p6?,
            year_from: p7?,
            year_to: p8?,
            imdb: p9?,
            imdb_from: p10?,
            price_to: p11?,
            genre: p12?,
            certification: p13?,
        })
    }
}

/// The path parameters of `updateMovie`.
#[derive(Clone)]
pub struct UpdateMoviePathParams {
    /// The id of a film.
    pub movie_uuid: uuid::Uuid,
}

impl fmt::Debug for UpdateMoviePathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateMoviePathParams")
            .field("movie_uuid", &self.movie_uuid)
            .finish()
    }
}

impl UpdateMoviePathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "movie_uuid",
            &Limits::NONE.min_length(36).max_length(36),
            errors,
        );
        Some(Self { movie_uuid: p1? })
    }
}

/// The headers of `updateMovie`.
#[derive(Clone)]
pub struct UpdateMovieHeaderParams {
    /// The ETag of what the caller has read; several are separated by commas, and `*` stands for any. If it is another one now, nothing is changed and the answer is 412. A weak one (`W/\"...\"`) never fits. Of a genre, star or director only the name counts, not which films have it.
    pub if_match: Option<String>,
}

impl fmt::Debug for UpdateMovieHeaderParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateMovieHeaderParams")
            .field("If-Match", &self.if_match)
            .finish()
    }
}

impl UpdateMovieHeaderParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.optional(
            "if-match",
            &Limits::NONE.min_length(1).max_length(8192),
            errors,
        );
        Some(Self { if_match: p1? })
    }
}

/// The path parameters of `cancelOrder`.
#[derive(Clone)]
pub struct CancelOrderPathParams {
    /// The number of an order.
    pub order_id: i32,
}

impl fmt::Debug for CancelOrderPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelOrderPathParams")
            .field("order_id", &self.order_id)
            .finish()
    }
}

impl CancelOrderPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "order_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        Some(Self { order_id: p1? })
    }
}

/// The headers of `createOrder`.
#[derive(Clone)]
pub struct CreateOrderHeaderParams {
    /// A name that the caller gives to this one request, best a random UUID: visible ASCII, at most 255 characters. Sending the request again with it does nothing twice.
    pub idempotency_key: Option<String>,
}

impl fmt::Debug for CreateOrderHeaderParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateOrderHeaderParams")
            .field("Idempotency-Key", &self.idempotency_key)
            .finish()
    }
}

impl CreateOrderHeaderParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.optional(
            "idempotency-key",
            &Limits::NONE.min_length(1).max_length(255).pattern({
                static PATTERN: LazyLock<Regex> =
                    LazyLock::new(|| Regex::new("^[!-~]*$").expect("a valid pattern"));
                &PATTERN
            }),
            errors,
        );
        Some(Self {
            idempotency_key: p1?,
        })
    }
}

/// The path parameters of `getOrder`.
#[derive(Clone)]
pub struct GetOrderPathParams {
    /// The number of an order.
    pub order_id: i32,
}

impl fmt::Debug for GetOrderPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetOrderPathParams")
            .field("order_id", &self.order_id)
            .finish()
    }
}

impl GetOrderPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "order_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        Some(Self { order_id: p1? })
    }
}

/// The query parameters of `listOrders`.
#[derive(Clone)]
pub struct ListOrdersQueryParams {
    /// The page to show, from 1.
    pub page: i32,
    /// How many items a page has.
    pub per_page: i32,
}

impl fmt::Debug for ListOrdersQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListOrdersQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .finish()
    }
}

impl ListOrdersQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .optional(
                "page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(1000000f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 1));
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        Some(Self {
            page: p1?,
            per_page: p2?,
        })
    }
}

/// The path parameters of `refundOrder`.
#[derive(Clone)]
pub struct RefundOrderPathParams {
    /// The number of an order.
    pub order_id: i32,
}

impl fmt::Debug for RefundOrderPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefundOrderPathParams")
            .field("order_id", &self.order_id)
            .finish()
    }
}

impl RefundOrderPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "order_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        Some(Self { order_id: p1? })
    }
}

/// The headers of `refundOrder`.
#[derive(Clone)]
pub struct RefundOrderHeaderParams {
    /// A name that the caller gives to this one request, best a random UUID: visible ASCII, at most 255 characters. Sending the request again with it does nothing twice.
    pub idempotency_key: Option<String>,
}

impl fmt::Debug for RefundOrderHeaderParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefundOrderHeaderParams")
            .field("Idempotency-Key", &self.idempotency_key)
            .finish()
    }
}

impl RefundOrderHeaderParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.optional(
            "idempotency-key",
            &Limits::NONE.min_length(1).max_length(255).pattern({
                static PATTERN: LazyLock<Regex> =
                    LazyLock::new(|| Regex::new("^[!-~]*$").expect("a valid pattern"));
                &PATTERN
            }),
            errors,
        );
        Some(Self {
            idempotency_key: p1?,
        })
    }
}

/// The headers of `createCheckoutSession`.
#[derive(Clone)]
pub struct CreateCheckoutSessionHeaderParams {
    /// A name that the caller gives to this one request, best a random UUID: visible ASCII, at most 255 characters. Sending the request again with it does nothing twice.
    pub idempotency_key: Option<String>,
}

impl fmt::Debug for CreateCheckoutSessionHeaderParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateCheckoutSessionHeaderParams")
            .field("Idempotency-Key", &self.idempotency_key)
            .finish()
    }
}

impl CreateCheckoutSessionHeaderParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.optional(
            "idempotency-key",
            &Limits::NONE.min_length(1).max_length(255).pattern({
                static PATTERN: LazyLock<Regex> =
                    LazyLock::new(|| Regex::new("^[!-~]*$").expect("a valid pattern"));
                &PATTERN
            }),
            errors,
        );
        Some(Self {
            idempotency_key: p1?,
        })
    }
}

/// The query parameters of `listPayments`.
#[derive(Clone)]
pub struct ListPaymentsQueryParams {
    /// The page to show, from 1.
    pub page: i32,
    /// How many items a page has.
    pub per_page: i32,
}

impl fmt::Debug for ListPaymentsQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListPaymentsQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .finish()
    }
}

impl ListPaymentsQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .optional(
                "page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(1000000f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 1));
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        Some(Self {
            page: p1?,
            per_page: p2?,
        })
    }
}

/// The query parameters of `downloadExport`.
#[derive(Clone)]
pub struct DownloadExportQueryParams {
    /// The token of the link.
    pub token: String,
}

impl fmt::Debug for DownloadExportQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DownloadExportQueryParams")
            .field("token", &"***")
            .finish()
    }
}

impl DownloadExportQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required("token", &Limits::NONE.min_length(1).max_length(255), errors);
        Some(Self { token: p1? })
    }
}

/// The path parameters of `createProfile`.
#[derive(Clone)]
pub struct CreateProfilePathParams {
    /// The number of an account.
    pub user_id: i32,
}

impl fmt::Debug for CreateProfilePathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateProfilePathParams")
            .field("user_id", &self.user_id)
            .finish()
    }
}

impl CreateProfilePathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "user_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        Some(Self { user_id: p1? })
    }
}

/// The form of `createProfile`.
#[derive(Clone)]
pub struct CreateProfileForm {
    /// Letters from A to Z. It is kept in lower case.
    pub first_name: Option<Option<String>>,
    /// Letters from A to Z. It is kept in lower case.
    pub last_name: Option<Option<String>>,
    /// A picture in JPEG or PNG, of 1 MB (1,048,576 bytes), 16 megapixels (16,777,216 pixels) and 16,384 pixels a side at most. Of an animated one the first picture is kept.
    pub avatar: Option<Option<http_runtime::Upload>>,
    /// Man or woman.
    pub gender: Option<Option<models::Gender>>,
    /// At least 18 years ago, and after 1900.
    pub date_of_birth: Option<Option<chrono::naive::NaiveDate>>,
    /// Whatever there is to say.
    pub info: Option<String>,
}

impl fmt::Debug for CreateProfileForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateProfileForm")
            .field("first_name", &self.first_name)
            .field("last_name", &self.last_name)
            .field("avatar", &self.avatar)
            .field("gender", &self.gender)
            .field("date_of_birth", &self.date_of_birth)
            .field("info", &self.info)
            .finish()
    }
}

impl CreateProfileForm {
    /// The parts, and how many bytes of each are kept. A character takes up to four.
    pub(crate) const PARTS: &'static [(&'static str, usize)] = &[
        ("first_name", 4 * 100),
        ("last_name", 4 * 100),
        ("avatar", 1048576),
        ("gender", 4 * 5),
        ("date_of_birth", 4 * 10),
        ("info", 4 * 5000),
    ];

    pub(crate) fn read(mut form: Form, errors: &mut Errors) -> Option<Self> {
        let f1 = form.optional::<Option<String>>(
            "first_name",
            &Limits::NONE.max_length(100).rule("english-name"),
            errors,
        );
        let f2 = form.optional::<Option<String>>(
            "last_name",
            &Limits::NONE.max_length(100).rule("english-name"),
            errors,
        );
        let f3 = form.optional::<Option<http_runtime::Upload>>(
            "avatar",
            &Limits::NONE
                .max_length(1048576)
                .refusal(r#"Image size exceeds 1 MB"#),
            errors,
        );
        let f4 = form.optional::<Option<models::Gender>>(
            "gender",
            &Limits::NONE
                .max_length(5)
                .refusal(r#"Gender must be one of: man, woman"#),
            errors,
        );
        let f5 = form.optional::<Option<chrono::naive::NaiveDate>>(
            "date_of_birth",
            &Limits::NONE.max_length(10).rule("birth-date"),
            errors,
        );
        let f6 =
            form.optional::<String>("info", &Limits::NONE.max_length(5000).rule("info"), errors);
        Some(Self {
            first_name: f1?,
            last_name: f2?,
            avatar: f3?,
            gender: f4?,
            date_of_birth: f5?,
            info: f6?,
        })
    }
}

/// The path parameters of `getAvatar`.
#[derive(Clone)]
pub struct GetAvatarPathParams {
    /// The name of a picture.
    pub name: String,
}

impl fmt::Debug for GetAvatarPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetAvatarPathParams")
            .field("name", &self.name)
            .finish()
    }
}

impl GetAvatarPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required("name", &Limits::NONE.min_length(1).max_length(255), errors);
        Some(Self { name: p1? })
    }
}

/// The path parameters of `getProfile`.
#[derive(Clone)]
pub struct GetProfilePathParams {
    /// The number of an account.
    pub user_id: i32,
}

impl fmt::Debug for GetProfilePathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetProfilePathParams")
            .field("user_id", &self.user_id)
            .finish()
    }
}

impl GetProfilePathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "user_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        Some(Self { user_id: p1? })
    }
}

/// The path parameters of `updateProfile`.
#[derive(Clone)]
pub struct UpdateProfilePathParams {
    /// The number of an account.
    pub user_id: i32,
}

impl fmt::Debug for UpdateProfilePathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateProfilePathParams")
            .field("user_id", &self.user_id)
            .finish()
    }
}

impl UpdateProfilePathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "user_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        Some(Self { user_id: p1? })
    }
}

/// The form of `updateProfile`.
#[derive(Clone)]
pub struct UpdateProfileForm {
    /// Letters from A to Z. It is kept in lower case.
    pub first_name: Option<Option<String>>,
    /// Letters from A to Z. It is kept in lower case.
    pub last_name: Option<Option<String>>,
    /// A picture in JPEG or PNG, of 1 MB (1,048,576 bytes), 16 megapixels (16,777,216 pixels) and 16,384 pixels a side at most. Of an animated one the first picture is kept.
    pub avatar: Option<Option<http_runtime::Upload>>,
    /// Man or woman.
    pub gender: Option<Option<models::Gender>>,
    /// At least 18 years ago, and after 1900.
    pub date_of_birth: Option<Option<chrono::naive::NaiveDate>>,
    /// Whatever there is to say.
    pub info: Option<String>,
}

impl fmt::Debug for UpdateProfileForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateProfileForm")
            .field("first_name", &self.first_name)
            .field("last_name", &self.last_name)
            .field("avatar", &self.avatar)
            .field("gender", &self.gender)
            .field("date_of_birth", &self.date_of_birth)
            .field("info", &self.info)
            .finish()
    }
}

impl UpdateProfileForm {
    /// The parts, and how many bytes of each are kept. A character takes up to four.
    pub(crate) const PARTS: &'static [(&'static str, usize)] = &[
        ("first_name", 4 * 100),
        ("last_name", 4 * 100),
        ("avatar", 1048576),
        ("gender", 4 * 5),
        ("date_of_birth", 4 * 10),
        ("info", 4 * 5000),
    ];

    pub(crate) fn read(mut form: Form, errors: &mut Errors) -> Option<Self> {
        let f1 = form.optional::<Option<String>>(
            "first_name",
            &Limits::NONE.max_length(100).rule("english-name"),
            errors,
        );
        let f2 = form.optional::<Option<String>>(
            "last_name",
            &Limits::NONE.max_length(100).rule("english-name"),
            errors,
        );
        let f3 = form.optional::<Option<http_runtime::Upload>>(
            "avatar",
            &Limits::NONE
                .max_length(1048576)
                .refusal(r#"Image size exceeds 1 MB"#),
            errors,
        );
        let f4 = form.optional::<Option<models::Gender>>(
            "gender",
            &Limits::NONE
                .max_length(5)
                .refusal(r#"Gender must be one of: man, woman"#),
            errors,
        );
        let f5 = form.optional::<Option<chrono::naive::NaiveDate>>(
            "date_of_birth",
            &Limits::NONE.max_length(10).rule("birth-date"),
            errors,
        );
        let f6 =
            form.optional::<String>("info", &Limits::NONE.max_length(5000).rule("info"), errors);
        Some(Self {
            first_name: f1?,
            last_name: f2?,
            avatar: f3?,
            gender: f4?,
            date_of_birth: f5?,
            info: f6?,
        })
    }
}

/// The path parameters of `getPurchase`.
#[derive(Clone)]
pub struct GetPurchasePathParams {
    /// The id of a film.
    pub movie_uuid: uuid::Uuid,
}

impl fmt::Debug for GetPurchasePathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetPurchasePathParams")
            .field("movie_uuid", &self.movie_uuid)
            .finish()
    }
}

impl GetPurchasePathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "movie_uuid",
            &Limits::NONE.min_length(36).max_length(36),
            errors,
        );
        Some(Self { movie_uuid: p1? })
    }
}

/// The query parameters of `listPurchases`.
#[derive(Clone)]
pub struct ListPurchasesQueryParams {
    /// The page to show, from 1.
    pub page: i32,
    /// How many items a page has.
    pub per_page: i32,
}

impl fmt::Debug for ListPurchasesQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListPurchasesQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .finish()
    }
}

impl ListPurchasesQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .optional(
                "page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(1000000f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 1));
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        Some(Self {
            page: p1?,
            per_page: p2?,
        })
    }
}

/// The path parameters of `deleteStar`.
#[derive(Clone)]
pub struct DeleteStarPathParams {
    /// The number of a star.
    pub star_id: i32,
}

impl fmt::Debug for DeleteStarPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteStarPathParams")
            .field("star_id", &self.star_id)
            .finish()
    }
}

impl DeleteStarPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "star_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        Some(Self { star_id: p1? })
    }
}

/// The headers of `deleteStar`.
#[derive(Clone)]
pub struct DeleteStarHeaderParams {
    /// The ETag of what the caller has read; several are separated by commas, and `*` stands for any. If it is another one now, nothing is changed and the answer is 412. A weak one (`W/\"...\"`) never fits. Of a genre, star or director only the name counts, not which films have it.
    pub if_match: Option<String>,
}

impl fmt::Debug for DeleteStarHeaderParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteStarHeaderParams")
            .field("If-Match", &self.if_match)
            .finish()
    }
}

impl DeleteStarHeaderParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.optional(
            "if-match",
            &Limits::NONE.min_length(1).max_length(8192),
            errors,
        );
        Some(Self { if_match: p1? })
    }
}

/// The path parameters of `getStar`.
#[derive(Clone)]
pub struct GetStarPathParams {
    /// The number of a star.
    pub star_id: i32,
}

impl fmt::Debug for GetStarPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetStarPathParams")
            .field("star_id", &self.star_id)
            .finish()
    }
}

impl GetStarPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "star_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        Some(Self { star_id: p1? })
    }
}

/// The query parameters of `getStar`.
#[derive(Clone)]
pub struct GetStarQueryParams {
    /// The page to show, from 1.
    pub page: i32,
    /// How many items a page has.
    pub per_page: i32,
}

impl fmt::Debug for GetStarQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetStarQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .finish()
    }
}

impl GetStarQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .optional(
                "page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(1000000f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 1));
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        Some(Self {
            page: p1?,
            per_page: p2?,
        })
    }
}

/// The query parameters of `listStars`.
#[derive(Clone)]
pub struct ListStarsQueryParams {
    /// The page to show, from 1.
    pub page: i32,
    /// How many items a page has.
    pub per_page: i32,
}

impl fmt::Debug for ListStarsQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListStarsQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .finish()
    }
}

impl ListStarsQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .optional(
                "page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(1000000f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 1));
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        Some(Self {
            page: p1?,
            per_page: p2?,
        })
    }
}

/// The path parameters of `updateStar`.
#[derive(Clone)]
pub struct UpdateStarPathParams {
    /// The number of a star.
    pub star_id: i32,
}

impl fmt::Debug for UpdateStarPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateStarPathParams")
            .field("star_id", &self.star_id)
            .finish()
    }
}

impl UpdateStarPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "star_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
            errors,
        );
        Some(Self { star_id: p1? })
    }
}

/// The headers of `updateStar`.
#[derive(Clone)]
pub struct UpdateStarHeaderParams {
    /// The ETag of what the caller has read; several are separated by commas, and `*` stands for any. If it is another one now, nothing is changed and the answer is 412. A weak one (`W/\"...\"`) never fits. Of a genre, star or director only the name counts, not which films have it.
    pub if_match: Option<String>,
}

impl fmt::Debug for UpdateStarHeaderParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateStarHeaderParams")
            .field("If-Match", &self.if_match)
            .finish()
    }
}

impl UpdateStarHeaderParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.optional(
            "if-match",
            &Limits::NONE.min_length(1).max_length(8192),
            errors,
        );
        Some(Self { if_match: p1? })
    }
}

/// The query parameters of `listStripeEvents`.
#[derive(Clone)]
pub struct ListStripeEventsQueryParams {
    /// The page to show, from 1.
    pub page: i32,
    /// How many items a page has.
    pub per_page: i32,
    /// Only events of this type.
    pub r#type: Option<String>,
    /// Only events that have come so far.
    pub status: Option<models::StripeEventStatus>,
}

impl fmt::Debug for ListStripeEventsQueryParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListStripeEventsQueryParams")
            .field("page", &self.page)
            .field("per_page", &self.per_page)
            .field("type", &self.r#type)
            .field("status", &self.status)
            .finish()
    }
}

impl ListStripeEventsQueryParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params
            .optional(
                "page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(1000000f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 1));
        let p2 = params
            .optional(
                "per_page",
                &Limits::NONE
                    .minimum(Included(1f64))
                    .maximum(Included(20f64)),
                errors,
            )
            .map(|given| given.unwrap_or_else(|| 10));
        let p3 = params.optional("type", &Limits::NONE.min_length(1).max_length(255), errors);
        let p4 = params.optional("status", &Limits::NONE, errors);
        Some(Self {
            page: p1?,
            per_page: p2?,
            r#type: p3?,
            status: p4?,
        })
    }
}

/// The path parameters of `replayStripeEvent`.
#[derive(Clone)]
pub struct ReplayStripeEventPathParams {
    /// Stripe's id of an event.
    pub event_id: String,
}

impl fmt::Debug for ReplayStripeEventPathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplayStripeEventPathParams")
            .field("event_id", &self.event_id)
            .finish()
    }
}

impl ReplayStripeEventPathParams {
    pub(crate) fn read(params: &Params<'_>, errors: &mut Errors) -> Option<Self> {
        let p1 = params.required(
            "event_id",
            &Limits::NONE.min_length(1).max_length(255),
            errors,
        );
        Some(Self { event_id: p1? })
    }
}

/// Everything that is known about a person.
#[derive(Clone, serde::Serialize)]
pub struct AccountData {
    /// When this was put together.
    #[serde(rename = "made_at")]
    pub made_at: chrono::DateTime<chrono::Utc>,
    /// See the type.
    #[serde(rename = "account")]
    pub account: models::ExportedAccount,
    /// See the type.
    #[serde(rename = "profile")]
    pub profile: models::ExportedProfile,
    /// Where the person is signed in, the most recently used first.
    #[serde(rename = "sessions")]
    pub sessions: Vec<models::ExportedSession>,
    /// What is in the cart, in the order in which it was put in.
    #[serde(rename = "cart")]
    pub cart: Vec<models::ExportedCartItem>,
    /// What was ordered, the newest first.
    #[serde(rename = "orders")]
    pub orders: Vec<models::Order>,
    /// What was paid, the newest first.
    #[serde(rename = "payments")]
    pub payments: Vec<models::ExportedPayment>,
    /// What the person owns, the newest first.
    #[serde(rename = "purchases")]
    pub purchases: Vec<models::Purchase>,
    /// Files of films that the person has uploaded, the newest first.
    #[serde(rename = "imports")]
    pub imports: Vec<models::ExportedImport>,
    /// What the person has changed as a moderator or an admin, the newest first. The films of an import are one change.
    #[serde(rename = "changes_made")]
    pub changes_made: Vec<models::ExportedAction>,
    /// What was changed about the account, the newest first.
    #[serde(rename = "changes_of_account")]
    pub changes_of_account: Vec<models::ExportedChange>,
    /// What Stripe has told about the payments, the newest first.
    #[serde(rename = "stripe_events")]
    pub stripe_events: Vec<models::ExportedEvent>,
}

impl fmt::Debug for AccountData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountData")
            .field("made_at", &self.made_at)
            .field("account", &self.account)
            .field("profile", &self.profile)
            .field("sessions", &self.sessions)
            .field("cart", &self.cart)
            .field("orders", &self.orders)
            .field("payments", &self.payments)
            .field("purchases", &self.purchases)
            .field("imports", &self.imports)
            .field("changes_made", &self.changes_made)
            .field("changes_of_account", &self.changes_of_account)
            .field("stripe_events", &self.stripe_events)
            .finish()
    }
}

impl Decode for AccountData {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("made_at", &Limits::NONE.max_length(35));
        let m2 = members.required("account", &Limits::NONE);
        let m3 = members.required("profile", &Limits::NONE);
        let m4 = members.required(
            "sessions",
            &Limits::NONE.max_items(1000000).each(&Limits::NONE),
        );
        let m5 = members.required("cart", &Limits::NONE.max_items(1000000).each(&Limits::NONE));
        let m6 = members.required(
            "orders",
            &Limits::NONE.max_items(1000000).each(&Limits::NONE),
        );
        let m7 = members.required(
            "payments",
            &Limits::NONE.max_items(1000000).each(&Limits::NONE),
        );
        let m8 = members.required(
            "purchases",
            &Limits::NONE.max_items(1000000).each(&Limits::NONE),
        );
        let m9 = members.required(
            "imports",
            &Limits::NONE.max_items(1000000).each(&Limits::NONE),
        );
        let m10 = members.required(
            "changes_made",
            &Limits::NONE.max_items(1000000).each(&Limits::NONE),
        );
        let m11 = members.required(
            "changes_of_account",
            &Limits::NONE.max_items(1000000).each(&Limits::NONE),
        );
        let m12 = members.required(
            "stripe_events",
            &Limits::NONE.max_items(1000000).each(&Limits::NONE),
        );
        Some(Self {
            made_at: m1?,
            account: m2?,
            profile: m3?,
            sessions: m4?,
            cart: m5?,
            orders: m6?,
            payments: m7?,
            purchases: m8?,
            imports: m9?,
            changes_made: m10?,
            changes_of_account: m11?,
            stripe_events: m12?,
        })
    }
}

/// Proof that it is the owner who wants the account deleted.
#[derive(Clone, serde::Serialize)]
pub struct AccountDeletion {
    /// The password of the account.
    #[serde(rename = "password")]
    pub password: String,
}

impl fmt::Debug for AccountDeletion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountDeletion")
            .field("password", &"***")
            .finish()
    }
}

impl Decode for AccountDeletion {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("password", &Limits::NONE.min_length(1).max_length(1024));
        members.refuse_others();
        Some(Self { password: m1? })
    }
}

/// How far the file with the caller's data is.
#[derive(Clone, serde::Serialize)]
pub struct AccountExport {
    /// See the type.
    #[serde(rename = "status")]
    pub status: models::AccountExportStatus,
    /// Where it can be downloaded, without signing in. Null until it is ready.
    #[serde(rename = "url")]
    pub url: Option<String>,
    /// When it is deleted. Null until it is ready.
    #[serde(rename = "expires_at")]
    pub expires_at: Option<chrono::DateTime<chrono::Utc>>,
}

impl fmt::Debug for AccountExport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountExport")
            .field("status", &self.status)
            .field("url", &self.url)
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

impl Decode for AccountExport {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("status", &Limits::NONE);
        let m2 = members.required("url", &Limits::NONE.max_length(8192));
        let m3 = members.required("expires_at", &Limits::NONE.max_length(35));
        Some(Self {
            status: m1?,
            url: m2?,
            expires_at: m3?,
        })
    }
}

/// `being_made` until the file can be downloaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum AccountExportStatus {
    /// `"being_made"`
    #[serde(rename = "being_made")]
    BeingMade,
    /// `"ready"`
    #[serde(rename = "ready")]
    Ready,
}

impl AccountExportStatus {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::BeingMade, Self::Ready];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BeingMade => "being_made",
            Self::Ready => "ready",
        }
    }
}

impl Parse for AccountExportStatus {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for AccountExportStatus {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// An order, and whose it is.
#[derive(Clone, serde::Serialize)]
pub struct AccountOrder {
    /// The number of the order.
    #[serde(rename = "id")]
    pub id: i64,
    /// The number of the account.
    #[serde(rename = "user_id")]
    pub user_id: i64,
    /// The account's email address.
    #[serde(rename = "email")]
    pub email: String,
    /// See the type.
    #[serde(rename = "status")]
    pub status: models::OrderStatus,
    /// What its films cost together, in US dollars.
    #[serde(rename = "total_amount")]
    pub total_amount: rust_decimal::Decimal,
    /// When it was made.
    #[serde(rename = "created_at")]
    pub created_at: chrono::DateTime<chrono::Utc>,
}

impl fmt::Debug for AccountOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountOrder")
            .field("id", &self.id)
            .field("user_id", &self.user_id)
            .field("email", &self.email)
            .field("status", &self.status)
            .field("total_amount", &self.total_amount)
            .field("created_at", &self.created_at)
            .finish()
    }
}

impl Decode for AccountOrder {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required(
            "user_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m3 = members.required("email", &Limits::NONE.max_length(255));
        let m4 = members.required("status", &Limits::NONE);
        let m5 = members.required(
            "total_amount",
            &Limits::NONE.max_length(11).pattern({
                static PATTERN: LazyLock<Regex> =
                    LazyLock::new(|| Regex::new("^\\d{1,8}\\.\\d{2}$").expect("a valid pattern"));
                &PATTERN
            }),
        );
        let m6 = members.required("created_at", &Limits::NONE.max_length(35));
        Some(Self {
            id: m1?,
            user_id: m2?,
            email: m3?,
            status: m4?,
            total_amount: m5?,
            created_at: m6?,
        })
    }
}

/// A page of the orders of all accounts.
#[derive(Clone, serde::Serialize)]
pub struct AccountOrderPage {
    /// The orders of this page.
    #[serde(rename = "orders")]
    pub orders: Vec<models::AccountOrder>,
    /// The URL of the page before.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// How many pages there are.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many match, at most 1000.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for AccountOrderPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountOrderPage")
            .field("orders", &self.orders)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for AccountOrderPage {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("orders", &Limits::NONE.max_items(20).each(&Limits::NONE));
        let m2 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m3 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m4 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m5 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            orders: m1?,
            prev_page: m2?,
            next_page: m3?,
            total_pages: m4?,
            total_items: m5?,
        })
    }
}

/// Money that was paid for an order, and by whom.
#[derive(Clone, serde::Serialize)]
pub struct AccountPayment {
    /// The number of the payment.
    #[serde(rename = "id")]
    pub id: i64,
    /// The number of the account.
    #[serde(rename = "user_id")]
    pub user_id: i64,
    /// The account's email address.
    #[serde(rename = "email")]
    pub email: String,
    /// The number of the order.
    #[serde(rename = "order_id")]
    pub order_id: i64,
    /// When it was paid.
    #[serde(rename = "created_at")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// How much, in US dollars.
    #[serde(rename = "amount")]
    pub amount: rust_decimal::Decimal,
    /// See the type.
    #[serde(rename = "status")]
    pub status: models::PaymentStatus,
    /// Stripe's id of the payment.
    #[serde(rename = "external_payment_id")]
    pub external_payment_id: Option<String>,
}

impl fmt::Debug for AccountPayment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountPayment")
            .field("id", &self.id)
            .field("user_id", &self.user_id)
            .field("email", &self.email)
            .field("order_id", &self.order_id)
            .field("created_at", &self.created_at)
            .field("amount", &self.amount)
            .field("status", &self.status)
            .field("external_payment_id", &self.external_payment_id)
            .finish()
    }
}

impl Decode for AccountPayment {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required(
            "user_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m3 = members.required("email", &Limits::NONE.max_length(255));
        let m4 = members.required(
            "order_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m5 = members.required("created_at", &Limits::NONE.max_length(35));
        let m6 = members.required(
            "amount",
            &Limits::NONE.max_length(11).pattern({
                static PATTERN: LazyLock<Regex> =
                    LazyLock::new(|| Regex::new("^\\d{1,8}\\.\\d{2}$").expect("a valid pattern"));
                &PATTERN
            }),
        );
        let m7 = members.required("status", &Limits::NONE);
        let m8 = members.required("external_payment_id", &Limits::NONE.max_length(255));
        Some(Self {
            id: m1?,
            user_id: m2?,
            email: m3?,
            order_id: m4?,
            created_at: m5?,
            amount: m6?,
            status: m7?,
            external_payment_id: m8?,
        })
    }
}

/// A page of the payments of all accounts.
#[derive(Clone, serde::Serialize)]
pub struct AccountPaymentPage {
    /// The payments of this page.
    #[serde(rename = "payments")]
    pub payments: Vec<models::AccountPayment>,
    /// The URL of the page before.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// How many pages there are.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many match, at most 1000.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for AccountPaymentPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountPaymentPage")
            .field("payments", &self.payments)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for AccountPaymentPage {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("payments", &Limits::NONE.max_items(20).each(&Limits::NONE));
        let m2 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m3 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m4 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m5 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            payments: m1?,
            prev_page: m2?,
            next_page: m3?,
            total_pages: m4?,
            total_items: m5?,
        })
    }
}

/// What the account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum AccountRole {
    /// `"user"`
    #[serde(rename = "user")]
    User,
    /// `"moderator"`
    #[serde(rename = "moderator")]
    Moderator,
    /// `"admin"`
    #[serde(rename = "admin")]
    Admin,
}

impl AccountRole {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::User, Self::Moderator, Self::Admin];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
        }
    }
}

impl Parse for AccountRole {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for AccountRole {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// A row that is no film.
#[derive(Clone, serde::Serialize)]
pub struct BadRow {
    /// Where the row begins, from line 1, which names the columns.
    #[serde(rename = "line")]
    pub line: i64,
    /// What is wrong with it, for people.
    #[serde(rename = "reason")]
    pub reason: String,
}

impl fmt::Debug for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BadRow")
            .field("line", &self.line)
            .field("reason", &self.reason)
            .finish()
    }
}

impl Decode for BadRow {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "line",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("reason", &Limits::NONE.max_length(1000));
        Some(Self {
            line: m1?,
            reason: m2?,
        })
    }
}

/// What somebody is about to order.
#[derive(Clone, serde::Serialize)]
pub struct Cart {
    /// The films, in the order in which they were put in.
    #[serde(rename = "cart_items")]
    pub cart_items: Vec<models::CartItem>,
}

impl fmt::Debug for Cart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cart")
            .field("cart_items", &self.cart_items)
            .finish()
    }
}

impl Decode for Cart {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "cart_items",
            &Limits::NONE.max_items(1000).each(&Limits::NONE),
        );
        Some(Self { cart_items: m1? })
    }
}

/// Names a film for the cart.
#[derive(Clone, serde::Serialize)]
pub struct CartAddition {
    /// The id of the film.
    #[serde(rename = "movie_uuid")]
    pub movie_uuid: uuid::Uuid,
}

impl fmt::Debug for CartAddition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CartAddition")
            .field("movie_uuid", &self.movie_uuid)
            .finish()
    }
}

impl Decode for CartAddition {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("movie_uuid", &Limits::NONE.min_length(36).max_length(36));
        members.refuse_others();
        Some(Self { movie_uuid: m1? })
    }
}

/// A film in a cart.
#[derive(Clone, serde::Serialize)]
pub struct CartItem {
    /// The id of the film.
    #[serde(rename = "movie_uuid")]
    pub movie_uuid: uuid::Uuid,
    /// The title.
    #[serde(rename = "movie_name")]
    pub movie_name: String,
    /// The number of the cart.
    #[serde(rename = "cart_id")]
    pub cart_id: i64,
    /// When it was put in.
    #[serde(rename = "added_at")]
    pub added_at: chrono::DateTime<chrono::Utc>,
}

impl fmt::Debug for CartItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CartItem")
            .field("movie_uuid", &self.movie_uuid)
            .field("movie_name", &self.movie_name)
            .field("cart_id", &self.cart_id)
            .field("added_at", &self.added_at)
            .finish()
    }
}

impl Decode for CartItem {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("movie_uuid", &Limits::NONE.max_length(36));
        let m2 = members.required("movie_name", &Limits::NONE.max_length(250));
        let m3 = members.required(
            "cart_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m4 = members.required("added_at", &Limits::NONE.max_length(35));
        Some(Self {
            movie_uuid: m1?,
            movie_name: m2?,
            cart_id: m3?,
            added_at: m4?,
        })
    }
}

/// The age rating of a film.
#[derive(Clone, serde::Serialize)]
pub struct Certification {
    /// The name of the rating.
    #[serde(rename = "name")]
    pub name: String,
}

impl fmt::Debug for Certification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certification")
            .field("name", &self.name)
            .finish()
    }
}

impl Decode for Certification {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("name", &Limits::NONE.max_length(100));
        Some(Self { name: m1? })
    }
}

/// A page of certifications.
#[derive(Clone, serde::Serialize)]
pub struct CertificationPage {
    /// The certifications of this page.
    #[serde(rename = "certifications")]
    pub certifications: Vec<models::ListedCertification>,
    /// The URL of the page before.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// How many pages there are.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many there are.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for CertificationPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CertificationPage")
            .field("certifications", &self.certifications)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for CertificationPage {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "certifications",
            &Limits::NONE.max_items(20).each(&Limits::NONE),
        );
        let m2 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m3 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m4 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m5 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            certifications: m1?,
            prev_page: m2?,
            next_page: m3?,
            total_pages: m4?,
            total_items: m5?,
        })
    }
}

/// A change that was made, by whom and from where.
#[derive(Clone, serde::Serialize)]
pub struct Change {
    /// The number of the change.
    #[serde(rename = "id")]
    pub id: i64,
    /// When it was made.
    #[serde(rename = "at")]
    pub at: chrono::DateTime<chrono::Utc>,
    /// The number of the account that made it. Null if the account is gone, or on the command line.
    #[serde(rename = "actor_id")]
    pub actor_id: Option<i64>,
    /// The email address of that account.
    #[serde(rename = "actor_email")]
    pub actor_email: Option<String>,
    /// What was done.
    #[serde(rename = "action")]
    pub action: String,
    /// What kind of thing was changed.
    #[serde(rename = "entity")]
    pub entity: String,
    /// Its id.
    #[serde(rename = "entity_id")]
    pub entity_id: String,
    /// As it was. Null if it is new.
    #[serde(rename = "before")]
    pub before: crate::types::Object,
    /// As it is since. Null if it is gone.
    #[serde(rename = "after")]
    pub after: crate::types::Object,
    /// The address of the client.
    #[serde(rename = "address")]
    pub address: Option<String>,
    /// The `X-Request-Id` of the request.
    #[serde(rename = "request_id")]
    pub request_id: Option<String>,
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Change")
            .field("id", &self.id)
            .field("at", &self.at)
            .field("actor_id", &self.actor_id)
            .field("actor_email", &self.actor_email)
            .field("action", &self.action)
            .field("entity", &self.entity)
            .field("entity_id", &self.entity_id)
            .field("before", &self.before)
            .field("after", &self.after)
            .field("address", &self.address)
            .field("request_id", &self.request_id)
            .finish()
    }
}

impl Decode for Change {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("at", &Limits::NONE.max_length(35));
        let m3 = members.required(
            "actor_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m4 = members.required("actor_email", &Limits::NONE.max_length(255));
        let m5 = members.required("action", &Limits::NONE.max_length(100));
        let m6 = members.required("entity", &Limits::NONE.max_length(100));
        let m7 = members.required("entity_id", &Limits::NONE.max_length(255));
        let m8 = members.required("before", &Limits::NONE);
        let m9 = members.required("after", &Limits::NONE);
        let m10 = members.required("address", &Limits::NONE.max_length(45));
        let m11 = members.required("request_id", &Limits::NONE.max_length(255));
        Some(Self {
            id: m1?,
            at: m2?,
            actor_id: m3?,
            actor_email: m4?,
            action: m5?,
            entity: m6?,
            entity_id: m7?,
            before: m8?,
            after: m9?,
            address: m10?,
            request_id: m11?,
        })
    }
}

/// A page of changes.
#[derive(Clone, serde::Serialize)]
pub struct ChangePage {
    /// The changes of this page.
    #[serde(rename = "changes")]
    pub changes: Vec<models::Change>,
    /// The URL of the page before.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// How many pages there are.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many match, at most 1000.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for ChangePage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChangePage")
            .field("changes", &self.changes)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for ChangePage {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("changes", &Limits::NONE.max_items(20).each(&Limits::NONE));
        let m2 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m3 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m4 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m5 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            changes: m1?,
            prev_page: m2?,
            next_page: m3?,
            total_pages: m4?,
            total_items: m5?,
        })
    }
}

/// A page at Stripe on which an order is paid.
#[derive(Clone, serde::Serialize)]
pub struct CheckoutSession {
    /// Where to send the buyer.
    #[serde(rename = "checkout_url")]
    pub checkout_url: String,
}

impl fmt::Debug for CheckoutSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CheckoutSession")
            .field("checkout_url", &self.checkout_url)
            .finish()
    }
}

impl Decode for CheckoutSession {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("checkout_url", &Limits::NONE.max_length(8192));
        Some(Self { checkout_url: m1? })
    }
}

/// What signs an account in.
#[derive(Clone, serde::Serialize)]
pub struct Credentials {
    /// The email address of the account.
    #[serde(rename = "email")]
    pub email: String,
    /// The password of the account.
    #[serde(rename = "password")]
    pub password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("email", &self.email)
            .field("password", &"***")
            .finish()
    }
}

impl Decode for Credentials {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("email", &Limits::NONE.min_length(1).max_length(255));
        let m2 = members.required("password", &Limits::NONE.min_length(1).max_length(1024));
        members.refuse_others();
        Some(Self {
            email: m1?,
            password: m2?,
        })
    }
}

/// A message that no worker could deal with. What it is not known to be is null.
#[derive(Clone, serde::Serialize)]
pub struct DeadJob {
    /// The id of the job.
    #[serde(rename = "id")]
    pub id: uuid::Uuid,
    /// The queue that carried it.
    #[serde(rename = "queue")]
    pub queue: Option<String>,
    /// What was to be done.
    #[serde(rename = "kind")]
    pub kind: Option<String>,
    /// The version of its payload.
    #[serde(rename = "version")]
    pub version: Option<i32>,
    /// The body of the message.
    #[serde(rename = "payload")]
    pub payload: String,
    /// Why it was given up.
    #[serde(rename = "reason")]
    pub reason: String,
    /// The attempts that failed, the oldest first.
    #[serde(rename = "attempts")]
    pub attempts: Vec<models::FailedAttempt>,
    /// When it was published first.
    #[serde(rename = "published_at")]
    pub published_at: Option<chrono::DateTime<chrono::Utc>>,
    /// When it was given up.
    #[serde(rename = "died_at")]
    pub died_at: chrono::DateTime<chrono::Utc>,
}

impl fmt::Debug for DeadJob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeadJob")
            .field("id", &self.id)
            .field("queue", &self.queue)
            .field("kind", &self.kind)
            .field("version", &self.version)
            .field("payload", &self.payload)
            .field("reason", &self.reason)
            .field("attempts", &self.attempts)
            .field("published_at", &self.published_at)
            .field("died_at", &self.died_at)
            .finish()
    }
}

impl Decode for DeadJob {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("id", &Limits::NONE.max_length(36));
        let m2 = members.required("queue", &Limits::NONE.max_length(255));
        let m3 = members.required("kind", &Limits::NONE.max_length(255));
        let m4 = members.required(
            "version",
            &Limits::NONE
                .minimum(Included(-32768f64))
                .maximum(Included(32767f64)),
        );
        let m5 = members.required("payload", &Limits::NONE.max_length(1048576));
        let m6 = members.required("reason", &Limits::NONE.max_length(65536));
        let m7 = members.required("attempts", &Limits::NONE.max_items(100).each(&Limits::NONE));
        let m8 = members.required("published_at", &Limits::NONE.max_length(35));
        let m9 = members.required("died_at", &Limits::NONE.max_length(35));
        Some(Self {
            id: m1?,
            queue: m2?,
            kind: m3?,
            version: m4?,
            payload: m5?,
            reason: m6?,
            attempts: m7?,
            published_at: m8?,
            died_at: m9?,
        })
    }
}

/// A page of jobs that were given up.
#[derive(Clone, serde::Serialize)]
pub struct DeadJobPage {
    /// The jobs of this page.
    #[serde(rename = "jobs")]
    pub jobs: Vec<models::DeadJob>,
    /// The URL of the page before.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// How many pages there are.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many match, at most 1000.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for DeadJobPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeadJobPage")
            .field("jobs", &self.jobs)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for DeadJobPage {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("jobs", &Limits::NONE.max_items(20).each(&Limits::NONE));
        let m2 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m3 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m4 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m5 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            jobs: m1?,
            prev_page: m2?,
            next_page: m3?,
            total_pages: m4?,
            total_items: m5?,
        })
    }
}

/// A service that the instance depends on.
#[derive(Clone, serde::Serialize)]
pub struct Dependency {
    /// See the type.
    #[serde(rename = "name")]
    pub name: models::DependencyName,
    /// See the type.
    #[serde(rename = "status")]
    pub status: models::DependencyStatus,
}

impl fmt::Debug for Dependency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dependency")
            .field("name", &self.name)
            .field("status", &self.status)
            .finish()
    }
}

impl Decode for Dependency {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("name", &Limits::NONE);
        let m2 = members.required("status", &Limits::NONE);
        Some(Self {
            name: m1?,
            status: m2?,
        })
    }
}

/// A service that an instance depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum DependencyName {
    /// `"postgres"`
    #[serde(rename = "postgres")]
    Postgres,
    /// `"redis"`
    #[serde(rename = "redis")]
    Redis,
    /// `"rabbitmq"`
    #[serde(rename = "rabbitmq")]
    Rabbitmq,
}

impl DependencyName {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::Postgres, Self::Redis, Self::Rabbitmq];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Redis => "redis",
            Self::Rabbitmq => "rabbitmq",
        }
    }
}

impl Parse for DependencyName {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for DependencyName {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// Whether a dependency answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum DependencyStatus {
    /// `"up"`
    #[serde(rename = "up")]
    Up,
    /// `"down"`
    #[serde(rename = "down")]
    Down,
}

impl DependencyStatus {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::Up, Self::Down];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

impl Parse for DependencyStatus {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for DependencyStatus {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// Somebody who directs films.
#[derive(Clone, serde::Serialize)]
pub struct Director {
    /// The number of the director.
    #[serde(rename = "id")]
    pub id: i64,
    /// The name of the director.
    #[serde(rename = "name")]
    pub name: String,
}

impl fmt::Debug for Director {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Director")
            .field("id", &self.id)
            .field("name", &self.name)
            .finish()
    }
}

impl Decode for Director {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("name", &Limits::NONE.max_length(100));
        Some(Self { id: m1?, name: m2? })
    }
}

/// A page of directors.
#[derive(Clone, serde::Serialize)]
pub struct DirectorPage {
    /// The directors of this page.
    #[serde(rename = "directors")]
    pub directors: Vec<models::Director>,
    /// The URL of the page before.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// How many pages there are.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many there are.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for DirectorPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectorPage")
            .field("directors", &self.directors)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for DirectorPage {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("directors", &Limits::NONE.max_items(20).each(&Limits::NONE));
        let m2 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m3 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m4 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m5 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            directors: m1?,
            prev_page: m2?,
            next_page: m3?,
            total_pages: m4?,
            total_items: m5?,
        })
    }
}

/// A director and a page of the films.
#[derive(Clone, serde::Serialize)]
pub struct DirectorWithMovies {
    /// The number of the director.
    #[serde(rename = "id")]
    pub id: i64,
    /// The name of the director.
    #[serde(rename = "name")]
    pub name: String,
    /// The films of this page, by name downwards.
    #[serde(rename = "movies")]
    pub movies: Vec<models::Movie>,
    /// The URL of the page before.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// How many pages there are.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many there are.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for DirectorWithMovies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectorWithMovies")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("movies", &self.movies)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for DirectorWithMovies {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("name", &Limits::NONE.max_length(100));
        let m3 = members.required("movies", &Limits::NONE.max_items(20).each(&Limits::NONE));
        let m4 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m5 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m6 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m7 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            id: m1?,
            name: m2?,
            movies: m3?,
            prev_page: m4?,
            next_page: m5?,
            total_pages: m6?,
            total_items: m7?,
        })
    }
}

/// Names an account by its email address.
#[derive(Clone, serde::Serialize)]
pub struct EmailRequest {
    /// The email address of the account.
    #[serde(rename = "email")]
    pub email: String,
}

impl fmt::Debug for EmailRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmailRequest")
            .field("email", &self.email)
            .finish()
    }
}

impl Decode for EmailRequest {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "email",
            &Limits::NONE.min_length(1).max_length(255).rule("email"),
        );
        members.refuse_others();
        Some(Self { email: m1? })
    }
}

/// The account.
#[derive(Clone, serde::Serialize)]
pub struct ExportedAccount {
    /// Its number.
    #[serde(rename = "id")]
    pub id: i64,
    /// Its email address.
    #[serde(rename = "email")]
    pub email: String,
    /// See the type.
    #[serde(rename = "role")]
    pub role: models::AccountRole,
    /// Whether its owner can sign in.
    #[serde(rename = "is_active")]
    pub is_active: bool,
    /// When it was registered.
    #[serde(rename = "created_at")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// When it was changed last.
    #[serde(rename = "updated_at")]
    pub updated_at: chrono::DateTime<chrono::Utc>,
}

impl fmt::Debug for ExportedAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExportedAccount")
            .field("id", &self.id)
            .field("email", &self.email)
            .field("role", &self.role)
            .field("is_active", &self.is_active)
            .field("created_at", &self.created_at)
            .field("updated_at", &self.updated_at)
            .finish()
    }
}

impl Decode for ExportedAccount {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("email", &Limits::NONE.max_length(255));
        let m3 = members.required("role", &Limits::NONE);
        let m4 = members.required("is_active", &Limits::NONE);
        let m5 = members.required("created_at", &Limits::NONE.max_length(35));
        let m6 = members.required("updated_at", &Limits::NONE.max_length(35));
        Some(Self {
            id: m1?,
            email: m2?,
            role: m3?,
            is_active: m4?,
            created_at: m5?,
            updated_at: m6?,
        })
    }
}

/// Something that the person has changed.
#[derive(Clone, serde::Serialize)]
pub struct ExportedAction {
    /// When.
    #[serde(rename = "at")]
    pub at: chrono::DateTime<chrono::Utc>,
    /// What was done.
    #[serde(rename = "action")]
    pub action: String,
    /// What was changed.
    #[serde(rename = "entity")]
    pub entity: String,
    /// Its id.
    #[serde(rename = "entity_id")]
    pub entity_id: String,
    /// The network address from which.
    #[serde(rename = "address")]
    pub address: Option<String>,
    /// The request.
    #[serde(rename = "request_id")]
    pub request_id: Option<String>,
}

impl fmt::Debug for ExportedAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExportedAction")
            .field("at", &self.at)
            .field("action", &self.action)
            .field("entity", &self.entity)
            .field("entity_id", &self.entity_id)
            .field("address", &self.address)
            .field("request_id", &self.request_id)
            .finish()
    }
}

impl Decode for ExportedAction {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("at", &Limits::NONE.max_length(35));
        let m2 = members.required("action", &Limits::NONE.max_length(100));
        let m3 = members.required("entity", &Limits::NONE.max_length(100));
        let m4 = members.required("entity_id", &Limits::NONE.max_length(255));
        let m5 = members.required("address", &Limits::NONE.max_length(45));
        let m6 = members.required("request_id", &Limits::NONE.max_length(64));
        Some(Self {
            at: m1?,
            action: m2?,
            entity: m3?,
            entity_id: m4?,
            address: m5?,
            request_id: m6?,
        })
    }
}

/// A film in the cart.
#[derive(Clone, serde::Serialize)]
pub struct ExportedCartItem {
    /// The id of the film.
    #[serde(rename = "movie_uuid")]
    pub movie_uuid: uuid::Uuid,
    /// The title.
    #[serde(rename = "movie_name")]
    pub movie_name: String,
    /// When it was put in.
    #[serde(rename = "added_at")]
    pub added_at: chrono::DateTime<chrono::Utc>,
}

impl fmt::Debug for ExportedCartItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExportedCartItem")
            .field("movie_uuid", &self.movie_uuid)
            .field("movie_name", &self.movie_name)
            .field("added_at", &self.added_at)
            .finish()
    }
}

impl Decode for ExportedCartItem {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("movie_uuid", &Limits::NONE.max_length(36));
        let m2 = members.required("movie_name", &Limits::NONE.max_length(250));
        let m3 = members.required("added_at", &Limits::NONE.max_length(35));
        Some(Self {
            movie_uuid: m1?,
            movie_name: m2?,
            added_at: m3?,
        })
    }
}

/// Something that was changed about the account.
#[derive(Clone, serde::Serialize)]
pub struct ExportedChange {
    /// When.
    #[serde(rename = "at")]
    pub at: chrono::DateTime<chrono::Utc>,
    /// What was done.
    #[serde(rename = "action")]
    pub action: String,
    /// As it was. Null if it is new.
    #[serde(rename = "before")]
    pub before: crate::types::Object,
    /// As it is since. Null if it is gone.
    #[serde(rename = "after")]
    pub after: crate::types::Object,
}

impl fmt::Debug for ExportedChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExportedChange")
            .field("at", &self.at)
            .field("action", &self.action)
            .field("before", &self.before)
            .field("after", &self.after)
            .finish()
    }
}

impl Decode for ExportedChange {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("at", &Limits::NONE.max_length(35));
        let m2 = members.required("action", &Limits::NONE.max_length(100));
        let m3 = members.required("before", &Limits::NONE);
        let m4 = members.required("after", &Limits::NONE);
        Some(Self {
            at: m1?,
            action: m2?,
            before: m3?,
            after: m4?,
        })
    }
}

/// Something that Stripe has told.
#[derive(Clone, serde::Serialize)]
pub struct ExportedEvent {
    /// Stripe's id of the event.
    #[serde(rename = "id")]
    pub id: String,
    /// What has happened.
    #[serde(rename = "type")]
    pub r_type: String,
    /// When it happened at Stripe.
    #[serde(rename = "created_at")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// When it came first.
    #[serde(rename = "received_at")]
    pub received_at: chrono::DateTime<chrono::Utc>,
    /// See the type.
    #[serde(rename = "payload")]
    pub payload: models::StripeObject,
}

impl fmt::Debug for ExportedEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExportedEvent")
            .field("id", &self.id)
            .field("type", &self.r_type)
            .field("created_at", &self.created_at)
            .field("received_at", &self.received_at)
            .field("payload", &self.payload)
            .finish()
    }
}

impl Decode for ExportedEvent {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("id", &Limits::NONE.max_length(255));
        let m2 = members.required("type", &Limits::NONE.max_length(255));
        let m3 = members.required("created_at", &Limits::NONE.max_length(35));
        let m4 = members.required("received_at", &Limits::NONE.max_length(35));
        let m5 = members.required("payload", &Limits::NONE);
        Some(Self {
            id: m1?,
            r_type: m2?,
            created_at: m3?,
            received_at: m4?,
            payload: m5?,
        })
    }
}

/// A file of films.
#[derive(Clone, serde::Serialize)]
pub struct ExportedImport {
    /// The id of the job.
    #[serde(rename = "id")]
    pub id: uuid::Uuid,
    /// See the type.
    #[serde(rename = "status")]
    pub status: models::JobStatus,
    /// The network address that uploaded it.
    #[serde(rename = "address")]
    pub address: Option<String>,
    /// The request that uploaded it.
    #[serde(rename = "request_id")]
    pub request_id: Option<String>,
    /// When it was uploaded.
    #[serde(rename = "created_at")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// When the import ended.
    #[serde(rename = "finished_at")]
    pub finished_at: Option<chrono::DateTime<chrono::Utc>>,
}

impl fmt::Debug for ExportedImport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExportedImport")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("address", &self.address)
            .field("request_id", &self.request_id)
            .field("created_at", &self.created_at)
            .field("finished_at", &self.finished_at)
            .finish()
    }
}

impl Decode for ExportedImport {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("id", &Limits::NONE.max_length(36));
        let m2 = members.required("status", &Limits::NONE);
        let m3 = members.required("address", &Limits::NONE.max_length(45));
        let m4 = members.required("request_id", &Limits::NONE.max_length(64));
        let m5 = members.required("created_at", &Limits::NONE.max_length(35));
        let m6 = members.required("finished_at", &Limits::NONE.max_length(35));
        Some(Self {
            id: m1?,
            status: m2?,
            address: m3?,
            request_id: m4?,
            created_at: m5?,
            finished_at: m6?,
        })
    }
}

/// Money that was paid for an order.
#[derive(Clone, serde::Serialize)]
pub struct ExportedPayment {
    /// The number of the payment.
    #[serde(rename = "id")]
    pub id: i64,
    /// The number of the order.
    #[serde(rename = "order_id")]
    pub order_id: i64,
    /// When it was paid.
    #[serde(rename = "created_at")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// How much, in US dollars.
    #[serde(rename = "amount")]
    pub amount: rust_decimal::Decimal,
    /// See the type.
    #[serde(rename = "status")]
    pub status: models::PaymentStatus,
    /// Stripe's id.
    #[serde(rename = "external_payment_id")]
    pub external_payment_id: Option<String>,
}

impl fmt::Debug for ExportedPayment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExportedPayment")
            .field("id", &self.id)
            .field("order_id", &self.order_id)
            .field("created_at", &self.created_at)
            .field("amount", &self.amount)
            .field("status", &self.status)
            .field("external_payment_id", &self.external_payment_id)
            .finish()
    }
}

impl Decode for ExportedPayment {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required(
            "order_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m3 = members.required("created_at", &Limits::NONE.max_length(35));
        let m4 = members.required(
            "amount",
            &Limits::NONE.max_length(11).pattern({
                static PATTERN: LazyLock<Regex> =
                    LazyLock::new(|| Regex::new("^\\d{1,8}\\.\\d{2}$").expect("a valid pattern"));
                &PATTERN
            }),
        );
        let m5 = members.required("status", &Limits::NONE);
        let m6 = members.required("external_payment_id", &Limits::NONE.max_length(255));
        Some(Self {
            id: m1?,
            order_id: m2?,
            created_at: m3?,
            amount: m4?,
            status: m5?,
            external_payment_id: m6?,
        })
    }
}

/// What the person has told about themselves. Everything is null if there is no profile.
#[derive(Clone, serde::Serialize)]
pub struct ExportedProfile {
    /// The first name.
    #[serde(rename = "first_name")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(rename = "last_name")]
    pub last_name: Option<String>,
    /// The URL of the picture.
    #[serde(rename = "avatar")]
    pub avatar: Option<String>,
    /// The gender.
    #[serde(rename = "gender")]
    pub gender: Option<String>,
    /// The date of birth.
    #[serde(rename = "date_of_birth")]
    pub date_of_birth: Option<chrono::naive::NaiveDate>,
    /// What the person says.
    #[serde(rename = "info")]
    pub info: Option<String>,
}

impl fmt::Debug for ExportedProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExportedProfile")
            .field("first_name", &self.first_name)
            .field("last_name", &self.last_name)
            .field("avatar", &self.avatar)
            .field("gender", &self.gender)
            .field("date_of_birth", &self.date_of_birth)
            .field("info", &self.info)
            .finish()
    }
}

impl Decode for ExportedProfile {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("first_name", &Limits::NONE.max_length(100));
        let m2 = members.required("last_name", &Limits::NONE.max_length(100));
        let m3 = members.required("avatar", &Limits::NONE.max_length(8192));
        let m4 = members.required("gender", &Limits::NONE.max_length(10));
        let m5 = members.required("date_of_birth", &Limits::NONE.max_length(10));
        let m6 = members.required("info", &Limits::NONE.max_length(100000));
        Some(Self {
            first_name: m1?,
            last_name: m2?,
            avatar: m3?,
            gender: m4?,
            date_of_birth: m5?,
            info: m6?,
        })
    }
}

/// One sign-in, on one device.
#[derive(Clone, serde::Serialize)]
pub struct ExportedSession {
    /// The id of the session.
    #[serde(rename = "id")]
    pub id: uuid::Uuid,
    /// The `User-Agent` that signed in.
    #[serde(rename = "device")]
    pub device: Option<String>,
    /// The network address that signed in.
    #[serde(rename = "address")]
    pub address: Option<String>,
    /// When the sign-in happened.
    #[serde(rename = "created_at")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// When tokens were last issued for the session.
    #[serde(rename = "last_used_at")]
    pub last_used_at: chrono::DateTime<chrono::Utc>,
    /// When it ends, if it is not used.
    #[serde(rename = "expires_at")]
    pub expires_at: chrono::DateTime<chrono::Utc>,
}

impl fmt::Debug for ExportedSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExportedSession")
            .field("id", &self.id)
            .field("device", &self.device)
            .field("address", &self.address)
            .field("created_at", &self.created_at)
            .field("last_used_at", &self.last_used_at)
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

impl Decode for ExportedSession {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("id", &Limits::NONE.max_length(36));
        let m2 = members.required("device", &Limits::NONE.max_length(255));
        let m3 = members.required("address", &Limits::NONE.max_length(45));
        let m4 = members.required("created_at", &Limits::NONE.max_length(35));
        let m5 = members.required("last_used_at", &Limits::NONE.max_length(35));
        let m6 = members.required("expires_at", &Limits::NONE.max_length(35));
        Some(Self {
            id: m1?,
            device: m2?,
            address: m3?,
            created_at: m4?,
            last_used_at: m5?,
            expires_at: m6?,
        })
    }
}

/// An attempt at a job.
#[derive(Clone, serde::Serialize)]
pub struct FailedAttempt {
    /// When it failed.
    #[serde(rename = "at")]
    pub at: chrono::DateTime<chrono::Utc>,
    /// The error with its causes.
    #[serde(rename = "error")]
    pub error: String,
}

impl fmt::Debug for FailedAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FailedAttempt")
            .field("at", &self.at)
            .field("error", &self.error)
            .finish()
    }
}

impl Decode for FailedAttempt {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("at", &Limits::NONE.max_length(35));
        let m2 = members.required("error", &Limits::NONE.max_length(65536));
        Some(Self {
            at: m1?,
            error: m2?,
        })
    }
}

/// Why a field is refused. It never repeats the value.
#[derive(Clone, serde::Serialize)]
pub struct FieldError {
    /// The name of the field: a parameter, a header or a member of the body, as in `movies[2].name`. It is empty for the body as a whole.
    #[serde(rename = "field")]
    pub field: String,
    /// See the type.
    #[serde(rename = "code")]
    pub code: models::FieldErrorCode,
    /// What is expected, for people.
    #[serde(rename = "message")]
    pub message: String,
}

impl fmt::Debug for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldError")
            .field("field", &self.field)
            .field("code", &self.code)
            .field("message", &self.message)
            .finish()
    }
}

impl Decode for FieldError {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("field", &Limits::NONE.max_length(255));
        let m2 = members.required("code", &Limits::NONE);
        let m3 = members.required("message", &Limits::NONE.max_length(1000));
        Some(Self {
            field: m1?,
            code: m2?,
            message: m3?,
        })
    }
}

/// Why a field is refused: it is missing (`required`), of another JSON type (`type`), not one that the operation knows (`unknown`), given twice (`duplicate`), too short or too long (`length`), too small or too large (`range`), not written as its `pattern` or its `format` asks, not one of the values of its `enum`, or it breaks a `rule` that the message states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum FieldErrorCode {
    /// `"required"`
    #[serde(rename = "required")]
    Required,
    /// `"type"`
    #[serde(rename = "type")]
    Type,
    /// `"unknown"`
    #[serde(rename = "unknown")]
    Unknown,
    /// `"duplicate"`
    #[serde(rename = "duplicate")]
    Duplicate,
    /// `"length"`
    #[serde(rename = "length")]
    Length,
    /// `"range"`
    #[serde(rename = "range")]
    Range,
    /// `"pattern"`
    #[serde(rename = "pattern")]
    Pattern,
    /// `"format"`
    #[serde(rename = "format")]
    Format,
    /// `"enum"`
    #[serde(rename = "enum")]
    Enum,
    /// `"rule"`
    #[serde(rename = "rule")]
    Rule,
}

impl FieldErrorCode {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[
        Self::Required,
        Self::Type,
        Self::Unknown,
        Self::Duplicate,
        Self::Length,
        Self::Range,
        Self::Pattern,
        Self::Format,
        Self::Enum,
        Self::Rule,
    ];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Type => "type",
            Self::Unknown => "unknown",
            Self::Duplicate => "duplicate",
            Self::Length => "length",
            Self::Range => "range",
            Self::Pattern => "pattern",
            Self::Format => "format",
            Self::Enum => "enum",
            Self::Rule => "rule",
        }
    }
}

impl Parse for FieldErrorCode {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for FieldErrorCode {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// Man or woman.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Gender {
    /// `"man"`
    #[serde(rename = "man")]
    Man,
    /// `"woman"`
    #[serde(rename = "woman")]
    Woman,
}

impl Gender {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::Man, Self::Woman];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Man => "man",
            Self::Woman => "woman",
        }
    }
}

impl Parse for Gender {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for Gender {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// A genre.
#[derive(Clone, serde::Serialize)]
pub struct Genre {
    /// The number of the genre.
    #[serde(rename = "id")]
    pub id: i64,
    /// The name of the genre.
    #[serde(rename = "name")]
    pub name: String,
}

impl fmt::Debug for Genre {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Genre")
            .field("id", &self.id)
            .field("name", &self.name)
            .finish()
    }
}

impl Decode for Genre {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("name", &Limits::NONE.max_length(100));
        Some(Self { id: m1?, name: m2? })
    }
}

/// A page of genres.
#[derive(Clone, serde::Serialize)]
pub struct GenrePage {
    /// The genres of this page.
    #[serde(rename = "genres")]
    pub genres: Vec<models::ListedGenre>,
    /// The URL of the page before.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// How many pages there are.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many there are.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for GenrePage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GenrePage")
            .field("genres", &self.genres)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for GenrePage {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("genres", &Limits::NONE.max_items(20).each(&Limits::NONE));
        let m2 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m3 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m4 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m5 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            genres: m1?,
            prev_page: m2?,
            next_page: m3?,
            total_pages: m4?,
            total_items: m5?,
        })
    }
}

/// A genre and a page of its films.
#[derive(Clone, serde::Serialize)]
pub struct GenreWithMovies {
    /// The number of the genre.
    #[serde(rename = "id")]
    pub id: i64,
    /// The name of the genre.
    #[serde(rename = "name")]
    pub name: String,
    /// The films of this page, by name downwards.
    #[serde(rename = "movies")]
    pub movies: Vec<models::Movie>,
    /// The URL of the page before.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// How many pages there are.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many there are.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for GenreWithMovies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GenreWithMovies")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("movies", &self.movies)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for GenreWithMovies {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("name", &Limits::NONE.max_length(100));
        let m3 = members.required("movies", &Limits::NONE.max_items(20).each(&Limits::NONE));
        let m4 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m5 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m6 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m7 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            id: m1?,
            name: m2?,
            movies: m3?,
            prev_page: m4?,
            next_page: m5?,
            total_pages: m6?,
            total_items: m7?,
        })
    }
}

/// An account, and the group that it is to be in.
#[derive(Clone, serde::Serialize)]
pub struct GroupChange {
    /// The email address of the account.
    #[serde(rename = "email")]
    pub email: String,
    /// The group: 1 admins, 2 users, 3 moderators.
    #[serde(rename = "group_id")]
    pub group_id: i32,
}

impl fmt::Debug for GroupChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GroupChange")
            .field("email", &self.email)
            .field("group_id", &self.group_id)
            .finish()
    }
}

impl Decode for GroupChange {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "email",
            &Limits::NONE.min_length(1).max_length(255).rule("email"),
        );
        let m2 = members.required(
            "group_id",
            &Limits::NONE
                .minimum(Included(-2147483648f64))
                .maximum(Included(2147483647f64)),
        );
        members.refuse_others();
        Some(Self {
            email: m1?,
            group_id: m2?,
        })
    }
}

/// Something that is done in the background.
#[derive(Clone, serde::Serialize)]
pub struct Job {
    /// The id of the job.
    #[serde(rename = "id")]
    pub id: uuid::Uuid,
    /// See the type.
    #[serde(rename = "kind")]
    pub kind: models::JobKind,
    /// See the type.
    #[serde(rename = "status")]
    pub status: models::JobStatus,
    /// When it was asked for.
    #[serde(rename = "created_at")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// When it was begun.
    #[serde(rename = "started_at")]
    pub started_at: Option<chrono::DateTime<chrono::Utc>>,
    /// When it was done or failed.
    #[serde(rename = "finished_at")]
    pub finished_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Why it failed, for people.
    #[serde(rename = "error")]
    pub error: Option<String>,
    /// See the type.
    #[serde(rename = "progress")]
    pub progress: models::JobProgress,
    /// The first rows that are no film, by line.
    #[serde(rename = "bad_rows")]
    pub bad_rows: Vec<models::BadRow>,
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("status", &self.status)
            .field("created_at", &self.created_at)
            .field("started_at", &self.started_at)
            .field("finished_at", &self.finished_at)
            .field("error", &self.error)
            .field("progress", &self.progress)
            .field("bad_rows", &self.bad_rows)
            .finish()
    }
}

impl Decode for Job {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("id", &Limits::NONE.max_length(36));
        let m2 = members.required("kind", &Limits::NONE);
        let m3 = members.required("status", &Limits::NONE);
        let m4 = members.required("created_at", &Limits::NONE.max_length(35));
        let m5 = members.required("started_at", &Limits::NONE.max_length(35));
        let m6 = members.required("finished_at", &Limits::NONE.max_length(35));
        let m7 = members.required("error", &Limits::NONE.max_length(1000));
        let m8 = members.required("progress", &Limits::NONE);
        let m9 = members.required(
            "bad_rows",
            &Limits::NONE.max_items(1000).each(&Limits::NONE),
        );
        Some(Self {
            id: m1?,
            kind: m2?,
            status: m3?,
            created_at: m4?,
            started_at: m5?,
            finished_at: m6?,
            error: m7?,
            progress: m8?,
            bad_rows: m9?,
        })
    }
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum JobKind {
    /// `"import-movies"`
    #[serde(rename = "import-movies")]
    ImportMovies,
}

impl JobKind {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::ImportMovies];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ImportMovies => "import-movies",
        }
    }
}

impl Parse for JobKind {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for JobKind {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// What has been done so far.
#[derive(Clone, serde::Serialize)]
pub struct JobProgress {
    /// How many rows there are. Null until they are counted.
    #[serde(rename = "rows_total")]
    pub rows_total: Option<i64>,
    /// How many rows have been dealt with.
    #[serde(rename = "rows_done")]
    pub rows_done: i64,
    /// How many films are new.
    #[serde(rename = "added")]
    pub added: i64,
    /// How many films were there before.
    #[serde(rename = "already_there")]
    pub already_there: i64,
    /// How many rows could not be read. All are counted, also those that `bad_rows` leaves out.
    #[serde(rename = "bad")]
    pub bad: i64,
}

impl fmt::Debug for JobProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JobProgress")
            .field("rows_total", &self.rows_total)
            .field("rows_done", &self.rows_done)
            .field("added", &self.added)
            .field("already_there", &self.already_there)
            .field("bad", &self.bad)
            .finish()
    }
}

impl Decode for JobProgress {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "rows_total",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required(
            "rows_done",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m3 = members.required(
            "added",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m4 = members.required(
            "already_there",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m5 = members.required(
            "bad",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            rows_total: m1?,
            rows_done: m2?,
            added: m3?,
            already_there: m4?,
            bad: m5?,
        })
    }
}

/// How far it is. `queued`: nobody has begun. `running`: a worker is at it, or it waits to be tried again. `done`: every row was dealt with. `failed`: see `error`. Nothing more will be done, unless an administrator has a job that was given up done after all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum JobStatus {
    /// `"queued"`
    #[serde(rename = "queued")]
    Queued,
    /// `"running"`
    #[serde(rename = "running")]
    Running,
    /// `"done"`
    #[serde(rename = "done")]
    Done,
    /// `"failed"`
    #[serde(rename = "failed")]
    Failed,
}

impl JobStatus {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::Queued, Self::Running, Self::Done, Self::Failed];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

impl Parse for JobStatus {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for JobStatus {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// An age rating in a list.
#[derive(Clone, serde::Serialize)]
pub struct ListedCertification {
    /// The number of the rating.
    #[serde(rename = "id")]
    pub id: i64,
    /// The name of the rating.
    #[serde(rename = "name")]
    pub name: String,
}

impl fmt::Debug for ListedCertification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListedCertification")
            .field("id", &self.id)
            .field("name", &self.name)
            .finish()
    }
}

impl Decode for ListedCertification {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("name", &Limits::NONE.max_length(100));
        Some(Self { id: m1?, name: m2? })
    }
}

/// A genre in a list.
#[derive(Clone, serde::Serialize)]
pub struct ListedGenre {
    /// The number of the genre.
    #[serde(rename = "id")]
    pub id: i64,
    /// The name of the genre.
    #[serde(rename = "name")]
    pub name: String,
    /// How many films have it.
    #[serde(rename = "total_movies")]
    pub total_movies: i64,
}

impl fmt::Debug for ListedGenre {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListedGenre")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("total_movies", &self.total_movies)
            .finish()
    }
}

impl Decode for ListedGenre {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("name", &Limits::NONE.max_length(100));
        let m3 = members.required(
            "total_movies",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            id: m1?,
            name: m2?,
            total_movies: m3?,
        })
    }
}

/// An order in a list.
#[derive(Clone, serde::Serialize)]
pub struct ListedOrder {
    /// The number of the order.
    #[serde(rename = "id")]
    pub id: i64,
    /// See the type.
    #[serde(rename = "status")]
    pub status: models::OrderStatus,
    /// What its films cost together, in US dollars.
    #[serde(rename = "total_amount")]
    pub total_amount: rust_decimal::Decimal,
    /// When it was made.
    #[serde(rename = "created_at")]
    pub created_at: chrono::DateTime<chrono::Utc>,
}

impl fmt::Debug for ListedOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListedOrder")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("total_amount", &self.total_amount)
            .field("created_at", &self.created_at)
            .finish()
    }
}

impl Decode for ListedOrder {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("status", &Limits::NONE);
        let m3 = members.required(
            "total_amount",
            &Limits::NONE.max_length(11).pattern({
                static PATTERN: LazyLock<Regex> =
                    LazyLock::new(|| Regex::new("^\\d{1,8}\\.\\d{2}$").expect("a valid pattern"));
                &PATTERN
            }),
        );
        let m4 = members.required("created_at", &Limits::NONE.max_length(35));
        Some(Self {
            id: m1?,
            status: m2?,
            total_amount: m3?,
            created_at: m4?,
        })
    }
}

/// Proof of life.
#[derive(Clone, serde::Serialize)]
pub struct Liveness {
    /// See the type.
    #[serde(rename = "status")]
    pub status: models::LivenessStatus,
}

impl fmt::Debug for Liveness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Liveness")
            .field("status", &self.status)
            .finish()
    }
}

impl Decode for Liveness {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("status", &Limits::NONE);
        Some(Self { status: m1? })
    }
}

/// The state of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum LivenessStatus {
    /// `"alive"`
    #[serde(rename = "alive")]
    Alive,
}

impl LivenessStatus {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::Alive];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Alive => "alive",
        }
    }
}

impl Parse for LivenessStatus {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for LivenessStatus {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// What happened, for people.
#[derive(Clone, serde::Serialize)]
pub struct Message {
    /// One sentence.
    #[serde(rename = "message")]
    pub message: String,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("message", &self.message)
            .finish()
    }
}

impl Decode for Message {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("message", &Limits::NONE.max_length(500));
        Some(Self { message: m1? })
    }
}

/// A film of the catalogue.
#[derive(Clone, serde::Serialize)]
pub struct Movie {
    /// The id of the film.
    #[serde(rename = "uuid")]
    pub uuid: uuid::Uuid,
    /// The title.
    #[serde(rename = "name")]
    pub name: String,
    /// The year of release.
    #[serde(rename = "year")]
    pub year: i32,
    /// How long it runs, in minutes.
    #[serde(rename = "time")]
    pub time: i32,
    /// The IMDb rating.
    #[serde(rename = "imdb")]
    pub imdb: f64,
    /// How many people rated it.
    #[serde(rename = "votes")]
    pub votes: i32,
    /// The Metacritic score, if there is one.
    #[serde(rename = "meta_score")]
    pub meta_score: Option<f64>,
    /// The box office in the United States in dollars, if known.
    #[serde(rename = "gross")]
    pub gross: Option<f64>,
    /// What it is about.
    #[serde(rename = "description")]
    pub description: String,
    /// What it costs, in US dollars.
    #[serde(rename = "price")]
    pub price: rust_decimal::Decimal,
    /// See the type.
    #[serde(rename = "certification")]
    pub certification: models::Certification,
    /// Its genres, by name.
    #[serde(rename = "genres")]
    pub genres: Vec<models::Genre>,
    /// Who directed it, by name.
    #[serde(rename = "directors")]
    pub directors: Vec<models::Director>,
    /// Who plays in it, by name.
    #[serde(rename = "stars")]
    pub stars: Vec<models::Star>,
}

impl fmt::Debug for Movie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Movie")
            .field("uuid", &self.uuid)
            .field("name", &self.name)
            .field("year", &self.year)
            .field("time", &self.time)
            .field("imdb", &self.imdb)
            .field("votes", &self.votes)
            .field("meta_score", &self.meta_score)
            .field("gross", &self.gross)
            .field("description", &self.description)
            .field("price", &self.price)
            .field("certification", &self.certification)
            .field("genres", &self.genres)
            .field("directors", &self.directors)
            .field("stars", &self.stars)
            .finish()
    }
}

impl Decode for Movie {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("uuid", &Limits::NONE.max_length(36));
        let m2 = members.required("name", &Limits::NONE.max_length(250));
        let m3 = members.required(
            "year",
            &Limits::NONE
                .minimum(Included(1895f64))
                .maximum(Included(9999f64)),
        );
        let m4 = members.required(
            "time",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
        );
        let m5 = members.required(
            "imdb",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(10f64)),
        );
        let m6 = members.required(
            "votes",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(2147483647f64)),
        );
        let m7 = members.required(
            "meta_score",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(100f64)),
        );
        let m8 = members.required(
            "gross",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(1000000000000f64)),
        );
        let m9 = members.required("description", &Limits::NONE.max_length(10000));
        let m10 = members.required(
            "price",
            &Limits::NONE.max_length(11).pattern({
                static PATTERN: LazyLock<Regex> =
                    LazyLock::new(|| Regex::new("^\\d{1,8}\\.\\d{2}$").expect("a valid pattern"));
                &PATTERN
            }),
        );
        let m11 = members.required("certification", &Limits::NONE);
        let m12 = members.required("genres", &Limits::NONE.max_items(100).each(&Limits::NONE));
        let m13 = members.required(
            "directors",
            &Limits::NONE.max_items(100).each(&Limits::NONE),
        );
        let m14 = members.required("stars", &Limits::NONE.max_items(1000).each(&Limits::NONE));
        Some(Self {
            uuid: m1?,
            name: m2?,
            year: m3?,
            time: m4?,
            imdb: m5?,
            votes: m6?,
            meta_score: m7?,
            gross: m8?,
            description: m9?,
            price: m10?,
            certification: m11?,
            genres: m12?,
            directors: m13?,
            stars: m14?,
        })
    }
}

/// A film to add.
#[derive(Clone, serde::Serialize)]
pub struct MovieCreate {
    /// The title.
    #[serde(rename = "name")]
    pub name: String,
    /// The year of release, from 1895 to next year.
    #[serde(rename = "year")]
    pub year: i32,
    /// How long it runs, in minutes.
    #[serde(rename = "time")]
    pub time: i32,
    /// The IMDb rating.
    #[serde(rename = "imdb")]
    pub imdb: f64,
    /// How many people rated it.
    #[serde(rename = "votes")]
    pub votes: i32,
    /// The Metacritic score, if there is one.
    #[serde(rename = "meta_score", skip_serializing_if = "Option::is_none")]
    pub meta_score: Option<Option<f64>>,
    /// The box office in the United States in dollars, if known.
    #[serde(rename = "gross", skip_serializing_if = "Option::is_none")]
    pub gross: Option<Option<f64>>,
    /// What it is about.
    #[serde(rename = "description")]
    pub description: String,
    /// What it costs, in US dollars.
    #[serde(rename = "price")]
    pub price: rust_decimal::Decimal,
    /// The name of its age rating.
    #[serde(rename = "certification")]
    pub certification: String,
    /// Names of its genres.
    #[serde(rename = "genres")]
    pub genres: Vec<String>,
    /// Names of those who directed it.
    #[serde(rename = "directors")]
    pub directors: Vec<String>,
    /// Names of those who play in it.
    #[serde(rename = "stars")]
    pub stars: Vec<String>,
}

impl fmt::Debug for MovieCreate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MovieCreate")
            .field("name", &self.name)
            .field("year", &self.year)
            .field("time", &self.time)
            .field("imdb", &self.imdb)
            .field("votes", &self.votes)
            .field("meta_score", &self.meta_score)
            .field("gross", &self.gross)
            .field("description", &self.description)
            .field("price", &self.price)
            .field("certification", &self.certification)
            .field("genres", &self.genres)
            .field("directors", &self.directors)
            .field("stars", &self.stars)
            .finish()
    }
}

impl Decode for MovieCreate {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "name",
            &Limits::NONE.min_length(1).max_length(250).rule("film-name"),
        );
        let m2 = members.required(
            "year",
            &Limits::NONE
                .rule("release-year")
                .minimum(Included(-2147483648f64))
                .maximum(Included(2147483647f64)),
        );
        let m3 = members.required(
            "time",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
        );
        let m4 = members.required(
            "imdb",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(10f64)),
        );
        let m5 = members.required(
            "votes",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(2147483647f64)),
        );
        let m6 = members.optional(
            "meta_score",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(100f64)),
        );
        let m7 = members.optional(
            "gross",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(1000000000000f64)),
        );
        let m8 = members.required(
            "description",
            &Limits::NONE
                .min_length(1)
                .max_length(10000)
                .rule("description"),
        );
        let m9 = members.required(
            "price",
            &Limits::NONE.max_length(11).pattern({
                static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
                    Regex::new("^\\d{1,8}(\\.\\d{1,2})?$").expect("a valid pattern")
                });
                &PATTERN
            }),
        );
        let m10 = members.required(
            "certification",
            &Limits::NONE.min_length(1).max_length(100).rule("name"),
        );
        let m11 = members.required(
            "genres",
            &Limits::NONE
                .min_items(1)
                .max_items(50)
                .each(&Limits::NONE.min_length(1).max_length(100).rule("name")),
        );
        let m12 = members.required(
            "directors",
            &Limits::NONE
                .min_items(1)
                .max_items(50)
                .each(&Limits::NONE.min_length(1).max_length(100).rule("name")),
        );
        let m13 = members.required(
            "stars",
            &Limits::NONE
                .min_items(1)
                .max_items(50)
                .each(&Limits::NONE.min_length(1).max_length(100).rule("name")),
        );
        members.refuse_others();
        Some(Self {
            name: m1?,
            year: m2?,
            time: m3?,
            imdb: m4?,
            votes: m5?,
            meta_score: m6?,
            gross: m7?,
            description: m8?,
            price: m9?,
            certification: m10?,
            genres: m11?,
            directors: m12?,
            stars: m13?,
        })
    }
}

/// A page of films.
#[derive(Clone, serde::Serialize)]
pub struct MoviePage {
    /// The films of this page.
    #[serde(rename = "movies")]
    pub movies: Vec<models::Movie>,
    /// The URL of the page before, with the same filters. Null where a cursor was given.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after, with the same filters, and with a cursor where one was given.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// The `cursor` that goes on behind this page. Null at the end.
    #[serde(rename = "next_cursor")]
    pub next_cursor: Option<String>,
    /// How many pages `total_items` fill. There may be more where counting stopped.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many films match, as far as they are counted.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for MoviePage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MoviePage")
            .field("movies", &self.movies)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("next_cursor", &self.next_cursor)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for MoviePage {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("movies", &Limits::NONE.max_items(20).each(&Limits::NONE));
        let m2 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m3 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m4 = members.required("next_cursor", &Limits::NONE.max_length(2000));
        let m5 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m6 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            movies: m1?,
            prev_page: m2?,
            next_page: m3?,
            next_cursor: m4?,
            total_pages: m5?,
            total_items: m6?,
        })
    }
}

/// What to change about a film. What is absent stays.
#[derive(Clone, serde::Serialize)]
pub struct MoviePatch {
    /// The title.
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The year of release, from 1895 to next year.
    #[serde(rename = "year", skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// How long it runs, in minutes.
    #[serde(rename = "time", skip_serializing_if = "Option::is_none")]
    pub time: Option<i32>,
    /// The IMDb rating.
    #[serde(rename = "imdb", skip_serializing_if = "Option::is_none")]
    pub imdb: Option<f64>,
    /// How many people rated it.
    #[serde(rename = "votes", skip_serializing_if = "Option::is_none")]
    pub votes: Option<i32>,
    /// The Metacritic score, if there is one.
    #[serde(rename = "meta_score", skip_serializing_if = "Option::is_none")]
    pub meta_score: Option<Option<f64>>,
    /// The box office in the United States in dollars, if known.
    #[serde(rename = "gross", skip_serializing_if = "Option::is_none")]
    pub gross: Option<Option<f64>>,
    /// What it is about.
    #[serde(rename = "description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it costs, in US dollars.
    #[serde(rename = "price", skip_serializing_if = "Option::is_none")]
    pub price: Option<rust_decimal::Decimal>,
    /// The name of its age rating.
    #[serde(rename = "certification", skip_serializing_if = "Option::is_none")]
    pub certification: Option<String>,
    /// Names of its genres.
    #[serde(rename = "genres", skip_serializing_if = "Option::is_none")]
    pub genres: Option<Vec<String>>,
    /// Names of those who directed it.
    #[serde(rename = "directors", skip_serializing_if = "Option::is_none")]
    pub directors: Option<Vec<String>>,
    /// Names of those who play in it.
    #[serde(rename = "stars", skip_serializing_if = "Option::is_none")]
    pub stars: Option<Vec<String>>,
}

impl fmt::Debug for MoviePatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MoviePatch")
            .field("name", &self.name)
            .field("year", &self.year)
            .field("time", &self.time)
            .field("imdb", &self.imdb)
            .field("votes", &self.votes)
            .field("meta_score", &self.meta_score)
            .field("gross", &self.gross)
            .field("description", &self.description)
            .field("price", &self.price)
            .field("certification", &self.certification)
            .field("genres", &self.genres)
            .field("directors", &self.directors)
            .field("stars", &self.stars)
            .finish()
    }
}

impl Decode for MoviePatch {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.optional(
            "name",
            &Limits::NONE.min_length(1).max_length(250).rule("film-name"),
        );
        let m2 = members.optional(
            "year",
            &Limits::NONE
                .rule("release-year")
                .minimum(Included(-2147483648f64))
                .maximum(Included(2147483647f64)),
        );
        let m3 = members.optional(
            "time",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(2147483647f64)),
        );
        let m4 = members.optional(
            "imdb",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(10f64)),
        );
        let m5 = members.optional(
            "votes",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(2147483647f64)),
        );
        let m6 = members.optional(
            "meta_score",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(100f64)),
        );
        let m7 = members.optional(
            "gross",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(1000000000000f64)),
        );
        let m8 = members.optional(
            "description",
            &Limits::NONE
                .min_length(1)
                .max_length(10000)
                .rule("description"),
        );
        let m9 = members.optional(
            "price",
            &Limits::NONE.max_length(11).pattern({
                static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
                    Regex::new("^\\d{1,8}(\\.\\d{1,2})?$").expect("a valid pattern")
                });
                &PATTERN
            }),
        );
        let m10 = members.optional(
            "certification",
            &Limits::NONE.min_length(1).max_length(100).rule("name"),
        );
        let m11 = members.optional(
            "genres",
            &Limits::NONE
                .min_items(1)
                .max_items(50)
                .each(&Limits::NONE.min_length(1).max_length(100).rule("name")),
        );
        let m12 = members.optional(
            "directors",
            &Limits::NONE
                .min_items(1)
                .max_items(50)
                .each(&Limits::NONE.min_length(1).max_length(100).rule("name")),
        );
        let m13 = members.optional(
            "stars",
            &Limits::NONE
                .min_items(1)
                .max_items(50)
                .each(&Limits::NONE.min_length(1).max_length(100).rule("name")),
        );
        members.refuse_others();
        Some(Self {
            name: m1?,
            year: m2?,
            time: m3?,
            imdb: m4?,
            votes: m5?,
            meta_score: m6?,
            gross: m7?,
            description: m8?,
            price: m9?,
            certification: m10?,
            genres: m11?,
            directors: m12?,
            stars: m13?,
        })
    }
}

/// A column to sort films by. `-` sorts downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum MovieSort {
    /// `"name"`
    #[serde(rename = "name")]
    NameAsc,
    /// `"-name"`
    #[serde(rename = "-name")]
    NameDesc,
    /// `"year"`
    #[serde(rename = "year")]
    YearAsc,
    /// `"-year"`
    #[serde(rename = "-year")]
    YearDesc,
    /// `"imdb"`
    #[serde(rename = "imdb")]
    ImdbAsc,
    /// `"-imdb"`
    #[serde(rename = "-imdb")]
    ImdbDesc,
    /// `"price"`
    #[serde(rename = "price")]
    PriceAsc,
    /// `"-price"`
    #[serde(rename = "-price")]
    PriceDesc,
    /// `"votes"`
    #[serde(rename = "votes")]
    VotesAsc,
    /// `"-votes"`
    #[serde(rename = "-votes")]
    VotesDesc,
}

impl MovieSort {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[
        Self::NameAsc,
        Self::NameDesc,
        Self::YearAsc,
        Self::YearDesc,
        Self::ImdbAsc,
        Self::ImdbDesc,
        Self::PriceAsc,
        Self::PriceDesc,
        Self::VotesAsc,
        Self::VotesDesc,
    ];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NameAsc => "name",
            Self::NameDesc => "-name",
            Self::YearAsc => "year",
            Self::YearDesc => "-year",
            Self::ImdbAsc => "imdb",
            Self::ImdbDesc => "-imdb",
            Self::PriceAsc => "price",
            Self::PriceDesc => "-price",
            Self::VotesAsc => "votes",
            Self::VotesDesc => "-votes",
        }
    }
}

impl Parse for MovieSort {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for MovieSort {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// A name to give.
#[derive(Clone, serde::Serialize)]
pub struct NameRequest {
    /// The name, kept in the case in which it is written, without the spaces around it. It has no control characters.
    #[serde(rename = "name")]
    pub name: String,
}

impl fmt::Debug for NameRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NameRequest")
            .field("name", &self.name)
            .finish()
    }
}

impl Decode for NameRequest {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "name",
            &Limits::NONE.min_length(1).max_length(100).rule("name"),
        );
        members.refuse_others();
        Some(Self { name: m1? })
    }
}

/// An order with its films.
#[derive(Clone, serde::Serialize)]
pub struct Order {
    /// The number of the order.
    #[serde(rename = "id")]
    pub id: i64,
    /// See the type.
    #[serde(rename = "status")]
    pub status: models::OrderStatus,
    /// What its films cost together, in US dollars.
    #[serde(rename = "total_amount")]
    pub total_amount: rust_decimal::Decimal,
    /// When it was made.
    #[serde(rename = "created_at")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// The films, by title.
    #[serde(rename = "movies")]
    pub movies: Vec<models::OrderedMovie>,
}

impl fmt::Debug for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Order")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("total_amount", &self.total_amount)
            .field("created_at", &self.created_at)
            .field("movies", &self.movies)
            .finish()
    }
}

impl Decode for Order {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("status", &Limits::NONE);
        let m3 = members.required(
            "total_amount",
            &Limits::NONE.max_length(11).pattern({
                static PATTERN: LazyLock<Regex> =
                    LazyLock::new(|| Regex::new("^\\d{1,8}\\.\\d{2}$").expect("a valid pattern"));
                &PATTERN
            }),
        );
        let m4 = members.required("created_at", &Limits::NONE.max_length(35));
        let m5 = members.required("movies", &Limits::NONE.max_items(1000).each(&Limits::NONE));
        Some(Self {
            id: m1?,
            status: m2?,
            total_amount: m3?,
            created_at: m4?,
            movies: m5?,
        })
    }
}

/// A page of orders.
#[derive(Clone, serde::Serialize)]
pub struct OrderPage {
    /// The orders of this page.
    #[serde(rename = "orders")]
    pub orders: Vec<models::ListedOrder>,
    /// The URL of the page before.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// How many pages there are.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many there are.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for OrderPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrderPage")
            .field("orders", &self.orders)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for OrderPage {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("orders", &Limits::NONE.max_items(20).each(&Limits::NONE));
        let m2 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m3 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m4 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m5 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            orders: m1?,
            prev_page: m2?,
            next_page: m3?,
            total_pages: m4?,
            total_items: m5?,
        })
    }
}

/// `pending` orders wait to be paid. `cancelled` ones were cancelled before that, or refunded after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum OrderStatus {
    /// `"pending"`
    #[serde(rename = "pending")]
    Pending,
    /// `"paid"`
    #[serde(rename = "paid")]
    Paid,
    /// `"cancelled"`
    #[serde(rename = "cancelled")]
    Cancelled,
}

impl OrderStatus {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::Pending, Self::Paid, Self::Cancelled];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Paid => "paid",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Parse for OrderStatus {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for OrderStatus {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// A film in an order.
#[derive(Clone, serde::Serialize)]
pub struct OrderedMovie {
    /// The id of the film.
    #[serde(rename = "uuid")]
    pub uuid: uuid::Uuid,
    /// The title.
    #[serde(rename = "name")]
    pub name: String,
    /// What it cost when it was ordered, in US dollars.
    #[serde(rename = "price")]
    pub price: rust_decimal::Decimal,
}

impl fmt::Debug for OrderedMovie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrderedMovie")
            .field("uuid", &self.uuid)
            .field("name", &self.name)
            .field("price", &self.price)
            .finish()
    }
}

impl Decode for OrderedMovie {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("uuid", &Limits::NONE.max_length(36));
        let m2 = members.required("name", &Limits::NONE.max_length(250));
        let m3 = members.required(
            "price",
            &Limits::NONE.max_length(11).pattern({
                static PATTERN: LazyLock<Regex> =
                    LazyLock::new(|| Regex::new("^\\d{1,8}\\.\\d{2}$").expect("a valid pattern"));
                &PATTERN
            }),
        );
        Some(Self {
            uuid: m1?,
            name: m2?,
            price: m3?,
        })
    }
}

/// Replaces the password of the caller.
#[derive(Clone, serde::Serialize)]
pub struct PasswordChange {
    /// The email address of the caller, if given.
    #[serde(rename = "email", skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The password that holds now.
    #[serde(rename = "old_password")]
    pub old_password: String,
    /// 8 to 128 characters with a lower-case and an upper-case letter, a digit and one of `@$!%*?&`.
    #[serde(rename = "new_password")]
    pub new_password: String,
}

impl fmt::Debug for PasswordChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordChange")
            .field("email", &self.email)
            .field("old_password", &"***")
            .field("new_password", &"***")
            .finish()
    }
}

impl Decode for PasswordChange {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.optional(
            "email",
            &Limits::NONE.min_length(1).max_length(255).rule("email"),
        );
        let m2 = members.required("old_password", &Limits::NONE.min_length(1).max_length(1024));
        let m3 = members.required(
            "new_password",
            &Limits::NONE
                .min_length(1)
                .max_length(1024)
                .rule("new-password"),
        );
        members.refuse_others();
        Some(Self {
            email: m1?,
            old_password: m2?,
            new_password: m3?,
        })
    }
}

/// Replaces a forgotten password.
#[derive(Clone, serde::Serialize)]
pub struct PasswordReset {
    /// The email address of the account.
    #[serde(rename = "email")]
    pub email: String,
    /// The token from the reset mail.
    #[serde(rename = "token")]
    pub token: String,
    /// 8 to 128 characters with a lower-case and an upper-case letter, a digit and one of `@$!%*?&`.
    #[serde(rename = "password")]
    pub password: String,
}

impl fmt::Debug for PasswordReset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordReset")
            .field("email", &self.email)
            .field("token", &"***")
            .field("password", &"***")
            .finish()
    }
}

impl Decode for PasswordReset {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "email",
            &Limits::NONE.min_length(1).max_length(255).rule("email"),
        );
        let m2 = members.required("token", &Limits::NONE.min_length(1).max_length(255));
        let m3 = members.required(
            "password",
            &Limits::NONE
                .min_length(1)
                .max_length(1024)
                .rule("new-password"),
        );
        members.refuse_others();
        Some(Self {
            email: m1?,
            token: m2?,
            password: m3?,
        })
    }
}

/// Money that was paid for an order.
#[derive(Clone, serde::Serialize)]
pub struct Payment {
    /// When it was paid.
    #[serde(rename = "created_at")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// How much, in US dollars.
    #[serde(rename = "amount")]
    pub amount: rust_decimal::Decimal,
    /// See the type.
    #[serde(rename = "status")]
    pub status: models::PaymentStatus,
}

impl fmt::Debug for Payment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payment")
            .field("created_at", &self.created_at)
            .field("amount", &self.amount)
            .field("status", &self.status)
            .finish()
    }
}

impl Decode for Payment {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("created_at", &Limits::NONE.max_length(35));
        let m2 = members.required(
            "amount",
            &Limits::NONE.max_length(11).pattern({
                static PATTERN: LazyLock<Regex> =
                    LazyLock::new(|| Regex::new("^\\d{1,8}\\.\\d{2}$").expect("a valid pattern"));
                &PATTERN
            }),
        );
        let m3 = members.required("status", &Limits::NONE);
        Some(Self {
            created_at: m1?,
            amount: m2?,
            status: m3?,
        })
    }
}

/// A page of payments.
#[derive(Clone, serde::Serialize)]
pub struct PaymentPage {
    /// The payments of this page.
    #[serde(rename = "payments")]
    pub payments: Vec<models::Payment>,
    /// The URL of the page before.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// How many pages there are.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many there are.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for PaymentPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PaymentPage")
            .field("payments", &self.payments)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for PaymentPage {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("payments", &Limits::NONE.max_items(20).each(&Limits::NONE));
        let m2 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m3 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m4 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m5 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            payments: m1?,
            prev_page: m2?,
            next_page: m3?,
            total_pages: m4?,
            total_items: m5?,
        })
    }
}

/// `refunded` payments were given back. `cancelled` ones were taken back by the buyer's bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum PaymentStatus {
    /// `"successful"`
    #[serde(rename = "successful")]
    Successful,
    /// `"cancelled"`
    #[serde(rename = "cancelled")]
    Cancelled,
    /// `"refunded"`
    #[serde(rename = "refunded")]
    Refunded,
}

impl PaymentStatus {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::Successful, Self::Cancelled, Self::Refunded];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Successful => "successful",
            Self::Cancelled => "cancelled",
            Self::Refunded => "refunded",
        }
    }
}

impl Parse for PaymentStatus {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for PaymentStatus {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// A failure, as described by RFC 9457.
#[derive(Clone, serde::Serialize)]
pub struct Problem {
    /// Which problem it is. Stable.
    #[serde(rename = "type")]
    pub r_type: String,
    /// The problem in a few words, the same for every occurrence.
    #[serde(rename = "title")]
    pub title: String,
    /// The HTTP status.
    #[serde(rename = "status")]
    pub status: i32,
    /// What went wrong this time, for people.
    #[serde(rename = "detail")]
    pub detail: String,
    /// The `X-Request-Id` of the request.
    #[serde(rename = "request_id")]
    pub request_id: String,
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problem")
            .field("type", &self.r_type)
            .field("title", &self.title)
            .field("status", &self.status)
            .field("detail", &self.detail)
            .field("request_id", &self.request_id)
            .finish()
    }
}

impl Decode for Problem {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "type",
            &Limits::NONE.max_length(255).pattern({
                static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
                    Regex::new("^urn:problem-type:cinema:[a-z-]+$").expect("a valid pattern")
                });
                &PATTERN
            }),
        );
        let m2 = members.required("title", &Limits::NONE.max_length(255));
        let m3 = members.required(
            "status",
            &Limits::NONE
                .minimum(Included(400f64))
                .maximum(Included(599f64)),
        );
        let m4 = members.required("detail", &Limits::NONE.max_length(1000));
        let m5 = members.required("request_id", &Limits::NONE.max_length(255));
        Some(Self {
            r_type: m1?,
            title: m2?,
            status: m3?,
            detail: m4?,
            request_id: m5?,
        })
    }
}

/// What a member tells about themselves.
#[derive(Clone, serde::Serialize)]
pub struct Profile {
    /// The number of the profile.
    #[serde(rename = "id")]
    pub id: i64,
    /// The number of the account.
    #[serde(rename = "user_id")]
    pub user_id: i64,
    /// In lower case.
    #[serde(rename = "first_name")]
    pub first_name: Option<String>,
    /// In lower case.
    #[serde(rename = "last_name")]
    pub last_name: Option<String>,
    /// Man or woman.
    #[serde(rename = "gender")]
    pub gender: Option<models::Gender>,
    /// The day of birth.
    #[serde(rename = "date_of_birth")]
    pub date_of_birth: Option<chrono::naive::NaiveDate>,
    /// Whatever there is to say.
    #[serde(rename = "info")]
    pub info: Option<String>,
    /// The URL of the picture. Anybody who knows it may look.
    #[serde(rename = "avatar")]
    pub avatar: Option<String>,
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile")
            .field("id", &self.id)
            .field("user_id", &self.user_id)
            .field("first_name", &self.first_name)
            .field("last_name", &self.last_name)
            .field("gender", &self.gender)
            .field("date_of_birth", &self.date_of_birth)
            .field("info", &self.info)
            .field("avatar", &self.avatar)
            .finish()
    }
}

impl Decode for Profile {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required(
            "user_id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m3 = members.required("first_name", &Limits::NONE.max_length(100));
        let m4 = members.required("last_name", &Limits::NONE.max_length(100));
        let m5 = members.required("gender", &Limits::NONE.max_length(5));
        let m6 = members.required("date_of_birth", &Limits::NONE.max_length(10));
        let m7 = members.required("info", &Limits::NONE.max_length(100000));
        let m8 = members.required("avatar", &Limits::NONE.max_length(8192));
        Some(Self {
            id: m1?,
            user_id: m2?,
            first_name: m3?,
            last_name: m4?,
            gender: m5?,
            date_of_birth: m6?,
            info: m7?,
            avatar: m8?,
        })
    }
}

/// A film that somebody owns.
#[derive(Clone, serde::Serialize)]
pub struct Purchase {
    /// The id of the film.
    #[serde(rename = "movie_uuid")]
    pub movie_uuid: uuid::Uuid,
    /// The title.
    #[serde(rename = "name")]
    pub name: String,
    /// When it was bought.
    #[serde(rename = "purchased_at")]
    pub purchased_at: chrono::DateTime<chrono::Utc>,
}

impl fmt::Debug for Purchase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Purchase")
            .field("movie_uuid", &self.movie_uuid)
            .field("name", &self.name)
            .field("purchased_at", &self.purchased_at)
            .finish()
    }
}

impl Decode for Purchase {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("movie_uuid", &Limits::NONE.max_length(36));
        let m2 = members.required("name", &Limits::NONE.max_length(250));
        let m3 = members.required("purchased_at", &Limits::NONE.max_length(35));
        Some(Self {
            movie_uuid: m1?,
            name: m2?,
            purchased_at: m3?,
        })
    }
}

/// A page of a library.
#[derive(Clone, serde::Serialize)]
pub struct PurchasePage {
    /// The films of this page.
    #[serde(rename = "purchases")]
    pub purchases: Vec<models::Purchase>,
    /// The URL of the page before.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// How many pages there are.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many there are.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for PurchasePage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PurchasePage")
            .field("purchases", &self.purchases)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for PurchasePage {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("purchases", &Limits::NONE.max_items(20).each(&Limits::NONE));
        let m2 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m3 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m4 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m5 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            purchases: m1?,
            prev_page: m2?,
            next_page: m3?,
            total_pages: m4?,
            total_items: m5?,
        })
    }
}

/// The state of an instance and of what it depends on.
#[derive(Clone, serde::Serialize)]
pub struct Readiness {
    /// See the type.
    #[serde(rename = "status")]
    pub status: models::ReadinessStatus,
    /// Every dependency.
    #[serde(rename = "dependencies")]
    pub dependencies: Vec<models::Dependency>,
}

impl fmt::Debug for Readiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readiness")
            .field("status", &self.status)
            .field("dependencies", &self.dependencies)
            .finish()
    }
}

impl Decode for Readiness {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("status", &Limits::NONE);
        let m2 = members.required(
            "dependencies",
            &Limits::NONE.max_items(10).each(&Limits::NONE),
        );
        Some(Self {
            status: m1?,
            dependencies: m2?,
        })
    }
}

/// An instance that cannot serve requests.
#[derive(Clone, serde::Serialize)]
pub struct ReadinessProblem {
    /// Which problem it is. Stable.
    #[serde(rename = "type")]
    pub r_type: String,
    /// The problem in a few words, the same for every occurrence.
    #[serde(rename = "title")]
    pub title: String,
    /// The HTTP status.
    #[serde(rename = "status")]
    pub status: i32,
    /// What went wrong this time, for people.
    #[serde(rename = "detail")]
    pub detail: String,
    /// The `X-Request-Id` of the request.
    #[serde(rename = "request_id")]
    pub request_id: String,
    /// Every dependency.
    #[serde(rename = "dependencies")]
    pub dependencies: Vec<models::Dependency>,
}

impl fmt::Debug for ReadinessProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadinessProblem")
            .field("type", &self.r_type)
            .field("title", &self.title)
            .field("status", &self.status)
            .field("detail", &self.detail)
            .field("request_id", &self.request_id)
            .field("dependencies", &self.dependencies)
            .finish()
    }
}

impl Decode for ReadinessProblem {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "type",
            &Limits::NONE.max_length(255).pattern({
                static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
                    Regex::new("^urn:problem-type:cinema:[a-z-]+$").expect("a valid pattern")
                });
                &PATTERN
            }),
        );
        let m2 = members.required("title", &Limits::NONE.max_length(255));
        let m3 = members.required(
            "status",
            &Limits::NONE
                .minimum(Included(400f64))
                .maximum(Included(599f64)),
        );
        let m4 = members.required("detail", &Limits::NONE.max_length(1000));
        let m5 = members.required("request_id", &Limits::NONE.max_length(255));
        let m6 = members.required(
            "dependencies",
            &Limits::NONE.max_items(10).each(&Limits::NONE),
        );
        Some(Self {
            r_type: m1?,
            title: m2?,
            status: m3?,
            detail: m4?,
            request_id: m5?,
            dependencies: m6?,
        })
    }
}

/// The state of an instance. `degraded` means that it does without a dependency for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum ReadinessStatus {
    /// `"ready"`
    #[serde(rename = "ready")]
    Ready,
    /// `"degraded"`
    #[serde(rename = "degraded")]
    Degraded,
}

impl ReadinessStatus {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::Ready, Self::Degraded];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Degraded => "degraded",
        }
    }
}

impl Parse for ReadinessStatus {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for ReadinessStatus {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// Names a session by its refresh token.
#[derive(Clone, serde::Serialize)]
pub struct RefreshTokenRequest {
    /// The refresh token that came last for this session.
    #[serde(rename = "refresh_token")]
    pub refresh_token: String,
}

impl fmt::Debug for RefreshTokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshTokenRequest")
            .field("refresh_token", &"***")
            .finish()
    }
}

impl Decode for RefreshTokenRequest {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "refresh_token",
            &Limits::NONE.min_length(1).max_length(2048),
        );
        members.refuse_others();
        Some(Self { refresh_token: m1? })
    }
}

/// A new account.
#[derive(Clone, serde::Serialize)]
pub struct RegisteredUser {
    /// The number of the account.
    #[serde(rename = "id")]
    pub id: i64,
    /// The email address, in lower case.
    #[serde(rename = "email")]
    pub email: String,
}

impl fmt::Debug for RegisteredUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisteredUser")
            .field("id", &self.id)
            .field("email", &self.email)
            .finish()
    }
}

impl Decode for RegisteredUser {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("email", &Limits::NONE.max_length(255));
        Some(Self {
            id: m1?,
            email: m2?,
        })
    }
}

/// What registers an account.
#[derive(Clone, serde::Serialize)]
pub struct Registration {
    /// The email address of the account. Upper case is folded.
    #[serde(rename = "email")]
    pub email: String,
    /// 8 to 128 characters with a lower-case and an upper-case letter, a digit and one of `@$!%*?&`.
    #[serde(rename = "password")]
    pub password: String,
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registration")
            .field("email", &self.email)
            .field("password", &"***")
            .finish()
    }
}

impl Decode for Registration {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "email",
            &Limits::NONE.min_length(1).max_length(255).rule("email"),
        );
        let m2 = members.required(
            "password",
            &Limits::NONE
                .min_length(1)
                .max_length(1024)
                .rule("new-password"),
        );
        members.refuse_others();
        Some(Self {
            email: m1?,
            password: m2?,
        })
    }
}

/// One sign-in of an account, on one device.
#[derive(Clone, serde::Serialize)]
pub struct Session {
    /// The id of the session.
    #[serde(rename = "id")]
    pub id: uuid::Uuid,
    /// The `User-Agent` that signed in.
    #[serde(rename = "device")]
    pub device: Option<String>,
    /// The network address that signed in.
    #[serde(rename = "address")]
    pub address: Option<String>,
    /// When the sign-in happened.
    #[serde(rename = "created_at")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// When tokens were last issued for the session.
    #[serde(rename = "last_used_at")]
    pub last_used_at: chrono::DateTime<chrono::Utc>,
    /// Whether this is the session that asks.
    #[serde(rename = "current")]
    pub current: bool,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.id)
            .field("device", &self.device)
            .field("address", &self.address)
            .field("created_at", &self.created_at)
            .field("last_used_at", &self.last_used_at)
            .field("current", &self.current)
            .finish()
    }
}

impl Decode for Session {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("id", &Limits::NONE.max_length(36));
        let m2 = members.required("device", &Limits::NONE.max_length(255));
        let m3 = members.required("address", &Limits::NONE.max_length(45));
        let m4 = members.required("created_at", &Limits::NONE.max_length(35));
        let m5 = members.required("last_used_at", &Limits::NONE.max_length(35));
        let m6 = members.required("current", &Limits::NONE);
        Some(Self {
            id: m1?,
            device: m2?,
            address: m3?,
            created_at: m4?,
            last_used_at: m5?,
            current: m6?,
        })
    }
}

/// The open sessions of an account.
#[derive(Clone, serde::Serialize)]
pub struct SessionList {
    /// The most recently used first.
    #[serde(rename = "sessions")]
    pub sessions: Vec<models::Session>,
}

impl fmt::Debug for SessionList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionList")
            .field("sessions", &self.sessions)
            .finish()
    }
}

impl Decode for SessionList {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "sessions",
            &Limits::NONE.max_items(1000).each(&Limits::NONE),
        );
        Some(Self { sessions: m1? })
    }
}

/// Somebody who plays in films.
#[derive(Clone, serde::Serialize)]
pub struct Star {
    /// The number of the star.
    #[serde(rename = "id")]
    pub id: i64,
    /// The name of the star.
    #[serde(rename = "name")]
    pub name: String,
}

impl fmt::Debug for Star {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Star")
            .field("id", &self.id)
            .field("name", &self.name)
            .finish()
    }
}

impl Decode for Star {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("name", &Limits::NONE.max_length(100));
        Some(Self { id: m1?, name: m2? })
    }
}

/// A page of stars.
#[derive(Clone, serde::Serialize)]
pub struct StarPage {
    /// The stars of this page.
    #[serde(rename = "stars")]
    pub stars: Vec<models::Star>,
    /// The URL of the page before.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// How many pages there are.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many there are.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for StarPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StarPage")
            .field("stars", &self.stars)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for StarPage {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("stars", &Limits::NONE.max_items(20).each(&Limits::NONE));
        let m2 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m3 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m4 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m5 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            stars: m1?,
            prev_page: m2?,
            next_page: m3?,
            total_pages: m4?,
            total_items: m5?,
        })
    }
}

/// A star and a page of the films.
#[derive(Clone, serde::Serialize)]
pub struct StarWithMovies {
    /// The number of the star.
    #[serde(rename = "id")]
    pub id: i64,
    /// The name of the star.
    #[serde(rename = "name")]
    pub name: String,
    /// The films of this page, by name downwards.
    #[serde(rename = "movies")]
    pub movies: Vec<models::Movie>,
    /// The URL of the page before.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// How many pages there are.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many there are.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for StarWithMovies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StarWithMovies")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("movies", &self.movies)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for StarWithMovies {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("name", &Limits::NONE.max_length(100));
        let m3 = members.required("movies", &Limits::NONE.max_items(20).each(&Limits::NONE));
        let m4 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m5 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m6 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m7 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            id: m1?,
            name: m2?,
            movies: m3?,
            prev_page: m4?,
            next_page: m5?,
            total_pages: m6?,
            total_items: m7?,
        })
    }
}

/// An event from Stripe, and what became of it.
#[derive(Clone, serde::Serialize)]
pub struct StripeEvent {
    /// Stripe's id of the event.
    #[serde(rename = "id")]
    pub id: String,
    /// What has happened.
    #[serde(rename = "type")]
    pub r_type: String,
    /// See the type.
    #[serde(rename = "status")]
    pub status: models::StripeEventStatus,
    /// What was done about it, or why nothing could be. Null until then.
    #[serde(rename = "outcome")]
    pub outcome: Option<String>,
    /// When it happened at Stripe.
    #[serde(rename = "created_at")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// When it came first.
    #[serde(rename = "received_at")]
    pub received_at: chrono::DateTime<chrono::Utc>,
    /// When it was acted on.
    #[serde(rename = "handled_at")]
    pub handled_at: Option<chrono::DateTime<chrono::Utc>>,
    /// See the type.
    #[serde(rename = "payload")]
    pub payload: models::StripeObject,
}

impl fmt::Debug for StripeEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StripeEvent")
            .field("id", &self.id)
            .field("type", &self.r_type)
            .field("status", &self.status)
            .field("outcome", &self.outcome)
            .field("created_at", &self.created_at)
            .field("received_at", &self.received_at)
            .field("handled_at", &self.handled_at)
            .field("payload", &self.payload)
            .finish()
    }
}

impl Decode for StripeEvent {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("id", &Limits::NONE.max_length(255));
        let m2 = members.required("type", &Limits::NONE.max_length(255));
        let m3 = members.required("status", &Limits::NONE);
        let m4 = members.required("outcome", &Limits::NONE.max_length(2000));
        let m5 = members.required("created_at", &Limits::NONE.max_length(35));
        let m6 = members.required("received_at", &Limits::NONE.max_length(35));
        let m7 = members.required("handled_at", &Limits::NONE.max_length(35));
        let m8 = members.required("payload", &Limits::NONE);
        Some(Self {
            id: m1?,
            r_type: m2?,
            status: m3?,
            outcome: m4?,
            created_at: m5?,
            received_at: m6?,
            handled_at: m7?,
            payload: m8?,
        })
    }
}

/// A page of Stripe's events.
#[derive(Clone, serde::Serialize)]
pub struct StripeEventPage {
    /// The events of this page.
    #[serde(rename = "events")]
    pub events: Vec<models::StripeEvent>,
    /// The URL of the page before.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// How many pages there are.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many match, at most 1000.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for StripeEventPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StripeEventPage")
            .field("events", &self.events)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for StripeEventPage {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("events", &Limits::NONE.max_items(20).each(&Limits::NONE));
        let m2 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m3 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m4 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m5 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            events: m1?,
            prev_page: m2?,
            next_page: m3?,
            total_pages: m4?,
            total_items: m5?,
        })
    }
}

/// `received` events wait for a worker, `handled` ones are dealt with, `given_up` ones nobody could deal with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum StripeEventStatus {
    /// `"received"`
    #[serde(rename = "received")]
    Received,
    /// `"handled"`
    #[serde(rename = "handled")]
    Handled,
    /// `"given_up"`
    #[serde(rename = "given_up")]
    GivenUp,
}

impl StripeEventStatus {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::Received, Self::Handled, Self::GivenUp];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Handled => "handled",
            Self::GivenUp => "given_up",
        }
    }
}

impl Parse for StripeEventStatus {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for StripeEventStatus {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// An event as Stripe has sent it. These members are a few of many.
#[derive(Clone, serde::Serialize)]
pub struct StripeObject {
    /// Stripe's id of the event.
    #[serde(rename = "id")]
    pub id: String,
    /// What has happened.
    #[serde(rename = "type")]
    pub r_type: String,
}

impl fmt::Debug for StripeObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StripeObject")
            .field("id", &self.id)
            .field("type", &self.r_type)
            .finish()
    }
}

impl Decode for StripeObject {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("id", &Limits::NONE.max_length(255));
        let m2 = members.required("type", &Limits::NONE.max_length(255));
        Some(Self {
            id: m1?,
            r_type: m2?,
        })
    }
}

/// The tokens of a session.
#[derive(Clone, serde::Serialize)]
pub struct TokenPair {
    /// Proves who asks, for 15 minutes.
    #[serde(rename = "access_token")]
    pub access_token: String,
    /// Gets the next pair, once, within 7 days.
    #[serde(rename = "refresh_token")]
    pub refresh_token: String,
    /// See the type.
    #[serde(rename = "token_type")]
    pub token_type: models::TokenType,
}

impl fmt::Debug for TokenPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenPair")
            .field("access_token", &"***")
            .field("refresh_token", &"***")
            .field("token_type", &self.token_type)
            .finish()
    }
}

impl Decode for TokenPair {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("access_token", &Limits::NONE.max_length(2048));
        let m2 = members.required("refresh_token", &Limits::NONE.max_length(2048));
        let m3 = members.required("token_type", &Limits::NONE);
        Some(Self {
            access_token: m1?,
            refresh_token: m2?,
            token_type: m3?,
        })
    }
}

/// How an access token is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum TokenType {
    /// `"bearer"`
    #[serde(rename = "bearer")]
    Bearer,
}

impl TokenType {
    /// Every value, in the order of the document.
    pub const ALL: &'static [Self] = &[Self::Bearer];

    /// The value as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bearer => "bearer",
        }
    }
}

impl Parse for TokenType {
    fn parse(text: &str, _: &Limits<'_>) -> Result<Self, Fault> {
        parse_enum(text, Self::ALL, Self::as_str)
    }
}

impl Decode for TokenType {
    fn decode(value: serde_json::Value, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        decode_text(&value, limits, errors)
    }
}

/// An account.
#[derive(Clone, serde::Serialize)]
pub struct User {
    /// The number of the account.
    #[serde(rename = "id")]
    pub id: i64,
    /// Its email address.
    #[serde(rename = "email")]
    pub email: String,
    /// The group of its role: 1 admins, 2 users, 3 moderators.
    #[serde(rename = "group_id")]
    pub group_id: i32,
    /// Whether its owner can sign in.
    #[serde(rename = "is_active")]
    pub is_active: bool,
    /// When it was registered.
    #[serde(rename = "created_at")]
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// When it was changed last.
    #[serde(rename = "updated_at")]
    pub updated_at: chrono::DateTime<chrono::Utc>,
    /// When an admin deactivated it. Null if that is not so.
    #[serde(rename = "deactivated_at")]
    pub deactivated_at: Option<chrono::DateTime<chrono::Utc>>,
    /// When its owner deleted it. Its address is made up since. Null if that is not so.
    #[serde(rename = "deleted_at")]
    pub deleted_at: Option<chrono::DateTime<chrono::Utc>>,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .field("email", &self.email)
            .field("group_id", &self.group_id)
            .field("is_active", &self.is_active)
            .field("created_at", &self.created_at)
            .field("updated_at", &self.updated_at)
            .field("deactivated_at", &self.deactivated_at)
            .field("deleted_at", &self.deleted_at)
            .finish()
    }
}

impl Decode for User {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "id",
            &Limits::NONE
                .minimum(Included(1f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m2 = members.required("email", &Limits::NONE.max_length(255));
        let m3 = members.required(
            "group_id",
            &Limits::NONE.minimum(Included(1f64)).maximum(Included(3f64)),
        );
        let m4 = members.required("is_active", &Limits::NONE);
        let m5 = members.required("created_at", &Limits::NONE.max_length(35));
        let m6 = members.required("updated_at", &Limits::NONE.max_length(35));
        let m7 = members.required("deactivated_at", &Limits::NONE.max_length(35));
        let m8 = members.required("deleted_at", &Limits::NONE.max_length(35));
        Some(Self {
            id: m1?,
            email: m2?,
            group_id: m3?,
            is_active: m4?,
            created_at: m5?,
            updated_at: m6?,
            deactivated_at: m7?,
            deleted_at: m8?,
        })
    }
}

/// A page of accounts.
#[derive(Clone, serde::Serialize)]
pub struct UserPage {
    /// The accounts of this page.
    #[serde(rename = "users")]
    pub users: Vec<models::User>,
    /// The URL of the page before.
    #[serde(rename = "prev_page")]
    pub prev_page: Option<String>,
    /// The URL of the page after.
    #[serde(rename = "next_page")]
    pub next_page: Option<String>,
    /// How many pages there are.
    #[serde(rename = "total_pages")]
    pub total_pages: i64,
    /// How many match, at most 1000.
    #[serde(rename = "total_items")]
    pub total_items: i64,
}

impl fmt::Debug for UserPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserPage")
            .field("users", &self.users)
            .field("prev_page", &self.prev_page)
            .field("next_page", &self.next_page)
            .field("total_pages", &self.total_pages)
            .field("total_items", &self.total_items)
            .finish()
    }
}

impl Decode for UserPage {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required("users", &Limits::NONE.max_items(20).each(&Limits::NONE));
        let m2 = members.required("prev_page", &Limits::NONE.max_length(8192));
        let m3 = members.required("next_page", &Limits::NONE.max_length(8192));
        let m4 = members.required(
            "total_pages",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        let m5 = members.required(
            "total_items",
            &Limits::NONE
                .minimum(Included(0f64))
                .maximum(Included(9007199254740991f64)),
        );
        Some(Self {
            users: m1?,
            prev_page: m2?,
            next_page: m3?,
            total_pages: m4?,
            total_items: m5?,
        })
    }
}

/// Input that is refused, with all reasons.
#[derive(Clone, serde::Serialize)]
pub struct ValidationProblem {
    /// Which problem it is. Stable.
    #[serde(rename = "type")]
    pub r_type: String,
    /// The problem in a few words, the same for every occurrence.
    #[serde(rename = "title")]
    pub title: String,
    /// The HTTP status.
    #[serde(rename = "status")]
    pub status: i32,
    /// What went wrong this time, for people.
    #[serde(rename = "detail")]
    pub detail: String,
    /// The `X-Request-Id` of the request.
    #[serde(rename = "request_id")]
    pub request_id: String,
    /// Every invalid field.
    #[serde(rename = "errors")]
    pub r_errors: Vec<models::FieldError>,
}

impl fmt::Debug for ValidationProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValidationProblem")
            .field("type", &self.r_type)
            .field("title", &self.title)
            .field("status", &self.status)
            .field("detail", &self.detail)
            .field("request_id", &self.request_id)
            .field("errors", &self.r_errors)
            .finish()
    }
}

impl Decode for ValidationProblem {
    fn decode(value: serde_json::Value, _: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        let mut members = Members::open(value, errors)?;
        let m1 = members.required(
            "type",
            &Limits::NONE.max_length(255).pattern({
                static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
                    Regex::new("^urn:problem-type:cinema:[a-z-]+$").expect("a valid pattern")
                });
                &PATTERN
            }),
        );
        let m2 = members.required("title", &Limits::NONE.max_length(255));
        let m3 = members.required(
            "status",
            &Limits::NONE
                .minimum(Included(400f64))
                .maximum(Included(599f64)),
        );
        let m4 = members.required("detail", &Limits::NONE.max_length(1000));
        let m5 = members.required("request_id", &Limits::NONE.max_length(255));
        let m6 = members.required(
            "errors",
            &Limits::NONE.min_items(1).max_items(100).each(&Limits::NONE),
        );
        Some(Self {
            r_type: m1?,
            title: m2?,
            status: m3?,
            detail: m4?,
            request_id: m5?,
            r_errors: m6?,
        })
    }
}
