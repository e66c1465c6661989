//! Decisions. Each function is one thing that the shop does; it opens and commits its own transaction.

pub mod accounts;
pub mod catalogue;
pub(crate) mod health;
pub(crate) mod jobs;
pub(crate) mod movies;
pub(crate) mod names;
pub(crate) mod pages;
