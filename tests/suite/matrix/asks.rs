//! Calls about accounts and of admins. Those about goods are in [`super::goods`].

use domain::hash_token;
use http_runtime::Op;
use serde_json::json;
use uuid::Uuid;

use super::world::{Ask, Body, Caller, World};
use crate::{
    profiles::{form_of, show_some_picture},
    support::{Claims, PASSWORD},
};

impl World<'_> {
    /// A call of this operation in which nothing is wrong. What it is about is made now, where it is not there.
    pub(super) async fn ask(&self, op: &Op, caller: Caller) -> Ask {
        match op.tag {
            "accounts" => self.ask_about_account(op, caller).await,
            "privacy" => self.ask_about_data(op).await,
            "profiles" => self.ask_about_person(op).await,
            "movies" | "genres" | "stars" | "directors" | "certifications" | "jobs" => {
                self.ask_about_films(op).await
            }
            "cart" | "orders" | "payments" | "purchases" => self.ask_to_buy(op, caller).await,
            "admin" | "webhooks" | "dead-jobs" => self.ask_as_admin(op).await,
            "health" => Ask::of(op),
            other => panic!("nobody knows how {} of {other} is asked", op.id),
        }
    }

    async fn ask_about_account(&self, op: &Op, caller: Caller) -> Ask {
        let ask = Ask::of(op);
        let anna = self.email(Caller::User);
        match op.id {
            "registerUser" => {
                let email = format!("new{}@example.com", Self::number());
                ask.json(json!({ "email": email, "password": PASSWORD }))
            }
            "activateUser" => {
                let (email, token) = self.newcomer().await;
                ask.query(&format!("email={email}&token={token}"))
            }
            "resendActivation" | "requestPasswordReset" => ask.json(json!({ "email": anna })),
            "loginUser" => ask.json(json!({ "email": anna, "password": PASSWORD })),
            "logoutUser" | "refreshTokens" => {
                let tokens = self.tokens(Caller::User).await;
                ask.json(json!({ "refresh_token": tokens.refresh }))
            }
            "changePassword" => ask.json(json!({
                "email": self.email(caller), "old_password": PASSWORD, "new_password": "Battery-Staple?8",
            })),
            "completePasswordReset" => {
                let token = format!("reset{}", Self::number());
                let statement = "INSERT INTO password_reset_tokens (user_id, token)
                    SELECT id, $2 FROM users WHERE email = $1
                    ON CONFLICT (user_id) DO UPDATE SET token = EXCLUDED.token";
                self.execute(statement, &anna, &hash_token(&token)).await;
                ask.json(json!({ "email": anna, "token": token, "password": PASSWORD }))
            }
            "revokeSession" => ask.at("session_id", &self.session().await),
            "listSessions" => {
                self.session().await;
                ask
            }
            "revokeOtherSessions" => ask,
            other => panic!("nobody knows how {other} is asked"),
        }
    }

    /// The address of somebody who has not activated the account, and the token with which to do so.
    async fn newcomer(&self) -> (String, String) {
        let number = Self::number();
        let (email, token) = (format!("new{number}@example.com"), format!("token{number}"));
        assert_eq!(self.cinema.register(&email).await.status, 201);
        let statement = "INSERT INTO activation_tokens (user_id, token) SELECT id, $2 FROM users WHERE email = $1";
        self.execute(statement, &email, &hash_token(&token)).await;
        (email, token)
    }

    /// A session of the user.
    pub(super) async fn session(&self) -> String {
        let tokens = self.tokens(Caller::User).await;
        let claims = Claims::of(&tokens.access);
        let session = claims.get("sid").as_str().expect("a session").to_owned();
        self.keep_secret(session.clone());
        session
    }

    async fn ask_about_data(&self, op: &Op) -> Ask {
        match op.id {
            "deleteAccount" => Ask::of(op).json(json!({ "password": PASSWORD })),
            "requestExport" => Ask::of(op),
            "downloadExport" => {
                let token = format!("export{}", Self::number());
                let statement = "INSERT INTO account_exports (id, user_id, token, content, expires_at)
                    SELECT gen_random_uuid(), id, $2, '{}', now() + interval '1 day' FROM users WHERE email = $1
                    ON CONFLICT (user_id) DO UPDATE SET token = EXCLUDED.token";
                let anna = self.email(Caller::User);
                self.execute(statement, &anna, &hash_token(&token)).await;
                Ask::of(op).query(&format!("token={token}"))
            }
            other => panic!("nobody knows how {other} is asked"),
        }
    }

    /// Calls about what the user tells.
    async fn ask_about_person(&self, op: &Op) -> Ask {
        let ask = Ask::of(op).at("user_id", &self.id(Caller::User).await);
        match op.id {
            "createProfile" => {
                let gone =
                    "DELETE FROM user_profiles USING users WHERE users.id = user_id AND email = $1";
                self.cinema.execute(gone, &self.email(Caller::User)).await;
                ask.with(form(&TEXTS))
            }
            "updateProfile" => {
                self.profile().await;
                ask.with(form(&TEXTS))
            }
            "getProfile" => {
                self.profile().await;
                ask
            }
            "getAvatar" => {
                let id = self.id(Caller::User).await.parse().expect("a number");
                let anna = self.client(Caller::User).await;
                ask.at("name", &show_some_picture(&anna, id).await)
            }
            other => panic!("nobody knows how {other} is asked"),
        }
    }

    /// Makes the profile of the user, if there is none.
    async fn profile(&self) {
        let statement = "INSERT INTO user_profiles (user_id, first_name) SELECT id, $2 FROM users WHERE email = $1
            ON CONFLICT (user_id) DO UPDATE SET first_name = EXCLUDED.first_name";
        let name = "arkadyevna";
        self.execute(statement, &self.email(Caller::User), name)
            .await;
        self.keep_secret(name.to_owned());
    }

    async fn ask_as_admin(&self, op: &Op) -> Ask {
        let ask = Ask::of(op);
        let anna = self.email(Caller::User);
        match op.id {
            "activateAccount" | "deactivateAccount" => ask.json(json!({ "email": anna })),
            "changeGroup" => ask.json(json!({ "email": anna, "group_id": 3 })),
            "getUserCart" => ask.at("user_id", &self.id(Caller::User).await),
            "replayStripeEvent" => {
                let id = format!("evt_{}", Self::number());
                let statement = "INSERT INTO stripe_events (id, type, payload, created_at) VALUES ($1, $2, '{}', now())";
                self.execute(statement, &id, "plan.created").await;
                ask.at("event_id", &id)
            }
            "replayDeadJob" | "deleteDeadJob" => {
                let id = Uuid::now_v7().to_string();
                let statement =
                    "INSERT INTO dead_letters (id, queue, kind, version, payload, reason, attempts)
                    VALUES ($1::uuid, 'email', $2, 1, '{\"user_id\": 1}', 'no such mailbox', '[]')";
                self.execute(statement, &id, "send-activation-email").await;
                ask.at("job_id", &id)
            }
            "listStripeEvents" | "listUsers" | "listAllOrders" | "listAllPayments"
            | "listChanges" | "listDeadJobs" => ask,
            other => panic!("nobody knows how {other} is asked"),
        }
    }

    /// The number of somebody's account.
    pub(super) async fn id(&self, caller: Caller) -> String {
        let query = "SELECT id::text FROM users WHERE email = $1";
        let id = self.find(query, &self.email(caller)).await;
        id.expect("an account")
    }
}

/// A profile with a text in every part but the picture.
pub(super) const TEXTS: [(&str, &str); 5] = [
    ("first_name", "anna"),
    ("last_name", "karenina"),
    ("gender", "woman"),
    ("date_of_birth", "1990-04-01"),
    ("info", "I like films."),
];

/// A form with these texts.
pub(super) fn form(texts: &[(&str, &str)]) -> Body {
    let (media_type, body) = form_of(texts);
    Body::Other(media_type, body)
}

/// A body that Stripe has signed.
pub(super) fn event() -> Body {
    let id = format!("evt_{}", World::number());
    let event = json!({
        "id": id, "object": "event", "type": "plan.created", "created": 1_790_000_000,
        "data": { "object": {} },
    });
    Body::Event(event.to_string())
}
