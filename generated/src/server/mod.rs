//! The router, and what it knows about each operation.
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    response::Response,
    routing,
};
use http_runtime::{Cx, Errors, Limits, Regex, Rejection, Service};
use std::{
    ops::Bound::{Excluded, Included},
    sync::LazyLock,
};

use crate::{apis, models};

/// Every route of the API, at its canonical path.
pub fn router<S>() -> Router<S>
where
    S: apis::accounts::Accounts
        + apis::admin::Admin
        + apis::cart::Cart
        + apis::certifications::Certifications
        + apis::dead_jobs::DeadJobs
        + apis::directors::Directors
        + apis::genres::Genres
        + apis::health::Health
        + apis::jobs::Jobs
        + apis::movies::Movies
        + apis::orders::Orders
        + apis::payments::Payments
        + apis::privacy::Privacy
        + apis::profiles::Profiles
        + apis::purchases::Purchases
        + apis::stars::Stars
        + apis::webhooks::Webhooks
        + Clone,
{
    Router::new()
        .route("/accounts/activate/", routing::get(activate_user::<S>))
        .route(
            "/accounts/change-password/",
            routing::post(change_password::<S>),
        )
        .route(
            "/accounts/reset-password/complete/",
            routing::post(complete_password_reset::<S>),
        )
        .route("/accounts/sessions/", routing::get(list_sessions::<S>))
        .route("/accounts/login/", routing::post(login_user::<S>))
        .route("/accounts/logout/", routing::post(logout_user::<S>))
        .route("/accounts/refresh/", routing::post(refresh_tokens::<S>))
        .route("/accounts/register/", routing::post(register_user::<S>))
        .route(
            "/accounts/reset-password/request/",
            routing::post(request_password_reset::<S>),
        )
        .route(
            "/accounts/resend-activation/",
            routing::post(resend_activation::<S>),
        )
        .route(
            "/accounts/sessions/",
            routing::delete(revoke_other_sessions::<S>),
        )
        .route(
            "/accounts/sessions/{session_id}/",
            routing::delete(revoke_session::<S>),
        )
        .route(
            "/admin/accounts/activate/",
            routing::post(activate_account::<S>),
        )
        .route(
            "/admin/accounts/change-group/",
            routing::post(change_group::<S>),
        )
        .route(
            "/admin/accounts/deactivate/",
            routing::post(deactivate_account::<S>),
        )
        .route("/admin/carts/{user_id}/", routing::get(get_user_cart::<S>))
        .route("/admin/orders/", routing::get(list_all_orders::<S>))
        .route("/admin/payments/", routing::get(list_all_payments::<S>))
        .route("/admin/audit/", routing::get(list_changes::<S>))
        .route("/admin/users/", routing::get(list_users::<S>))
        .route("/cart/add/", routing::post(add_movie_to_cart::<S>))
        .route("/cart/items/", routing::delete(clear_cart::<S>))
        .route("/cart/", routing::get(get_cart::<S>))
        .route(
            "/cart/items/{movie_uuid}/",
            routing::delete(remove_movie_from_cart::<S>),
        )
        .route(
            "/movies/certifications/",
            routing::get(list_certifications::<S>),
        )
        .route(
            "/admin/jobs/dead/{job_id}/",
            routing::delete(delete_dead_job::<S>),
        )
        .route("/admin/jobs/dead/", routing::get(list_dead_jobs::<S>))
        .route(
            "/admin/jobs/dead/{job_id}/replay/",
            routing::post(replay_dead_job::<S>),
        )
        .route(
            "/movies/directors/create/",
            routing::post(create_director::<S>),
        )
        .route(
            "/movies/directors/{director_id}/",
            routing::delete(delete_director::<S>),
        )
        .route(
            "/movies/directors/{director_id}/",
            routing::get(get_director::<S>),
        )
        .route("/movies/directors/", routing::get(list_directors::<S>))
        .route(
            "/movies/directors/{director_id}/",
            routing::patch(update_director::<S>),
        )
        .route("/movies/genres/create/", routing::post(create_genre::<S>))
        .route(
            "/movies/genres/{genre_id}/",
            routing::delete(delete_genre::<S>),
        )
        .route("/movies/genres/{genre_id}/", routing::get(get_genre::<S>))
        .route("/movies/genres/", routing::get(list_genres::<S>))
        .route(
            "/movies/genres/{genre_id}/",
            routing::patch(update_genre::<S>),
        )
        .route("/health/live/", routing::get(get_liveness::<S>))
        .route("/health/ready/", routing::get(get_readiness::<S>))
        .route("/jobs/{job_id}/", routing::get(get_job::<S>))
        .route(
            "/movies/create/",
            routing::post(create_movie::<S>).layer(DefaultBodyLimit::max(524288)),
        )
        .route("/movies/{movie_uuid}/", routing::delete(delete_movie::<S>))
        .route("/movies/{movie_uuid}/", routing::get(get_movie::<S>))
        .route(
            "/movies/import/",
            routing::post(import_movies::<S>).layer(DefaultBodyLimit::max(16777216)),
        )
        .route("/movies/", routing::get(list_movies::<S>))
        .route(
            "/movies/{movie_uuid}/",
            routing::patch(update_movie::<S>).layer(DefaultBodyLimit::max(524288)),
        )
        .route(
            "/orders/cancel/{order_id}/",
            routing::post(cancel_order::<S>),
        )
        .route("/orders/create/", routing::post(create_order::<S>))
        .route("/orders/{order_id}/", routing::get(get_order::<S>))
        .route("/orders/", routing::get(list_orders::<S>))
        .route(
            "/orders/refund/{order_id}/",
            routing::post(refund_order::<S>),
        )
        .route(
            "/payments/checkout-session/",
            routing::post(create_checkout_session::<S>),
        )
        .route("/payments/", routing::get(list_payments::<S>))
        .route(
            "/payments/webhook/",
            routing::post(receive_stripe_event::<S>).layer(DefaultBodyLimit::max(1048576)),
        )
        .route("/payments/cancel/", routing::get(show_payment_cancel::<S>))
        .route(
            "/payments/success/",
            routing::get(show_payment_success::<S>),
        )
        .route("/accounts/me/", routing::delete(delete_account::<S>))
        .route("/accounts/exports/", routing::get(download_export::<S>))
        .route("/accounts/me/export/", routing::get(request_export::<S>))
        .route(
            "/profiles/users/{user_id}/",
            routing::post(create_profile::<S>).layer(DefaultBodyLimit::max(16777216)),
        )
        .route("/profiles/avatars/{name}/", routing::get(get_avatar::<S>))
        .route("/profiles/users/{user_id}/", routing::get(get_profile::<S>))
        .route(
            "/profiles/users/{user_id}/",
            routing::patch(update_profile::<S>).layer(DefaultBodyLimit::max(16777216)),
        )
        .route("/purchases/{movie_uuid}/", routing::get(get_purchase::<S>))
        .route("/purchases/", routing::get(list_purchases::<S>))
        .route("/movies/stars/create/", routing::post(create_star::<S>))
        .route(
            "/movies/stars/{star_id}/",
            routing::delete(delete_star::<S>),
        )
        .route("/movies/stars/{star_id}/", routing::get(get_star::<S>))
        .route("/movies/stars/", routing::get(list_stars::<S>))
        .route("/movies/stars/{star_id}/", routing::patch(update_star::<S>))
        .route("/admin/webhooks/", routing::get(list_stripe_events::<S>))
        .route(
            "/admin/webhooks/{event_id}/replay/",
            routing::post(replay_stripe_event::<S>),
        )
}

/// Static facts about every operation: for authentication, metrics, rate limits and tests.
pub mod ops {
    use http_runtime::{Auth, Op};

    /// Every operation of the API.
    pub static ALL: &[&Op] = &[
        &ACTIVATE_USER,
        &CHANGE_PASSWORD,
        &COMPLETE_PASSWORD_RESET,
        &LIST_SESSIONS,
        &LOGIN_USER,
        &LOGOUT_USER,
        &REFRESH_TOKENS,
        &REGISTER_USER,
        &REQUEST_PASSWORD_RESET,
        &RESEND_ACTIVATION,
        &REVOKE_OTHER_SESSIONS,
        &REVOKE_SESSION,
        &ACTIVATE_ACCOUNT,
        &CHANGE_GROUP,
        &DEACTIVATE_ACCOUNT,
        &GET_USER_CART,
        &LIST_ALL_ORDERS,
        &LIST_ALL_PAYMENTS,
        &LIST_CHANGES,
        &LIST_USERS,
        &ADD_MOVIE_TO_CART,
        &CLEAR_CART,
        &GET_CART,
        &REMOVE_MOVIE_FROM_CART,
        &LIST_CERTIFICATIONS,
        &DELETE_DEAD_JOB,
        &LIST_DEAD_JOBS,
        &REPLAY_DEAD_JOB,
        &CREATE_DIRECTOR,
        &DELETE_DIRECTOR,
        &GET_DIRECTOR,
        &LIST_DIRECTORS,
        &UPDATE_DIRECTOR,
        &CREATE_GENRE,
        &DELETE_GENRE,
        &GET_GENRE,
        &LIST_GENRES,
        &UPDATE_GENRE,
        &GET_LIVENESS,
        &GET_READINESS,
        &GET_JOB,
        &CREATE_MOVIE,
        &DELETE_MOVIE,
        &GET_MOVIE,
        &IMPORT_MOVIES,
        &LIST_MOVIES,
        &UPDATE_MOVIE,
        &CANCEL_ORDER,
        &CREATE_ORDER,
        &GET_ORDER,
        &LIST_ORDERS,
        &REFUND_ORDER,
        &CREATE_CHECKOUT_SESSION,
        &LIST_PAYMENTS,
        &RECEIVE_STRIPE_EVENT,
        &SHOW_PAYMENT_CANCEL,
        &SHOW_PAYMENT_SUCCESS,
        &DELETE_ACCOUNT,
        &DOWNLOAD_EXPORT,
        &REQUEST_EXPORT,
        &CREATE_PROFILE,
        &GET_AVATAR,
        &GET_PROFILE,
        &UPDATE_PROFILE,
        &GET_PURCHASE,
        &LIST_PURCHASES,
        &CREATE_STAR,
        &DELETE_STAR,
        &GET_STAR,
        &LIST_STARS,
        &UPDATE_STAR,
        &LIST_STRIPE_EVENTS,
        &REPLAY_STRIPE_EVENT,
    ];

    /// `activateUser`
    pub static ACTIVATE_USER: Op = Op {
        id: "activateUser",
        method: "GET",
        path: "/accounts/activate/",
        tag: "accounts",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 400, 422, 429, 503],
    };

    /// `changePassword`
    pub static CHANGE_PASSWORD: Op = Op {
        id: "changePassword",
        method: "POST",
        path: "/accounts/change-password/",
        tag: "accounts",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 400, 401, 403, 409, 413, 415, 422, 429, 503],
    };

    /// `completePasswordReset`
    pub static COMPLETE_PASSWORD_RESET: Op = Op {
        id: "completePasswordReset",
        method: "POST",
        path: "/accounts/reset-password/complete/",
        tag: "accounts",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 400, 413, 415, 422, 429, 503],
    };

    /// `listSessions`
    pub static LIST_SESSIONS: Op = Op {
        id: "listSessions",
        method: "GET",
        path: "/accounts/sessions/",
        tag: "accounts",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 429, 503],
    };

    /// `loginUser`
    pub static LOGIN_USER: Op = Op {
        id: "loginUser",
        method: "POST",
        path: "/accounts/login/",
        tag: "accounts",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 400, 401, 403, 413, 415, 422, 429, 503],
    };

    /// `logoutUser`
    pub static LOGOUT_USER: Op = Op {
        id: "logoutUser",
        method: "POST",
        path: "/accounts/logout/",
        tag: "accounts",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 400, 401, 403, 413, 415, 422, 429, 503],
    };

    /// `refreshTokens`
    pub static REFRESH_TOKENS: Op = Op {
        id: "refreshTokens",
        method: "POST",
        path: "/accounts/refresh/",
        tag: "accounts",
        auth: Auth::Optional,
        scopes: &[],
        statuses: &[200, 400, 401, 403, 404, 413, 415, 422, 429, 503],
    };

    /// `registerUser`
    pub static REGISTER_USER: Op = Op {
        id: "registerUser",
        method: "POST",
        path: "/accounts/register/",
        tag: "accounts",
        auth: Auth::None,
        scopes: &[],
        statuses: &[201, 400, 409, 413, 415, 422, 429, 503],
    };

    /// `requestPasswordReset`
    pub static REQUEST_PASSWORD_RESET: Op = Op {
        id: "requestPasswordReset",
        method: "POST",
        path: "/accounts/reset-password/request/",
        tag: "accounts",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 400, 413, 415, 422, 429, 503],
    };

    /// `resendActivation`
    pub static RESEND_ACTIVATION: Op = Op {
        id: "resendActivation",
        method: "POST",
        path: "/accounts/resend-activation/",
        tag: "accounts",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 400, 403, 404, 413, 415, 422, 429, 503],
    };

    /// `revokeOtherSessions`
    pub static REVOKE_OTHER_SESSIONS: Op = Op {
        id: "revokeOtherSessions",
        method: "DELETE",
        path: "/accounts/sessions/",
        tag: "accounts",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 429, 503],
    };

    /// `revokeSession`
    pub static REVOKE_SESSION: Op = Op {
        id: "revokeSession",
        method: "DELETE",
        path: "/accounts/sessions/{session_id}/",
        tag: "accounts",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 404, 422, 429, 503],
    };

    /// `activateAccount`
    pub static ACTIVATE_ACCOUNT: Op = Op {
        id: "activateAccount",
        method: "POST",
        path: "/admin/accounts/activate/",
        tag: "admin",
        auth: Auth::Required,
        scopes: &["admin"],
        statuses: &[200, 400, 401, 403, 404, 413, 415, 422, 503],
    };

    /// `changeGroup`
    pub static CHANGE_GROUP: Op = Op {
        id: "changeGroup",
        method: "POST",
        path: "/admin/accounts/change-group/",
        tag: "admin",
        auth: Auth::Required,
        scopes: &["admin"],
        statuses: &[200, 400, 401, 403, 404, 413, 415, 422, 503],
    };

    /// `deactivateAccount`
    pub static DEACTIVATE_ACCOUNT: Op = Op {
        id: "deactivateAccount",
        method: "POST",
        path: "/admin/accounts/deactivate/",
        tag: "admin",
        auth: Auth::Required,
        scopes: &["admin"],
        statuses: &[200, 400, 401, 403, 404, 413, 415, 422, 503],
    };

    /// `getUserCart`
    pub static GET_USER_CART: Op = Op {
        id: "getUserCart",
        method: "GET",
        path: "/admin/carts/{user_id}/",
        tag: "admin",
        auth: Auth::Required,
        scopes: &["admin"],
        statuses: &[200, 401, 403, 404, 422, 503],
    };

    /// `listAllOrders`
    pub static LIST_ALL_ORDERS: Op = Op {
        id: "listAllOrders",
        method: "GET",
        path: "/admin/orders/",
        tag: "admin",
        auth: Auth::Required,
        scopes: &["admin"],
        statuses: &[200, 400, 401, 403, 422, 503],
    };

    /// `listAllPayments`
    pub static LIST_ALL_PAYMENTS: Op = Op {
        id: "listAllPayments",
        method: "GET",
        path: "/admin/payments/",
        tag: "admin",
        auth: Auth::Required,
        scopes: &["admin"],
        statuses: &[200, 400, 401, 403, 422, 503],
    };

    /// `listChanges`
    pub static LIST_CHANGES: Op = Op {
        id: "listChanges",
        method: "GET",
        path: "/admin/audit/",
        tag: "admin",
        auth: Auth::Required,
        scopes: &["admin"],
        statuses: &[200, 401, 403, 422, 503],
    };

    /// `listUsers`
    pub static LIST_USERS: Op = Op {
        id: "listUsers",
        method: "GET",
        path: "/admin/users/",
        tag: "admin",
        auth: Auth::Required,
        scopes: &["admin"],
        statuses: &[200, 401, 403, 422, 503],
    };

    /// `addMovieToCart`
    pub static ADD_MOVIE_TO_CART: Op = Op {
        id: "addMovieToCart",
        method: "POST",
        path: "/cart/add/",
        tag: "cart",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 400, 401, 403, 404, 409, 413, 415, 422, 503],
    };

    /// `clearCart`
    pub static CLEAR_CART: Op = Op {
        id: "clearCart",
        method: "DELETE",
        path: "/cart/items/",
        tag: "cart",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 404, 503],
    };

    /// `getCart`
    pub static GET_CART: Op = Op {
        id: "getCart",
        method: "GET",
        path: "/cart/",
        tag: "cart",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 404, 503],
    };

    /// `removeMovieFromCart`
    pub static REMOVE_MOVIE_FROM_CART: Op = Op {
        id: "removeMovieFromCart",
        method: "DELETE",
        path: "/cart/items/{movie_uuid}/",
        tag: "cart",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 404, 422, 503],
    };

    /// `listCertifications`
    pub static LIST_CERTIFICATIONS: Op = Op {
        id: "listCertifications",
        method: "GET",
        path: "/movies/certifications/",
        tag: "certifications",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 304, 422, 503],
    };

    /// `deleteDeadJob`
    pub static DELETE_DEAD_JOB: Op = Op {
        id: "deleteDeadJob",
        method: "DELETE",
        path: "/admin/jobs/dead/{job_id}/",
        tag: "dead-jobs",
        auth: Auth::Required,
        scopes: &["admin"],
        statuses: &[200, 401, 403, 404, 422, 503],
    };

    /// `listDeadJobs`
    pub static LIST_DEAD_JOBS: Op = Op {
        id: "listDeadJobs",
        method: "GET",
        path: "/admin/jobs/dead/",
        tag: "dead-jobs",
        auth: Auth::Required,
        scopes: &["admin"],
        statuses: &[200, 401, 403, 422, 503],
    };

    /// `replayDeadJob`
    pub static REPLAY_DEAD_JOB: Op = Op {
        id: "replayDeadJob",
        method: "POST",
        path: "/admin/jobs/dead/{job_id}/replay/",
        tag: "dead-jobs",
        auth: Auth::Required,
        scopes: &["admin"],
        statuses: &[202, 401, 403, 404, 409, 422, 503],
    };

    /// `createDirector`
    pub static CREATE_DIRECTOR: Op = Op {
        id: "createDirector",
        method: "POST",
        path: "/movies/directors/create/",
        tag: "directors",
        auth: Auth::Required,
        scopes: &["moderator"],
        statuses: &[201, 400, 401, 403, 409, 413, 415, 422, 503],
    };

    /// `deleteDirector`
    pub static DELETE_DIRECTOR: Op = Op {
        id: "deleteDirector",
        method: "DELETE",
        path: "/movies/directors/{director_id}/",
        tag: "directors",
        auth: Auth::Required,
        scopes: &["moderator"],
        statuses: &[200, 401, 403, 404, 412, 422, 428, 503],
    };

    /// `getDirector`
    pub static GET_DIRECTOR: Op = Op {
        id: "getDirector",
        method: "GET",
        path: "/movies/directors/{director_id}/",
        tag: "directors",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 304, 401, 403, 404, 422, 503],
    };

    /// `listDirectors`
    pub static LIST_DIRECTORS: Op = Op {
        id: "listDirectors",
        method: "GET",
        path: "/movies/directors/",
        tag: "directors",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 304, 422, 503],
    };

    /// `updateDirector`
    pub static UPDATE_DIRECTOR: Op = Op {
        id: "updateDirector",
        method: "PATCH",
        path: "/movies/directors/{director_id}/",
        tag: "directors",
        auth: Auth::Required,
        scopes: &["moderator"],
        statuses: &[200, 400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 503],
    };

    /// `createGenre`
    pub static CREATE_GENRE: Op = Op {
        id: "createGenre",
        method: "POST",
        path: "/movies/genres/create/",
        tag: "genres",
        auth: Auth::Required,
        scopes: &["moderator"],
        statuses: &[201, 400, 401, 403, 409, 413, 415, 422, 503],
    };

    /// `deleteGenre`
    pub static DELETE_GENRE: Op = Op {
        id: "deleteGenre",
        method: "DELETE",
        path: "/movies/genres/{genre_id}/",
        tag: "genres",
        auth: Auth::Required,
        scopes: &["moderator"],
        statuses: &[200, 401, 403, 404, 412, 422, 428, 503],
    };

    /// `getGenre`
    pub static GET_GENRE: Op = Op {
        id: "getGenre",
        method: "GET",
        path: "/movies/genres/{genre_id}/",
        tag: "genres",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 304, 401, 403, 404, 422, 503],
    };

    /// `listGenres`
    pub static LIST_GENRES: Op = Op {
        id: "listGenres",
        method: "GET",
        path: "/movies/genres/",
        tag: "genres",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 304, 422, 503],
    };

    /// `updateGenre`
    pub static UPDATE_GENRE: Op = Op {
        id: "updateGenre",
        method: "PATCH",
        path: "/movies/genres/{genre_id}/",
        tag: "genres",
        auth: Auth::Required,
        scopes: &["moderator"],
        statuses: &[200, 400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 503],
    };

    /// `getLiveness`
    pub static GET_LIVENESS: Op = Op {
        id: "getLiveness",
        method: "GET",
        path: "/health/live/",
        tag: "health",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200],
    };

    /// `getReadiness`
    pub static GET_READINESS: Op = Op {
        id: "getReadiness",
        method: "GET",
        path: "/health/ready/",
        tag: "health",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 503],
    };

    /// `getJob`
    pub static GET_JOB: Op = Op {
        id: "getJob",
        method: "GET",
        path: "/jobs/{job_id}/",
        tag: "jobs",
        auth: Auth::Required,
        scopes: &["moderator"],
        statuses: &[200, 401, 403, 404, 422, 503],
    };

    /// `createMovie`
    pub static CREATE_MOVIE: Op = Op {
        id: "createMovie",
        method: "POST",
        path: "/movies/create/",
        tag: "movies",
        auth: Auth::Required,
        scopes: &["moderator"],
        statuses: &[201, 400, 401, 403, 409, 413, 415, 422, 503],
    };

    /// `deleteMovie`
    pub static DELETE_MOVIE: Op = Op {
        id: "deleteMovie",
        method: "DELETE",
        path: "/movies/{movie_uuid}/",
        tag: "movies",
        auth: Auth::Required,
        scopes: &["moderator"],
        statuses: &[200, 400, 401, 403, 404, 412, 422, 428, 503],
    };

    /// `getMovie`
    pub static GET_MOVIE: Op = Op {
        id: "getMovie",
        method: "GET",
        path: "/movies/{movie_uuid}/",
        tag: "movies",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 304, 401, 403, 404, 422, 503],
    };

    /// `importMovies`
    pub static IMPORT_MOVIES: Op = Op {
        id: "importMovies",
        method: "POST",
        path: "/movies/import/",
        tag: "movies",
        auth: Auth::Required,
        scopes: &["moderator"],
        statuses: &[202, 400, 401, 403, 413, 415, 503],
    };

    /// `listMovies`
    pub static LIST_MOVIES: Op = Op {
        id: "listMovies",
        method: "GET",
        path: "/movies/",
        tag: "movies",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 304, 422, 503],
    };

    /// `updateMovie`
    pub static UPDATE_MOVIE: Op = Op {
        id: "updateMovie",
        method: "PATCH",
        path: "/movies/{movie_uuid}/",
        tag: "movies",
        auth: Auth::Required,
        scopes: &["moderator"],
        statuses: &[200, 400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 503],
    };

    /// `cancelOrder`
    pub static CANCEL_ORDER: Op = Op {
        id: "cancelOrder",
        method: "POST",
        path: "/orders/cancel/{order_id}/",
        tag: "orders",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 404, 409, 422, 503],
    };

    /// `createOrder`
    pub static CREATE_ORDER: Op = Op {
        id: "createOrder",
        method: "POST",
        path: "/orders/create/",
        tag: "orders",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[201, 400, 401, 403, 404, 409, 422, 503],
    };

    /// `getOrder`
    pub static GET_ORDER: Op = Op {
        id: "getOrder",
        method: "GET",
        path: "/orders/{order_id}/",
        tag: "orders",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 404, 422, 503],
    };

    /// `listOrders`
    pub static LIST_ORDERS: Op = Op {
        id: "listOrders",
        method: "GET",
        path: "/orders/",
        tag: "orders",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 422, 503],
    };

    /// `refundOrder`
    pub static REFUND_ORDER: Op = Op {
        id: "refundOrder",
        method: "POST",
        path: "/orders/refund/{order_id}/",
        tag: "orders",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 400, 401, 403, 404, 409, 422, 503],
    };

    /// `createCheckoutSession`
    pub static CREATE_CHECKOUT_SESSION: Op = Op {
        id: "createCheckoutSession",
        method: "POST",
        path: "/payments/checkout-session/",
        tag: "payments",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 404, 409, 422, 503],
    };

    /// `listPayments`
    pub static LIST_PAYMENTS: Op = Op {
        id: "listPayments",
        method: "GET",
        path: "/payments/",
        tag: "payments",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 422, 503],
    };

    /// `receiveStripeEvent`
    pub static RECEIVE_STRIPE_EVENT: Op = Op {
        id: "receiveStripeEvent",
        method: "POST",
        path: "/payments/webhook/",
        tag: "payments",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 400, 413, 415, 503],
    };

    /// `showPaymentCancel`
    pub static SHOW_PAYMENT_CANCEL: Op = Op {
        id: "showPaymentCancel",
        method: "GET",
        path: "/payments/cancel/",
        tag: "payments",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 503],
    };

    /// `showPaymentSuccess`
    pub static SHOW_PAYMENT_SUCCESS: Op = Op {
        id: "showPaymentSuccess",
        method: "GET",
        path: "/payments/success/",
        tag: "payments",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 503],
    };

    /// `deleteAccount`
    pub static DELETE_ACCOUNT: Op = Op {
        id: "deleteAccount",
        method: "DELETE",
        path: "/accounts/me/",
        tag: "privacy",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 400, 401, 403, 409, 413, 415, 422, 429, 503],
    };

    /// `downloadExport`
    pub static DOWNLOAD_EXPORT: Op = Op {
        id: "downloadExport",
        method: "GET",
        path: "/accounts/exports/",
        tag: "privacy",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 404, 422, 429, 503],
    };

    /// `requestExport`
    pub static REQUEST_EXPORT: Op = Op {
        id: "requestExport",
        method: "GET",
        path: "/accounts/me/export/",
        tag: "privacy",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 202, 401, 403, 429, 503],
    };

    /// `createProfile`
    pub static CREATE_PROFILE: Op = Op {
        id: "createProfile",
        method: "POST",
        path: "/profiles/users/{user_id}/",
        tag: "profiles",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[201, 400, 401, 403, 404, 409, 413, 415, 422, 503],
    };

    /// `getAvatar`
    pub static GET_AVATAR: Op = Op {
        id: "getAvatar",
        method: "GET",
        path: "/profiles/avatars/{name}/",
        tag: "profiles",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 304, 404, 422, 503],
    };

    /// `getProfile`
    pub static GET_PROFILE: Op = Op {
        id: "getProfile",
        method: "GET",
        path: "/profiles/users/{user_id}/",
        tag: "profiles",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 404, 422, 503],
    };

    /// `updateProfile`
    pub static UPDATE_PROFILE: Op = Op {
        id: "updateProfile",
        method: "PATCH",
        path: "/profiles/users/{user_id}/",
        tag: "profiles",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 400, 401, 403, 404, 413, 415, 422, 503],
    };

    /// `getPurchase`
    pub static GET_PURCHASE: Op = Op {
        id: "getPurchase",
        method: "GET",
        path: "/purchases/{movie_uuid}/",
        tag: "purchases",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 404, 422, 503],
    };

    /// `listPurchases`
    pub static LIST_PURCHASES: Op = Op {
        id: "listPurchases",
        method: "GET",
        path: "/purchases/",
        tag: "purchases",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 401, 403, 422, 503],
    };

    /// `createStar`
    pub static CREATE_STAR: Op = Op {
        id: "createStar",
        method: "POST",
        path: "/movies/stars/create/",
        tag: "stars",
        auth: Auth::Required,
        scopes: &["moderator"],
        statuses: &[201, 400, 401, 403, 409, 413, 415, 422, 503],
    };

    /// `deleteStar`
    pub static DELETE_STAR: Op = Op {
        id: "deleteStar",
        method: "DELETE",
        path: "/movies/stars/{star_id}/",
        tag: "stars",
        auth: Auth::Required,
        scopes: &["moderator"],
        statuses: &[200, 401, 403, 404, 412, 422, 428, 503],
    };

    /// `getStar`
    pub static GET_STAR: Op = Op {
        id: "getStar",
        method: "GET",
        path: "/movies/stars/{star_id}/",
        tag: "stars",
        auth: Auth::Required,
        scopes: &[],
        statuses: &[200, 304, 401, 403, 404, 422, 503],
    };

    /// `listStars`
    pub static LIST_STARS: Op = Op {
        id: "listStars",
        method: "GET",
        path: "/movies/stars/",
        tag: "stars",
        auth: Auth::None,
        scopes: &[],
        statuses: &[200, 304, 422, 503],
    };

    /// `updateStar`
    pub static UPDATE_STAR: Op = Op {
        id: "updateStar",
        method: "PATCH",
        path: "/movies/stars/{star_id}/",
        tag: "stars",
        auth: Auth::Required,
        scopes: &["moderator"],
        statuses: &[200, 400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 503],
    };

    /// `listStripeEvents`
    pub static LIST_STRIPE_EVENTS: Op = Op {
        id: "listStripeEvents",
        method: "GET",
        path: "/admin/webhooks/",
        tag: "webhooks",
        auth: Auth::Required,
        scopes: &["admin"],
        statuses: &[200, 401, 403, 422, 503],
    };

    /// `replayStripeEvent`
    pub static REPLAY_STRIPE_EVENT: Op = Op {
        id: "replayStripeEvent",
        method: "POST",
        path: "/admin/webhooks/{event_id}/replay/",
        tag: "webhooks",
        auth: Auth::Required,
        scopes: &["admin"],
        statuses: &[202, 401, 403, 404, 422, 503],
    };
}

async fn activate_user<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::ACTIVATE_USER;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let query = models::ActivateUserQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.activate_user(cx, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn change_password<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::CHANGE_PASSWORD;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::PasswordChange>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.change_password(cx, claims, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn complete_password_reset<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::COMPLETE_PASSWORD_RESET;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::PasswordReset>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.complete_password_reset(cx, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_sessions<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::LIST_SESSIONS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let answer = api.list_sessions(cx, claims).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn login_user<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::LOGIN_USER;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::Credentials>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.login_user(cx, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn logout_user<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::LOGOUT_USER;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::RefreshTokenRequest>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.logout_user(cx, claims, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn refresh_tokens<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::REFRESH_TOKENS;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate_optional(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::RefreshTokenRequest>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.refresh_tokens(cx, claims, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn register_user<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::REGISTER_USER;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let headers = models::RegisterUserHeaderParams::read(&cx.headers(), &mut errors);
        let body = cx
            .json::<models::Registration>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(headers), Some(body), true) = (headers, body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.register_user(cx, headers, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn request_password_reset<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::REQUEST_PASSWORD_RESET;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::EmailRequest>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.request_password_reset(cx, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn resend_activation<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::RESEND_ACTIVATION;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::EmailRequest>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.resend_activation(cx, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn revoke_other_sessions<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::REVOKE_OTHER_SESSIONS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let answer = api.revoke_other_sessions(cx, claims).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn revoke_session<S: apis::accounts::Accounts>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::REVOKE_SESSION;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::RevokeSessionPathParams::read(&cx.path().await?, &mut errors);
        let (Some(path), true) = (path, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.revoke_session(cx, claims, path).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn activate_account<S: apis::admin::Admin>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::ACTIVATE_ACCOUNT;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::EmailRequest>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.activate_account(cx, claims, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn change_group<S: apis::admin::Admin>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::CHANGE_GROUP;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::GroupChange>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.change_group(cx, claims, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn deactivate_account<S: apis::admin::Admin>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::DEACTIVATE_ACCOUNT;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::EmailRequest>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.deactivate_account(cx, claims, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn get_user_cart<S: apis::admin::Admin>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::GET_USER_CART;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::GetUserCartPathParams::read(&cx.path().await?, &mut errors);
        let (Some(path), true) = (path, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.get_user_cart(cx, claims, path).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_all_orders<S: apis::admin::Admin>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::LIST_ALL_ORDERS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let query = models::ListAllOrdersQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.list_all_orders(cx, claims, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_all_payments<S: apis::admin::Admin>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::LIST_ALL_PAYMENTS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let query = models::ListAllPaymentsQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.list_all_payments(cx, claims, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_changes<S: apis::admin::Admin>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::LIST_CHANGES;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let query = models::ListChangesQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.list_changes(cx, claims, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_users<S: apis::admin::Admin>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::LIST_USERS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let query = models::ListUsersQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.list_users(cx, claims, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn add_movie_to_cart<S: apis::cart::Cart>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::ADD_MOVIE_TO_CART;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::CartAddition>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.add_movie_to_cart(cx, claims, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn clear_cart<S: apis::cart::Cart>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::CLEAR_CART;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let answer = api.clear_cart(cx, claims).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn get_cart<S: apis::cart::Cart>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::GET_CART;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let answer = api.get_cart(cx, claims).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn remove_movie_from_cart<S: apis::cart::Cart>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::REMOVE_MOVIE_FROM_CART;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::RemoveMovieFromCartPathParams::read(&cx.path().await?, &mut errors);
        let (Some(path), true) = (path, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.remove_movie_from_cart(cx, claims, path).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_certifications<S: apis::certifications::Certifications>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::LIST_CERTIFICATIONS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let query = models::ListCertificationsQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.list_certifications(cx, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn delete_dead_job<S: apis::dead_jobs::DeadJobs>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::DELETE_DEAD_JOB;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::DeleteDeadJobPathParams::read(&cx.path().await?, &mut errors);
        let (Some(path), true) = (path, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.delete_dead_job(cx, claims, path).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_dead_jobs<S: apis::dead_jobs::DeadJobs>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::LIST_DEAD_JOBS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let query = models::ListDeadJobsQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.list_dead_jobs(cx, claims, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn replay_dead_job<S: apis::dead_jobs::DeadJobs>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::REPLAY_DEAD_JOB;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::ReplayDeadJobPathParams::read(&cx.path().await?, &mut errors);
        let (Some(path), true) = (path, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.replay_dead_job(cx, claims, path).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn create_director<S: apis::directors::Directors>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::CREATE_DIRECTOR;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::NameRequest>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.create_director(cx, claims, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn delete_director<S: apis::directors::Directors>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::DELETE_DIRECTOR;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::DeleteDirectorPathParams::read(&cx.path().await?, &mut errors);
        let headers = models::DeleteDirectorHeaderParams::read(&cx.headers(), &mut errors);
        let (Some(path), Some(headers), true) = (path, headers, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.delete_director(cx, claims, path, headers).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn get_director<S: apis::directors::Directors>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::GET_DIRECTOR;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::GetDirectorPathParams::read(&cx.path().await?, &mut errors);
        let query = models::GetDirectorQueryParams::read(&cx.query(), &mut errors);
        let (Some(path), Some(query), true) = (path, query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.get_director(cx, claims, path, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_directors<S: apis::directors::Directors>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::LIST_DIRECTORS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let query = models::ListDirectorsQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.list_directors(cx, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn update_director<S: apis::directors::Directors>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::UPDATE_DIRECTOR;
    let (mut cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::UpdateDirectorPathParams::read(&cx.path().await?, &mut errors);
        let headers = models::UpdateDirectorHeaderParams::read(&cx.headers(), &mut errors);
        let body = cx
            .json::<models::NameRequest>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(path), Some(headers), Some(body), true) =
            (path, headers, body, errors.is_empty())
        else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.update_director(cx, claims, path, headers, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn create_genre<S: apis::genres::Genres>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::CREATE_GENRE;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::NameRequest>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.create_genre(cx, claims, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn delete_genre<S: apis::genres::Genres>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::DELETE_GENRE;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::DeleteGenrePathParams::read(&cx.path().await?, &mut errors);
        let headers = models::DeleteGenreHeaderParams::read(&cx.headers(), &mut errors);
        let (Some(path), Some(headers), true) = (path, headers, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.delete_genre(cx, claims, path, headers).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn get_genre<S: apis::genres::Genres>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::GET_GENRE;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::GetGenrePathParams::read(&cx.path().await?, &mut errors);
        let query = models::GetGenreQueryParams::read(&cx.query(), &mut errors);
        let (Some(path), Some(query), true) = (path, query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.get_genre(cx, claims, path, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_genres<S: apis::genres::Genres>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::LIST_GENRES;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let query = models::ListGenresQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.list_genres(cx, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn update_genre<S: apis::genres::Genres>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::UPDATE_GENRE;
    let (mut cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::UpdateGenrePathParams::read(&cx.path().await?, &mut errors);
        let headers = models::UpdateGenreHeaderParams::read(&cx.headers(), &mut errors);
        let body = cx
            .json::<models::NameRequest>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(path), Some(headers), Some(body), true) =
            (path, headers, body, errors.is_empty())
        else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.update_genre(cx, claims, path, headers, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn get_liveness<S: apis::health::Health>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::GET_LIVENESS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let answer = api.get_liveness(cx).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn get_readiness<S: apis::health::Health>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::GET_READINESS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let answer = api.get_readiness(cx).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn get_job<S: apis::jobs::Jobs>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::GET_JOB;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::GetJobPathParams::read(&cx.path().await?, &mut errors);
        let (Some(path), true) = (path, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.get_job(cx, claims, path).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn create_movie<S: apis::movies::Movies>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::CREATE_MOVIE;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::MovieCreate>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.create_movie(cx, claims, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn delete_movie<S: apis::movies::Movies>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::DELETE_MOVIE;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::DeleteMoviePathParams::read(&cx.path().await?, &mut errors);
        let headers = models::DeleteMovieHeaderParams::read(&cx.headers(), &mut errors);
        let (Some(path), Some(headers), true) = (path, headers, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.delete_movie(cx, claims, path, headers).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn get_movie<S: apis::movies::Movies>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::GET_MOVIE;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::GetMoviePathParams::read(&cx.path().await?, &mut errors);
        let (Some(path), true) = (path, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.get_movie(cx, claims, path).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn import_movies<S: apis::movies::Movies>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::IMPORT_MOVIES;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let body = Some(cx.raw(body, "text/csv").await?);
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.import_movies(cx, claims, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_movies<S: apis::movies::Movies>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::LIST_MOVIES;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let query = models::ListMoviesQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.list_movies(cx, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn update_movie<S: apis::movies::Movies>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::UPDATE_MOVIE;
    let (mut cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::UpdateMoviePathParams::read(&cx.path().await?, &mut errors);
        let headers = models::UpdateMovieHeaderParams::read(&cx.headers(), &mut errors);
        let body = cx
            .json::<models::MoviePatch>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(path), Some(headers), Some(body), true) =
            (path, headers, body, errors.is_empty())
        else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.update_movie(cx, claims, path, headers, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn cancel_order<S: apis::orders::Orders>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::CANCEL_ORDER;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::CancelOrderPathParams::read(&cx.path().await?, &mut errors);
        let (Some(path), true) = (path, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.cancel_order(cx, claims, path).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn create_order<S: apis::orders::Orders>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::CREATE_ORDER;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let headers = models::CreateOrderHeaderParams::read(&cx.headers(), &mut errors);
        let (Some(headers), true) = (headers, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.create_order(cx, claims, headers).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn get_order<S: apis::orders::Orders>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::GET_ORDER;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::GetOrderPathParams::read(&cx.path().await?, &mut errors);
        let (Some(path), true) = (path, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.get_order(cx, claims, path).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_orders<S: apis::orders::Orders>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::LIST_ORDERS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let query = models::ListOrdersQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.list_orders(cx, claims, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn refund_order<S: apis::orders::Orders>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::REFUND_ORDER;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::RefundOrderPathParams::read(&cx.path().await?, &mut errors);
        let headers = models::RefundOrderHeaderParams::read(&cx.headers(), &mut errors);
        let (Some(path), Some(headers), true) = (path, headers, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.refund_order(cx, claims, path, headers).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn create_checkout_session<S: apis::payments::Payments>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::CREATE_CHECKOUT_SESSION;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let headers = models::CreateCheckoutSessionHeaderParams::read(&cx.headers(), &mut errors);
        let (Some(headers), true) = (headers, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.create_checkout_session(cx, claims, headers).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_payments<S: apis::payments::Payments>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::LIST_PAYMENTS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let query = models::ListPaymentsQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.list_payments(cx, claims, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn receive_stripe_event<S: apis::payments::Payments>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::RECEIVE_STRIPE_EVENT;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let body = Some(cx.raw(body, "application/json").await?);
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.receive_stripe_event(cx, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn show_payment_cancel<S: apis::payments::Payments>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::SHOW_PAYMENT_CANCEL;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let answer = api.show_payment_cancel(cx).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn show_payment_success<S: apis::payments::Payments>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::SHOW_PAYMENT_SUCCESS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let answer = api.show_payment_success(cx).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn delete_account<S: apis::privacy::Privacy>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::DELETE_ACCOUNT;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::AccountDeletion>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.delete_account(cx, claims, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn download_export<S: apis::privacy::Privacy>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::DOWNLOAD_EXPORT;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let query = models::DownloadExportQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.download_export(cx, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn request_export<S: apis::privacy::Privacy>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::REQUEST_EXPORT;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let answer = api.request_export(cx, claims).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn create_profile<S: apis::profiles::Profiles>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::CREATE_PROFILE;
    let (mut cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::CreateProfilePathParams::read(&cx.path().await?, &mut errors);
        let form = cx
            .form(body, models::CreateProfileForm::PARTS, &mut errors)
            .await?;
        let form = models::CreateProfileForm::read(form, &mut errors);
        let (Some(path), Some(form), true) = (path, form, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.create_profile(cx, claims, path, form).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn get_avatar<S: apis::profiles::Profiles>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::GET_AVATAR;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let path = models::GetAvatarPathParams::read(&cx.path().await?, &mut errors);
        let (Some(path), true) = (path, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.get_avatar(cx, path).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn get_profile<S: apis::profiles::Profiles>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::GET_PROFILE;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::GetProfilePathParams::read(&cx.path().await?, &mut errors);
        let (Some(path), true) = (path, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.get_profile(cx, claims, path).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn update_profile<S: apis::profiles::Profiles>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::UPDATE_PROFILE;
    let (mut cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::UpdateProfilePathParams::read(&cx.path().await?, &mut errors);
        let form = cx
            .form(body, models::UpdateProfileForm::PARTS, &mut errors)
            .await?;
        let form = models::UpdateProfileForm::read(form, &mut errors);
        let (Some(path), Some(form), true) = (path, form, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.update_profile(cx, claims, path, form).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn get_purchase<S: apis::purchases::Purchases>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::GET_PURCHASE;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::GetPurchasePathParams::read(&cx.path().await?, &mut errors);
        let (Some(path), true) = (path, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.get_purchase(cx, claims, path).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_purchases<S: apis::purchases::Purchases>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::LIST_PURCHASES;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let query = models::ListPurchasesQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.list_purchases(cx, claims, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn create_star<S: apis::stars::Stars>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::CREATE_STAR;
    let (cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let body = cx
            .json::<models::NameRequest>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(body), true) = (body, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.create_star(cx, claims, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn delete_star<S: apis::stars::Stars>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::DELETE_STAR;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::DeleteStarPathParams::read(&cx.path().await?, &mut errors);
        let headers = models::DeleteStarHeaderParams::read(&cx.headers(), &mut errors);
        let (Some(path), Some(headers), true) = (path, headers, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.delete_star(cx, claims, path, headers).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn get_star<S: apis::stars::Stars>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::GET_STAR;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::GetStarPathParams::read(&cx.path().await?, &mut errors);
        let query = models::GetStarQueryParams::read(&cx.query(), &mut errors);
        let (Some(path), Some(query), true) = (path, query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.get_star(cx, claims, path, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_stars<S: apis::stars::Stars>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::LIST_STARS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let mut errors = Errors::new(S::check_rule);
        let query = models::ListStarsQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.list_stars(cx, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn update_star<S: apis::stars::Stars>(State(api): State<S>, request: Request) -> Response {
    let op = &ops::UPDATE_STAR;
    let (mut cx, body) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::UpdateStarPathParams::read(&cx.path().await?, &mut errors);
        let headers = models::UpdateStarHeaderParams::read(&cx.headers(), &mut errors);
        let body = cx
            .json::<models::NameRequest>(body, &Limits::NONE, &mut errors)
            .await?;
        let (Some(path), Some(headers), Some(body), true) =
            (path, headers, body, errors.is_empty())
        else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.update_star(cx, claims, path, headers, body).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn list_stripe_events<S: apis::webhooks::Webhooks>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::LIST_STRIPE_EVENTS;
    let (cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let query = models::ListStripeEventsQueryParams::read(&cx.query(), &mut errors);
        let (Some(query), true) = (query, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.list_stripe_events(cx, claims, query).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}

async fn replay_stripe_event<S: apis::webhooks::Webhooks>(
    State(api): State<S>,
    request: Request,
) -> Response {
    let op = &ops::REPLAY_STRIPE_EVENT;
    let (mut cx, _) = Cx::split(op, request);
    let answer: Result<Response, S::Error> = async {
        let claims = api.authenticate(&cx).await?;
        let mut errors = Errors::new(S::check_rule);
        let path = models::ReplayStripeEventPathParams::read(&cx.path().await?, &mut errors);
        let (Some(path), true) = (path, errors.is_empty()) else {
            return Err(Rejection::from(errors).into());
        };
        let answer = api.replay_stripe_event(cx, claims, path).await?;
        answer
            .into_response()
            .map_err(|unsendable| Rejection::from(unsendable).into())
    }
    .await;
    let mut response = answer.unwrap_or_else(|error| api.error_response(op, error));
    response.extensions_mut().insert(op);
    response
}
