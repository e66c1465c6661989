//! Section Accounts of the contract: every operation, every text.

mod activation;
mod change_password;
mod mails;
mod registration;
mod reset_password;
mod sign_in;
