//! The mails themselves: which there are, and how they are written from `templates/emails`.

use std::path::Path;

use chrono::{DateTime, Utc};
use minijinja::{
    Environment, Error, ErrorKind, UndefinedBehavior, context, path_loader, syntax::SyntaxConfig,
};
use url::Url;

use super::settings::is_one_line;

/// A mail to an account holder. Links carry credentials, so this type can't be printed.
pub enum Mail {
    /// Asks a new account holder to confirm the address.
    Activation(Action),
    /// Says that the account can be used.
    ActivationComplete,
    /// Brings the link with which a new password is chosen.
    PasswordReset(Action),
    /// Says that the password was changed.
    PasswordResetComplete,
}

/// What the recipient is asked to do.
pub struct Action {
    /// The address to open; whoever has it may act for the account.
    pub link: Url,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

impl Mail {
    /// Name of the mail's folder in `templates/emails`.
    fn folder(&self) -> &'static str {
        match self {
            Self::Activation(_) => "activation",
            Self::ActivationComplete => "activation_complete",
            Self::PasswordReset(_) => "password_reset",
            Self::PasswordResetComplete => "password_reset_complete",
        }
    }

    fn action(&self) -> Option<&Action> {
        match self {
            Self::Activation(action) | Self::PasswordReset(action) => Some(action),
            Self::ActivationComplete | Self::PasswordResetComplete => None,
        }
    }
}

/// A mail as the recipient reads it.
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// For those who read plain text.
    pub text: String,
    /// The same as a page.
    pub html: String,
}

/// The templates, compiled and known to work.
pub(super) struct Templates {
    environment: Environment<'static>,
    shop_name: String,
    support_email: Option<String>,
}

impl Templates {
    /// Reads `emails/` in `folder` and writes every mail once, so that a broken template stops the
    /// start and not a mail. The error names the template and the line.
    pub(super) fn load(
        folder: &Path,
        shop_name: String,
        support_email: Option<String>,
    ) -> Result<Self, Error> {
        let mut environment = Environment::new();
        environment.set_loader(path_loader(folder.join("emails")));
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(
            SyntaxConfig::builder()
                .trim_blocks(true)
                .lstrip_blocks(true)
                .build()?,
        );
        // Debug mode adds the variables to error texts, and links carry credentials.
        environment.set_debug(false);
        let templates = Self {
            environment,
            shop_name,
            support_email,
        };
        for mail in specimens() {
            templates.render("somebody@example.com", &mail)?;
        }
        Ok(templates)
    }

    /// Writes one mail for the holder of the address `email`.
    pub(super) fn render(&self, email: &str, mail: &Mail) -> Result<Rendered, Error> {
        let action = mail.action().map_or_else(
            || context! {},
            |action| {
                context! {
                    link => action.link.as_str(),
                    expires_at => action.expires_at.format("%-d %B %Y, %H:%M UTC").to_string(),
                }
            },
        );
        let variables = context! {
            shop_name => &self.shop_name,
            support_email => self.support_email.as_deref(),
            email,
            ..action
        };
        let part = |file: &str| {
            self.environment
                .get_template(&format!("{}/{file}", mail.folder()))?
                .render(&variables)
        };
        let subject = part("subject.txt")?;
        if !is_one_line(&subject) {
            let name = mail.folder();
            return Err(Error::new(
                ErrorKind::InvalidOperation,
                format!("the subject in {name}/subject.txt is not one line"),
            ));
        }
        Ok(Rendered {
            subject,
            text: part("body.txt")?,
            html: part("body.html")?,
        })
    }
}

/// One of each kind, to try the templates with.
fn specimens() -> [Mail; 4] {
    let action = || Action {
        link: Url::parse("https://example.com/").expect("the literal is a URL"),
        expires_at: DateTime::UNIX_EPOCH,
    };
    [
        Mail::Activation(action()),
        Mail::ActivationComplete,
        Mail::PasswordReset(action()),
        Mail::PasswordResetComplete,
    ]
}
