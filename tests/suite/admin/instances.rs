//! What an admin changes at one server holds at every other from the next request on.

use domain::Role;
use serde_json::json;

use super::{change_group, deactivate};
use crate::support::{Answer, Cinema, Client};

/// Two servers that both know a member and an admin as they are.
async fn two_servers() -> (Cinema, [Client; 2], Client) {
    let cinema = Cinema::builder().servers(2).workers(0).start().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    let members = [0, 1].map(|server| cinema.client_of(server).bearer(&tokens.access));
    for member in &members {
        assert_eq!(member.get("/accounts/sessions/").await.status, 200);
        assert_eq!(moderate(member).await.status, 403);
    }
    (cinema, members, admin)
}

/// Does what moderators may do. The film is refused for other reasons, so that nothing happens.
async fn moderate(client: &Client) -> Answer {
    client.post("/movies/create/", json!({})).await
}

#[tokio::test]
async fn a_deactivation_holds_on_every_server_at_once() {
    let (_cinema, members, admin) = two_servers().await;
    assert_eq!(deactivate(&admin, "anna@example.com").await.status, 200);
    for member in &members {
        let answer = member.get("/accounts/sessions/").await;
        answer.refuses(403, "inactive-user", "Inactive user", "Inactive user.");
    }
}

#[tokio::test]
async fn a_role_is_given_and_taken_on_every_server_at_once() {
    let (_cinema, members, admin) = two_servers().await;
    for (group_id, status) in [(3, 422), (2, 403), (1, 422), (2, 403)] {
        let answer = change_group(&admin, "anna@example.com", group_id).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        for member in &members {
            assert_eq!(moderate(member).await.status, status, "{group_id}");
        }
    }
}
