//! Which mails there are, and what is known about each.

use chrono::{DateTime, Utc};
use domain::Money;
use minijinja::{Value, context};
use url::Url;

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
    /// Says what was bought and paid.
    PaymentReceipt(Statement),
    /// Says that a payment was given back.
    RefundConfirmation {
        /// What was given back.
        statement: Statement,
        /// Whether the buyer had the films. Otherwise the payment came for nothing.
        films_returned: bool,
    },
}

/// What the recipient is asked to do.
pub struct Action {
    /// The address to open; whoever has it may act for the account.
    pub link: Url,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

/// A movement of money, and what it was for.
pub struct Statement {
    /// The payment, by our number.
    pub payment_id: i32,
    /// The order that it is for.
    pub order_id: i32,
    /// When the money moved.
    pub at: DateTime<Utc>,
    /// The films of the order, with the prices that were fixed when it was made.
    pub films: Vec<(String, Money)>,
    /// What moved.
    pub total: Money,
}

impl Mail {
    /// Name of the mail's folder in `templates/emails`.
    pub(super) fn folder(&self) -> &'static str {
        match self {
            Self::Activation(_) => "activation",
            Self::ActivationComplete => "activation_complete",
            Self::PasswordReset(_) => "password_reset",
            Self::PasswordResetComplete => "password_reset_complete",
            Self::PaymentReceipt(_) => "payment_receipt",
            Self::RefundConfirmation { .. } => "refund_confirmation",
        }
    }

    /// What its templates can name, beside what all of them can.
    pub(super) fn variables(&self) -> Value {
        match self {
            Self::Activation(action) | Self::PasswordReset(action) => action.variables(),
            Self::ActivationComplete | Self::PasswordResetComplete => context! {},
            Self::PaymentReceipt(statement) => statement.variables(),
            Self::RefundConfirmation {
                statement,
                films_returned,
            } => context! { films_returned, ..statement.variables() },
        }
    }

    /// One of each kind, to try the templates with.
    pub(super) fn specimens() -> [Self; 6] {
        let action = || Action {
            link: Url::parse("https://example.com/").expect("the literal is a URL"),
            expires_at: DateTime::UNIX_EPOCH,
        };
        let statement = || Statement {
            payment_id: 1,
            order_id: 1,
            at: DateTime::UNIX_EPOCH,
            films: vec![("A film".to_owned(), Money::ZERO)],
            total: Money::ZERO,
        };
        [
            Self::Activation(action()),
            Self::ActivationComplete,
            Self::PasswordReset(action()),
            Self::PasswordResetComplete,
            Self::PaymentReceipt(statement()),
            Self::RefundConfirmation {
                statement: statement(),
                films_returned: true,
            },
        ]
    }
}

impl Action {
    fn variables(&self) -> Value {
        context! { link => self.link.as_str(), expires_at => shown(self.expires_at) }
    }
}

impl Statement {
    fn variables(&self) -> Value {
        let films = self
            .films
            .iter()
            .map(|(name, price)| context! { name, price => price.to_string() });
        context! {
            payment_id => self.payment_id,
            order_id => self.order_id,
            date => shown(self.at),
            films => films.collect::<Vec<_>>(),
            total => self.total.to_string(),
        }
    }
}

fn shown(time: DateTime<Utc>) -> String {
    time.format("%-d %B %Y, %H:%M UTC").to_string()
}
