//! The binaries, as people use them.

use std::{fs, process::Output};

use serde_json::json;

use crate::support::{Cinema, Claims, PASSWORD, eventually, run};

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
    for command in ["run", "schedule", "config"] {
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
