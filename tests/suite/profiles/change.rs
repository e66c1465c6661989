//! Changing a profile.

use serde_json::json;

use super::{Form, pictures, profile, refuses_field, with_member};

#[tokio::test]
async fn what_is_not_given_stays() {
    let (_cinema, anna) = with_member().await;
    let form = Form::of(&[("first_name", "anna"), ("gender", "woman"), ("info", "Hi.")]);
    let made = anna
        .create(form.picture("a.png", &pictures::png(1, 1)))
        .await;
    let avatar = super::avatar(&made);

    let answer = anna
        .update(Form::of(&[("last_name", "Smith"), ("info", "Ho.")]))
        .await;
    let says = json!({
        "first_name": "anna", "last_name": "smith", "gender": "woman", "info": "Ho.", "avatar": avatar,
    });
    let expected = profile(&made, anna.id, says);
    answer.is(200, &expected);
    anna.update(Form::default()).await.is(200, &expected);
    anna.update(Form::default().picture("", b""))
        .await
        .is(200, &expected);
    anna.get().await.is(200, &expected);
}

#[tokio::test]
async fn an_empty_part_takes_a_field_out() {
    let (_cinema, anna) = with_member().await;
    let form = Form::of(&[
        ("first_name", "anna"),
        ("last_name", "smith"),
        ("gender", "woman"),
        ("date_of_birth", "1994-05-17"),
        ("info", "Hi."),
    ]);
    let made = anna
        .create(form.picture("a.png", &pictures::png(1, 1)))
        .await;
    let fields = [
        "first_name",
        "last_name",
        "gender",
        "date_of_birth",
        "avatar",
    ];
    let answer = anna.update(Form::of(&fields.map(|name| (name, "")))).await;
    answer.is(200, &profile(&made, anna.id, json!({ "info": "Hi." })));

    let answer = anna.update(Form::of(&[("info", "")])).await;
    let text = "Info cannot be empty or whitespace only.";
    refuses_field(&answer, "info", "rule", text);
}

#[tokio::test]
async fn a_refused_change_changes_nothing() {
    let (cinema, anna) = with_member().await;
    let made = anna.create(Form::of(&[("first_name", "anna")])).await;
    let form = Form::of(&[("first_name", "eve"), ("gender", "MAN")]);
    let answer = anna
        .update(form.picture("a.png", &pictures::png(1, 1)))
        .await;
    answer.names_fields(&[("gender", "enum")]);
    let form = Form::of(&[("first_name", "eve")]).picture("a.gif", b"GIF89a");
    anna.update(form)
        .await
        .names_fields(&[("avatar", "format")]);
    anna.get().await.is(
        200,
        &profile(&made, anna.id, json!({ "first_name": "anna" })),
    );
    assert_eq!(cinema.avatar_files(), [""; 0]);
}

#[tokio::test]
async fn who_has_no_profile_cannot_change_or_see_it() {
    let (_cinema, anna) = with_member().await;
    let with_picture = Form::default().picture("a.png", &pictures::png(1, 1));
    for answer in [
        anna.get().await,
        anna.update(Form::default()).await,
        anna.update(with_picture).await,
    ] {
        answer.refuses(
            404,
            "profile-not-found",
            "Profile not found",
            "Profile with given user ID was not found.",
        );
    }
}

#[tokio::test]
async fn changes_at_once_lose_nothing_of_each_other() {
    let (_cinema, anna) = with_member().await;
    let made = anna.create(Form::default()).await;
    let says = [
        ("first_name", "anna"),
        ("last_name", "smith"),
        ("gender", "woman"),
        ("info", "Hi."),
    ];
    let changes = says.map(|said| anna.update(Form::of(&[said])));
    for answer in futures_util::future::join_all(changes).await {
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    let expected =
        json!({ "first_name": "anna", "last_name": "smith", "gender": "woman", "info": "Hi." });
    anna.get().await.is(200, &profile(&made, anna.id, expected));
}
