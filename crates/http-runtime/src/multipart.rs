//! Takes `multipart/form-data` (RFC 7578) apart while it arrives.
//!
//! What is held in memory is what the parts may hold, a header, and the piece of the body that arrived last. The rest
//! is read and forgotten: who sends a part that is too large is told so, together with everything else that is wrong.

use axum::body::Body;
use bytes::{Buf as _, Bytes, BytesMut};
use http_body_util::{BodyExt as _, LengthLimitError};
use memchr::memmem::{self, Finder};

use crate::Rejection;

/// The headers of a part take at most so many bytes.
const MAX_HEAD: usize = 8 * 1024;
/// RFC 2046, 5.1.1.
const MAX_BOUNDARY: usize = 70;

/// A body while it is taken apart.
pub(crate) struct Multipart {
    body: Body,
    /// What has arrived and was not looked at.
    buffer: BytesMut,
    /// What ends a part: a line break, two hyphens and the boundary.
    delimiter: Finder<'static>,
}

/// What the headers of a part say.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) name: String,
    pub(crate) file_name: Option<String>,
}

/// The content of a part.
pub(crate) struct Content {
    /// At most as many as may be kept.
    pub(crate) bytes: Bytes,
    /// Whether there was more.
    pub(crate) cut: bool,
}

impl Multipart {
    /// Starts to read a body of this `Content-Type`, up to the first part.
    pub(crate) async fn open(content_type: &str, body: Body) -> Result<Self, Rejection> {
        let boundary = parameters(content_type)
            .find(|(name, _)| name.eq_ignore_ascii_case("boundary"))
            .map(|(_, value)| value)
            .filter(|boundary| (1..=MAX_BOUNDARY).contains(&boundary.len()))
            .ok_or_else(|| malformed("the media type has no boundary"))?;
        let mut multipart = Self {
            body,
            // So the first delimiter looks like the others.
            buffer: BytesMut::from("\r\n"),
            delimiter: Finder::new(&format!("\r\n--{boundary}")).into_owned(),
        };
        multipart.content(0).await?;
        Ok(multipart)
    }

    /// The headers of the next part, or nothing after the last one.
    pub(crate) async fn head(&mut self) -> Result<Option<Head>, Rejection> {
        while self.buffer.len() < 2 {
            self.fill().await?;
        }
        if self.buffer.starts_with(b"--") {
            return Ok(None);
        }
        let end = loop {
            match memmem::find(&self.buffer, b"\r\n\r\n") {
                Some(end) if end <= MAX_HEAD => break end,
                None if self.buffer.len() <= MAX_HEAD => self.fill().await?,
                _ => return Err(malformed("the headers of a part are too long")),
            }
        };
        let head = self.buffer.split_to(end);
        self.buffer.advance(4);
        read_head(&String::from_utf8_lossy(&head)).map(Some)
    }

    /// The content of the part whose headers were read last. No more than `max` bytes of it are kept.
    pub(crate) async fn content(&mut self, max: usize) -> Result<Content, Rejection> {
        let mut kept = BytesMut::new();
        let mut cut = false;
        loop {
            let found = self.delimiter.find(&self.buffer);
            // The delimiter may have arrived in part.
            let tail = self.delimiter.needle().len() - 1;
            let ready = found.unwrap_or(self.buffer.len().saturating_sub(tail));
            let piece = self.buffer.split_to(ready);
            let room = max - kept.len();
            cut |= piece.len() > room;
            kept.extend_from_slice(&piece[..piece.len().min(room)]);
            if found.is_some() {
                self.buffer.advance(self.delimiter.needle().len());
                let bytes = kept.freeze();
                return Ok(Content { bytes, cut });
            }
            self.fill().await?;
        }
    }

    /// Takes what comes next from the connection.
    async fn fill(&mut self) -> Result<(), Rejection> {
        let ended = || malformed("the body ended early");
        let frame = self.body.frame().await.ok_or_else(ended)?;
        let frame = frame.map_err(|error| {
            if is_too_large(&error) {
                Rejection::TooLarge
            } else {
                ended()
            }
        })?;
        if let Ok(data) = frame.into_data() {
            self.buffer.extend_from_slice(&data);
        }
        Ok(())
    }
}

fn malformed(reason: &str) -> Rejection {
    Rejection::Malformed(reason.to_owned())
}

fn is_too_large(error: &axum::Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Reads what stands between a delimiter and the empty line.
fn read_head(head: &str) -> Result<Head, Rejection> {
    let mut lines = head.split("\r\n");
    if lines
        .next()
        .is_some_and(|padding| !padding.trim().is_empty())
    {
        return Err(malformed("a boundary does not end its line"));
    }
    let disposition = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-disposition"))
        .map_or("", |(_, value)| value);
    let of = |wanted: &str| {
        parameters(disposition)
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value)
    };
    Ok(Head {
        name: of("name").ok_or_else(|| malformed("a part has no name"))?,
        file_name: of("filename"),
    })
}

/// The parameters of a header, as in `form-data; name="a"; filename="b"`.
fn parameters(header: &str) -> impl Iterator<Item = (&str, String)> {
    let mut rest = header.split_once(';').map_or("", |(_, rest)| rest);
    std::iter::from_fn(move || {
        let (name, after) = rest.split_once('=')?;
        let value;
        (value, rest) = if let Some(quoted) = after.strip_prefix('"') {
            unquote(quoted)
        } else {
            let (token, after) = after.split_once(';').unwrap_or((after, ""));
            (token.trim().to_owned(), after)
        };
        Some((name.trim_matches([' ', '\t', ';']), value))
    })
}

/// What stands before the closing quote, and what comes after it. A backslash is one, unless it stands before a quote:
/// some clients send whole paths of Windows.
fn unquote(quoted: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = quoted.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, &quoted[at + 1..]),
            '\\' => match characters.next_if(|(_, next)| *next == '"') {
                Some((_, quote)) => value.push(quote),
                None => value.push('\\'),
            },
            _ => value.push(character),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use futures_util::stream;

    use super::*;

    #[test]
    fn headers_are_read_as_clients_write_them() {
        for (text, name, file_name) in [
            ("\r\nContent-Disposition: form-data; name=\"a\"", "a", None),
            (
                " \t\r\nX: y\r\ncontent-disposition:form-data;NAME=a ;filename=b.png",
                "a",
                Some("b.png"),
            ),
            (
                "\r\nContent-Disposition: form-data; name=\"\"; filename=\"\"",
                "",
                Some(""),
            ),
            (
                "\r\nContent-Disposition: form-data; filename=\"C:\\a;\\\"b\\\".png\"; name=\"ü\"",
                "ü",
                Some("C:\\a;\"b\".png"),
            ),
        ] {
            let head = read_head(text).expect(text);
            assert_eq!(
                (head.name.as_str(), head.file_name.as_deref()),
                (name, file_name)
            );
        }
    }

    #[test]
    fn a_part_without_a_name_is_malformed() {
        for text in [
            "",
            "\r\nContent-Disposition: form-data",
            "\r\nContent-Disposition: form-data; filename=a",
            "x\r\nContent-Disposition: form-data; name=a",
        ] {
            assert!(read_head(text).is_err(), "{text}");
        }
    }

    /// Reads a body that arrives in pieces of this size, and keeps 4 bytes of each part.
    async fn read(text: &str, size: usize) -> Result<Vec<String>, Rejection> {
        let pieces: Vec<_> = text
            .as_bytes()
            .chunks(size)
            .map(Bytes::copy_from_slice)
            .collect();
        let body = Body::from_stream(stream::iter(pieces.into_iter().map(Ok::<_, Infallible>)));
        let mut multipart = Multipart::open("multipart/form-data; boundary=b", body).await?;
        let mut parts = Vec::new();
        while let Some(head) = multipart.head().await? {
            let content = multipart.content(4).await?;
            let cut = if content.cut { "..." } else { "" };
            parts.push(format!(
                "{}={}{cut}",
                head.name,
                content.bytes.escape_ascii()
            ));
        }
        Ok(parts)
    }

    fn part(name: &str, content: &str) -> String {
        format!("--b\r\nContent-Disposition: form-data; name={name}\r\n\r\n{content}\r\n")
    }

    #[tokio::test]
    async fn a_body_may_arrive_in_any_pieces() {
        let parts = [
            part("a", ""),
            part("b", "\r\n--"),
            part("c", "12345"),
            part("d", "\r\n-b"),
        ];
        let text = format!("preamble\r\n{}--b--\r\nepilogue", parts.concat());
        for size in 1..=text.len() {
            let read = read(&text, size).await.expect("a form");
            assert_eq!(
                read,
                ["a=", "b=\\r\\n--", "c=1234...", "d=\\r\\n-b"],
                "{size}"
            );
        }
    }

    #[tokio::test]
    async fn what_is_no_form_is_malformed() {
        let endless = format!("--b\r\nX: {}", "x".repeat(2 * MAX_HEAD));
        let cases = ["", "--b", "--b\r\n", "--bb--", &part("a", "1"), &endless];
        for text in cases {
            for size in [1, usize::MAX] {
                let read = read(text, size).await;
                assert!(matches!(read, Err(Rejection::Malformed(_))), "{text}");
            }
        }
        assert!(read("--b--", 1).await.is_ok_and(|parts| parts.is_empty()));
    }

    #[tokio::test]
    async fn a_boundary_is_needed_to_tell_parts_apart() {
        let long = format!("multipart/form-data; boundary={}", "b".repeat(71));
        for media_type in [
            "multipart/form-data",
            "multipart/form-data; boundary=",
            &long,
        ] {
            assert!(Multipart::open(media_type, Body::empty()).await.is_err());
        }
        let quoted = "multipart/form-data; charset=utf-8; Boundary=\"b c\"";
        let body = Body::from("--b c--");
        assert!(Multipart::open(quoted, body).await.is_ok());
    }
}
