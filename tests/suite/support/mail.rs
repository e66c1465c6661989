//! Mails as a person reads them.

use mailparse::{MailHeaderMap as _, ParsedMail};
use url::Url;
use uuid::Uuid;

/// A mail that arrived.
#[derive(Debug, Clone)]
pub(crate) struct Mail {
    /// To whom the envelope says.
    pub(crate) recipient: String,
    /// The `Message-ID` header.
    pub(crate) message_id: String,
    /// The `From` header.
    pub(crate) from: String,
    /// The subject.
    pub(crate) subject: String,
    /// The text part.
    pub(crate) text: String,
    /// The HTML part.
    pub(crate) html: String,
}

impl Mail {
    pub(super) fn parse(recipient: &str, raw: &[u8]) -> Self {
        let mail = mailparse::parse_mail(raw).expect("a well-formed mail");
        let header = |name: &str| {
            mail.headers
                .get_first_value(name)
                .unwrap_or_else(|| panic!("a header {name}"))
        };
        Self {
            recipient: recipient.to_owned(),
            message_id: header("Message-ID"),
            from: header("From"),
            subject: header("Subject"),
            text: part(&mail, "text/plain"),
            html: part(&mail, "text/html"),
        }
    }

    /// The job that sent it, after which the Message-ID is named.
    pub(crate) fn job_id(&self) -> Uuid {
        let id = self
            .message_id
            .trim_start_matches('<')
            .split('@')
            .next()
            .unwrap_or_default();
        id.parse().expect("the Message-ID names the job")
    }

    /// The link in the text part.
    pub(crate) fn url(&self) -> Url {
        let link = self
            .text
            .split_whitespace()
            .find(|word| word.starts_with("http"));
        link.expect("a link in the text").parse().expect("a URL")
    }

    /// Path and query of that link.
    pub(crate) fn link(&self) -> String {
        let link = self.url();
        format!("{}?{}", link.path(), link.query().unwrap_or_default())
    }

    /// The same for a program: path and query of the operation behind the page that the link leads to.
    pub(crate) fn operation(&self) -> String {
        self.link().replace("/form/", "/")
    }

    /// The token in that link.
    pub(crate) fn token(&self) -> String {
        let link = self.url();
        let token = link.query_pairs().find(|(name, _)| name == "token");
        token.expect("a token in the link").1.into_owned()
    }
}

fn part(mail: &ParsedMail<'_>, kind: &str) -> String {
    let part = mail.parts().find(|part| part.ctype.mimetype == kind);
    part.unwrap_or_else(|| panic!("a part {kind}"))
        .get_body()
        .expect("a known encoding")
        .replace("\r\n", "\n")
}
