use std::fs;

use super::{LINK, Mailer, action, all_mails, settings, statement};
use crate::mailer::{Mail, MailerError};

#[test]
fn every_subject_is_one_line_and_every_mail_names_its_recipient() {
    let mailer = Mailer::new(&settings()).unwrap();
    for mail in all_mails() {
        let rendered = mailer.render("ann@example.com", &mail).unwrap();
        assert!(rendered.subject.contains("Online Cinema"));
        assert_eq!(rendered.subject.lines().count(), 1);
        assert!(rendered.text.contains("ann@example.com"));
        assert!(rendered.html.contains("ann@example.com"));
    }
}

#[test]
fn a_link_stands_with_its_expiry_in_both_forms() {
    let mailer = Mailer::new(&settings()).unwrap();
    for mail in [Mail::Activation(action()), Mail::PasswordReset(action())] {
        let rendered = mailer.render("ann@example.com", &mail).unwrap();
        assert!(
            rendered.text.lines().any(|line| line == LINK),
            "on a line of its own"
        );
        assert!(rendered.text.contains("3 November 2026, 09:05 UTC"));
        assert!(rendered.html.contains("3 November 2026, 09:05 UTC"));
        let in_html = LINK.replace('&', "&amp;").replace('/', "&#x2f;");
        assert!(
            rendered.html.contains(&format!("href=\"{in_html}\"")),
            "as a button"
        );
        assert!(
            rendered.html.contains(&format!(">{in_html}</a>")),
            "to copy"
        );
    }
}

#[test]
fn a_statement_stands_with_every_film_and_figure_in_both_forms() {
    let mailer = Mailer::new(&settings()).unwrap();
    let refund = |films_returned| Mail::RefundConfirmation {
        statement: statement(),
        films_returned,
    };
    for mail in [
        Mail::PaymentReceipt(statement()),
        refund(true),
        refund(false),
    ] {
        let rendered = mailer.render("ann@example.com", &mail).unwrap();
        assert!(rendered.subject.ends_with("for order 7"));
        for line in ["<Heat> & Co: $9.99", "Ran: $0.01", "Payment 12"] {
            assert!(rendered.text.lines().any(|found| found == line), "{line}");
        }
        for text in ["&lt;Heat&gt; &amp; Co", "$9.99", "$0.01", "$10.00", ">12<"] {
            assert!(rendered.html.contains(text), "{text}");
        }
        assert!(rendered.text.contains("$10.00"));
        assert!(rendered.text.contains("3 November 2026, 09:05 UTC"));
        assert!(rendered.html.contains("3 November 2026, 09:05 UTC"));
    }
}

#[test]
fn an_address_cannot_bring_markup_into_a_page() {
    let mailer = Mailer::new(&settings()).unwrap();
    for mail in all_mails() {
        let rendered = mailer.render("\"<script>\"@example.com", &mail).unwrap();
        assert!(!rendered.html.contains("<script>"));
        assert!(rendered.html.contains("&lt;script&gt;"));
        assert!(
            rendered.text.contains("\"<script>\"@example.com"),
            "plain text stays plain"
        );
    }
}

#[test]
fn an_address_is_never_read_as_a_template() {
    let mailer = Mailer::new(&settings()).unwrap();
    let rendered = mailer
        .render("{{7*7}}@example.com", &Mail::ActivationComplete)
        .unwrap();
    assert!(rendered.text.contains("{{7*7}}@example.com"));
}

#[test]
fn questions_go_to_the_reply_address_where_there_is_one() {
    let without = Mailer::new(&settings()).unwrap();
    let mut settings = settings();
    settings.reply_to = Some("Help <help@cinema.example>".into());
    let with = Mailer::new(&settings).unwrap();
    for mail in all_mails() {
        let silent = without.render("ann@example.com", &mail).unwrap();
        assert!(silent.text.contains("nobody reads replies"));
        let helpful = with.render("ann@example.com", &mail).unwrap();
        assert!(helpful.text.contains("Write to help@cinema.example"));
        assert!(helpful.html.contains("mailto:help@cinema.example"));
    }
}

#[test]
fn a_broken_template_stops_the_start_and_is_named() {
    let cases = [
        (
            "password_reset/body.txt",
            "{{ liink }}",
            "password_reset/body.txt:1",
        ),
        (
            "activation/body.html",
            "\n{% if %}",
            "activation/body.html:2",
        ),
        (
            "activation/subject.txt",
            "Two\nlines",
            "activation/subject.txt",
        ),
        ("layout.txt", "{{ token }}", "layout.txt:1"),
    ];
    for (file, content, named) in cases {
        let mut settings = settings();
        let folder = tempfile::tempdir().unwrap();
        copy(
            &settings.templates.join("emails"),
            &folder.path().join("emails"),
        );
        fs::write(folder.path().join("emails").join(file), content).unwrap();
        settings.templates = folder.path().to_owned();
        assert_template_error(&settings, named);
    }
}

#[test]
fn a_missing_template_stops_the_start_and_is_named() {
    let mut settings = settings();
    let folder = tempfile::tempdir().unwrap();
    settings.templates = folder.path().to_owned();
    assert_template_error(&settings, "activation/subject.txt");
}

fn assert_template_error(settings: &crate::mailer::MailSettings, named: &str) {
    let Err(MailerError::Template(error)) = Mailer::new(settings) else {
        panic!("{named}: the mailer started");
    };
    let message = error.to_string();
    assert!(message.contains(named), "{message}");
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
