//! The closed set of problems and their form on the wire (RFC 9457).

mod facts;

use std::{borrow::Cow, fmt, time::Duration};

use axum::response::{IntoResponse, Response};
use cinema_api::models;
use domain::{CART_MAX, CHARGE_MAX, CHARGE_MIN};
use http::{HeaderValue, StatusCode, header};
use http_runtime::{Code, FieldError, Rejection};
use serde::Serialize;
use store::names::Kind;
use telemetry::error_chain;

/// Everything that a client can be told about a failure.
#[derive(Debug, Clone, thiserror::Error)]
#[expect(missing_docs, reason = "the text of each variant says what it is")]
pub enum Problem {
    #[error("The request could not be understood: {0}")]
    Malformed(String),
    #[error("Activation token still valid.")]
    ActivationTokenStillValid,
    #[error("Invalid or expired token")]
    InvalidActivationToken,
    #[error("Invalid email or token.")]
    InvalidResetToken,
    #[error("Movie is in users' carts and cannot be deleted.")]
    MovieInCarts,
    #[error("Movie is part of an order and cannot be deleted.")]
    MovieOrdered,
    #[error("Movie purchased by some user and cannot be deleted.")]
    MoviePurchased,
    #[error("Movie already purchased.")]
    MovieAlreadyPurchased,
    #[error("Movie is currently in the order in the pending status.")]
    MovieInPendingOrder,
    #[error("A cart holds at most {CART_MAX} movies.")]
    CartFull,
    #[error("Cart is empty.")]
    CartEmpty,
    #[error("You already have an unpaid (pending) order.")]
    OrderPending,
    #[error("An order must come to 0.00 or to between {CHARGE_MIN} and {CHARGE_MAX}.")]
    TotalNotPayable,
    #[error("No valid payment found to refund.")]
    NothingToRefund,
    #[error("Stripe refund error: {0}")]
    RefundRefused(String),
    #[error("Invalid group ID.")]
    InvalidGroup,
    #[error("Invalid date format. Use YYYY-MM-DD")]
    InvalidDate,
    #[error("Invalid status value. Allowed values: [{allowed}]")]
    InvalidStatus { allowed: &'static str },
    #[error("Missing Stripe signature header")]
    SignatureMissing,
    #[error("Invalid Stripe webhook signature.")]
    SignatureInvalid,
    #[error("Invalid Stripe webhook payload.")]
    PayloadInvalid,

    #[error("Authorization header is missing")]
    AuthorizationMissing,
    #[error("Invalid Authorization header format. Expected 'Bearer <token>'")]
    AuthorizationMalformed,
    #[error("Token has expired")]
    TokenExpired,
    #[error("Invalid token")]
    InvalidToken,
    #[error("Token has been blacklisted")]
    TokenRevoked,
    #[error("User not found.")]
    UnknownUser,
    #[error("Invalid email or password.")]
    InvalidCredentials,
    #[error("Refresh token expired.")]
    RefreshTokenExpired,
    #[error("Token does not belong to the authenticated user.")]
    TokenOwnerMismatch,

    #[error("Your account is not activated")]
    AccountNotActivated,
    #[error("Inactive user.")]
    InactiveUser,
    #[error("Access denied. Admin privileges required.")]
    AdminRequired,
    #[error("Access denied. Moderator or admin required.")]
    ModeratorRequired,
    #[error("Prevent deactivating a user with the same ID as you.")]
    OwnAccount,
    #[error("Prevent changing the group of a user with the same ID as you.")]
    OwnGroup,
    #[error("This form was sent by a page of another site.")]
    ForeignForm,
    #[error("Only admin or profile owner can {0} profile.")]
    NotProfileOwner(ProfileAct),

    #[error("Nothing is found at this address.")]
    NotFound,
    #[error("User with given email {0} not found.")]
    UnknownEmail(String),
    #[error("Refresh token not found.")]
    RefreshTokenNotFound,
    #[error("Session with the given ID was not found.")]
    SessionNotFound,
    #[error("Movie with the given ID was not found.")]
    MovieNotFound,
    #[error("Genre with the given ID was not found.")]
    GenreNotFound,
    #[error("Star with the given ID was not found.")]
    StarNotFound,
    #[error("Director with the given ID was not found.")]
    DirectorNotFound,
    #[error("Job with the given ID was not found.")]
    JobNotFound,
    #[error("Cart not found.")]
    CartNotFound,
    #[error("Movie with given UUID was not found.")]
    CartMovieNotFound,
    #[error("Movie not found in cart.")]
    MovieNotInCart,
    #[error("Order with given ID was not found.")]
    OrderNotFound,
    #[error("No pending order found.")]
    NoPendingOrder,
    #[error("Movie was not purchased.")]
    MovieNotPurchased,
    #[error("Stripe event with given ID was not found.")]
    StripeEventNotFound,
    #[error("User with given ID was not found.")]
    UserNotFound,
    #[error("Dead job with given ID was not found.")]
    DeadJobNotFound,
    #[error("This link is wrong or has expired.")]
    ExportNotFound,
    #[error("Profile with given user ID was not found.")]
    ProfileNotFound,
    #[error("Avatar with the given name was not found.")]
    AvatarNotFound,
    #[error("This address does not take the method.")]
    MethodNotAllowed,

    #[error("User with this email {0} already exists.")]
    EmailTaken(String),
    #[error("The only admin cannot be deleted. Make somebody else an admin first.")]
    LastAdmin,
    #[error("New password cannot be same as the old one.")]
    PasswordUnchanged,
    #[error("Profile already exists.")]
    ProfileExists,
    #[error(
        "A movie with name '{name}' and release year '{year}' and duration '{time}' already exists."
    )]
    MovieExists { name: String, year: i32, time: i32 },
    #[error("A genre with name '{0}' already exists.")]
    GenreExists(String),
    #[error("A star with name '{0}' already exists.")]
    StarExists(String),
    #[error("A director with name '{0}' already exists.")]
    DirectorExists(String),
    #[error("Movie already in cart.")]
    MovieAlreadyInCart,
    #[error("Some movies already purchased")]
    SomeMoviesPurchased,
    #[error("Paid orders cannot be cancelled. Please request a refund.")]
    OrderPaid,
    #[error("Order is already cancelled.")]
    OrderAlreadyCancelled,
    #[error("Order is not paid.")]
    OrderNotPaid,
    #[error("Cancelled orders cannot be refunded.")]
    CancelledOrderRefund,
    #[error("The payment of this order is being processed.")]
    PaymentProcessing,
    #[error("This message is not a job and cannot be done again.")]
    NotReplayable,
    #[error("A request with this Idempotency-Key is still running.")]
    IdempotencyKeyInUse,

    #[error("The resource has changed since it was read.")]
    PreconditionFailed,
    #[error("Send If-Match with the ETag of what you have read.")]
    PreconditionRequired,

    #[error("The request body is too large.")]
    ContentTooLarge,
    #[error("The request body must be {0}.")]
    UnsupportedMediaType(&'static str),
    #[error("The input is invalid.")]
    Invalid(Vec<FieldError>),
    #[error("This Idempotency-Key was used for another request.")]
    IdempotencyKeyReused,
    #[error("Too many requests. Try again later.")]
    TooManyRequests { retry_after: Duration },

    #[error("Something went wrong on our side.")]
    Internal,
    #[error("The service is not available right now. Try again later.")]
    Unavailable,
    #[error("Stripe is not available right now. Try again later.")]
    StripeUnavailable,
    #[error("The instance cannot serve requests.")]
    NotReady(Vec<models::Dependency>),
}

/// What somebody would do with a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileAct {
    /// Make it.
    Create,
    /// Change it.
    Update,
    /// Look at it.
    View,
}

impl fmt::Display for ProfileAct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::View => "view",
        })
    }
}

/// What clients are asked to wait when a dependency is away.
const RETRY_AFTER: Duration = Duration::from_secs(2);

impl Problem {
    /// One field that breaks a rule.
    #[must_use]
    pub fn field(field: &str, code: Code, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError {
            field: field.to_owned(),
            code,
            message: message.into(),
        }])
    }

    /// There is no genre, star or director with the id.
    #[must_use]
    pub const fn no_such(kind: Kind) -> Self {
        match kind {
            Kind::Genre => Self::GenreNotFound,
            Kind::Star => Self::StarNotFound,
            Kind::Director => Self::DirectorNotFound,
        }
    }

    /// Last part of the problem's `type`. Stable: clients compare it.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.facts().1
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.facts().0
    }

    /// What kind of problem it is, in two or three words.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        self.facts().2
    }

    /// What is wrong with the input, for those problems that say so: all with status 422.
    fn errors(&self) -> Option<Cow<'_, [FieldError]>> {
        match self {
            Self::Invalid(errors) => Some(errors.into()),
            Self::IdempotencyKeyReused => Some(Cow::Owned(vec![FieldError {
                field: "idempotency-key".to_owned(),
                code: Code::Rule,
                message: self.to_string(),
            }])),
            _ => None,
        }
    }

    /// The body. `request_id` ties it to the log.
    #[must_use]
    pub fn body<'a>(&'a self, request_id: &'a str) -> ProblemBody<'a> {
        let (status, id, title) = self.facts();
        ProblemBody {
            r#type: format!("urn:problem-type:cinema:{id}"),
            title,
            status: status.as_u16(),
            detail: self.to_string(),
            request_id,
            errors: self.errors(),
            dependencies: if let Self::NotReady(dependencies) = self {
                Some(dependencies)
            } else {
                None
            },
        }
    }
}

/// A problem as clients read it.
#[derive(Debug, Serialize)]
pub struct ProblemBody<'a> {
    r#type: String,
    title: &'static str,
    status: u16,
    detail: String,
    request_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Cow<'a, [FieldError]>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dependencies: Option<&'a [models::Dependency]>,
}

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Malformed(reason) => Self::Malformed(reason),
            Rejection::UnsupportedMediaType { expected } => Self::UnsupportedMediaType(expected),
            Rejection::TooLarge => Self::ContentTooLarge,
            Rejection::Invalid(errors) => Self::Invalid(errors),
            Rejection::Unsendable(error) => {
                tracing::error!(
                    error = error_chain(&error),
                    "an answer could not be serialised"
                );
                Self::Internal
            }
        }
    }
}

/// The one way from a failed database call to an answer: the cause is logged here and told to nobody.
impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        let cause = error_chain(&error);
        if store::is_unavailable(&error) {
            tracing::warn!(error = cause, "the database is not available");
            Self::Unavailable
        } else {
            tracing::error!(error = cause, "a database call failed");
            Self::Internal
        }
    }
}

/// News that contradict the books are for operators; the caller learns that something is wrong.
impl From<bookkeeping::EntryError> for Problem {
    fn from(error: bookkeeping::EntryError) -> Self {
        match error {
            bookkeeping::EntryError::Database(error) => error.into(),
            bookkeeping::EntryError::Contradiction(reason) => {
                tracing::error!(reason, "Stripe contradicts the books");
                Self::Internal
            }
        }
    }
}

/// Status and headers. The body is written by [`crate::http::problems`], which knows the request id.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        let headers = response.headers_mut();
        match &self {
            Self::TooManyRequests { retry_after } => insert_retry_after(headers, *retry_after),
            Self::Unavailable | Self::StripeUnavailable | Self::NotReady(_) => {
                insert_retry_after(headers, RETRY_AFTER);
            }
            _ if self.status() == StatusCode::UNAUTHORIZED => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            _ => {}
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Whole seconds, rounded up: a client that obeys is never too early.
fn insert_retry_after(headers: &mut http::HeaderMap, wait: Duration) {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
}
