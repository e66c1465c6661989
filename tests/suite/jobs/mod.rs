//! From the outbox through the broker to the mail server, whatever fails on the way.

mod broker_outage;
mod burst;
mod dead_letters;
mod mail_server;
mod scheduler;
mod traces;
mod worker_death;

use futures_util::future::join_all;

use crate::support::{Cinema, eventually};

/// Registers this many people at once. Every answer is 201.
async fn register_at_once(cinema: &Cinema, count: usize) {
    let answers =
        join_all((0..count).map(|number| async move { cinema.register(&address(number)).await }))
            .await;
    for answer in answers {
        assert_eq!(answer.status, 201, "{}", answer.text);
    }
}

/// Waits until each of them has a mail.
async fn everybody_has_a_mail(cinema: &Cinema, count: usize) {
    eventually("everybody has a mail", async || {
        (cinema.smtp.count_by_recipient().len() == count).then_some(())
    })
    .await;
    let counts = cinema.smtp.count_by_recipient();
    for number in 0..count {
        assert_eq!(
            counts.get(&address(number)),
            Some(&1),
            "{}",
            address(number)
        );
    }
}

fn address(number: usize) -> String {
    format!("person{number}@example.com")
}
