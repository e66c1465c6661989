//! Decisions. Each function is one thing that the shop does; it opens and commits its own transaction.

pub mod accounts;
pub(crate) mod admin;
pub(crate) mod avatars;
pub(crate) mod cart;
pub mod catalogue;
pub(crate) mod dead_jobs;
pub(crate) mod health;
pub(crate) mod jobs;
pub(crate) mod movies;
pub(crate) mod names;
pub(crate) mod orders;
pub(crate) mod pages;
pub(crate) mod payments;
pub(crate) mod privacy;
pub(crate) mod profiles;
pub(crate) mod purchases;
pub(crate) mod webhooks;
