//! Adding, renaming and deleting genres, stars and directors. They are alike but for their texts.

use serde_json::{Value, json};

use super::{added, film, names_in, path_of, with_moderator};
use crate::support::{Answer, Client, PUBLIC_URL};

/// What differs between the kinds.
struct Kind {
    /// In paths and in films.
    plural: &'static str,
    /// In texts and problems.
    singular: &'static str,
    title: &'static str,
    deleted: &'static str,
}

const KINDS: [Kind; 3] = [
    Kind {
        plural: "genres",
        singular: "genre",
        title: "Genre",
        deleted: "Genre deleted successfully",
    },
    Kind {
        plural: "stars",
        singular: "star",
        title: "Star",
        deleted: "Star has been deleted successfully.",
    },
    Kind {
        plural: "directors",
        singular: "director",
        title: "Director",
        deleted: "Director has been deleted successfully.",
    },
];

impl Kind {
    async fn create(&self, client: &Client, name: &str) -> Answer {
        let path = format!("/movies/{}/create/", self.plural);
        client.post(&path, json!({ "name": name })).await
    }

    async fn created(&self, client: &Client, name: &str) -> Value {
        let answer = self.create(client, name).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()
    }

    fn path(&self, named: &Value) -> String {
        format!("/movies/{}/{}/", self.plural, named["id"])
    }

    async fn rename(&self, client: &Client, named: &Value, name: &str) -> Answer {
        client
            .patch(&self.path(named), json!({ "name": name }))
            .await
    }

    #[track_caller]
    fn is_taken(&self, answer: &Answer, name: &str) {
        let detail = format!("A {} with name '{name}' already exists.", self.singular);
        let id = format!("{}-exists", self.singular);
        answer.refuses(409, &id, &format!("{} exists", self.title), &detail);
    }

    #[track_caller]
    fn is_missing(&self, answer: &Answer) {
        let detail = format!("{} with the given ID was not found.", self.title);
        let id = format!("{}-not-found", self.singular);
        answer.refuses(404, &id, &format!("{} not found", self.title), &detail);
    }
}

#[tokio::test]
async fn a_name_is_kept_as_it_was_given() {
    let (_cinema, moderator) = with_moderator().await;
    for kind in &KINDS {
        let answer = kind.create(&moderator, " Ænne  O’Neill ").await;
        let named = answer.json();
        answer.is(201, &json!({ "id": named["id"], "name": "Ænne  O’Neill" }));
        let location = format!("{PUBLIC_URL}{}", kind.path(&named));
        assert_eq!(answer.header("location"), Some(location.as_str()));
        assert_eq!(moderator.get(&location).await.json()["name"], named["name"]);
    }
}

#[tokio::test]
async fn a_name_stands_once_whatever_its_case() {
    let (_cinema, moderator) = with_moderator().await;
    for kind in &KINDS {
        kind.created(&moderator, "Anna").await;
        for same in ["Anna", "ANNA", " anna "] {
            kind.is_taken(&kind.create(&moderator, same).await, same.trim());
        }
        kind.created(&moderator, "Ann").await;
    }
}

#[tokio::test]
async fn a_name_can_be_changed_and_its_case_as_well() {
    let (_cinema, moderator) = with_moderator().await;
    let film = added(&moderator, film("Heat")).await;
    for kind in &KINDS {
        let named = &film[kind.plural][0];
        for name in ["NEW", "new", "New", "New"] {
            let answer = kind.rename(&moderator, named, name).await;
            answer.is(200, &json!({ "id": named["id"], "name": name }));
        }
        let shown = moderator.get(&path_of(&film)).await.json();
        assert!(names_in(&shown[kind.plural]).contains(&"New"), "{shown}");
    }
}

#[tokio::test]
async fn a_name_cannot_become_another_one() {
    let (_cinema, moderator) = with_moderator().await;
    for kind in &KINDS {
        kind.created(&moderator, "Anna").await;
        let other = kind.created(&moderator, "Berta").await;
        kind.is_taken(&kind.rename(&moderator, &other, "aNNa").await, "aNNa");
        assert_eq!(
            moderator.get(&kind.path(&other)).await.json()["name"],
            "Berta"
        );
    }
}

#[tokio::test]
async fn a_deleted_name_is_gone_from_its_films() {
    let (_cinema, moderator) = with_moderator().await;
    let film = added(&moderator, film("Heat")).await;
    for kind in &KINDS {
        let named = &film[kind.plural][0];
        let path = kind.path(named);
        moderator.delete(&path).await.says(kind.deleted);
        kind.is_missing(&moderator.get(&path).await);
        kind.is_missing(&moderator.delete(&path).await);
        kind.is_missing(&kind.rename(&moderator, named, "New").await);
        let shown = moderator.get(&path_of(&film)).await.json();
        let left = names_in(&film[kind.plural])[1..].to_vec();
        assert_eq!(names_in(&shown[kind.plural]), left);
    }
}

#[tokio::test]
async fn what_is_no_name_is_refused() {
    let (_cinema, moderator) = with_moderator().await;
    for kind in &KINDS {
        let named = kind.created(&moderator, "Anna").await;
        let create = format!("/movies/{}/create/", kind.plural);
        for (body, field, code) in [
            (json!({ "name": "" }), "name", "length"),
            (json!({ "name": " \t" }), "name", "rule"),
            (json!({ "name": "a\u{1b}b" }), "name", "rule"),
            (json!({ "name": "a\u{0}b" }), "name", "format"),
            (json!({ "name": "x".repeat(101) }), "name", "length"),
            (json!({ "name": null }), "name", "type"),
            (json!({ "name": 7 }), "name", "type"),
            (json!({}), "name", "required"),
            (json!({ "name": "Berta", "id": 7 }), "id", "unknown"),
        ] {
            for answer in [
                moderator.post(&create, body.clone()).await,
                moderator.patch(&kind.path(&named), body).await,
            ] {
                answer.names_fields(&[(field, code)]);
            }
        }
        for id in ["0", "-1", "2147483648", "x"] {
            let path = format!("/movies/{}/{id}/", kind.plural);
            moderator.delete(&path).await.is_problem(422);
        }
    }
}
