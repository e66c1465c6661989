use std::time::Duration;

use tokio::net::TcpListener;
use uuid::{Uuid, uuid};

use super::{
    Mailer, SmtpTls, action,
    server::{Reply, Server, accept},
    settings,
};
use crate::mailer::{Cause, Mail, SendError};

const JOB: Uuid = uuid!("01890a5d-ac96-774b-bcce-b302099a8057");

fn mailer(port: u16) -> Mailer {
    let mut settings = settings();
    settings.smtp_port = port;
    Mailer::new(&settings).unwrap()
}

async fn send(mailer: &Mailer) -> Result<(), SendError> {
    mailer
        .send(JOB, "ann@example.com", &Mail::ActivationComplete)
        .await
}

#[tokio::test]
async fn a_mail_arrives_in_two_forms_and_says_that_a_machine_sent_it() {
    let server = Server::start(|_, command| accept(command)).await;
    let mailer = mailer(server.port);
    let mail = Mail::Activation(action());
    mailer.send(JOB, "ann@example.com", &mail).await.unwrap();
    let message = server.messages().pop().unwrap();
    for header in [
        "From: \"Online Cinema\" <no-reply@cinema.example>\r\n",
        "To: ann@example.com\r\n",
        "Subject: Activate your Online Cinema account\r\n",
        "Message-ID: <01890a5d-ac96-774b-bcce-b302099a8057@cinema.example>\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "Date: ",
        "Content-Type: multipart/alternative;",
        "Content-Type: text/plain; charset=utf-8\r\n",
        "Content-Type: text/html; charset=utf-8\r\n",
    ] {
        assert!(message.contains(header), "{header} in\n{message}");
    }
    assert!(message.is_ascii(), "so that every server can pass it on");
}

#[tokio::test]
async fn answers_decide_whether_a_mail_is_tried_again() {
    type Dialogue = fn(usize, &str) -> Reply;
    let cases: [(Dialogue, bool); 9] = [
        (
            |_, command| answer(command, "GREETING", "554 not today"),
            true,
        ),
        (
            |_, command| answer(command, "EHLO", "421 shutting down"),
            true,
        ),
        (|_, command| answer(command, "MAIL", "451 try later"), true),
        (|_, command| answer(command, "RCPT", "451 greylisted"), true),
        (
            |_, command| answer(command, "RCPT", "550 no such mailbox"),
            false,
        ),
        (
            |_, command| answer(command, "MESSAGE", "452 disk full"),
            true,
        ),
        (
            |_, command| answer(command, "MESSAGE", "554 looks like spam"),
            false,
        ),
        (|_, command| answer(command, "MESSAGE", "gibberish"), true),
        (
            |_, command| {
                if command == "MESSAGE" {
                    Reply::HangUp
                } else {
                    accept(command)
                }
            },
            true,
        ),
    ];
    for (index, (dialogue, again)) in cases.into_iter().enumerate() {
        let server = Server::start(dialogue).await;
        let error = send(&mailer(server.port)).await.unwrap_err();
        assert_eq!(
            matches!(error, SendError::Transient(_)),
            again,
            "case {index}: {error}"
        );
    }
}

fn answer(command: &str, moment: &str, text: &'static str) -> Reply {
    if command == moment {
        Reply::Say(text)
    } else {
        accept(command)
    }
}

#[tokio::test]
async fn a_refusal_keeps_the_words_of_the_server() {
    let server =
        Server::start(|_, command| answer(command, "RCPT", "550 5.1.1 no such mailbox")).await;
    let error = send(&mailer(server.port)).await.unwrap_err();
    assert!(error.to_string().contains("no such mailbox"), "{error}");
}

#[tokio::test]
async fn a_server_that_is_away_is_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let result = send(&mailer(port)).await;
    assert!(matches!(
        result,
        Err(SendError::Transient(Cause::Unreachable(_)))
    ));
}

#[tokio::test]
async fn a_silent_server_is_given_up_and_its_connection_never_used_again() {
    let server = Server::start(|connection, command| match (connection, command) {
        (1, "GREETING") | (2, "MESSAGE") => Reply::Silence,
        _ => accept(command),
    })
    .await;
    let mut settings = settings();
    settings.smtp_port = server.port;
    settings.timeout = Duration::from_millis(500);
    let mailer = Mailer::new(&settings).unwrap();
    for _ in 0..2 {
        let result = send(&mailer).await;
        assert!(matches!(
            result,
            Err(SendError::Transient(Cause::TimedOut(_)))
        ));
    }
    send(&mailer).await.unwrap();
    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn a_connection_serves_many_mails() {
    let server = Server::start(|_, command| accept(command)).await;
    let mailer = mailer(server.port);
    for _ in 0..3 {
        send(&mailer).await.unwrap();
    }
    assert_eq!(server.messages().len(), 3);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn no_more_connections_are_opened_than_allowed() {
    let server = Server::start(|_, command| accept(command)).await;
    let mut settings = settings();
    settings.smtp_port = server.port;
    settings.pool_size = 2;
    let mailer = Mailer::new(&settings).unwrap();
    let (a, b, c, d) = tokio::join!(send(&mailer), send(&mailer), send(&mailer), send(&mailer));
    for result in [a, b, c, d] {
        result.unwrap();
    }
    assert_eq!(server.messages().len(), 4);
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_connection_that_the_server_closed_meanwhile_is_replaced() {
    let server = Server::start(|connection, command| match (connection, command) {
        (1, "NOOP") => Reply::HangUp,
        _ => accept(command),
    })
    .await;
    let mailer = mailer(server.port);
    send(&mailer).await.unwrap();
    send(&mailer).await.unwrap();
    assert_eq!(server.messages().len(), 2);
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn what_is_not_an_address_is_not_tried_again_and_adds_no_header() {
    let server = Server::start(|_, command| accept(command)).await;
    let mailer = mailer(server.port);
    for recipient in [
        "",
        "ann",
        "ann@",
        "Ann <ann@example.com>",
        "ann@example.com\r\nBcc: bob@example.com",
    ] {
        let result = mailer.send(JOB, recipient, &Mail::ActivationComplete).await;
        assert!(
            matches!(result, Err(SendError::Permanent(Cause::Recipient(_)))),
            "{recipient:?}"
        );
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_server_that_cannot_encrypt_gets_no_mail_where_encryption_is_asked_for() {
    let server = Server::start(|_, command| accept(command)).await;
    let mut settings = settings();
    settings.smtp_port = server.port;
    settings.smtp_tls = SmtpTls::StartTls;
    let result = send(&Mailer::new(&settings).unwrap()).await;
    assert!(matches!(
        result,
        Err(SendError::Transient(Cause::NoSession(_)))
    ));
    assert!(server.messages().is_empty());
}

#[tokio::test]
async fn a_refused_sign_in_is_no_fault_of_the_mail() {
    let server = Server::start(|_, command| match command {
        "EHLO" => Reply::Say("250-hello\r\n250 AUTH PLAIN"),
        "AUTH" => Reply::Say("535 wrong password"),
        _ => accept(command),
    })
    .await;
    let mut settings = settings();
    settings.smtp_port = server.port;
    settings.smtp_username = Some("shop".into());
    settings.smtp_password = Some("old".into());
    let result = send(&Mailer::new(&settings).unwrap()).await;
    assert!(matches!(
        result,
        Err(SendError::Transient(Cause::NoSession(_)))
    ));
}

#[tokio::test]
async fn an_address_that_the_server_cannot_spell_is_not_tried_again() {
    let server = Server::start(|_, command| accept(command)).await;
    let recipient = "änn@example.com";
    let result = mailer(server.port)
        .send(JOB, recipient, &Mail::ActivationComplete)
        .await;
    assert!(matches!(
        result,
        Err(SendError::Permanent(Cause::Refused(_)))
    ));
    assert!(server.messages().is_empty());
}
