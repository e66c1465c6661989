//! The traits that a server implements, one per tag.
pub mod accounts;
pub mod health;
pub mod movies;
