//! Who may do what with whose profile.

use domain::Role;
use serde_json::json;

use super::{Form, Member, create, path_of, pictures, profile, update, with_member};
use crate::support::{Answer, Client};

#[track_caller]
fn is_not_theirs(answer: &Answer, act: &str) {
    answer.refuses(
        403,
        "not-profile-owner",
        "Not the profile's owner",
        &format!("Only admin or profile owner can {act} profile."),
    );
}

async fn all(client: &Client, id: i32) -> [(&'static str, Answer); 3] {
    let form = || Form::of(&[("first_name", "eve")]);
    [
        ("create", create(client, id, form()).await),
        ("update", update(client, id, form()).await),
        ("view", client.get(&path_of(id)).await),
    ]
}

#[tokio::test]
async fn somebody_elses_profile_is_refused_whether_or_not_it_is_there() {
    let (cinema, anna) = with_member().await;
    let nobody = i32::MAX;
    let without = Member::of(&cinema, "berta@example.com").await;
    let made = anna.create(Form::of(&[("first_name", "anna")])).await;
    for role in [Role::User, Role::Moderator] {
        let other = cinema.signed_in_as(role).await;
        for id in [anna.id, without.id, nobody] {
            for (act, answer) in all(&other, id).await {
                is_not_theirs(&answer, act);
            }
        }
    }
    anna.get().await.is(
        200,
        &profile(&made, anna.id, json!({ "first_name": "anna" })),
    );
    assert_eq!(cinema.count("SELECT count(*) FROM user_profiles").await, 1);
}

#[tokio::test]
async fn a_token_is_needed_and_an_active_account() {
    let (cinema, anna) = with_member().await;
    for (_, answer) in all(&cinema.client(), anna.id).await {
        answer.refuses(
            401,
            "authorization-missing",
            "Authorization missing",
            "Authorization header is missing",
        );
    }
    let admin = cinema.signed_in_as(Role::Admin).await;
    let body = json!({ "email": "anna@example.com" });
    assert_eq!(
        admin.post("/admin/accounts/deactivate/", body).await.status,
        200
    );
    for (_, answer) in all(&anna.client, anna.id).await {
        assert!([401, 403].contains(&answer.status), "{}", answer.text);
        answer.is_problem(answer.status);
    }
}

#[tokio::test]
async fn admins_see_and_change_every_profile_and_the_log_says_so_without_what_it_says() {
    let (cinema, anna) = with_member().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    let made = create(&admin, anna.id, Form::of(&[("info", "Secret.")])).await;
    let changed = update(&admin, anna.id, Form::of(&[("first_name", "Anna")])).await;
    let expected = profile(
        &made,
        anna.id,
        json!({ "first_name": "anna", "info": "Secret." }),
    );
    changed.is(200, &expected);
    admin.get(&path_of(anna.id)).await.is(200, &expected);
    assert_eq!(
        anna.update(Form::of(&[("info", "Mine.")])).await.status,
        200
    );

    let log = admin.get("/admin/audit/?entity=profile").await;
    assert_eq!(log.json()["total_items"], 2, "{}", log.text);
    for action in ["create-profile", "update-profile"] {
        assert!(log.text.contains(action), "{}", log.text);
    }
    assert!(
        !log.text.contains("Secret") && !log.text.contains("Anna"),
        "{}",
        log.text
    );
}

#[tokio::test]
async fn a_profile_takes_nothing_that_is_not_its_owners_to_say() {
    let (_cinema, anna) = with_member().await;
    let made = anna.create(Form::default()).await;
    for field in ["id", "user_id", "role", "group_id", "is_active", "email"] {
        let answer = anna.update(Form::of(&[(field, "1")])).await;
        answer.names_fields(&[(field, "unknown")]);
    }
    anna.get()
        .await
        .is(200, &profile(&made, anna.id, json!({})));
}

#[tokio::test]
async fn anybody_who_knows_its_address_sees_a_picture() {
    let (cinema, anna) = with_member().await;
    anna.create_empty().await;
    let url = anna.show("a.png", &pictures::png(1, 1)).await;
    assert_eq!(cinema.client().get(&url).await.status, 200);
}
