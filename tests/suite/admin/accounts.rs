//! `POST /admin/accounts/activate/`, `deactivate/` and `change-group/`

use domain::Role;
use serde_json::json;

use super::{activate, change_group, deactivate, with_admin};
use crate::support::{Answer, Cinema, Claims, PASSWORD, eventually};

const ACTIVATED: &str = "User account activated successfully by admin.";
const DEACTIVATED: &str = "User account deactivated successfully by admin.";

#[track_caller]
fn is_not_activated(answer: &Answer) {
    answer.refuses(
        403,
        "account-not-activated",
        "Account not activated",
        "Your account is not activated",
    );
}

#[tokio::test]
async fn an_admin_activates_an_account_and_its_owner_is_told() {
    let cinema = Cinema::start().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    cinema.register("anna@example.com").await;
    is_not_activated(&cinema.try_sign_in("anna@example.com", PASSWORD).await);

    activate(&admin, "Anna@Example.com").await.says(ACTIVATED);
    cinema.sign_in("anna@example.com").await;
    cinema
        .mail_to("anna@example.com", "Your Online Cinema account is active")
        .await;
    let again = activate(&admin, "anna@example.com").await;
    again.says("User account is already active.");
}

#[tokio::test]
async fn a_deactivated_account_has_no_sessions_and_gets_no_new_ones() {
    let (cinema, admin) = with_admin().await;
    let tokens = cinema.signed_in_member("anna@example.com").await;
    cinema.sign_in("anna@example.com").await;

    deactivate(&admin, "ANNA@example.com")
        .await
        .says(DEACTIVATED);
    cinema.sessions(&tokens.access).await.refuses(
        403,
        "inactive-user",
        "Inactive user",
        "Inactive user.",
    );
    cinema.refresh(&tokens.refresh).await.refuses(
        404,
        "refresh-token-not-found",
        "Refresh token not found",
        "Refresh token not found.",
    );
    is_not_activated(&cinema.try_sign_in("anna@example.com", PASSWORD).await);
    let sessions =
        "SELECT count(*) FROM sessions JOIN users ON users.id = user_id WHERE email LIKE 'anna%'";
    assert_eq!(cinema.count(sessions).await, 0);
    let again = deactivate(&admin, "anna@example.com").await;
    again.says("User account is already inactive.");

    activate(&admin, "anna@example.com").await.says(ACTIVATED);
    let renewed = cinema.sign_in("anna@example.com").await;
    assert_eq!(cinema.sessions(&renewed.access).await.status, 200);
    let old = cinema.sessions(&tokens.access).await;
    assert_eq!(old.status, 401, "a token from before does not come back");
}

#[tokio::test]
async fn the_owner_of_a_deactivated_account_cannot_activate_it() {
    let cinema = Cinema::start().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    cinema.register("anna@example.com").await;
    let mail = cinema
        .mail_to("anna@example.com", "Activate your Online Cinema account")
        .await;
    // It was never active, and all the same it has been deactivated by this.
    deactivate(&admin, "anna@example.com")
        .await
        .says(DEACTIVATED);

    cinema.client().get(&mail.operation()).await.refuses(
        400,
        "invalid-activation-token",
        "Invalid activation token",
        "Invalid or expired token",
    );
    let body = json!({ "email": "anna@example.com" });
    let another = cinema
        .client()
        .post("/accounts/resend-activation/", body)
        .await;
    another.refuses(403, "inactive-user", "Inactive user", "Inactive user.");
    is_not_activated(&cinema.try_sign_in("anna@example.com", PASSWORD).await);

    activate(&admin, "anna@example.com").await.says(ACTIVATED);
    cinema.sign_in("anna@example.com").await;
}

#[tokio::test]
async fn an_activation_mail_that_was_under_way_is_not_sent_after_a_deactivation() {
    let mut cinema = Cinema::without_worker().await;
    let admin = cinema.signed_in_as(Role::Admin).await;
    cinema.register("anna@example.com").await;
    deactivate(&admin, "anna@example.com")
        .await
        .says(DEACTIVATED);
    cinema.start_worker();
    eventually("the jobs of both registrations are done", async || {
        (cinema.count("SELECT count(*) FROM handled_jobs").await == 2).then_some(())
    })
    .await;
    assert_eq!(cinema.smtp.mails().len(), 0);
}

#[tokio::test]
async fn an_account_gets_another_role() {
    let (cinema, admin) = with_admin().await;
    cinema.member("anna@example.com").await;
    for (id, role) in [(3, "moderator"), (1, "admin"), (2, "user")] {
        let changed = change_group(&admin, "Anna@example.com", id).await;
        changed.says(&format!("User group successfully changed to {id}."));
        let again = change_group(&admin, "anna@example.com", id).await;
        again.says(&format!("User already belongs to group {id}."));
        let tokens = cinema.sign_in("anna@example.com").await;
        assert_eq!(*Claims::of(&tokens.access).get("role"), json!(role));
    }
}

#[tokio::test]
async fn a_group_that_does_not_exist_is_refused() {
    let (cinema, admin) = with_admin().await;
    cinema.member("anna@example.com").await;
    for id in [0, 4, -1, i64::from(i32::MAX), i64::from(i32::MIN)] {
        change_group(&admin, "anna@example.com", id).await.refuses(
            400,
            "invalid-group",
            "Invalid group",
            "Invalid group ID.",
        );
    }
    let path = "/admin/accounts/change-group/";
    let fields = [("group_id", "type"), ("role", "unknown")];
    let body = json!({ "email": "anna@example.com", "group_id": "3", "role": "admin" });
    admin.post(path, body).await.names_fields(&fields);
    let fields = [("email", "format"), ("group_id", "required")];
    let body = json!({ "email": "nobody" });
    admin.post(path, body).await.names_fields(&fields);
    assert_eq!(cinema.count("SELECT count(*) FROM audit_log").await, 0);
}

#[tokio::test]
async fn an_address_that_has_no_account_is_unknown() {
    let (cinema, admin) = with_admin().await;
    cinema.member("joanna@example.com").await;
    for answer in [
        activate(&admin, "anna@example.com").await,
        deactivate(&admin, "anna@example.com").await,
        change_group(&admin, "anna@example.com", 3).await,
    ] {
        let detail = "User with given email anna@example.com not found.";
        answer.refuses(404, "unknown-email", "Unknown email", detail);
    }
    for path in ["/admin/accounts/activate/", "/admin/accounts/deactivate/"] {
        let answer = admin.post(path, json!({ "email": "%" })).await;
        answer.names_fields(&[("email", "format")]);
    }
}

#[tokio::test]
async fn admins_cannot_lock_themselves_out() {
    let (cinema, admin) = with_admin().await;
    for id in [1, 2, 3] {
        change_group(&admin, "Admin@example.com", id).await.refuses(
            403,
            "own-group",
            "Own group",
            "Prevent changing the group of a user with the same ID as you.",
        );
    }
    deactivate(&admin, "Admin@example.com").await.refuses(
        403,
        "own-account",
        "Own account",
        "Prevent deactivating a user with the same ID as you.",
    );
    let activated = activate(&admin, "admin@example.com").await;
    activated.says("User account is already active.");
    assert_eq!(admin.get("/admin/users/").await.status, 200);
    assert_eq!(cinema.count("SELECT count(*) FROM audit_log").await, 0);
}

#[tokio::test]
async fn of_two_admins_who_lock_each_other_out_one_stays() {
    let (cinema, first) = with_admin().await;
    let tokens = cinema.signed_in_member("berta@example.com").await;
    change_group(&first, "berta@example.com", 1).await;
    let second = cinema.client().bearer(&tokens.access);

    // Both requests are let in while both are admins, and wait for each other's accounts.
    let mut lock = cinema.db.begin().await.expect("a transaction");
    sqlx::query("SELECT FROM users FOR UPDATE")
        .execute(&mut *lock)
        .await
        .expect("the query is valid");
    let demotion = tokio::spawn(async move { change_group(&first, "berta@example.com", 2).await });
    let deactivation = tokio::spawn(async move { deactivate(&second, "admin@example.com").await });
    let waiting = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    eventually("both wait", async || {
        (cinema.count(waiting).await == 2).then_some(())
    })
    .await;
    lock.rollback().await.expect("the lock is given back");

    let answers = [
        demotion.await.expect("an answer"),
        deactivation.await.expect("an answer"),
    ];
    let mut statuses = answers.map(|answer| answer.status);
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 403]);
    let admins = "SELECT count(*) FROM users WHERE group_id = 1 AND is_active";
    assert_eq!(cinema.count(admins).await, 1);
}
