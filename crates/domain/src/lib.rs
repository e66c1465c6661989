//! The shop's rules, without I/O: what an address, a password, a film, a role or an order is.
//!
//! Everything here is decided once and believed everywhere else: a value of one of these types is
//! valid because it could not have been made otherwise.

mod charge;
pub mod clock;
mod email;
mod film;
mod link_token;
mod money;
mod name;
mod order;
mod password;
mod payment;
mod profile;
mod role;
mod stripe_event;

pub use charge::{CART_MAX, CHARGE_MAX, CHARGE_MIN, is_payable};
pub use email::{Email, InvalidEmail};
pub use film::{
    BrokenRule, Film, FilmChanges, FilmFacts, FilmPatch, InvalidFact, NAME_MAX, PERSON_NAME_MAX,
    check_description, check_name, check_year,
};
pub use link_token::{LinkPurpose, LinkToken, hash_token};
pub use money::{CURRENCY, Money, NoAmount};
pub use name::Name;
pub use order::{
    NotCancellable, NotRefundable, OrderEvent, OrderStatus, SessionEvent, SessionStatus,
};
pub use password::{Password, WeakPassword};
pub use payment::{Fact, Films, FollowUp, KnownPayment, PaymentStatus, Standing, Verdict, judge};
pub use profile::{BirthDate, BrokenProfileRule, Gender, Info, PersonName};
pub use role::Role;
pub use stripe_event::EventStatus;
