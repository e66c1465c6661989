//! What each problem is called: a line or two each.

use http::StatusCode;

use super::Problem;

impl Problem {
    /// Status, id and title of each problem.
    #[expect(
        clippy::too_many_lines,
        reason = "a table, a line or two for each problem"
    )]
    pub(super) const fn facts(&self) -> (StatusCode, &'static str, &'static str) {
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
            Self::InvalidGroup => (S::BAD_REQUEST, "invalid-group", "Invalid group"),
            Self::InvalidDate => (S::BAD_REQUEST, "invalid-date", "Invalid date"),
            Self::InvalidStatus { .. } => (S::BAD_REQUEST, "invalid-status", "Invalid status"),
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
            Self::OwnAccount => (S::FORBIDDEN, "own-account", "Own account"),
            Self::NotProfileOwner(_) => {
                (S::FORBIDDEN, "not-profile-owner", "Not the profile's owner")
            }
            Self::OwnGroup => (S::FORBIDDEN, "own-group", "Own group"),
            Self::ForeignForm => (S::FORBIDDEN, "foreign-form", "Foreign form"),
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
            Self::UserNotFound => (S::NOT_FOUND, "user-not-found", "User not found"),
            Self::ExportNotFound => (S::NOT_FOUND, "export-not-found", "Export not found"),
            Self::LastAdmin => (S::CONFLICT, "last-admin", "Last admin"),
            Self::ProfileNotFound => (S::NOT_FOUND, "profile-not-found", "Profile not found"),
            Self::AvatarNotFound => (S::NOT_FOUND, "avatar-not-found", "Avatar not found"),
            Self::DeadJobNotFound => (S::NOT_FOUND, "dead-job-not-found", "Dead job not found"),
            Self::MethodNotAllowed => (
                S::METHOD_NOT_ALLOWED,
                "method-not-allowed",
                "Method not allowed",
            ),
            Self::EmailTaken(_) => (S::CONFLICT, "email-taken", "Email taken"),
            Self::ProfileExists => (S::CONFLICT, "profile-exists", "Profile exists"),
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
            Self::NotReplayable => (S::CONFLICT, "not-replayable", "Not replayable"),
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
}
