//! The black-box suite: real servers and workers over real sockets, asked the way clients ask.
//!
//! `./just test` starts the services and builds the binaries that some tests run. Each test has an
//! installation of its own, see [`support::Cinema`].

mod accounts;
mod admin;
mod buying;
mod command_line;
mod defects;
mod deployment;
mod films;
mod hostile;
mod http;
mod jobs;
mod journey;
mod limits;
mod matrix;
mod outages;
mod pages;
mod payments;
mod privacy;
mod problems;
mod profiles;
mod sessions;
mod support;
