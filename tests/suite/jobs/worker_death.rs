//! Workers that are killed, and workers that are asked to stop.

use super::{everybody_has_a_mail, register_at_once};
use crate::support::{Cinema, eventually};

#[tokio::test]
async fn a_worker_that_is_killed_in_the_middle_of_two_hundred_mails_loses_none() {
    let mut cinema = Cinema::without_worker().await;
    cinema.smtp.pause_after(50);
    register_at_once(&cinema, 200).await;
    let worker = cinema.worker_process();
    eventually("fifty mails are sent", async || {
        (cinema.smtp.mails().len() == 50).then_some(())
    })
    .await;
    worker.kill().await;

    cinema.smtp.accept();
    cinema.start_worker();
    everybody_has_a_mail(&cinema, 200).await;
}

#[tokio::test]
async fn a_worker_that_is_asked_to_stop_finishes_the_mail_in_hand() {
    let cinema = Cinema::without_worker().await;
    cinema.smtp.pause_after(0);
    let worker = cinema.worker_process();
    register_at_once(&cinema, 1).await;
    eventually("the worker holds the mail", async || {
        cinema.smtp.waiting().then_some(())
    })
    .await;
    worker.terminate().await;
    cinema.smtp.accept();
    assert_eq!(worker.exit_code().await, Some(0));
    assert_eq!(cinema.smtp.mails().len(), 1);
    assert_eq!(cinema.count("SELECT count(*) FROM handled_jobs").await, 1);
}

#[tokio::test]
async fn a_worker_that_loses_the_database_in_the_middle_of_its_mails_loses_none() {
    let cinema = Cinema::start().await;
    cinema.smtp.pause_after(5);
    register_at_once(&cinema, 30).await;
    eventually("five mails are sent and more are in hand", async || {
        (cinema.smtp.mails().len() == 5 && cinema.smtp.waiting()).then_some(())
    })
    .await;
    cinema.postgres.cut().await;
    cinema.smtp.accept();
    // Mails in hand are sent, but nobody can note that they are.
    eventually("a job waits for its next attempt", async || {
        (cinema.parked_jobs().await > 0).then_some(())
    })
    .await;
    cinema.postgres.restore().await;
    everybody_has_a_mail(&cinema, 30).await;
}
