//! What each operation answers to each caller. Every call is complete and right, so that nothing but who calls decides
//! about it. What it is about belongs to the user, where it belongs to somebody.

/// The answers to an anonymous caller, an inactive one, the user, another user, a moderator and an admin.
type Answers = [u16; 6];

/// Anybody may.
const fn anybody(status: u16) -> Answers {
    [status; 6]
}

/// Whoever is signed in may.
const fn members(status: u16) -> Answers {
    [401, 403, status, status, status, status]
}

/// Moderators and admins may.
const fn moderators(status: u16) -> Answers {
    [401, 403, 403, 403, status, status]
}

/// Admins may.
const fn admins(status: u16) -> Answers {
    [401, 403, 403, 403, 403, status]
}

/// Only whom it belongs to may, whatever role others have. To them it is not there.
const fn owner(status: u16) -> Answers {
    [401, 403, status, 404, 404, 404]
}

/// Whom it belongs to may, and admins.
const fn owner_or_admin(status: u16) -> Answers {
    [401, 403, status, 403, 403, status]
}

pub(super) const TABLE: &[(&str, Answers)] = &[
    // Accounts
    ("registerUser", anybody(201)),
    ("resendActivation", anybody(200)),
    ("activateUser", anybody(200)),
    ("loginUser", anybody(200)),
    // With the user's refresh token. An access token is not needed, but must not be another's.
    ("logoutUser", [401, 403, 200, 401, 401, 401]),
    ("refreshTokens", [200, 401, 200, 401, 401, 401]),
    ("changePassword", members(200)),
    ("requestPasswordReset", anybody(200)),
    ("completePasswordReset", anybody(200)),
    ("listSessions", members(200)),
    ("revokeOtherSessions", members(200)),
    ("revokeSession", owner(200)),
    // Privacy
    ("deleteAccount", members(200)),
    ("requestExport", members(202)),
    ("downloadExport", anybody(200)),
    // Profiles
    ("createProfile", owner_or_admin(201)),
    ("updateProfile", owner_or_admin(200)),
    ("getProfile", owner_or_admin(200)),
    ("getAvatar", anybody(200)),
    // The catalogue
    ("listMovies", anybody(200)),
    ("getMovie", members(200)),
    ("createMovie", moderators(201)),
    ("updateMovie", moderators(200)),
    ("deleteMovie", moderators(200)),
    ("importMovies", moderators(202)),
    ("getJob", moderators(200)),
    ("listGenres", anybody(200)),
    ("getGenre", members(200)),
    ("createGenre", moderators(201)),
    ("updateGenre", moderators(200)),
    ("deleteGenre", moderators(200)),
    ("listStars", anybody(200)),
    ("getStar", members(200)),
    ("createStar", moderators(201)),
    ("updateStar", moderators(200)),
    ("deleteStar", moderators(200)),
    ("listDirectors", anybody(200)),
    ("getDirector", members(200)),
    ("createDirector", moderators(201)),
    ("updateDirector", moderators(200)),
    ("deleteDirector", moderators(200)),
    ("listCertifications", anybody(200)),
    // Buying
    ("getCart", members(200)),
    ("addMovieToCart", members(200)),
    ("removeMovieFromCart", owner(200)),
    ("clearCart", members(200)),
    ("createOrder", members(201)),
    ("listOrders", members(200)),
    ("getOrder", owner(200)),
    ("cancelOrder", owner(200)),
    ("refundOrder", owner(200)),
    ("createCheckoutSession", owner(200)),
    ("listPayments", members(200)),
    ("showPaymentSuccess", anybody(200)),
    ("showPaymentCancel", anybody(200)),
    ("receiveStripeEvent", anybody(200)),
    ("listPurchases", members(200)),
    ("getPurchase", owner(200)),
    // Administration
    ("listStripeEvents", admins(200)),
    ("replayStripeEvent", admins(202)),
    ("activateAccount", admins(200)),
    ("deactivateAccount", admins(200)),
    ("changeGroup", admins(200)),
    ("listUsers", admins(200)),
    ("listAllOrders", admins(200)),
    ("getUserCart", admins(200)),
    ("listAllPayments", admins(200)),
    ("listChanges", admins(200)),
    ("listDeadJobs", admins(200)),
    ("replayDeadJob", admins(202)),
    ("deleteDeadJob", admins(200)),
    // Probes
    ("getLiveness", anybody(200)),
    ("getReadiness", anybody(200)),
];
