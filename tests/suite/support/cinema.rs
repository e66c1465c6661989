//! One installation, from its sockets to its database.

use std::{net::SocketAddr, path::PathBuf};

use domain::Role;
use jobs::{Attempt, Queue};
use lapin::BasicProperties;
use serde_json::json;
use server::Server;
use sqlx::PgPool;
use tempfile::TempDir;
use tokio::{net::TcpStream, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use worker::Worker;

use super::{
    Answer, Client, Mail, Process, Proxy, Stripe, Tokens,
    broker::Broker,
    builder::Builder,
    config::Config,
    database, environment, eventually, ports,
    runtime::{RUNTIME, finish},
    smtp::Smtp,
};

/// The password of everybody who signs up with [`Cinema::member`].
pub(crate) const PASSWORD: &str = "Correct-Horse!7";

/// A message that was given up.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct DeadLetter {
    /// The job, if it is one.
    pub(crate) kind: Option<String>,
    /// The body of the message.
    pub(crate) payload: String,
    /// Why.
    pub(crate) reason: String,
    /// The attempts that failed.
    #[sqlx(json)]
    pub(crate) attempts: Vec<Attempt>,
    /// The trace that the job belongs to.
    pub(crate) traceparent: Option<String>,
}

/// A running installation. Everything ends with it.
pub(crate) struct Cinema {
    /// The test's own connection to the database, to arrange and to look.
    pub(crate) db: PgPool,
    /// The mail server.
    pub(crate) smtp: Smtp,
    /// The line to PostgreSQL.
    pub(crate) postgres: Proxy,
    /// The line to Redis.
    pub(crate) redis: Proxy,
    /// The line to RabbitMQ.
    pub(crate) rabbitmq: Proxy,
    pub(super) name: String,
    pub(super) config: Config,
    pub(super) folder: TempDir,
    pub(super) stripe: Option<Stripe>,
    pub(super) servers: Vec<SocketAddr>,
    pub(super) stop: CancellationToken,
    pub(super) running: Vec<JoinHandle<()>>,
}

impl Cinema {
    /// One server and one worker.
    pub(crate) async fn start() -> Self {
        Self::builder().start().await
    }

    /// One server. Mails stay in the queue.
    pub(crate) async fn without_worker() -> Self {
        Self::builder().workers(0).start().await
    }

    /// Something else.
    pub(crate) const fn builder() -> Builder {
        Builder::new()
    }

    /// The stand-in for Stripe of an installation that was started with one.
    pub(crate) fn stripe(&self) -> &Stripe {
        self.stripe.as_ref().expect("started with a Stripe")
    }

    /// Where the servers listen.
    pub(crate) fn servers(&self) -> &[SocketAddr] {
        &self.servers
    }

    /// Somebody with a program that talks to the first server.
    pub(crate) fn client(&self) -> Client {
        self.client_of(0)
    }

    /// Somebody with a program that talks to the server with this number.
    pub(crate) fn client_of(&self, server: usize) -> Client {
        Client::of(&self.servers[server].to_string())
    }

    /// A connection to the first server, for those who speak HTTP themselves.
    pub(crate) async fn connect(&self) -> TcpStream {
        let connected = TcpStream::connect(self.servers[0]).await;
        connected.expect("the server listens")
    }

    /// Registers an address.
    pub(crate) async fn register(&self, email: &str) -> Answer {
        self.client()
            .post(
                "/accounts/register/",
                json!({ "email": email, "password": PASSWORD }),
            )
            .await
    }

    /// Registers an address and activates it without a mail. Returns the account's id.
    pub(crate) async fn member(&self, email: &str) -> i32 {
        let answer = self.register(email).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        self.execute(
            "UPDATE users SET is_active = true WHERE email = lower($1)",
            email,
        )
        .await;
        i32::try_from(answer.json()["id"].as_i64().expect("an id")).expect("a 32-bit id")
    }

    /// Signs in with [`PASSWORD`].
    pub(crate) async fn sign_in(&self, email: &str) -> Tokens {
        self.try_sign_in(email, PASSWORD).await.tokens()
    }

    /// Tries to sign in.
    pub(crate) async fn try_sign_in(&self, email: &str, password: &str) -> Answer {
        self.client()
            .post(
                "/accounts/login/",
                json!({ "email": email, "password": password }),
            )
            .await
    }

    /// Registers, activates and signs in.
    pub(crate) async fn signed_in_member(&self, email: &str) -> Tokens {
        self.member(email).await;
        self.sign_in(email).await
    }

    /// Somebody of this role who is signed in.
    pub(crate) async fn signed_in_as(&self, role: Role) -> Client {
        let email = format!("{}@example.com", role.as_str());
        self.member(&email).await;
        let promote = "UPDATE users SET group_id = user_groups.id FROM user_groups
            WHERE user_groups.name::text = upper(split_part($1, '@', 1)) AND email = $1";
        self.execute(promote, &email).await;
        let tokens = self.sign_in(&email).await;
        self.client().bearer(&tokens.access)
    }

    /// Trades a refresh token.
    pub(crate) async fn refresh(&self, refresh_token: &str) -> Answer {
        self.client()
            .post(
                "/accounts/refresh/",
                json!({ "refresh_token": refresh_token }),
            )
            .await
    }

    /// Asks for something that needs an access token, of the first server.
    pub(crate) async fn sessions(&self, access_token: &str) -> Answer {
        self.client()
            .bearer(access_token)
            .get("/accounts/sessions/")
            .await
    }

    /// The mail with this subject to this address, once it has arrived and the worker is done with it. What it
    /// says about the database is true by then, also for those who read faster than people.
    pub(crate) async fn mail_to(&self, email: &str, subject: &str) -> Mail {
        eventually(&format!("a mail {subject:?} to {email}"), async || {
            let mut mails = self.smtp.mails().into_iter();
            let mail = mails.find(|mail| mail.recipient == email && mail.subject == subject)?;
            self.is_handled(mail.job_id()).await.then_some(mail)
        })
        .await
    }

    async fn is_handled(&self, job: Uuid) -> bool {
        let handled =
            sqlx::query_scalar("SELECT EXISTS (SELECT FROM handled_jobs WHERE id = $1)").bind(job);
        handled
            .fetch_one(&self.db)
            .await
            .expect("the query is valid")
    }

    /// Executes a statement with one parameter and returns the number of rows that it changed.
    pub(crate) async fn execute(&self, statement: &'static str, parameter: &str) -> u64 {
        let done = sqlx::query(statement)
            .bind(parameter)
            .execute(&self.db)
            .await;
        done.expect("the statement is valid").rows_affected()
    }

    /// Counts the rows of a query without parameters.
    pub(crate) async fn count(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query)
            .fetch_one(&self.db)
            .await
            .expect("the query is valid")
    }

    /// Takes out the oldest dead letter, once there is one.
    pub(crate) async fn dead_letter(&self) -> DeadLetter {
        let oldest = "DELETE FROM dead_letters WHERE id = (SELECT id FROM dead_letters ORDER BY died_at, id LIMIT 1)
            RETURNING kind, payload, reason, attempts, traceparent";
        eventually("a dead letter", async || {
            let letter = sqlx::query_as(oldest).fetch_optional(&self.db).await;
            letter.expect("the query is valid")
        })
        .await
    }

    /// How many jobs wait in a queue.
    pub(crate) async fn queue_length(&self, queue: Queue) -> u32 {
        Broker::connect(&self.name).await.count(queue).await
    }

    /// How many dead letters are with the broker, and no worker has taken them.
    pub(crate) async fn dead_letters_waiting(&self) -> u32 {
        Broker::connect(&self.name).await.count_dead().await
    }

    /// How many jobs wait for their next attempt.
    pub(crate) async fn parked_jobs(&self) -> u32 {
        Broker::connect(&self.name).await.count_parked().await
    }

    /// Publishes a message as somebody else with access to the broker could.
    pub(crate) async fn publish(
        &self,
        queue: Queue,
        kind: &str,
        properties: BasicProperties,
        body: &[u8],
    ) {
        Broker::connect(&self.name)
            .await
            .publish(queue, kind, properties, body)
            .await;
    }

    /// Adds a server in this process.
    pub(super) async fn start_server(&mut self) {
        let (config, stop) = (self.config.server(), self.stop.clone());
        let (address, listening) = tokio::sync::oneshot::channel();
        let running = RUNTIME.spawn(async move {
            let server = Server::bind(config).expect("the server accepts its configuration");
            let _ = address.send(server.address().expect("a bound socket"));
            server.run(stop).await.expect("the server serves");
        });
        self.servers
            .push(listening.await.expect("the server listens"));
        self.running.push(running);
    }

    /// Adds a worker in this process.
    pub(crate) fn start_worker(&mut self) {
        let (config, stop) = (self.config.worker(), self.stop.clone());
        // Built on the runtime where it runs.
        let running = RUNTIME.spawn(async move {
            let worker =
                Worker::build(config, &Queue::ALL).expect("the worker accepts its configuration");
            worker.run(stop).await;
        });
        self.running.push(running);
    }

    /// An address on which nobody listens yet.
    pub(crate) async fn free_address(&self) -> String {
        format!("127.0.0.1:{}", ports::free().await)
    }

    /// Adds a worker as a process of its own, with further variables and arguments.
    pub(crate) fn worker_process_with(
        &self,
        environment: &[(&str, &str)],
        arguments: &[&str],
    ) -> Process {
        let config = self.config_file();
        let arguments = [&["--config", &config, "run"], arguments].concat();
        Process::start_with("cinema-worker", &arguments, environment)
    }

    /// Adds a worker as a process of its own.
    pub(crate) fn worker_process(&self) -> Process {
        Process::start("cinema-worker", &["--config", &self.config_file(), "run"])
    }

    /// Adds a server as a process of its own, and waits until it answers.
    pub(crate) async fn server_process(&self) -> (Process, Client) {
        self.start_server_process(self.config.clone()).await
    }

    /// The same with another line to Redis, which goes on when [`Cinema::redis`] is cut.
    pub(crate) async fn server_process_with_own_redis_line(&self) -> (Process, Client) {
        let mut config = self.config.clone();
        config.set("redis.url", environment::REDIS.as_str());
        self.start_server_process(config).await
    }

    /// The same with metrics, and a client that reads them.
    pub(crate) async fn server_process_with_metrics(&self) -> (Process, Client, Client) {
        let mut config = self.config.clone();
        let listen = self.free_address().await;
        config.set("server.metrics_listen", listen.as_str());
        let (process, client) = self.start_server_process(config).await;
        (process, client, Client::of(&listen))
    }

    async fn start_server_process(&self, config: Config) -> (Process, Client) {
        self.start_server_process_at(&self.free_address().await, config)
            .await
    }

    /// The same as [`Cinema::server_process`], at this address.
    pub(crate) async fn server_process_at(&self, address: &str) -> (Process, Client) {
        self.start_server_process_at(address, self.config.clone())
            .await
    }

    async fn start_server_process_at(
        &self,
        address: &str,
        mut config: Config,
    ) -> (Process, Client) {
        config.set("server.listen", address);
        let file = self.file("server.toml");
        config.write(&file);
        let process = Process::start(
            "cinema-server",
            &["--config", &file.to_string_lossy(), "serve"],
        );
        eventually("the server listens", async || {
            TcpStream::connect(address).await.ok()
        })
        .await;
        (process, Client::of(address))
    }

    /// Path of the configuration file, for commands.
    pub(crate) fn config_file(&self) -> String {
        self.file("config.toml").to_string_lossy().into_owned()
    }

    /// The files of the folder in which pictures are kept.
    pub(crate) fn avatar_files(&self) -> Vec<String> {
        let folder = self.file("avatars");
        let entries = std::fs::read_dir(folder).expect("the server has made it");
        let name = |entry: std::io::Result<std::fs::DirEntry>| {
            let name = entry.expect("an entry").file_name();
            name.into_string().expect("a name in UTF-8")
        };
        let mut names: Vec<_> = entries.map(name).collect();
        names.sort();
        names
    }

    /// A path in a folder that is gone when the test is over.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Drop for Cinema {
    fn drop(&mut self) {
        self.stop.cancel();
        let (running, name) = (std::mem::take(&mut self.running), self.name.clone());
        finish(async move {
            futures_util::future::join_all(running).await;
            Broker::delete_all(&name).await;
            database::drop_database(&name).await;
        });
    }
}
