//! What it means to be signed in: sessions, their tokens, and how both end.

mod access;
mod endings;
mod refresh;
mod revocation;
