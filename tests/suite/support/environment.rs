//! Where the shared services are.

use std::sync::LazyLock;

use url::Url;

/// PostgreSQL, as a user who may create databases.
pub(super) static DATABASE: LazyLock<Url> = LazyLock::new(|| read("CINEMA_TEST_DATABASE_URL"));
/// Redis.
pub(super) static REDIS: LazyLock<Url> = LazyLock::new(|| read("CINEMA_TEST_REDIS_URL"));
/// RabbitMQ.
pub(super) static RABBITMQ: LazyLock<Url> = LazyLock::new(|| read("CINEMA_TEST_RABBITMQ_URL"));

/// What the parts under test log, in the syntax of `EnvFilter`. They are silent without it.
pub(super) fn log_filter() -> Option<String> {
    variable("CINEMA_TEST_LOG")
}

/// The program that stands in for Amazon's S3.
pub(super) fn moto() -> String {
    let name = "CINEMA_TEST_MOTO";
    variable(name)
        .unwrap_or_else(|| panic!("{name} is not set. `./just test` installs moto and sets it."))
}

fn read(name: &str) -> Url {
    let text = variable(name).unwrap_or_else(|| {
        panic!("{name} is not set. `./just test` starts the services and sets it.")
    });
    text.parse()
        .unwrap_or_else(|error| panic!("{name} is not a URL: {error}"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place of the suite that reads the environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
