//! The binaries, as people use them.

use std::{fs, process::Output};

use serde_json::json;

use crate::support::{Cinema, Claims, PASSWORD, Process, eventually, run};

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs the server's binary with the installation's configuration.
async fn server(cinema: &Cinema, arguments: &[&str], input: &str) -> Output {
    let config = cinema.config_file();
    run(
        "cinema-server",
        &[&["--config", &config], arguments].concat(),
        &[],
        input,
    )
    .await
}

#[tokio::test]
async fn help_names_every_command() {
    let help = out(&run("cinema-server", &["--help"], &[], "").await);
    for command in [
        "serve",
        "health",
        "migrate",
        "create-admin",
        "catalog",
        "config",
        "openapi",
    ] {
        assert!(
            help.contains(&format!("\n  {command} ")),
            "{command} in {help}"
        );
    }
    let help = out(&run("cinema-worker", &["--help"], &[], "").await);
    for command in ["run", "health", "schedule", "config"] {
        assert!(
            help.contains(&format!("\n  {command} ")),
            "{command} in {help}"
        );
    }
}

#[tokio::test]
async fn openapi_prints_the_contract() {
    let contract =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi.yaml")).unwrap();
    let output = run("cinema-server", &["openapi"], &[], "").await;
    assert_eq!((output.status.code(), out(&output)), (Some(0), contract));
}

#[tokio::test]
async fn config_check_shows_what_is_in_force_and_masks_secrets() {
    let cinema = Cinema::builder().servers(0).workers(0).start().await;
    for binary in ["cinema-server", "cinema-worker"] {
        let environment = [("CINEMA__RABBITMQ__NAMESPACE", "from-the-environment")];
        let output = run(
            binary,
            &["--config", &cinema.config_file(), "config", "check"],
            &environment,
            "",
        )
        .await;
        let shown = out(&output);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(
            shown.contains(r#"namespace = "from-the-environment""#),
            "{shown}"
        );
        assert!(shown.contains("********"), "{shown}");
        for secret in ["key-of-the-tests", "link-key"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[tokio::test]
async fn config_check_names_the_variable_that_is_wrong() {
    let cinema = Cinema::builder().servers(0).workers(0).start().await;
    for (binary, variable, value) in [
        ("cinema-server", "CINEMA__DATABASE__MAX_CONNECTIONS", "many"),
        ("cinema-server", "CINEMA__AUTH__ACCESS_KEY", "short"),
        ("cinema-server", "CINEMA__SERVER__PUBLIC_URL", "nowhere"),
        ("cinema-server", "CINEMA__RATE_LIMITS__ADDRESS", "often"),
        ("cinema-server", "CINEMA__SERVER__LISTENN", "127.0.0.1:1"),
        ("cinema-worker", "CINEMA__MAIL__FROM", "nobody"),
        ("cinema-worker", "CINEMA__WORKER__PREFETCH", "0"),
    ] {
        let output = run(
            binary,
            &["--config", &cinema.config_file(), "config", "check"],
            &[(variable, value)],
            "",
        )
        .await;
        assert_eq!(output.status.code(), Some(1), "{variable}");
        assert!(
            err(&output).contains(variable),
            "{variable} in {}",
            err(&output)
        );
    }
}

#[tokio::test]
async fn the_first_admin_is_created_once_and_signs_in() {
    let cinema = Cinema::without_worker().await;
    let create = async |email: &str, password: &str| {
        server(
            &cinema,
            &["create-admin", "--email", email, "--password-stdin"],
            password,
        )
        .await
    };
    let created = create("Admin@example.com", &format!("{PASSWORD}\n")).await;
    assert_eq!(
        (created.status.code(), out(&created)),
        (Some(0), "admin@example.com is an admin now\n".to_owned()),
        "{}",
        err(&created)
    );
    let again = create("admin@example.com", "Battery-Staple?8").await;
    assert_eq!(again.status.code(), Some(0), "{}", err(&again));
    assert!(out(&again).contains("already"), "{}", out(&again));

    let tokens = cinema.sign_in("admin@example.com").await;
    assert_eq!(*Claims::of(&tokens.access).get("role"), json!("admin"));
    assert_eq!(cinema.count("SELECT count(*) FROM carts").await, 1);
    let noted = "SELECT count(*) FROM audit_log WHERE action = 'create-admin' AND actor_id IS NULL";
    assert_eq!(cinema.count(noted).await, 1);
}

#[tokio::test]
async fn an_admin_needs_a_good_password_and_an_address_of_its_own() {
    let cinema = Cinema::without_worker().await;
    cinema.member("anna@example.com").await;
    for (email, password) in [
        ("admin@example.com", "weak"),
        ("nobody", PASSWORD),
        ("anna@example.com", PASSWORD),
    ] {
        let output = server(
            &cinema,
            &["create-admin", "--email", email, "--password-stdin"],
            password,
        )
        .await;
        assert_eq!(output.status.code(), Some(1), "{email}");
        assert!(
            err(&output).starts_with("cinema-server: ") && !err(&output).contains(password),
            "{}",
            err(&output)
        );
    }
    assert_eq!(
        cinema
            .count("SELECT count(*) FROM users WHERE group_id = 1")
            .await,
        0
    );
}

#[tokio::test]
async fn migrations_go_up_down_and_up_again() {
    let cinema = Cinema::builder().bare().start().await;
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_sqlx_migrations'";
    let migrate = async |arguments: &[&str]| {
        let output = server(&cinema, &[&["migrate"], arguments].concat(), "").await;
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        cinema.count(tables).await
    };
    let all = migrate(&[]).await;
    assert!(all > 25, "{all}");
    assert_eq!(migrate(&[]).await, all, "there is nothing left to do");
    let some = migrate(&["--down-to", "1"]).await;
    assert!(0 < some && some < all, "{some}");
    assert_eq!(migrate(&["--down-to", "0"]).await, 0);
    let left = "SELECT count(*) FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typname NOT LIKE '%sqlx_migrations'";
    assert_eq!(cinema.count(left).await, 0, "no type is left behind");
    assert_eq!(migrate(&[]).await, all);
}

#[tokio::test]
async fn a_migration_lets_others_pass_while_it_waits_for_a_lock_and_goes_on_when_it_is_free() {
    let cinema = Cinema::builder().servers(0).workers(0).start().await;
    let mut backup = cinema.db.begin().await.unwrap();
    sqlx::query("LOCK TABLE movies IN ACCESS SHARE MODE")
        .execute(&mut *backup)
        .await
        .unwrap();
    let arguments = [
        "--config",
        &cinema.config_file(),
        "migrate",
        "--down-to",
        "1",
    ];
    let (process, _heard) = Process::start_heard("cinema-server", &arguments);
    let waiting = "SELECT count(*) FROM pg_locks
        WHERE NOT granted AND relation = 'movies'::regclass AND mode = 'AccessExclusiveLock'";
    for waits in [1, 0, 1, 0] {
        eventually("the migration asks, gives up and asks again", async || {
            (cinema.count(waiting).await == waits).then_some(())
        })
        .await;
    }
    backup.rollback().await.unwrap();
    assert_eq!(process.exit_code().await, Some(0));
    let left = "SELECT count(*) FROM pg_tables WHERE tablename = 'movies'";
    assert_eq!(cinema.count(left).await, 0);
}

#[tokio::test]
async fn a_server_that_is_asked_to_stop_finishes_open_requests() {
    let cinema = Cinema::builder().servers(0).workers(0).start().await;
    let (process, client) = cinema.server_process().await;
    let mut lock = cinema.db.begin().await.unwrap();
    sqlx::query("LOCK TABLE movies IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *lock)
        .await
        .unwrap();
    let open = tokio::spawn({
        let client = client.clone();
        async move { client.get("/movies/").await }
    });
    eventually("the request waits for the lock", async || {
        let waiting =
            "SELECT count(*) FROM pg_locks WHERE relation = 'movies'::regclass AND NOT granted";
        (cinema.count(waiting).await > 0).then_some(())
    })
    .await;

    process.terminate().await;
    eventually("new connections are refused", async || {
        client.connects().await.err()
    })
    .await;
    assert!(!open.is_finished());
    lock.rollback().await.unwrap();
    assert_eq!(open.await.unwrap().status, 200);
    assert_eq!(process.exit_code().await, Some(0));
}

#[tokio::test]
async fn health_says_whether_the_server_is_ready() {
    let cinema = Cinema::builder().servers(0).workers(0).start().await;
    let address = cinema.free_address().await;
    let health = async || {
        let environment = [("CINEMA__SERVER__LISTEN", address.as_str())];
        let arguments = ["--config", &cinema.config_file(), "health"];
        run("cinema-server", &arguments, &environment, "").await
    };
    let alone = health().await;
    assert_eq!(alone.status.code(), Some(1));
    assert!(err(&alone).contains(&address), "{}", err(&alone));

    cinema.postgres.cut().await;
    let (_process, client) = cinema.server_process_at(&address).await;
    let waiting = health().await;
    assert_eq!(waiting.status.code(), Some(1), "{}", out(&waiting));
    assert!(
        out(&waiting).contains(r#""title":"Not ready""#),
        "{}",
        out(&waiting)
    );

    cinema.postgres.restore().await;
    eventually("the server is ready", async || {
        (client.get("/health/ready/").await.status == 200).then_some(())
    })
    .await;
    let ready = health().await;
    assert_eq!(ready.status.code(), Some(0), "{}", err(&ready));
}

#[tokio::test]
async fn health_says_whether_the_worker_takes_jobs() {
    let cinema = Cinema::builder().servers(0).workers(0).start().await;
    let address = cinema.free_address().await;
    let environment = [("CINEMA__WORKER__METRICS_LISTEN", address.as_str())];
    let arguments = ["--config", &cinema.config_file(), "health"];
    let unset = run("cinema-worker", &arguments, &[], "").await;
    assert_eq!(unset.status.code(), Some(1));
    assert!(
        err(&unset).contains("CINEMA__WORKER__METRICS_LISTEN"),
        "{}",
        err(&unset)
    );
    let health = async || run("cinema-worker", &arguments, &environment, "").await;
    let alone = health().await;
    assert!(err(&alone).contains(&address), "{}", err(&alone));

    cinema.rabbitmq.cut().await;
    let _process = cinema.worker_process_with(&environment, &["--queues", "email,payments"]);
    let waiting = eventually("the worker has reached PostgreSQL", async || {
        let output = health().await;
        out(&output).contains("email").then_some(output)
    })
    .await;
    assert_eq!(
        (waiting.status.code(), out(&waiting).as_str()),
        (
            Some(1),
            "email: waits for RabbitMQ\npayments: waits for RabbitMQ\n"
        )
    );

    cinema.rabbitmq.restore().await;
    let well = eventually("the worker takes jobs", async || {
        let output = health().await;
        output.status.success().then_some(output)
    })
    .await;
    assert_eq!(out(&well), "email: takes jobs\npayments: takes jobs\n");
}

#[tokio::test]
async fn a_server_that_was_told_to_stop_says_so_before_it_refuses_requests() {
    let cinema = Cinema::builder()
        .servers(0)
        .workers(0)
        .set("server.shutdown_delay", "1h")
        .start()
        .await;
    let (process, client) = cinema.server_process().await;
    assert_eq!(client.get("/health/ready/").await.status, 200);
    process.terminate().await;
    let leaving = eventually("the server is not ready any more", async || {
        let ready = client.get("/health/ready/").await;
        (ready.status != 200).then_some(ready)
    })
    .await;
    leaving.is_problem(503);
    assert_eq!(client.get("/movies/").await.status, 200);
    assert_eq!(client.get("/health/live/").await.status, 200);
}

#[tokio::test]
async fn an_older_release_leaves_a_newer_schema_as_it_is() {
    let cinema = Cinema::builder().servers(0).workers(0).start().await;
    let newer =
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES (9999, $1, true, '', 0)";
    cinema.execute(newer, "of a later release").await;
    let output = server(&cinema, &["migrate"], "").await;
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let known = "SELECT count(*) FROM _sqlx_migrations WHERE version = 9999";
    assert_eq!(cinema.count(known).await, 1);
}

#[tokio::test]
async fn migrate_says_what_it_waits_for() {
    let cinema = Cinema::builder().bare().start().await;
    cinema.postgres.cut().await;
    let arguments = ["--config", &cinema.config_file(), "migrate"];
    let (process, mut heard) = Process::start_heard("cinema-server", &arguments);
    heard.line_with("CINEMA__DATABASE__URL").await;
    cinema.postgres.restore().await;
    assert_eq!(process.exit_code().await, Some(0));
}

#[tokio::test]
async fn a_server_that_starts_before_postgres_says_what_it_waits_for_and_then_that_it_is_ready() {
    let cinema = Cinema::builder().servers(0).workers(0).start().await;
    cinema.postgres.cut().await;
    let arguments = ["--config", &cinema.config_file(), "serve"];
    let (_process, mut heard) = Process::start_heard("cinema-server", &arguments);
    let waits = heard.line_with("not ready: the server waits").await;
    assert!(waits.contains("PostgreSQL at 127.0.0.1:"), "{waits}");
    cinema.postgres.restore().await;
    heard.line_with(r#""message":"ready""#).await;
}
