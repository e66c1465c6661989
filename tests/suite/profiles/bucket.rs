//! Pictures in a bucket that speaks S3.

use super::{Form, Member, file_of, pictures};
use crate::support::{Bucket, Cinema, eventually};

async fn with_bucket() -> (Bucket, Cinema, Member) {
    let bucket = Bucket::start().await;
    let mut builder = Cinema::builder();
    for (key, value) in bucket.settings() {
        builder = builder.set(key, value);
    }
    let cinema = builder.start().await;
    let anna = Member::of(&cinema, "anna@example.com").await;
    anna.create_empty().await;
    (bucket, cinema, anna)
}

#[tokio::test]
async fn pictures_are_kept_served_and_removed() {
    let (bucket, cinema, anna) = with_bucket().await;
    let first = anna.show("a.jpg", &pictures::photo(60, 40, 1)).await;
    assert!(bucket.holds(file_of(&first)).await);
    let answer = cinema.client().get(&first).await;
    assert_eq!(answer.header("content-type"), Some("image/jpeg"));
    assert!(image::load_from_memory(&answer.bytes).is_ok());

    let second = anna.show("a.png", &pictures::png(3, 2)).await;
    eventually("the first is removed", async || {
        (!bucket.holds(file_of(&first)).await).then_some(())
    })
    .await;
    assert!(bucket.holds(file_of(&second)).await);
    assert_eq!(cinema.client().get(&first).await.status, 404);
    assert!(!cinema.file("avatars").exists());
}

#[tokio::test]
async fn a_bucket_that_is_away_fails_what_needs_it_and_nothing_else() {
    let (bucket, cinema, anna) = with_bucket().await;
    let url = anna.show("a.png", &pictures::png(1, 1)).await;
    bucket.line.cut().await;
    let form = Form::default().picture("b.png", &pictures::png(2, 2));
    anna.update(form.clone()).await.is_problem(503);
    cinema.client().get(&url).await.is_problem(503);
    let changed = anna
        .update(Form::of(&[("first_name", "anna"), ("avatar", "")]))
        .await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    eventually("the removal waits for its next attempt", async || {
        (cinema.parked_jobs().await > 0).then_some(())
    })
    .await;

    bucket.line.restore().await;
    eventually("the removal is made up for", async || {
        (!bucket.holds(file_of(&url)).await).then_some(())
    })
    .await;
    assert_eq!(anna.update(form).await.status, 200);
}
