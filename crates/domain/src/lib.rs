//! The shop's rules, without I/O: what an address, a password, a film or a role is.
//!
//! Everything here is decided once and believed everywhere else: a value of one of these types is
//! valid because it could not have been made otherwise.

pub mod clock;
mod email;
mod film;
mod link_token;
mod password;
mod role;

pub use email::{Email, InvalidEmail};
pub use film::{Film, FilmFacts, InvalidFact, NAME_MAX, PERSON_NAME_MAX};
pub use link_token::{LinkPurpose, LinkToken, hash_token};
pub use password::{Password, WeakPassword};
pub use role::Role;
