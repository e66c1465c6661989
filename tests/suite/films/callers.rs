//! Who may do what: every operation of the catalogue with all four kinds of caller.

use cinema_api::server::ops;
use domain::Role;
use http_runtime::Op;
use serde_json::json;

use crate::support::{Answer, Cinema, Client, SomePath as _};

const TAGS: [&str; 6] = [
    "movies",
    "genres",
    "stars",
    "directors",
    "certifications",
    "jobs",
];

/// The weakest caller that may call each operation; nothing stands for anybody.
const WEAKEST: [(&str, Option<Role>); 21] = [
    ("listMovies", None),
    ("getMovie", Some(Role::User)),
    ("createMovie", Some(Role::Moderator)),
    ("updateMovie", Some(Role::Moderator)),
    ("deleteMovie", Some(Role::Moderator)),
    ("importMovies", Some(Role::Moderator)),
    ("listGenres", None),
    ("getGenre", Some(Role::User)),
    ("createGenre", Some(Role::Moderator)),
    ("updateGenre", Some(Role::Moderator)),
    ("deleteGenre", Some(Role::Moderator)),
    ("listStars", None),
    ("getStar", Some(Role::User)),
    ("createStar", Some(Role::Moderator)),
    ("updateStar", Some(Role::Moderator)),
    ("deleteStar", Some(Role::Moderator)),
    ("listDirectors", None),
    ("getDirector", Some(Role::User)),
    ("createDirector", Some(Role::Moderator)),
    ("updateDirector", Some(Role::Moderator)),
    ("deleteDirector", Some(Role::Moderator)),
];
/// The same for what stands in sections of its own.
const WEAKEST_ELSEWHERE: [(&str, Option<Role>); 2] = [
    ("listCertifications", None),
    ("getJob", Some(Role::Moderator)),
];

async fn call(client: &Client, op: &Op) -> Answer {
    let path = op.some_path();
    match (op.method, op.id) {
        ("POST", "importMovies") => client.post_as(&path, "text/csv", "name\n").await,
        ("POST", _) => client.post(&path, json!({})).await,
        ("PATCH", _) => client.patch(&path, json!({})).await,
        (method, _) => client.call(method, &path).await,
    }
}

#[tokio::test]
async fn every_operation_is_for_whom_it_is_meant() {
    let cinema = Cinema::without_worker().await;
    let mut callers = vec![(None, cinema.client())];
    for role in [Role::User, Role::Moderator, Role::Admin] {
        callers.push((Some(role), cinema.signed_in_as(role).await));
    }
    let weakest: Vec<_> = WEAKEST.into_iter().chain(WEAKEST_ELSEWHERE).collect();
    let catalogue: Vec<_> = ops::ALL
        .iter()
        .filter(|op| TAGS.contains(&op.tag))
        .collect();
    assert_eq!(catalogue.len(), weakest.len());
    for op in catalogue {
        let (_, needed) = weakest
            .iter()
            .find(|(id, _)| *id == op.id)
            .unwrap_or_else(|| panic!("{} is not listed here", op.id));
        for (role, client) in &callers {
            let answer = call(client, op).await;
            let what = format!("{} for {role:?}: {} {}", op.id, answer.status, answer.text);
            if role >= needed {
                assert!(
                    ![401, 403].contains(&answer.status) && answer.status < 500,
                    "{what}"
                );
            } else if role.is_none() {
                answer.is_problem(401);
                assert_eq!(
                    answer.json()["detail"],
                    "Authorization header is missing",
                    "{what}"
                );
            } else {
                answer.refuses(
                    403,
                    "moderator-required",
                    "Moderator required",
                    "Access denied. Moderator or admin required.",
                );
            }
        }
    }
}
