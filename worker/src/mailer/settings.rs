//! The `mail` section of the configuration.

use std::{net::IpAddr, path::PathBuf, time::Duration};

use lettre::message::Mailbox;
use serde::{Deserialize, Serialize};
use settings::{ConfigError, Secret, Validate, invalid};

/// Shortest key in characters: 32 random bytes are 64 in hex and 43 in base64.
const KEY_MIN: usize = 32;
/// How a certificate begins (RFC 7468, section 5.1). Text without one would count as "no authorities".
const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----";

/// How mails are written, and which server takes them.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailSettings {
    /// Name or address of the mail server. TLS certificates must be issued for it.
    pub smtp_host: String,
    /// Port of the mail server: 587 is usual for `starttls`, 465 for `tls`.
    pub smtp_port: u16,
    /// How the connection is encrypted.
    pub smtp_tls: SmtpTls,
    /// Further certificate authorities to trust, as PEM, for servers with a private one.
    pub smtp_ca: Option<String>,
    /// Account at the mail server, if it wants one.
    pub smtp_username: Option<String>,
    /// Password of that account.
    pub smtp_password: Option<Secret>,
    /// Sender, as `Online Cinema <no-reply@example.com>`.
    pub from: String,
    /// Where people's questions go: named in every mail, and the address that replies reach.
    pub reply_to: Option<String>,
    /// Longest time that connecting may take, and longest time that handing over one mail may take.
    #[serde(with = "humantime_serde")]
    pub timeout: Duration,
    /// Connections to the mail server at a time.
    pub pool_size: usize,
    /// Folder that holds `emails/`.
    pub templates: PathBuf,
    /// Name of the shop in subjects and texts.
    pub shop_name: String,
    /// Key from which the tokens in mailed links are made.
    pub link_key: Secret,
}

/// How the connection to the mail server is encrypted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpTls {
    /// Not at all: for a server on the same machine or a network of one's own.
    None,
    /// It starts in the clear and is upgraded; a server that can't is refused.
    #[default]
    StartTls,
    /// From the first byte.
    Tls,
}

impl Default for MailSettings {
    fn default() -> Self {
        Self {
            smtp_host: "localhost".to_owned(),
            smtp_port: 587,
            smtp_tls: SmtpTls::default(),
            smtp_ca: None,
            smtp_username: None,
            smtp_password: None,
            from: String::new(),
            reply_to: None,
            timeout: Duration::from_secs(10),
            pool_size: 4,
            templates: PathBuf::from("templates"),
            shop_name: "Online Cinema".to_owned(),
            link_key: Secret::default(),
        }
    }
}

impl Validate for MailSettings {
    fn validate(&self) -> Result<(), ConfigError> {
        let name_without_password = self.smtp_username.is_some() != self.smtp_password.is_some();
        let encrypted = self.smtp_tls != SmtpTls::None;
        let rules = [
            (
                !self.smtp_host.trim().is_empty(),
                "mail.smtp_host",
                "must not be empty",
            ),
            (self.smtp_port != 0, "mail.smtp_port", "must not be 0"),
            (
                !name_without_password,
                "mail.smtp_username",
                "goes together with mail.smtp_password: give both or none",
            ),
            (
                self.smtp_password.is_none() || encrypted || self.is_local(),
                "mail.smtp_tls",
                "the password would cross the network unencrypted: set starttls or tls",
            ),
            (
                self.smtp_ca
                    .as_ref()
                    .is_none_or(|pem| pem.contains(CERTIFICATE)),
                "mail.smtp_ca",
                "must be a certificate as PEM: name its file with CINEMA__MAIL__SMTP_CA_FILE",
            ),
            (
                !self.timeout.is_zero(),
                "mail.timeout",
                "must be longer than 0",
            ),
            (
                (1..=1000).contains(&self.pool_size),
                "mail.pool_size",
                "must be between 1 and 1000",
            ),
            (
                is_one_line(&self.shop_name),
                "mail.shop_name",
                "must be one line of text",
            ),
        ];
        if let Some((_, key, reason)) = rules.into_iter().find(|(kept, ..)| !kept) {
            return Err(invalid(key, reason));
        }
        if self.link_key.expose().len() < KEY_MIN {
            let state = if self.link_key.is_empty() {
                "is not set"
            } else {
                "is too short"
            };
            let fix = format!(
                "{state}: give at least {KEY_MIN} random characters, such as `openssl rand -hex 32` prints"
            );
            return Err(invalid("mail.link_key", fix));
        }
        self.sender()?;
        self.reply_mailbox()?;
        Ok(())
    }
}

impl MailSettings {
    pub(super) fn sender(&self) -> Result<Mailbox, ConfigError> {
        self.from.parse().map_err(|_| {
            let reason = "must be an address such as `Online Cinema <no-reply@example.com>`";
            invalid("mail.from", reason)
        })
    }

    pub(super) fn reply_mailbox(&self) -> Result<Option<Mailbox>, ConfigError> {
        self.reply_to
            .as_deref()
            .map(str::parse)
            .transpose()
            .map_err(|_| {
                let reason = "must be an address such as `Online Cinema <help@example.com>`";
                invalid("mail.reply_to", reason)
            })
    }

    fn is_local(&self) -> bool {
        let address = self.smtp_host.parse::<IpAddr>();
        self.smtp_host == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }
}

/// Says whether the text can stand in a mail header as it is.
pub(super) fn is_one_line(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains(char::is_control)
}
