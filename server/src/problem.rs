//! The closed set of problems and their form on the wire (RFC 9457).

use std::{borrow::Cow, time::Duration};

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
    #[error("This address does not take the method.")]
    MethodNotAllowed,

    #[error("User with this email {0} already exists.")]
    EmailTaken(String),
    #[error("New password cannot be same as the old one.")]
    PasswordUnchanged,
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
    #[error("Stripe is not available right now. Nothing was charged. Try again later.")]
    StripeUnavailable,
    #[error("The instance cannot serve requests.")]
    NotReady(Vec<models::Dependency>),
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

    /// Status, id and title of each problem.
    #[expect(
        clippy::too_many_lines,
        reason = "a table, a line or two for each problem"
    )]
    const fn facts(&self) -> (StatusCode, &'static str, &'static str) {
        use StatusCode as S;
        match self {
            Self::Malformed(_) => (S::BAD_REQUEST, "malformed-request", "Malformed request"),
            Self::ActivationTokenStillValid => (
                S::BAD_REQUEST,
                "activation-token-still-valid",
                "Activation token still valid",
            ),
            Self::InvalidActivationToken => (
                S::BAD_REQUEST,
                "invalid-activation-token",
                "Invalid activation token",
            ),
            Self::InvalidResetToken => {
                (S::BAD_REQUEST, "invalid-reset-token", "Invalid reset token")
            }
            Self::MovieInCarts => (S::BAD_REQUEST, "movie-in-carts", "Movie in carts"),
            Self::MovieOrdered => (S::BAD_REQUEST, "movie-ordered", "Movie ordered"),
            Self::MoviePurchased => (S::BAD_REQUEST, "movie-purchased", "Movie purchased"),
            Self::MovieAlreadyPurchased => (
                S::BAD_REQUEST,
                "movie-already-purchased",
                "Movie already purchased",
            ),
            Self::MovieInPendingOrder => (
                S::BAD_REQUEST,
                "movie-in-pending-order",
                "Movie in pending order",
            ),
            Self::CartFull => (S::BAD_REQUEST, "cart-full", "Cart full"),
            Self::CartEmpty => (S::BAD_REQUEST, "cart-empty", "Cart empty"),
            Self::OrderPending => (S::BAD_REQUEST, "order-pending", "Order pending"),
            Self::TotalNotPayable => (S::BAD_REQUEST, "total-not-payable", "Total not payable"),
            Self::NothingToRefund => (S::BAD_REQUEST, "nothing-to-refund", "Nothing to refund"),
            Self::RefundRefused(_) => (S::BAD_REQUEST, "refund-refused", "Refund refused"),
            Self::SignatureMissing => (S::BAD_REQUEST, "signature-missing", "Signature missing"),
            Self::SignatureInvalid => (S::BAD_REQUEST, "signature-invalid", "Signature invalid"),
            Self::PayloadInvalid => (S::BAD_REQUEST, "payload-invalid", "Payload invalid"),
            Self::AuthorizationMissing => (
                S::UNAUTHORIZED,
                "authorization-missing",
                "Authorization missing",
            ),
            Self::AuthorizationMalformed => (
                S::UNAUTHORIZED,
                "authorization-malformed",
                "Authorization malformed",
            ),
            Self::TokenExpired => (S::UNAUTHORIZED, "token-expired", "Token expired"),
            Self::InvalidToken => (S::UNAUTHORIZED, "invalid-token", "Invalid token"),
            Self::TokenRevoked => (S::UNAUTHORIZED, "token-revoked", "Token revoked"),
            Self::UnknownUser => (S::UNAUTHORIZED, "unknown-user", "Unknown user"),
            Self::InvalidCredentials => (
                S::UNAUTHORIZED,
                "invalid-credentials",
                "Invalid credentials",
            ),
            Self::RefreshTokenExpired => (
                S::UNAUTHORIZED,
                "refresh-token-expired",
                "Refresh token expired",
            ),
            Self::TokenOwnerMismatch => (
                S::UNAUTHORIZED,
                "token-owner-mismatch",
                "Token of another user",
            ),
            Self::AccountNotActivated => (
                S::FORBIDDEN,
                "account-not-activated",
                "Account not activated",
            ),
            Self::InactiveUser => (S::FORBIDDEN, "inactive-user", "Inactive user"),
            Self::AdminRequired => (S::FORBIDDEN, "admin-required", "Admin required"),
            Self::ModeratorRequired => (S::FORBIDDEN, "moderator-required", "Moderator required"),
            Self::NotFound => (S::NOT_FOUND, "not-found", "Not found"),
            Self::UnknownEmail(_) => (S::NOT_FOUND, "unknown-email", "Unknown email"),
            Self::RefreshTokenNotFound => (
                S::NOT_FOUND,
                "refresh-token-not-found",
                "Refresh token not found",
            ),
            Self::SessionNotFound => (S::NOT_FOUND, "session-not-found", "Session not found"),
            Self::MovieNotFound | Self::CartMovieNotFound => {
                (S::NOT_FOUND, "movie-not-found", "Movie not found")
            }
            Self::GenreNotFound => (S::NOT_FOUND, "genre-not-found", "Genre not found"),
            Self::StarNotFound => (S::NOT_FOUND, "star-not-found", "Star not found"),
            Self::DirectorNotFound => (S::NOT_FOUND, "director-not-found", "Director not found"),
            Self::JobNotFound => (S::NOT_FOUND, "job-not-found", "Job not found"),
            Self::CartNotFound => (S::NOT_FOUND, "cart-not-found", "Cart not found"),
            Self::MovieNotInCart => (S::NOT_FOUND, "movie-not-in-cart", "Movie not in cart"),
            Self::OrderNotFound => (S::NOT_FOUND, "order-not-found", "Order not found"),
            Self::NoPendingOrder => (S::NOT_FOUND, "no-pending-order", "No pending order"),
            Self::MovieNotPurchased => (S::NOT_FOUND, "movie-not-purchased", "Movie not purchased"),
            Self::StripeEventNotFound => (
                S::NOT_FOUND,
                "stripe-event-not-found",
                "Stripe event not found",
            ),
            Self::MethodNotAllowed => (
                S::METHOD_NOT_ALLOWED,
                "method-not-allowed",
                "Method not allowed",
            ),
            Self::EmailTaken(_) => (S::CONFLICT, "email-taken", "Email taken"),
            Self::PasswordUnchanged => (S::CONFLICT, "password-unchanged", "Password unchanged"),
            Self::MovieExists { .. } => (S::CONFLICT, "movie-exists", "Movie exists"),
            Self::GenreExists(_) => (S::CONFLICT, "genre-exists", "Genre exists"),
            Self::StarExists(_) => (S::CONFLICT, "star-exists", "Star exists"),
            Self::DirectorExists(_) => (S::CONFLICT, "director-exists", "Director exists"),
            Self::MovieAlreadyInCart => (
                S::CONFLICT,
                "movie-already-in-cart",
                "Movie already in cart",
            ),
            Self::SomeMoviesPurchased => (
                S::CONFLICT,
                "some-movies-purchased",
                "Some movies purchased",
            ),
            Self::OrderPaid => (S::CONFLICT, "order-paid", "Order paid"),
            Self::OrderAlreadyCancelled => (
                S::CONFLICT,
                "order-already-cancelled",
                "Order already cancelled",
            ),
            Self::OrderNotPaid => (S::CONFLICT, "order-not-paid", "Order not paid"),
            Self::CancelledOrderRefund => {
                (S::CONFLICT, "cancelled-order-refund", "Cancelled order")
            }
            Self::PaymentProcessing => (S::CONFLICT, "payment-processing", "Payment processing"),
            Self::IdempotencyKeyInUse => (
                S::CONFLICT,
                "idempotency-key-in-use",
                "Idempotency key in use",
            ),
            Self::PreconditionFailed => (
                S::PRECONDITION_FAILED,
                "precondition-failed",
                "Precondition failed",
            ),
            Self::PreconditionRequired => (
                S::PRECONDITION_REQUIRED,
                "precondition-required",
                "Precondition required",
            ),
            Self::ContentTooLarge => (
                S::PAYLOAD_TOO_LARGE,
                "content-too-large",
                "Content too large",
            ),
            Self::UnsupportedMediaType(_) => (
                S::UNSUPPORTED_MEDIA_TYPE,
                "unsupported-media-type",
                "Unsupported media type",
            ),
            Self::Invalid(_) => (
                S::UNPROCESSABLE_ENTITY,
                "validation-failed",
                "Validation failed",
            ),
            Self::IdempotencyKeyReused => (
                S::UNPROCESSABLE_ENTITY,
                "idempotency-key-reused",
                "Idempotency key reused",
            ),
            Self::TooManyRequests { .. } => (
                S::TOO_MANY_REQUESTS,
                "too-many-requests",
                "Too many requests",
            ),
            Self::Internal => (S::INTERNAL_SERVER_ERROR, "internal-error", "Internal error"),
            Self::Unavailable => (
                S::SERVICE_UNAVAILABLE,
                "service-unavailable",
                "Service unavailable",
            ),
            Self::StripeUnavailable => (
                S::SERVICE_UNAVAILABLE,
                "stripe-unavailable",
                "Stripe unavailable",
            ),
            Self::NotReady(_) => (S::SERVICE_UNAVAILABLE, "not-ready", "Not ready"),
        }
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
