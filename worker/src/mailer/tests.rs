mod sending;
mod server;
mod writing;

use std::path::Path;

use ::settings::Validate as _;
use chrono::{TimeZone, Utc};
use serde_json::json;

use domain::Money;

use super::{Action, Mail, MailSettings, Mailer, SmtpTls, Statement};

const LINK: &str =
    "https://cinema.example/accounts/activate/form/?email=ann%40example.com&token=0123abcd";

/// Settings as an operator gives them, everything else by default.
fn settings() -> MailSettings {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
    serde_json::from_value(json!({
        "smtp_host": "127.0.0.1",
        "smtp_tls": "none",
        "from": "Online Cinema <no-reply@cinema.example>",
        "templates": templates,
        "link_key": "0123456789abcdef0123456789abcdef",
    }))
    .unwrap()
}

fn action() -> Action {
    Action {
        link: LINK.parse().unwrap(),
        expires_at: Utc.with_ymd_and_hms(2026, 11, 3, 9, 5, 0).unwrap(),
    }
}

fn statement() -> Statement {
    let cents = |cents| Money::from_cents(cents).unwrap();
    Statement {
        payment_id: 12,
        order_id: 7,
        at: Utc.with_ymd_and_hms(2026, 11, 3, 9, 5, 0).unwrap(),
        films: vec![("<Heat> & Co".into(), cents(999)), ("Ran".into(), cents(1))],
        total: cents(1000),
    }
}

fn all_mails() -> [Mail; 6] {
    [
        Mail::Activation(action()),
        Mail::ActivationComplete,
        Mail::PasswordReset(action()),
        Mail::PasswordResetComplete,
        Mail::PaymentReceipt(statement()),
        Mail::RefundConfirmation {
            statement: statement(),
            films_returned: true,
        },
    ]
}

#[test]
fn settings_have_safe_defaults() {
    let minimal: MailSettings = serde_json::from_value(json!({
        "from": "no-reply@cinema.example",
        "link_key": "0123456789abcdef0123456789abcdef",
    }))
    .unwrap();
    assert!(minimal.validate().is_ok());
    assert_eq!(minimal.smtp_tls, SmtpTls::StartTls);
}

#[test]
fn settings_that_cannot_work_are_named() {
    type Change = fn(&mut MailSettings);
    let cases: [(Change, &str); 11] = [
        (|s| s.smtp_host = " ".into(), "SMTP_HOST"),
        (|s| s.smtp_port = 0, "SMTP_PORT"),
        (|s| s.smtp_username = Some("shop".into()), "SMTP_USERNAME"),
        (
            |s| s.smtp_ca = Some("/etc/ssl/our-ca.pem".into()),
            "SMTP_CA",
        ),
        (|s| s.from = "nobody".into(), "FROM"),
        (
            |s| s.reply_to = Some("a@b.example\r\nBcc: c@d.example".into()),
            "REPLY_TO",
        ),
        (|s| s.timeout = std::time::Duration::ZERO, "TIMEOUT"),
        (|s| s.pool_size = 0, "POOL_SIZE"),
        (
            |s| s.shop_name = "Cinema\r\nBcc: c@d.example".into(),
            "SHOP_NAME",
        ),
        (|s| s.link_key = "short".into(), "LINK_KEY"),
        (|s| s.link_key = "".into(), "LINK_KEY"),
    ];
    for (change, variable) in cases {
        let mut changed = settings();
        change(&mut changed);
        let refusal = changed.validate().unwrap_err().to_string();
        assert!(
            refusal.starts_with(&format!("CINEMA__MAIL__{variable} ")),
            "{refusal}"
        );
    }
}

#[test]
fn a_password_is_not_sent_unencrypted_over_the_network() {
    let mut settings = settings();
    settings.smtp_username = Some("shop".into());
    settings.smtp_password = Some("secret".into());
    assert!(settings.validate().is_ok(), "the same machine is fine");
    settings.smtp_host = "mail.example".into();
    let refusal = settings.validate().unwrap_err().to_string();
    assert!(refusal.contains("unencrypted"), "{refusal}");
    settings.smtp_tls = SmtpTls::Tls;
    assert!(settings.validate().is_ok());
}
