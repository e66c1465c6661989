//! Many at once.

use std::collections::HashSet;

use jobs::Queue;

use super::{everybody_has_a_mail, register_at_once};
use crate::support::{Cinema, Mail, eventually};

#[tokio::test]
async fn two_hundred_registrations_at_once_are_two_hundred_mails_and_none_twice() {
    let cinema = Cinema::start().await;
    register_at_once(&cinema, 200).await;
    everybody_has_a_mail(&cinema, 200).await;

    // Nothing is left that could send another one.
    eventually("every job is done", async || {
        let handled = cinema.count("SELECT count(*) FROM handled_jobs").await;
        let waiting = cinema.count("SELECT count(*) FROM outbox").await;
        (handled == 200 && waiting == 0 && cinema.queue_length(Queue::Email).await == 0)
            .then_some(())
    })
    .await;
    let mails = cinema.smtp.mails();
    let ids: HashSet<_> = mails.iter().map(|mail| &mail.message_id).collect();
    let tokens: HashSet<_> = mails.iter().map(Mail::token).collect();
    assert_eq!((mails.len(), ids.len(), tokens.len()), (200, 200, 200));
}

#[tokio::test]
async fn three_workers_and_two_servers_share_the_work_and_nobody_gets_two_mails() {
    let cinema = Cinema::builder().servers(2).workers(3).start().await;
    register_at_once(&cinema, 100).await;
    everybody_has_a_mail(&cinema, 100).await;
    eventually("every job is done", async || {
        (cinema.count("SELECT count(*) FROM handled_jobs").await == 100).then_some(())
    })
    .await;
    assert_eq!(cinema.smtp.mails().len(), 100);
}
