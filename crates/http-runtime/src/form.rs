//! Turns the parts of a form into typed input, and reports everything that does not fit.

use std::{collections::HashMap, fmt};

use axum::body::Body;
use bytes::Bytes;

use crate::multipart::{Content, Multipart};
use crate::{Code, Errors, Fault, Limits, Parse, Rejection};

/// A form has no more parts than this, known or not.
const MAX_PARTS: usize = 100;

/// The parts that an operation knows, while they are read one by one.
#[derive(Debug)]
pub struct Form(HashMap<&'static str, Part>);

/// A part of a form, within what may be kept of it.
#[derive(Debug)]
pub struct Part {
    bytes: Bytes,
    cut: bool,
    file_name: Option<String>,
}

/// A file in a form.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    /// What the client calls the file. It may be anything.
    pub file_name: Option<String>,
    /// Its content.
    pub bytes: Bytes,
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Upload({:?}, {} bytes)",
            self.file_name,
            self.bytes.len()
        )
    }
}

impl Form {
    /// What is kept of a part that has no limit of its own, such as a date, in bytes.
    pub const SHORT: usize = 1024;

    /// Reads a body whose parts are called so and hold so many bytes. Parts that nobody asked for and parts that are
    /// there twice are reported, and their content is forgotten.
    pub(crate) async fn read(
        content_type: &str,
        body: Body,
        known: &[(&'static str, usize)],
        errors: &mut Errors,
    ) -> Result<Self, Rejection> {
        let mut parts = HashMap::new();
        let mut multipart = Multipart::open(content_type, body).await?;
        let mut count = 0;
        while let Some(head) = multipart.head().await? {
            count += 1;
            if count > MAX_PARTS {
                return Err(Rejection::Malformed("there are too many parts".to_owned()));
            }
            let wanted = known.iter().find(|(name, _)| *name == head.name);
            let fault = match wanted {
                None => Some(Fault::new(Code::Unknown, "No such field.")),
                Some((name, _)) if parts.contains_key(name) => {
                    Some(Fault::new(Code::Duplicate, "Given twice."))
                }
                Some(_) => None,
            };
            if let Some(fault) = fault {
                errors.within(&head.name, |errors| errors.report(fault));
            }
            let Content { bytes, cut } =
                multipart.content(wanted.map_or(0, |(_, max)| *max)).await?;
            let part = Part {
                bytes,
                cut,
                file_name: head.file_name,
            };
            if let Some((name, _)) = wanted.filter(|_| !part.is_unchosen_file()) {
                parts.entry(*name).or_insert(part);
            }
        }
        Ok(Self(parts))
    }

    /// Reads a part that has to be there.
    pub fn required<T: ReadPart>(
        &mut self,
        name: &str,
        limits: &Limits<'_>,
        errors: &mut Errors,
    ) -> Option<T> {
        let part = self.0.remove(name);
        errors.within(name, |errors| {
            let part = errors.check(part.ok_or_else(|| Fault::new(Code::Required, "Required.")))?;
            T::read(part, limits, errors)
        })
    }

    /// Reads a part that may be absent: `Some(None)`.
    pub fn optional<T: ReadPart>(
        &mut self,
        name: &str,
        limits: &Limits<'_>,
        errors: &mut Errors,
    ) -> Option<Option<T>> {
        match self.0.remove(name) {
            None => Some(None),
            Some(part) => errors
                .within(name, |errors| T::read(part, limits, errors))
                .map(Some),
        }
    }
}

impl Part {
    /// What browsers send for a file input that was left alone.
    fn is_unchosen_file(&self) -> bool {
        self.bytes.is_empty() && self.file_name.as_deref() == Some("")
    }

    /// Forms have no word for null: nothing at all stands for it. An empty file is a file.
    fn is_null(&self) -> bool {
        self.bytes.is_empty() && self.file_name.is_none()
    }
}

/// A value that is read from a part of a form.
pub trait ReadPart: Sized {
    /// Reads the value and checks its limits. Nothing means that the reason is in `errors`.
    fn read(part: Part, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self>;
}

impl<T: Parse> ReadPart for T {
    fn read(part: Part, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        if part.cut {
            errors.report(limits.refuse(limits.too_long()));
            return None;
        }
        let not_text = |_| Fault::new(Code::Format, "Expected UTF-8.");
        let text = errors.check(str::from_utf8(&part.bytes).map_err(not_text))?;
        errors.read(text, limits)
    }
}

impl ReadPart for Upload {
    fn read(part: Part, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        if part.cut {
            let most = part.bytes.len();
            let fault = Fault::new(Code::Length, format!("Expected at most {most} bytes."));
            errors.report(limits.refuse(fault));
            return None;
        }
        Some(Self {
            file_name: part.file_name,
            bytes: part.bytes,
        })
    }
}

/// `nullable: true`.
impl<T: ReadPart> ReadPart for Option<T> {
    fn read(part: Part, limits: &Limits<'_>, errors: &mut Errors) -> Option<Self> {
        if part.is_null() {
            Some(None)
        } else {
            T::read(part, limits, errors).map(Some)
        }
    }
}
