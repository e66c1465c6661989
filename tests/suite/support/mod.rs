//! Starts everything that a test needs, and takes it down again.
//!
//! A [`Cinema`] is one installation: server and worker as they run in production, with a database, a
//! namespace in the broker and in Redis, and a mail server of its own. Its services are the shared ones
//! behind a [`Proxy`] each, so that a test can cut its own line without disturbing the others.

mod broker;
mod browser;
mod bucket;
mod builder;
mod cinema;
mod client;
mod config;
mod database;
mod environment;
mod mail;
mod ports;
mod process;
mod proxy;
mod runtime;
mod smtp;
mod stripe;
mod tokens;

pub(crate) use browser::{Browser, Page, Screen};
pub(crate) use bucket::Bucket;
pub(crate) use cinema::{Cinema, PASSWORD};
pub(crate) use client::{Answer, Client, SomePath, Tokens};
pub(crate) use config::{ACCESS_KEY, PUBLIC_URL, REFRESH_KEY};
pub(crate) use mail::Mail;
pub(crate) use process::{Process, run};
pub(crate) use proxy::Proxy;
pub(crate) use runtime::eventually;
pub(crate) use stripe::{Stripe, WEBHOOK_SECRET, session_of, sign, signed};
pub(crate) use tokens::{Claims, forge};
