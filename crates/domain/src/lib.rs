//! The shop's rules, without I/O: what an address, a password, a film or a role is.
//!
//! Everything here is decided once and believed everywhere else: a value of one of these types is
//! valid because it could not have been made otherwise.

mod charge;
pub mod clock;
mod email;
mod film;
mod link_token;
mod name;
mod password;
mod role;

pub use charge::{CART_MAX, CHARGE_MAX, CHARGE_MIN, is_payable};
pub use email::{Email, InvalidEmail};
pub use film::{
    BrokenRule, Film, FilmChanges, FilmFacts, FilmPatch, InvalidFact, NAME_MAX, PERSON_NAME_MAX,
    check_description, check_name, check_year,
};
pub use link_token::{LinkPurpose, LinkToken, hash_token};
pub use name::Name;
pub use password::{Password, WeakPassword};
pub use role::Role;
