//! What files are called.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// What a picture's bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl Format {
    /// As HTTP calls it.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// The name of a file: the SHA-256 of its bytes, and what they are. The same picture has the same name, whoever sends
/// it, and what a name stands for never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    text: String,
    format: Format,
}

impl Name {
    /// The name of these bytes.
    pub(crate) fn of(bytes: &[u8], format: Format) -> Self {
        let hash = base16ct::lower::encode_string(&Sha256::digest(bytes));
        Self {
            text: format!("{hash}.{}", format.extension()),
            format,
        }
    }

    /// Reads a name. Nothing if no file can be called so.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (hash, extension) = text.split_once('.')?;
        let format = [Format::Jpeg, Format::Png]
            .into_iter()
            .find(|format| format.extension() == extension)?;
        let is_hash = hash.len() == 64
            && hash
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_hash.then(|| Self {
            text: text.to_owned(),
            format,
        })
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What the file holds.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_hash_and_a_format() {
        let name = Name::of(b"", Format::Png);
        let text = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855.png";
        assert_eq!(name.as_str(), text);
        assert_eq!(Name::parse(text), Some(name));
    }

    #[test]
    fn nothing_else_is_a_name() {
        let hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        for text in [
            "",
            hash,
            &format!("{hash}.gif"),
            &format!("{hash}.jpg.png"),
            &format!("{}.png", hash.to_uppercase()),
            &format!("{}.png", &hash[1..]),
            "../../etc/passwd",
        ] {
            assert_eq!(Name::parse(text), None, "{text}");
        }
    }
}
