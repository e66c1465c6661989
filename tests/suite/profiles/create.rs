//! Making a profile.

use domain::Role;
use serde_json::json;

use super::{Form, create, pictures, profile, refuses_field, with_member};

const EVERYTHING: [(&str, &str); 5] = [
    ("first_name", "Anna"),
    ("last_name", "SMITH"),
    ("gender", "woman"),
    ("date_of_birth", "1994-05-17"),
    ("info", " Watches everything. "),
];

#[tokio::test]
async fn a_profile_says_what_was_given_with_names_in_lower_case() {
    let (_cinema, anna) = with_member().await;
    let form = Form::of(&EVERYTHING).picture("me.png", &pictures::png(3, 2));
    let answer = anna.create(form).await;
    let avatar = answer.json()["avatar"].clone();
    let expected = profile(
        &answer,
        anna.id,
        json!({
            "first_name": "anna",
            "last_name": "smith",
            "gender": "woman",
            "date_of_birth": "1994-05-17",
            "info": " Watches everything. ",
            "avatar": avatar,
        }),
    );
    answer.is(201, &expected);
    assert!(expected["id"].as_i64().is_some_and(|id| id > 0));
    let place = format!("https://cinema.test/profiles/users/{}/", anna.id);
    assert_eq!(answer.header("location"), Some(place.as_str()));
    anna.get().await.is(200, &expected);
    assert_eq!(anna.client.get(&super::avatar(&answer)).await.status, 200);
}

#[tokio::test]
async fn everything_may_be_left_out() {
    let (_cinema, anna) = with_member().await;
    let answer = anna.create(Form::default()).await;
    answer.is(201, &profile(&answer, anna.id, json!({})));
}

#[tokio::test]
async fn empty_parts_and_a_file_input_that_was_left_alone_say_nothing() {
    let (_cinema, anna) = with_member().await;
    let names = ["first_name", "last_name", "gender", "date_of_birth"];
    let form = Form::of(&names.map(|name| (name, ""))).picture("", b"");
    let answer = anna.create(form).await;
    answer.is(201, &profile(&answer, anna.id, json!({})));
}

#[tokio::test]
async fn an_account_has_one_profile() {
    let (cinema, anna) = with_member().await;
    anna.create_empty().await;
    anna.create(Form::of(&[("first_name", "eve")]))
        .await
        .refuses(
            409,
            "profile-exists",
            "Profile exists",
            "Profile already exists.",
        );
    anna.get()
        .await
        .is(200, &profile(&anna.get().await, anna.id, json!({})));
    assert_eq!(cinema.count("SELECT count(*) FROM user_profiles").await, 1);
}

#[tokio::test]
async fn sixteen_clicks_at_once_make_one_profile() {
    let (_cinema, anna) = with_member().await;
    let clicks = (0..16).map(|_| anna.create(Form::of(&EVERYTHING)));
    let answers = futures_util::future::join_all(clicks).await;
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    let late = answers.iter().filter(|answer| answer.status == 409).count();
    assert_eq!((made, late), (1, 15));
}

#[tokio::test]
async fn an_admin_makes_a_profile_for_an_account_that_is_there() {
    let (cinema, anna) = with_member().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    let answer = create(&admin, anna.id, Form::default()).await;
    answer.is(201, &profile(&answer, anna.id, json!({})));
    create(&admin, i32::MAX, Form::default()).await.refuses(
        404,
        "user-not-found",
        "User not found",
        "User with given ID was not found.",
    );
}

#[tokio::test]
async fn names_have_english_letters_only() {
    let (_cinema, anna) = with_member().await;
    for name in ["Änna", "Anna Maria", "anna1", "O'Neill", "Аnna", " ", "<b>"] {
        for field in ["first_name", "last_name"] {
            let answer = anna.create(Form::of(&[(field, name)])).await;
            let text = format!("{name} contains non-english letters");
            refuses_field(&answer, field, "rule", &text);
        }
    }
    let long = "a".repeat(101);
    let answer = anna.create(Form::of(&[("last_name", &long)])).await;
    refuses_field(
        &answer,
        "last_name",
        "length",
        "Expected at most 100 characters.",
    );
    let answer = anna.create(Form::of(&[("last_name", &long[1..])])).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
}

#[tokio::test]
async fn members_are_adults() {
    let (_cinema, anna) = with_member().await;
    let today = domain::clock::now().date_naive();
    let birthday = today - chrono::Months::new(18 * 12);
    let tomorrow = birthday.succ_opt().expect("a day");
    let of = |date: &str| Form::of(&[("date_of_birth", date)]);
    for young in [tomorrow, today, today + chrono::Days::new(1)] {
        refuses_field(
            &anna.create(of(&young.to_string())).await,
            "date_of_birth",
            "rule",
            "You must be at least 18 years old to register.",
        );
    }
    for old in ["1900-12-31", "0001-01-01"] {
        refuses_field(
            &anna.create(of(old)).await,
            "date_of_birth",
            "rule",
            "Invalid birth date - year must be greater than 1900.",
        );
    }
    for none in ["1994-02-30", "17.05.1994", "yesterday"] {
        let answer = anna.create(of(none)).await;
        answer.names_fields(&[("date_of_birth", "format")]);
    }
    let eve = birthday.pred_opt().expect("a day").to_string();
    assert_eq!(anna.create(of(&eve)).await.status, 201);
    assert_eq!(anna.update(of("1901-01-01")).await.status, 200);
}

#[tokio::test]
async fn gender_is_man_or_woman_in_lower_case() {
    let (_cinema, anna) = with_member().await;
    for gender in ["MAN", "Woman", "other", " man", "1", &"man".repeat(1000)] {
        let answer = anna.create(Form::of(&[("gender", gender)])).await;
        answer.is_problem(422);
        let error = &answer.json()["errors"][0];
        assert_eq!(error["field"], "gender");
        assert_eq!(error["message"], "Gender must be one of: man, woman");
    }
    anna.create_empty().await;
    for gender in ["man", "woman"] {
        let answer = anna.update(Form::of(&[("gender", gender)])).await;
        answer.is(200, &profile(&answer, anna.id, json!({ "gender": gender })));
    }
}

#[tokio::test]
async fn info_says_something() {
    let (_cinema, anna) = with_member().await;
    for info in ["", " ", "\t\r\n", "\u{a0}\u{2003}"] {
        let answer = anna.create(Form::of(&[("info", info)])).await;
        let text = "Info cannot be empty or whitespace only.";
        refuses_field(&answer, "info", "rule", text);
    }
    let long = "ü".repeat(5000);
    let answer = anna
        .create(Form::of(&[("info", &format!("{long}ü"))]))
        .await;
    refuses_field(
        &answer,
        "info",
        "length",
        "Expected at most 5000 characters.",
    );
    let answer = anna.create(Form::of(&[("info", &long)])).await;
    answer.is(201, &profile(&answer, anna.id, json!({ "info": long })));
}
