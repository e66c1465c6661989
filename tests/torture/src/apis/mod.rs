//! The traits that a server implements, one per tag.
pub mod hooks;
pub mod movie_theater;
