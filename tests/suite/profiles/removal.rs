//! Pictures that nobody shows any more.

use std::{fs::File, time::Duration};

use domain::Role;

use super::{Form, Member, create, file_of, pictures};
use crate::{
    privacy::{delete_account, is_deleted},
    support::{Cinema, eventually},
};

async fn member_of(cinema: &Cinema, email: &str) -> Member {
    let member = Member::of(cinema, email).await;
    member.create_empty().await;
    member
}

/// Returns once the picture is neither served nor kept.
async fn is_gone(cinema: &Cinema, url: &str) {
    let name = file_of(url).to_owned();
    eventually("the picture is removed", async || {
        (!cinema.avatar_files().contains(&name)).then_some(())
    })
    .await;
    assert_eq!(cinema.client().get(url).await.status, 404);
    eventually("its row is removed, too", async || {
        let rows = "SELECT count(*) FROM avatar_files
            WHERE NOT EXISTS (SELECT FROM user_profiles WHERE avatar = name)";
        (cinema.count(rows).await == 0).then_some(())
    })
    .await;
}

/// Returns once every job that was caused so far has been done.
async fn work_is_done(cinema: &Cinema, jobs: i64) {
    eventually("the jobs are done", async || {
        let done = "SELECT count(*) FROM handled_jobs WHERE kind = 'remove-avatar'";
        (cinema.count(done).await == jobs).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_picture_that_is_replaced_or_taken_out_is_removed() {
    let cinema = Cinema::start().await;
    let anna = member_of(&cinema, "anna@example.com").await;
    let first = anna.show("a.png", &pictures::png(1, 1)).await;
    assert_eq!(cinema.client().get(&first).await.status, 200);
    let second = anna.show("a.png", &pictures::png(2, 2)).await;
    is_gone(&cinema, &first).await;
    assert_eq!(cinema.client().get(&second).await.status, 200);
    assert_eq!(anna.update(Form::of(&[("avatar", "")])).await.status, 200);
    is_gone(&cinema, &second).await;
    assert_eq!(cinema.avatar_files(), [""; 0]);
}

#[tokio::test]
async fn a_picture_that_somebody_else_shows_stays() {
    let cinema = Cinema::start().await;
    let anna = member_of(&cinema, "anna@example.com").await;
    let berta = member_of(&cinema, "berta@example.com").await;
    let shared = anna.show("a.png", &pictures::png(1, 1)).await;
    assert_eq!(berta.show("b.png", &pictures::png(1, 1)).await, shared);
    anna.show("a.png", &pictures::png(2, 2)).await;
    work_is_done(&cinema, 1).await;
    assert_eq!(cinema.client().get(&shared).await.status, 200);
    berta.show("b.png", &pictures::png(2, 2)).await;
    is_gone(&cinema, &shared).await;
}

#[tokio::test]
async fn the_same_picture_again_is_no_replacement() {
    let cinema = Cinema::start().await;
    let anna = member_of(&cinema, "anna@example.com").await;
    let url = anna.show("a.png", &pictures::png(1, 1)).await;
    assert_eq!(anna.show("b.png", &pictures::png(1, 1)).await, url);
    // Work comes in order: when this one is removed, the one before would be.
    let other = anna.show("c.png", &pictures::png(2, 2)).await;
    is_gone(&cinema, &url).await;
    assert_eq!(anna.show("a.png", &pictures::png(1, 1)).await, url);
    is_gone(&cinema, &other).await;
    assert_eq!(cinema.client().get(&url).await.status, 200);
}

#[tokio::test]
async fn what_failed_uploads_leave_is_removed_after_an_hour() {
    let builder = Cinema::builder().set("schedules.remove_orphaned_avatars", "1s");
    let cinema = builder.start().await;
    let anna = member_of(&cinema, "anna@example.com").await;
    anna.show("a.png", &pictures::png(1, 1)).await;
    let write = "WITH file AS (INSERT INTO avatar_files (name) VALUES ($1))
        INSERT INTO avatar_uploads (id, name, started_at)
        SELECT gen_random_uuid(), $1, now() - make_interval(mins => CASE WHEN $1 < '1' THEN 55 ELSE 61 END)";
    for digit in ["0", "1"] {
        let name = format!("{}.png", digit.repeat(64));
        File::create(cinema.file("avatars").join(&name)).expect("a writable folder");
        assert_eq!(cinema.execute(write, &name).await, 1);
    }
    eventually(
        "one upload is given up, and its picture removed",
        async || (cinema.avatar_files().len() == 2).then_some(()),
    )
    .await;
    assert_eq!(cinema.count("SELECT count(*) FROM avatar_uploads").await, 1);
}

#[tokio::test]
async fn a_picture_that_is_refused_for_its_profile_is_not_kept() {
    let (cinema, anna) = super::with_member().await;
    let form = Form::default().picture("a.png", &pictures::png(1, 1));
    anna.update(form.clone()).await.is_problem(404);
    let admin = cinema.signed_in_as(Role::Admin).await;
    create(&admin, i32::MAX, form.clone()).await.is_problem(404);
    anna.create_empty().await;
    anna.create(form).await.is_problem(409);
    assert_eq!(cinema.avatar_files(), [""; 0]);
    assert_eq!(cinema.count("SELECT count(*) FROM avatar_files").await, 0);
}

#[tokio::test]
async fn what_a_writer_left_that_was_killed_is_removed_after_an_hour() {
    let builder = Cinema::builder().set("schedules.remove_orphaned_avatars", "1s");
    let cinema = builder.start().await;
    let name = |digit: &str| format!("{}.png#1", digit.repeat(64));
    for digit in ["0", "1"] {
        let file = File::create(cinema.file("avatars").join(name(digit)));
        let file = file.expect("a writable folder");
        if digit == "0" {
            let then = file
                .metadata()
                .and_then(|found| found.modified())
                .expect("a time");
            let then = then - Duration::from_mins(61);
            file.set_modified(then).expect("a file of ours");
        }
    }
    eventually("the old one is removed", async || {
        (cinema.avatar_files() == [name("1")]).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_picture_whose_profile_is_gone_is_removed() {
    let builder = Cinema::builder().set("schedules.remove_orphaned_avatars", "1s");
    let cinema = builder.start().await;
    let anna = member_of(&cinema, "anna@example.com").await;
    let url = anna.show("a.png", &pictures::png(1, 1)).await;
    cinema
        .execute("DELETE FROM users WHERE id = $1::int", &anna.id.to_string())
        .await;
    is_gone(&cinema, &url).await;
}

#[tokio::test]
async fn the_picture_goes_with_the_account() {
    let cinema = Cinema::start().await;
    let anna = member_of(&cinema, "anna@example.com").await;
    let url = anna.show("me.png", &pictures::png(5, 5)).await;
    assert_eq!(cinema.client().get(&url).await.status, 200);
    is_deleted(&delete_account(&anna.client).await);
    is_gone(&cinema, &url).await;
    assert_eq!(cinema.count("SELECT count(*) FROM user_profiles").await, 0);
}

#[tokio::test]
async fn nobody_makes_a_profile_for_a_deleted_account() {
    let cinema = Cinema::without_worker().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    let anna = Member::of(&cinema, "anna@example.com").await;
    is_deleted(&delete_account(&anna.client).await);
    let form = Form::of(&[("first_name", "anna")]);
    create(&admin, anna.id, form).await.refuses(
        404,
        "user-not-found",
        "User not found",
        "User with given ID was not found.",
    );
}
