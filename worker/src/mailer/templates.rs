//! How mails are written from `templates/emails`.

use std::path::Path;

use minijinja::{
    Environment, Error, ErrorKind, UndefinedBehavior, context, path_loader, syntax::SyntaxConfig,
};

use super::{Mail, settings::is_one_line};

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
        for mail in Mail::specimens() {
            templates.render("somebody@example.com", &mail)?;
        }
        Ok(templates)
    }

    /// Writes one mail for the holder of the address `email`.
    pub(super) fn render(&self, email: &str, mail: &Mail) -> Result<Rendered, Error> {
        let variables = context! {
            shop_name => &self.shop_name,
            support_email => self.support_email.as_deref(),
            email,
            ..mail.variables()
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
