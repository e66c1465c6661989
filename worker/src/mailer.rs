//! Mails to account holders: written from templates, sent by SMTP.

mod mail;
mod settings;
mod smtp;
mod templates;
#[cfg(test)]
mod tests;

use std::{io, time::Duration};

use lettre::{
    Address, Message,
    address::AddressError,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use uuid::Uuid;

pub use mail::{Action, Mail, Statement};
pub use settings::{MailSettings, SmtpTls};
use smtp::SmtpServer;
pub use templates::Rendered;
use templates::Templates;

/// Writes and sends mails. One per process: it keeps the connections to the mail server.
pub struct Mailer {
    templates: Templates,
    server: SmtpServer,
    from: Mailbox,
    reply_to: Option<Mailbox>,
}

/// Why the worker can't start to send mails.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    /// A setting is wrong.
    #[error(transparent)]
    Settings(#[from] ::settings::ConfigError),
    /// A template is missing or broken; the text names it.
    #[error("a mail template doesn't work: {0}")]
    Template(#[from] minijinja::Error),
    /// The certificate authorities or the host name don't suit TLS.
    #[error("TLS can't be set up for the mail server: {0}")]
    Tls(#[from] lettre::transport::smtp::Error),
}

/// Why a mail wasn't sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Worth another attempt: the server is away, slow, or answers 4xx (RFC 5321, section 4.2.1).
    #[error(transparent)]
    Transient(Cause),
    /// The same mail will fail again: a 5xx answer, or it can't be written or addressed.
    #[error(transparent)]
    Permanent(Cause),
}

/// What went wrong with a mail.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    /// Nothing answers at the address of the mail server.
    #[error("the mail server can't be reached: {0}")]
    Unreachable(#[from] io::Error),
    /// Encryption, greeting or sign-in failed, before any mail was spoken of.
    #[error("the mail server opens no session: {0}")]
    NoSession(#[from] lettre::transport::smtp::Error),
    /// The dialogue about this mail failed.
    #[error("the mail server didn't take the mail: {0}")]
    Refused(lettre::transport::smtp::Error),
    /// The server kept silent.
    #[error("the mail server didn't answer within {0:?}")]
    TimedOut(Duration),
    /// Not a mail address.
    #[error("the recipient's address is not valid: {0}")]
    Recipient(AddressError),
    /// The template failed on this mail's data.
    #[error("the mail can't be written: {0}")]
    Template(minijinja::Error),
    /// The parts don't make a message.
    #[error("the mail can't be put together: {0}")]
    Message(lettre::error::Error),
}

impl Mailer {
    /// Prepares everything but the connection to the mail server: a worker starts, and is
    /// not ready, while that is away. Every template is tried.
    pub fn new(settings: &MailSettings) -> Result<Self, MailerError> {
        let from = settings.sender()?;
        let reply_to = settings.reply_mailbox()?;
        let support_email = reply_to.as_ref().map(|mailbox| mailbox.email.to_string());
        Ok(Self {
            templates: Templates::load(
                &settings.templates,
                settings.shop_name.clone(),
                support_email,
            )?,
            server: SmtpServer::new(settings, from.email.domain())?,
            from,
            reply_to,
        })
    }

    /// Writes a mail without sending it.
    pub fn render(&self, recipient: &str, mail: &Mail) -> Result<Rendered, minijinja::Error> {
        self.templates.render(recipient, mail)
    }

    /// Writes a mail and hands it to the mail server. The job's id becomes the Message-ID, so
    /// that a mail sent twice after a crash is recognised as one.
    pub async fn send(&self, job_id: Uuid, recipient: &str, mail: &Mail) -> Result<(), SendError> {
        let message = self
            .message(job_id, recipient, mail)
            .map_err(SendError::Permanent)?;
        self.server.send(&message).await
    }

    fn message(&self, job_id: Uuid, recipient: &str, mail: &Mail) -> Result<Message, Cause> {
        let to: Address = recipient.parse().map_err(Cause::Recipient)?;
        let rendered = self.render(recipient, mail).map_err(Cause::Template)?;
        let message_id = format!("<{job_id}@{}>", self.from.email.domain());
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(to.into())
            .subject(rendered.subject)
            .message_id(Some(message_id))
            .raw_header(auto_submitted());
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.clone());
        }
        builder
            .multipart(MultiPart::alternative_plain_html(
                rendered.text,
                rendered.html,
            ))
            .map_err(Cause::Message)
    }
}

/// Tells other programs not to answer: no out-of-office notes (RFC 3834, section 5).
fn auto_submitted() -> HeaderValue {
    HeaderValue::new(
        HeaderName::new_from_ascii_str("Auto-Submitted"),
        "auto-generated".to_owned(),
    )
}
