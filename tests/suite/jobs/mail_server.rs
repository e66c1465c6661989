//! The mail server refuses, is away, comes back.

use super::{everybody_has_a_mail, register_at_once};
use crate::support::{Cinema, eventually};

async fn one_attempt_has_failed(cinema: &Cinema) {
    eventually("a job waits for its next attempt", async || {
        (cinema.parked_jobs().await > 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_mail_that_is_refused_for_now_is_sent_later() {
    let cinema = Cinema::start().await;
    cinema.smtp.refuse_with("451 4.3.0 try again later");
    register_at_once(&cinema, 1).await;
    one_attempt_has_failed(&cinema).await;
    assert_eq!(cinema.smtp.mails().len(), 0);
    cinema.smtp.accept();
    everybody_has_a_mail(&cinema, 1).await;
}

#[tokio::test]
async fn a_mail_that_is_refused_for_good_is_a_dead_letter_with_its_reason() {
    let cinema = Cinema::start().await;
    cinema.smtp.refuse_with("550 5.1.1 no such mailbox");
    register_at_once(&cinema, 1).await;
    let dead = cinema.dead_letter().await;
    assert_eq!(dead.kind.as_deref(), Some("send-activation-email"));
    assert!(
        dead.reason.contains("550") && dead.reason.contains("no such mailbox"),
        "{}",
        dead.reason
    );
    let [attempt] = &dead.attempts[..] else {
        panic!("{:?}", dead.attempts)
    };
    assert_eq!(attempt.error, dead.reason);
    assert!(attempt.at > 0);

    // Nothing has happened: the account can ask for another mail.
    assert_eq!(cinema.count("SELECT count(*) FROM handled_jobs").await, 0);
    assert_eq!(
        cinema.count("SELECT count(*) FROM activation_tokens").await,
        0
    );
}

#[tokio::test]
async fn mails_wait_for_a_mail_server_that_is_down() {
    let cinema = Cinema::start().await;
    cinema.smtp.stop().await;
    register_at_once(&cinema, 20).await;
    one_attempt_has_failed(&cinema).await;
    cinema.smtp.restart().await;
    everybody_has_a_mail(&cinema, 20).await;
}

#[tokio::test]
async fn one_mailbox_that_does_not_exist_holds_up_nobody_else() {
    let cinema = Cinema::start().await;
    cinema.smtp.refuse_with("550 5.1.1 no such mailbox");
    cinema.register("nobody@example.com").await;
    cinema.dead_letter().await;
    cinema.smtp.accept();
    register_at_once(&cinema, 3).await;
    everybody_has_a_mail(&cinema, 3).await;
    assert!(
        cinema
            .smtp
            .mails()
            .iter()
            .all(|mail| mail.recipient != "nobody@example.com")
    );
}
