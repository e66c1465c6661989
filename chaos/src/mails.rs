//! A mail server that takes everything and remembers what matters.

use std::sync::{Arc, Mutex, PoisonError};

use mailparse::{MailHeaderMap as _, parse_mail};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

/// A mail about a payment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Mail {
    pub(crate) message_id: String,
    pub(crate) about: About,
    /// The payment's id, as the mail names it.
    pub(crate) payment: String,
}

/// What a mail says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum About {
    Receipt,
    Refund,
}

/// What has arrived, doubles and all.
#[derive(Clone, Default)]
pub(crate) struct Mails(Arc<Mutex<Vec<Mail>>>);

impl Mails {
    /// Takes mails on this listener.
    pub(crate) fn receive(listener: TcpListener) -> Self {
        let mails = Self::default();
        let all = mails.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let mails = all.clone();
                // A client that is killed in mid-dialogue has sent nothing.
                tokio::spawn(async move { mails.talk(client).await.ok() });
            }
        });
        mails
    }

    /// Everything so far.
    pub(crate) fn all(&self) -> Vec<Mail> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    async fn talk(&self, client: TcpStream) -> std::io::Result<()> {
        let mut client = BufReader::new(client);
        client.write_all(b"220 chaos\r\n").await?;
        let mut line = String::new();
        loop {
            line.clear();
            if client.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let verb = line
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_uppercase();
            if verb == "DATA" {
                client.write_all(b"354 go on\r\n").await?;
                let text = read_text(&mut client).await?;
                self.keep(&text);
            }
            let bye = verb == "QUIT";
            client
                .write_all(if bye { b"221 bye\r\n" } else { b"250 ok\r\n" })
                .await?;
            if bye {
                return Ok(());
            }
        }
    }

    fn keep(&self, text: &[u8]) {
        let Some(mail) = read_mail(text) else {
            return;
        };
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(mail);
    }
}

async fn read_text(client: &mut BufReader<TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    loop {
        let start = text.len();
        client.read_until(b'\n', &mut text).await?;
        if text.len() == start || &text[start..] == b".\r\n" {
            text.truncate(start);
            return Ok(text);
        }
    }
}

/// A mail about a payment. Others don't matter here.
fn read_mail(text: &[u8]) -> Option<Mail> {
    let mail = parse_mail(text).ok()?;
    let subject = mail.headers.get_first_value("Subject")?;
    let about = if subject.contains("receipt") {
        About::Receipt
    } else if subject.contains("refund") {
        About::Refund
    } else {
        return None;
    };
    let plain = mail
        .parts()
        .find(|part| part.ctype.mimetype == "text/plain")?;
    let body = plain.get_body().ok()?;
    let payment = body
        .lines()
        .find_map(|line| line.trim().strip_prefix("Payment "))?;
    Some(Mail {
        message_id: mail.headers.get_first_value("Message-ID")?,
        about,
        payment: payment.to_owned(),
    })
}
