//! Accounts: becoming somebody, proving it, and signing in and out.

mod admin;
mod passwords;
mod registration;
mod sessions;

pub(crate) use admin::{Admin, Done, ENTITY, activate_account, change_group, deactivate_account};
pub use admin::{AdminCreated, create_admin};
pub(crate) use passwords::{
    change_password, complete_reset, is_reset_link, prove_own, request_reset,
};
pub(crate) use registration::{
    LinkState, Resent, activate, activation_link, register, resend_activation,
};
pub(crate) use sessions::{
    Device, TokenPair, end_others, end_session, list_sessions, refresh, sign_in, sign_in_to_docs,
    sign_out,
};
