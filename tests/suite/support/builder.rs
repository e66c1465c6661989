//! How an installation is put together.

use tokio_util::sync::CancellationToken;

use super::{Cinema, Proxy, Stripe, config::Config, database, environment, ports, smtp::Smtp};

/// What an installation consists of.
pub(crate) struct Builder {
    settings: Vec<(&'static str, toml::Value)>,
    servers: usize,
    workers: usize,
    migrated: bool,
    stripe: bool,
    reachable: bool,
}

impl Builder {
    /// One server and one worker.
    pub(super) const fn new() -> Self {
        Self {
            settings: Vec::new(),
            servers: 1,
            workers: 1,
            migrated: true,
            stripe: false,
            reachable: false,
        }
    }

    /// Changes a setting, by its name in the configuration file.
    pub(crate) fn set(mut self, key: &'static str, value: impl Into<toml::Value>) -> Self {
        self.settings.push((key, value.into()));
        self
    }

    /// How many servers share the database.
    pub(crate) const fn servers(mut self, count: usize) -> Self {
        self.servers = count;
        self
    }

    /// How many workers share the queues.
    pub(crate) const fn workers(mut self, count: usize) -> Self {
        self.workers = count;
        self
    }

    /// Nothing but an empty database.
    pub(crate) const fn bare(mut self) -> Self {
        self.servers = 0;
        self.workers = 0;
        self.migrated = false;
        self
    }

    /// A stand-in for Stripe, which tells the first server what happens.
    pub(crate) const fn stripe(mut self) -> Self {
        self.stripe = true;
        self
    }

    /// Links lead to the first server, for those who follow them in a browser.
    pub(crate) const fn reachable(mut self) -> Self {
        self.reachable = true;
        self
    }

    /// Starts it.
    pub(crate) async fn start(self) -> Cinema {
        let name = database::create(self.migrated).await;
        let database_url = database::url(&name);
        let smtp = Smtp::start().await;
        let postgres = Proxy::to(&database_url, 5432).await;
        let redis = Proxy::to(&environment::REDIS, 6379).await;
        let rabbitmq = Proxy::to(&environment::RABBITMQ, 5672).await;

        let mut config = Config::new(&name);
        config.set("database.url", postgres.url(&database_url).as_str());
        config.set("redis.url", redis.url(&environment::REDIS).as_str());
        config.set(
            "rabbitmq.url",
            rabbitmq.url(&environment::RABBITMQ).as_str(),
        );
        config.set("mail.smtp_port", i64::from(smtp.port()));
        let stripe = if self.stripe {
            let stripe = Stripe::start().await;
            config.set("payments.stripe_api_base", stripe.url());
            Some(stripe)
        } else {
            None
        };
        if self.reachable {
            let listen = format!("127.0.0.1:{}", ports::free().await);
            config.set("server.public_url", format!("http://{listen}"));
            config.set("server.listen", listen);
        }
        let folder = tempfile::tempdir().expect("a writable folder");
        let avatars = folder.path().join("avatars");
        config.set("avatars.folder", avatars.to_string_lossy().as_ref());
        for (key, value) in self.settings {
            config.set(key, value);
        }
        config.write(&folder.path().join("config.toml"));

        let mut cinema = Cinema {
            db: database::pool(&name),
            smtp,
            postgres,
            redis,
            rabbitmq,
            name,
            config,
            folder,
            stripe,
            servers: Vec::new(),
            stop: CancellationToken::new(),
            running: Vec::new(),
        };
        for _ in 0..self.servers {
            cinema.start_server().await;
        }
        if let (Some(stripe), Some(server)) = (&cinema.stripe, cinema.servers.first()) {
            stripe.tell(*server);
        }
        for _ in 0..self.workers {
            cinema.start_worker();
        }
        cinema
    }
}
