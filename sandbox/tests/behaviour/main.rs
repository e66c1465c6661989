//! The stand-in over HTTP, asked as a shop, a buyer and a person at the dashboard ask it.

mod faults;
mod idempotency;
mod lists;
mod objects;
mod pages;
mod persistence;
mod program;
mod refunds;
mod sessions;
mod support;
mod webhooks;
