//! Profiles and pictures of members.

mod avatars;
mod bucket;
mod callers;
mod change;
mod crashes;
mod create;
mod forms;
mod hostile;
mod pictures;
mod removal;

use serde_json::{Value, json};

use crate::support::{Answer, Cinema, Client, PUBLIC_URL};

/// The parts of a form.
#[derive(Debug, Clone, Default)]
struct Form(Vec<u8>);

impl Form {
    const MEDIA_TYPE: &'static str = "multipart/form-data; boundary=limit";

    /// A form with these texts.
    fn of(texts: &[(&str, &str)]) -> Self {
        let form = Self::default();
        texts
            .iter()
            .fold(form, |form, (name, text)| form.part(name, text.as_bytes()))
    }

    /// The form with a picture.
    fn picture(self, file_name: &str, bytes: &[u8]) -> Self {
        self.part(&format!("avatar\"; filename=\"{file_name}"), bytes)
    }

    fn part(mut self, name: &str, content: &[u8]) -> Self {
        let head = format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        self.0.extend([head.as_bytes(), content, b"\r\n"].concat());
        self
    }

    fn finish(self) -> Vec<u8> {
        [&self.0[..], b"--limit--\r\n"].concat()
    }
}

/// A member who is signed in.
struct Member {
    id: i32,
    client: Client,
}

impl Member {
    async fn of(cinema: &Cinema, email: &str) -> Self {
        let id = cinema.member(email).await;
        let tokens = cinema.sign_in(email).await;
        let client = cinema.client().bearer(&tokens.access);
        Self { id, client }
    }

    fn path(&self) -> String {
        path_of(self.id)
    }

    async fn create(&self, form: Form) -> Answer {
        create(&self.client, self.id, form).await
    }

    async fn update(&self, form: Form) -> Answer {
        update(&self.client, self.id, form).await
    }

    async fn get(&self) -> Answer {
        self.client.get(&self.path()).await
    }

    /// Makes a profile that says nothing.
    async fn create_empty(&self) {
        let answer = self.create(Form::default()).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
    }

    /// Changes the picture, and returns where it is.
    async fn show(&self, file_name: &str, bytes: &[u8]) -> String {
        let answer = self.update(Form::default().picture(file_name, bytes)).await;
        assert_eq!(answer.status, 200, "{file_name}: {}", answer.text);
        avatar(&answer)
    }
}

/// A form with these texts: its media type, and the body.
pub(crate) fn form_of(texts: &[(&str, &str)]) -> (&'static str, String) {
    let body = String::from_utf8(Form::of(texts).finish()).expect("made of texts");
    (Form::MEDIA_TYPE, body)
}

/// Has a member's profile show some picture, and returns the name of its file.
pub(crate) async fn show_some_picture(client: &Client, id: i32) -> String {
    let form = Form::default().picture("me.png", &pictures::png(4, 4));
    let mut answer = create(client, id, form.clone()).await;
    if answer.status == 409 {
        answer = update(client, id, form).await;
    }
    file_of(&avatar(&answer)).to_owned()
}

fn path_of(id: i32) -> String {
    format!("/profiles/users/{id}/")
}

async fn create(client: &Client, id: i32, form: Form) -> Answer {
    let body = form.finish();
    client
        .send_as("POST", &path_of(id), Form::MEDIA_TYPE, body)
        .await
}

async fn update(client: &Client, id: i32, form: Form) -> Answer {
    let body = form.finish();
    client
        .send_as("PATCH", &path_of(id), Form::MEDIA_TYPE, body)
        .await
}

/// One server, and a member.
async fn with_member() -> (Cinema, Member) {
    let cinema = Cinema::without_worker().await;
    let anna = Member::of(&cinema, "anna@example.com").await;
    (cinema, anna)
}

/// The URL of the picture that a profile shows.
fn avatar(profile: &Answer) -> String {
    let profile = profile.json();
    let url = profile["avatar"].as_str();
    url.unwrap_or_else(|| panic!("no avatar in {profile}"))
        .to_owned()
}

/// The name of the file behind the URL of a picture.
fn file_of(url: &str) -> &str {
    let name = url
        .strip_prefix(PUBLIC_URL)
        .and_then(|path| path.strip_prefix("/profiles/avatars/"))
        .and_then(|path| path.strip_suffix('/'));
    name.unwrap_or_else(|| panic!("{url} is no picture's"))
}

/// Asserts that exactly one field is refused, in these words.
#[track_caller]
fn refuses_field(answer: &Answer, field: &str, code: &str, message: &str) {
    answer.is_problem(422);
    assert_eq!(answer.json()["detail"], "The input is invalid.");
    let expected = json!([{ "field": field, "code": code, "message": message }]);
    assert_eq!(answer.json()["errors"], expected);
}

/// A profile with what differs from one that says nothing.
fn profile(answer: &Answer, id: i32, says: Value) -> Value {
    let mut profile = json!({
        "id": answer.json()["id"],
        "user_id": id,
        "first_name": null,
        "last_name": null,
        "gender": null,
        "date_of_birth": null,
        "info": null,
        "avatar": null,
    });
    let Value::Object(says) = says else {
        panic!("{says} is no object")
    };
    profile.as_object_mut().expect("an object").extend(says);
    profile
}
