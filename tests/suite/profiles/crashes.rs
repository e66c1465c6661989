//! What is left when a server or a worker dies in the middle, and when two meet over one picture.

use sqlx::{Postgres, Transaction};

use super::{Form, Member, file_of, path_of, pictures};
use crate::{
    buying::waits_for_a_lock,
    privacy::{delete_account, is_deleted},
    support::{Cinema, eventually},
};

/// A member with a profile.
async fn anna_of(cinema: &Cinema) -> Member {
    let anna = Member::of(cinema, "anna@example.com").await;
    anna.create_empty().await;
    anna
}

/// Has everybody wait who would change a profile.
async fn hold_profiles(cinema: &Cinema) -> Transaction<'static, Postgres> {
    let mut tx = cinema.db.begin().await.expect("a connection");
    let held = sqlx::query("SELECT id FROM user_profiles FOR UPDATE").execute(&mut *tx);
    held.await.expect("the query is valid");
    tx
}

/// Uploads that began long ago.
async fn age_uploads(cinema: &Cinema) {
    let age = "UPDATE avatar_uploads SET started_at = now() - $1::interval";
    cinema.execute(age, "2 hours").await;
}

#[tokio::test]
async fn a_server_that_is_killed_before_a_profile_names_the_picture_leaves_nothing_for_long() {
    let mut cinema = Cinema::builder()
        .workers(0)
        .set("schedules.remove_orphaned_avatars", "1s")
        .start()
        .await;
    let anna = anna_of(&cinema).await;
    let before = anna.get().await.json();
    let (server, client) = cinema.server_process().await;
    let held = hold_profiles(&cinema).await;
    let client = anna.client.at(&client);
    let (id, form) = (
        anna.id,
        Form::default().picture("a.png", &pictures::png(1, 1)),
    );
    let upload = tokio::spawn(async move { super::update(&client, id, form).await });
    waits_for_a_lock(&cinema).await;
    assert_eq!(cinema.avatar_files().len(), 1);
    server.kill().await;
    assert!(upload.await.is_err(), "nobody answers");
    held.rollback().await.expect("the line to the database");

    eventually("the database gives the dead server up", async || {
        (anna.update(Form::default()).await.status == 200).then_some(())
    })
    .await;
    assert_eq!(anna.get().await.json(), before);
    assert_eq!(cinema.count("SELECT count(*) FROM avatar_uploads").await, 1);
    age_uploads(&cinema).await;
    cinema.start_worker();
    eventually("the picture is removed", async || {
        cinema.avatar_files().is_empty().then_some(())
    })
    .await;
    eventually("its rows are removed", async || {
        let rows =
            "SELECT (SELECT count(*) FROM avatar_files) + (SELECT count(*) FROM avatar_uploads)";
        (cinema.count(rows).await == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_picture_that_is_being_uploaded_is_not_removed_because_somebody_else_replaces_it() {
    let cinema = Cinema::start().await;
    let anna = anna_of(&cinema).await;
    let berta = Member::of(&cinema, "berta@example.com").await;
    berta.create_empty().await;
    let url = berta.show("a.png", &pictures::png(1, 1)).await;

    let mut holder = cinema.db.begin().await.expect("a connection");
    sqlx::query("SELECT id FROM user_profiles WHERE user_id = $1 FOR UPDATE")
        .bind(anna.id)
        .execute(&mut *holder)
        .await
        .expect("the query is valid");
    let (client, id) = (anna.client.clone(), anna.id);
    let form = Form::default().picture("a.png", &pictures::png(1, 1));
    let upload = tokio::spawn(async move { super::update(&client, id, form).await });
    waits_for_a_lock(&cinema).await;
    berta.show("b.png", &pictures::png(2, 2)).await;
    eventually("the worker has looked", async || {
        let done = "SELECT count(*) FROM handled_jobs WHERE kind = 'remove-avatar'";
        (cinema.count(done).await == 1).then_some(())
    })
    .await;
    holder.rollback().await.expect("the line to the database");
    let answer = upload.await.expect("an answer");
    assert_eq!(super::avatar(&answer), url);
    assert_eq!(cinema.client().get(&url).await.status, 200);
}

#[tokio::test]
async fn an_upload_waits_for_the_removal_of_the_same_picture_and_brings_it_back() {
    let cinema = Cinema::without_worker().await;
    let anna = anna_of(&cinema).await;
    let url = anna.show("a.png", &pictures::png(1, 1)).await;
    let file = cinema.file("avatars").join(file_of(&url));
    assert_eq!(anna.update(Form::of(&[("avatar", "")])).await.status, 200);

    let mut removal = cinema.db.begin().await.expect("a connection");
    let delete = sqlx::query("DELETE FROM avatar_files")
        .execute(&mut *removal)
        .await;
    assert_eq!(delete.expect("nobody needs it").rows_affected(), 1);
    let (client, id) = (anna.client.clone(), anna.id);
    let form = Form::default().picture("a.png", &pictures::png(1, 1));
    let upload = tokio::spawn(async move { super::update(&client, id, form).await });
    waits_for_a_lock(&cinema).await;
    std::fs::remove_file(&file).expect("the file is there");
    removal.commit().await.expect("the line to the database");
    let answer = upload.await.expect("an answer");
    assert_eq!(super::avatar(&answer), url);
    assert!(file.exists());
    assert_eq!(cinema.client().get(&url).await.status, 200);
}

#[tokio::test]
async fn a_worker_that_died_between_file_and_row_is_made_good_by_the_next_upload_or_the_next_worker()
 {
    let mut cinema = Cinema::builder()
        .workers(0)
        .set("schedules.remove_orphaned_avatars", "1s")
        .start()
        .await;
    let anna = anna_of(&cinema).await;
    let url = anna.show("a.png", &pictures::png(1, 1)).await;
    let file = cinema.file("avatars").join(file_of(&url));
    assert_eq!(anna.update(Form::of(&[("avatar", "")])).await.status, 200);
    std::fs::remove_file(&file).expect("the file is there");
    assert_eq!(cinema.client().get(&url).await.status, 404);

    assert_eq!(anna.show("a.png", &pictures::png(1, 1)).await, url);
    assert_eq!(cinema.client().get(&url).await.status, 200);

    anna.show("b.png", &pictures::png(2, 2)).await;
    std::fs::remove_file(&file).expect("the file is there");
    cinema.start_worker();
    eventually("the row is removed", async || {
        let rows = "SELECT count(*) FROM avatar_files";
        (cinema.count(rows).await == 1).then_some(())
    })
    .await;
    assert_eq!(cinema.count("SELECT count(*) FROM dead_letters").await, 0);
}

#[tokio::test]
async fn an_upload_that_was_given_up_meanwhile_is_refused_and_not_half_done() {
    let cinema = Cinema::without_worker().await;
    let anna = anna_of(&cinema).await;
    let held = hold_profiles(&cinema).await;
    let (client, id) = (anna.client.clone(), anna.id);
    let form = Form::default().picture("a.png", &pictures::png(1, 1));
    let upload = tokio::spawn(async move { super::update(&client, id, form).await });
    waits_for_a_lock(&cinema).await;
    for delete in [
        "DELETE FROM avatar_uploads WHERE name <> $1",
        "DELETE FROM avatar_files WHERE name <> $1",
    ] {
        assert_eq!(cinema.execute(delete, "").await, 1);
    }
    held.rollback().await.expect("the line to the database");
    upload.await.expect("an answer").is_problem(503);
    let answer = anna.client.get(&path_of(id)).await;
    assert_eq!(answer.json()["avatar"], serde_json::Value::Null);
}

/// Holds an account with this statement.
async fn hold_account(
    cinema: &Cinema,
    id: i32,
    lock: &'static str,
) -> Transaction<'static, Postgres> {
    let mut tx = cinema.db.begin().await.expect("a connection");
    let held = sqlx::query(lock).bind(id).execute(&mut *tx);
    held.await.expect("the query is valid");
    tx
}

#[tokio::test]
async fn a_profile_does_not_survive_an_account_that_is_being_deleted() {
    let cinema = Cinema::without_worker().await;
    let anna = Member::of(&cinema, "anna@example.com").await;
    // The deletion stops at its last statement, after the one that deletes the profile.
    let refer = "SELECT id FROM users WHERE id = $1 FOR KEY SHARE";
    let held = hold_account(&cinema, anna.id, refer).await;
    let client = anna.client.clone();
    let deletion = tokio::spawn(async move { delete_account(&client).await });
    waits_for_a_lock(&cinema).await;
    let (client, id) = (anna.client.clone(), anna.id);
    let creation = tokio::spawn(async move { super::create(&client, id, Form::default()).await });
    eventually("both wait", async || {
        let waiting = "SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'";
        (cinema.count(waiting).await == 2).then_some(())
    })
    .await;
    held.rollback().await.expect("the line to the database");
    is_deleted(&deletion.await.expect("an answer"));
    creation.await.expect("an answer").is_problem(404);
    assert_eq!(cinema.count("SELECT count(*) FROM user_profiles").await, 0);
}

#[tokio::test]
async fn a_picture_whose_profile_is_refused_after_all_is_removed_at_once() {
    let cinema = Cinema::start().await;
    let anna = Member::of(&cinema, "anna@example.com").await;
    let lock = "SELECT id FROM users WHERE id = $1 FOR UPDATE";
    let mut held = hold_account(&cinema, anna.id, lock).await;
    let (client, id) = (anna.client.clone(), anna.id);
    let form = Form::default().picture("a.png", &pictures::png(1, 1));
    let creation = tokio::spawn(async move { super::create(&client, id, form).await });
    waits_for_a_lock(&cinema).await;
    assert_eq!(cinema.avatar_files().len(), 1);
    let faster = sqlx::query("INSERT INTO user_profiles (user_id) VALUES ($1)").bind(id);
    faster
        .execute(&mut *held)
        .await
        .expect("there is no profile");
    held.commit().await.expect("the line to the database");
    creation.await.expect("an answer").is_problem(409);
    assert_eq!(cinema.count("SELECT count(*) FROM avatar_uploads").await, 0);
    eventually("the picture is removed", async || {
        cinema.avatar_files().is_empty().then_some(())
    })
    .await;
}
