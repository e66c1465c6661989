//! The traits that a server implements, one per tag.
pub mod accounts;
pub mod admin;
pub mod cart;
pub mod certifications;
pub mod dead_jobs;
pub mod directors;
pub mod genres;
pub mod health;
pub mod jobs;
pub mod movies;
pub mod orders;
pub mod payments;
pub mod privacy;
pub mod profiles;
pub mod purchases;
pub mod stars;
pub mod webhooks;
