//! Ids that look like Stripe's.

/// Letters and digits behind a prefix.
fn random(prefix: &str, length: usize) -> String {
    let mut id = String::with_capacity(prefix.len() + length);
    id.push_str(prefix);
    id.extend(std::iter::repeat_with(fastrand::alphanumeric).take(length));
    id
}

pub(super) fn session() -> String {
    random("cs_test_a1", 56)
}

pub(super) fn intent() -> String {
    random("pi_3", 23)
}

pub(super) fn charge() -> String {
    random("ch_3", 23)
}

pub(super) fn refund() -> String {
    random("re_3", 23)
}

pub(super) fn dispute() -> String {
    random("du_1", 23)
}

pub(super) fn event() -> String {
    random("evt_1", 23)
}

/// The part of a `PaymentIntent`'s secret that its id doesn't tell.
pub(super) fn secret() -> String {
    random("secret_", 25)
}

/// Names one request, in the header `Request-Id`.
pub(crate) fn request_id() -> String {
    random("req_", 14)
}
