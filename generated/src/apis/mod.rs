//! The traits that a server implements, one per tag.
pub mod accounts;
pub mod certifications;
pub mod directors;
pub mod genres;
pub mod health;
pub mod jobs;
pub mod movies;
pub mod stars;
