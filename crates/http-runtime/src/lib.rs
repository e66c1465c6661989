//! What the generated server calls: it reads requests into typed input, and writes typed answers.
//!
//! Generated code holds no logic of its own. For each operation it asks [`Service`] who calls, reads
//! parameters through [`Params`] and the body through [`Cx::json`] or [`Cx::form`], and hands both to the handler. Whatever
//! is wrong with the input is gathered in [`Errors`], so that one answer names all invalid fields. Every
//! failure, also of the handler, ends in [`Service::error_response`].
//!
//! Messages never repeat what the client sent: a refused value may be a password.

mod decode;
mod errors;
mod form;
mod json;
mod limits;
mod multipart;
mod params;
mod parse;
mod reply;
mod request;
mod service;

pub use bytes::Bytes;
pub use decode::{Decode, Members, decode_text};
pub use errors::{Code, Errors, FieldError, Rejection};
pub use form::{Form, Part, ReadPart, Upload};
pub use limits::{Fault, Limits};
pub use params::Params;
pub use parse::{Parse, parse_enum};
pub use regex::Regex;
pub use reply::{Json, Unsendable, answer};
pub use request::Cx;
pub use service::{Auth, Op, Service};
