//! People, what belongs to them, and calls in which nothing is wrong.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU32, Ordering},
};

use http_runtime::Op;
use serde_json::Value;
use sqlx::AssertSqlSafe;
use tokio::sync::OnceCell;

use crate::support::{Answer, Cinema, Client, Tokens, signed};

/// Who calls. What things belong to is the user's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caller {
    Anonymous,
    Inactive,
    User,
    OtherUser,
    Moderator,
    Admin,
}

impl Caller {
    pub(super) const ALL: [Self; 6] = [
        Self::Anonymous,
        Self::Inactive,
        Self::User,
        Self::OtherUser,
        Self::Moderator,
        Self::Admin,
    ];
}

/// A call in which nothing is wrong.
pub(super) struct Ask {
    path: String,
    pub(super) body: Body,
}

/// What a call carries.
pub(super) enum Body {
    None,
    /// With every member that the operation knows.
    Json(Value),
    /// As another media type.
    Other(&'static str, String),
    /// From Stripe.
    Event(String),
}

impl Ask {
    /// A call of an operation without parameters and body.
    pub(super) fn of(op: &Op) -> Self {
        Self {
            path: op.path.to_owned(),
            body: Body::None,
        }
    }

    /// The same with a parameter of its path.
    pub(super) fn at(mut self, parameter: &str, value: &str) -> Self {
        self.path = self.path.replace(&format!("{{{parameter}}}"), value);
        self
    }

    /// The same with a query.
    pub(super) fn query(mut self, query: &str) -> Self {
        self.path = format!("{}?{query}", self.path);
        self
    }

    /// The same with a body.
    pub(super) fn with(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    /// The same call with another body.
    pub(super) fn again(&self, body: Body) -> Self {
        let path = self.path.clone();
        Self { path, body }
    }

    /// The same with a JSON body.
    pub(super) fn json(self, body: Value) -> Self {
        self.with(Body::Json(body))
    }

    pub(super) async fn send(&self, client: &Client, op: &Op) -> Answer {
        match &self.body {
            Body::None => client.call(op.method, &self.path).await,
            Body::Json(body) => client.call_with(op.method, &self.path, body.clone()).await,
            Body::Other(kind, body) => {
                client
                    .send_as(op.method, &self.path, kind, body.as_str())
                    .await
            }
            Body::Event(body) => {
                let stripe = client.header("stripe-signature", &signed(body.as_bytes()));
                stripe
                    .send_as(op.method, &self.path, "application/json", body.as_str())
                    .await
            }
        }
    }
}

/// An installation with one person of each kind.
pub(super) struct World<'a> {
    pub(super) cinema: &'a Cinema,
    name: String,
    /// The tokens of the inactive person, from before.
    inactive: String,
    /// What nobody but the user and admins may be told.
    secrets: Mutex<Vec<String>>,
}

/// So that names in one installation are different.
static NUMBER: AtomicU32 = AtomicU32::new(0);
/// The statement that sums up the database.
static STATE: OnceCell<String> = OnceCell::const_new();

impl<'a> World<'a> {
    /// People who are there for the operation `name` only.
    pub(super) async fn new(cinema: &'a Cinema, name: &str) -> Self {
        cinema.stripe().fall_silent();
        let mut world = Self {
            cinema,
            name: name.to_lowercase(),
            inactive: String::new(),
            secrets: Mutex::default(),
        };
        for caller in &Caller::ALL[1..] {
            cinema.member(&world.email(*caller)).await;
        }
        for (caller, statement) in [
            (
                Caller::Moderator,
                "UPDATE users SET group_id = 3 WHERE email = $1",
            ),
            (
                Caller::Admin,
                "UPDATE users SET group_id = 1 WHERE email = $1",
            ),
        ] {
            cinema.execute(statement, &world.email(caller)).await;
        }
        let inactive = world.email(Caller::Inactive);
        world.inactive = cinema.sign_in(&inactive).await.access;
        let deactivate = "UPDATE users SET is_active = false WHERE email = $1";
        cinema.execute(deactivate, &inactive).await;
        world.keep_secret(world.email(Caller::User));
        world
    }

    /// Where a caller can be reached. What an anonymous one says of itself is the user's.
    pub(super) fn email(&self, caller: Caller) -> String {
        let who = match caller {
            Caller::Anonymous | Caller::User => "anna",
            Caller::Inactive => "ina",
            Caller::OtherUser => "berta",
            Caller::Moderator => "mona",
            Caller::Admin => "ada",
        };
        format!("{who}.{}@example.com", self.name)
    }

    /// A caller who has just signed in.
    pub(super) async fn client(&self, caller: Caller) -> Client {
        let client = self.cinema.client();
        match caller {
            Caller::Anonymous => client,
            Caller::Inactive => client.bearer(&self.inactive),
            _ => client.bearer(&self.tokens(caller).await.access),
        }
    }

    /// What another sign-in gives.
    pub(super) async fn tokens(&self, caller: Caller) -> Tokens {
        self.cinema.sign_in(&self.email(caller)).await
    }

    /// A number that nothing has yet.
    pub(super) fn number() -> u32 {
        NUMBER.fetch_add(1, Ordering::Relaxed)
    }

    /// Executes a statement with two texts as parameters.
    pub(super) async fn execute(&self, statement: &'static str, one: &str, other: &str) {
        let done = sqlx::query(statement).bind(one).bind(other);
        let done = done.execute(&self.cinema.db).await;
        let done = done.expect("the statement is valid").rows_affected();
        assert_eq!(done, 1, "{statement}");
    }

    /// A text of the one row that a query with one parameter finds, if there is one.
    pub(super) async fn find(&self, query: &'static str, parameter: &str) -> Option<String> {
        let found = sqlx::query_scalar(query).bind(parameter);
        let found = found.fetch_optional(&self.cinema.db).await;
        found.expect("the query is valid")
    }

    /// Notes what nobody but the user and admins may be told.
    pub(super) fn keep_secret(&self, secret: String) {
        let secrets = self.secrets.lock();
        secrets.unwrap_or_else(PoisonError::into_inner).push(secret);
    }

    /// What was noted.
    pub(super) fn secrets(&self) -> Vec<String> {
        let secrets = self.secrets.lock();
        secrets.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A sum of every row of every table, but for those on their way to the broker and to Redis.
    pub(super) async fn state(&self) -> String {
        let statement = STATE.get_or_init(async || {
            let rows = "SELECT string_agg(format('SELECT %L AS name, md5(COALESCE(string_agg(r::text, '''' ORDER BY r::text), '''')) AS sum FROM %I AS r', tablename, tablename), ' UNION ALL ')
                FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('outbox', 'stale_sessions')";
            let rows: String = sqlx::query_scalar(rows).fetch_one(&self.cinema.db).await.expect("a statement");
            format!("SELECT string_agg(name || ' ' || sum, ' ' ORDER BY name) FROM ({rows}) AS sums")
        });
        let statement = AssertSqlSafe(statement.await.clone());
        let state = sqlx::query_scalar(statement).fetch_one(&self.cinema.db);
        state.await.expect("the query is valid")
    }
}
