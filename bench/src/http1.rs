//! As much of HTTP/1.1 as the bench speaks: requests as they go over the wire, and where an answer ends.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    str,
};

use anyhow::{Context as _, bail};
use memchr::memmem;
use serde::{Deserialize, Serialize};

/// The longest answer that is read.
pub(crate) const ANSWER_MAX: usize = 64 * 1024;
const HEAD_END: &[u8] = b"\r\n\r\n";
const LENGTH: &[u8] = b"content-length: ";

/// A GET request.
pub(crate) fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\n\r\n").into_bytes()
}

/// A GET request of somebody who is signed in.
pub(crate) fn get_as(token: &str, path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\r\n")
        .into_bytes()
}

/// A POST request with a JSON body.
pub(crate) fn post(path: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

/// A POST request of somebody who is signed in. The body is JSON, or there is none.
pub(crate) fn post_as(token: &str, path: &str, body: &str) -> Vec<u8> {
    post_with(path, &format!("authorization: Bearer {token}"), body)
}

/// A POST request as Stripe makes it.
pub(crate) fn post_signed(path: &str, signature: &str, body: &str) -> Vec<u8> {
    post_with(path, &format!("stripe-signature: {signature}"), body)
}

fn post_with(path: &str, header: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let kind = if body.is_empty() {
        ""
    } else {
        "content-type: application/json\r\n"
    };
    format!("POST {path} HTTP/1.1\r\nhost: bench\r\n{header}\r\n{kind}content-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

/// An answer that is a success.
#[derive(Serialize, Deserialize)]
pub(crate) struct Answer {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

/// The body of an answer.
pub(crate) fn json(answer: &[u8]) -> anyhow::Result<serde_json::Value> {
    let head = memmem::find(answer, HEAD_END).context("a head")?;
    Ok(serde_json::from_slice(&answer[head + HEAD_END.len()..])?)
}

/// Sends one request and fails unless the answer is a success.
pub(crate) fn fetch(address: SocketAddr, request: &[u8]) -> anyhow::Result<Answer> {
    let mut connection = Connection::open(address)?;
    let answer = str::from_utf8(connection.exchange(request)?)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("a head")?;
    let headers = head.lines().filter_map(|line| line.split_once(": "));
    Ok(Answer {
        headers: headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: body.to_owned(),
    })
}

/// Whether this is a whole answer, or only the beginning of one. Fails when it is no success.
pub(crate) fn is_whole(answer: &[u8]) -> anyhow::Result<bool> {
    let Some(head) = memmem::find(answer, HEAD_END) else {
        return Ok(false);
    };
    let whole = answer.len() >= head + HEAD_END.len() + content_length(&answer[..head])?;
    if whole && !answer.starts_with(b"HTTP/1.1 20") {
        bail!("the server answered {}", String::from_utf8_lossy(answer));
    }
    Ok(whole)
}

/// The server knows the length of every answer, so an answer without one is a fault.
fn content_length(head: &[u8]) -> anyhow::Result<usize> {
    let after = memmem::find(head, LENGTH).map(|start| &head[start + LENGTH.len()..]);
    after
        .and_then(|after| after.split(|byte| *byte == b'\r').next())
        .and_then(|number| str::from_utf8(number).ok()?.parse().ok())
        .with_context(|| {
            format!(
                "an answer without its length: {}",
                String::from_utf8_lossy(head)
            )
        })
}

/// A keep-alive connection that waits for each answer.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: vec![0; ANSWER_MAX],
        })
    }

    /// The answer to a request.
    pub(crate) fn exchange(&mut self, request: &[u8]) -> anyhow::Result<&[u8]> {
        self.stream.write_all(request)?;
        let mut filled = 0;
        while !is_whole(&self.buffer[..filled])? {
            let read = self.stream.read(&mut self.buffer[filled..])?;
            if read == 0 {
                bail!("the server hung up, or its answer is too long");
            }
            filled += read;
        }
        Ok(&self.buffer[..filled])
    }
}
