//! Turns the parts of a form into typed input, and reports everything that does not fit.

use std::{collections::HashMap, fmt};

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http_body_util::LengthLimitError;
use multer::{Field, Multipart};

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
        let boundary = multer::parse_boundary(content_type).map_err(refuse)?;
        let mut multipart = Multipart::new(body.into_data_stream(), boundary);
        let mut count = 0;
        while let Some(field) = multipart.next_field().await.map_err(refuse)? {
            count += 1;
            if count > MAX_PARTS {
                return Err(malformed("there are too many parts"));
            }
            let given = field.name().unwrap_or_default();
            let wanted = known.iter().find(|(name, _)| *name == given);
            let fault = match wanted {
                None => Some(Fault::new(Code::Unknown, "No such field.")),
                Some((name, _)) if parts.contains_key(name) => {
                    Some(Fault::new(Code::Duplicate, "Given twice."))
                }
                Some(_) => None,
            };
            if let Some(fault) = fault {
                errors.within(given, |errors| errors.report(fault));
            }
            let part = Part::read(field, wanted.map_or(0, |(_, max)| *max)).await?;
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
    /// Keeps no more than `max` bytes. The rest is read and forgotten: who sends a part that is too large is told so,
    /// together with everything else that is wrong.
    async fn read(mut field: Field<'_>, max: usize) -> Result<Self, Rejection> {
        let mut bytes = BytesMut::new();
        let mut cut = false;
        while let Some(piece) = field.chunk().await.map_err(refuse)? {
            let room = max - bytes.len();
            cut |= piece.len() > room;
            bytes.extend_from_slice(&piece[..piece.len().min(room)]);
        }
        Ok(Self {
            bytes: bytes.freeze(),
            cut,
            file_name: field.file_name().map(str::to_owned),
        })
    }

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

/// What went wrong while a form was read. Nothing of it is quoted.
fn refuse(error: multer::Error) -> Rejection {
    match error {
        multer::Error::NoBoundary => malformed("the media type has no boundary"),
        multer::Error::StreamReadFailed(error) if is_too_large(&*error) => Rejection::TooLarge,
        multer::Error::ReadHeaderFailed(_)
        | multer::Error::DecodeHeaderName { .. }
        | multer::Error::DecodeHeaderValue { .. } => malformed("the headers of a part are damaged"),
        _ => malformed("the body ended early"),
    }
}

fn malformed(reason: &str) -> Rejection {
    Rejection::Malformed(reason.to_owned())
}

fn is_too_large(error: &(dyn std::error::Error + 'static)) -> bool {
    error.is::<LengthLimitError>() || error.source().is_some_and(is_too_large)
}
