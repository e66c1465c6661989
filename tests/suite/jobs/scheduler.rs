//! Recurring jobs: what is due is enqueued once, by whichever worker leads, and expired rows vanish.

use crate::support::{Cinema, eventually, run};

#[tokio::test]
async fn expired_tokens_and_sessions_vanish_and_living_ones_stay() {
    let cinema = Cinema::builder()
        .set("schedules.clean_up_accounts", "1s")
        .start()
        .await;
    let living = cinema.signed_in_member("anna@example.com").await;
    cinema.signed_in_member("berta@example.com").await;
    eventually("the worker has no more mails to send", async || {
        (cinema.count("SELECT count(*) FROM handled_jobs").await == 2).then_some(())
    })
    .await;
    for email in ["anna@example.com", "berta@example.com"] {
        for statement in [
            "INSERT INTO activation_tokens (user_id, token) SELECT id, md5(email) FROM users WHERE email = $1
             ON CONFLICT (user_id) DO UPDATE SET token = EXCLUDED.token",
            "INSERT INTO password_reset_tokens (user_id, token) SELECT id, md5(email) FROM users WHERE email = $1",
        ] {
            assert_eq!(cinema.execute(statement, email).await, 1);
        }
    }
    for statement in [
        "UPDATE activation_tokens SET expires_at = now() - interval '1 s' FROM users WHERE users.id = user_id AND email = $1",
        "UPDATE password_reset_tokens SET expires_at = now() - interval '1 s' FROM users WHERE users.id = user_id AND email = $1",
        "UPDATE refresh_tokens SET expires_at = now() - interval '1 s' FROM users WHERE users.id = user_id AND email = $1",
        "UPDATE sessions SET expires_at = now() - interval '1 s' FROM users WHERE users.id = user_id AND email = $1",
    ] {
        assert_eq!(
            cinema.execute(statement, "berta@example.com").await,
            1,
            "{statement}"
        );
    }

    let expired = "SELECT (SELECT count(*) FROM activation_tokens WHERE expires_at < now())
        + (SELECT count(*) FROM password_reset_tokens WHERE expires_at < now())
        + (SELECT count(*) FROM refresh_tokens WHERE expires_at < now())
        + (SELECT count(*) FROM sessions WHERE expires_at < now())";
    eventually("what has expired is deleted", async || {
        (cinema.count(expired).await == 0).then_some(())
    })
    .await;
    let left = "SELECT (SELECT count(*) FROM activation_tokens) + (SELECT count(*) FROM password_reset_tokens)
        + (SELECT count(*) FROM refresh_tokens) + (SELECT count(*) FROM sessions)";
    assert_eq!(cinema.count(left).await, 4, "one of each is left");
    assert_eq!(cinema.sessions(&living.access).await.status, 200);
}

#[tokio::test]
async fn two_workers_enqueue_each_run_once() {
    let cinema = Cinema::builder()
        .workers(2)
        .set("schedules.clean_up_accounts", "1s")
        .start()
        .await;
    // What is enqueued is gone from the outbox soon after: keep a record.
    for statement in [
        "CREATE TABLE enqueued (id uuid)",
        "CREATE TABLE runs (at timestamptz)",
        "CREATE FUNCTION note_job() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN INSERT INTO enqueued VALUES (NEW.id); RETURN NULL; END $$",
        "CREATE FUNCTION note_run() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN INSERT INTO runs VALUES (NEW.next_run_at); RETURN NULL; END $$",
        "CREATE TRIGGER note_job AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION note_job()",
        "CREATE TRIGGER note_run AFTER UPDATE OF last_run_at ON schedules FOR EACH ROW EXECUTE FUNCTION note_run()",
    ] {
        sqlx::query(statement).execute(&cinema.db).await.unwrap();
    }
    eventually("four runs", async || {
        (cinema.count("SELECT count(*) FROM runs").await >= 4).then_some(())
    })
    .await;
    // One statement, so that both counts are of the same moment.
    let (runs, distinct, jobs): (i64, i64, i64) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM runs), (SELECT count(DISTINCT at) FROM runs), (SELECT count(*) FROM enqueued)",
    )
    .fetch_one(&cinema.db)
    .await
    .unwrap();
    assert_eq!(
        (runs, runs),
        (distinct, jobs),
        "each run is due once and enqueues one job"
    );
}

#[tokio::test]
async fn another_worker_leads_when_the_leader_is_killed() {
    let mut cinema = Cinema::builder()
        .workers(0)
        .set("schedules.clean_up_accounts", "1s")
        .start()
        .await;
    let leader = cinema.worker_process();
    let runs = "SELECT count(*) FROM schedules WHERE last_run_at IS NOT NULL";
    eventually("the first worker leads", async || {
        (cinema.count(runs).await == 1).then_some(())
    })
    .await;
    cinema.start_worker();
    leader.kill().await;
    cinema
        .execute(
            "UPDATE schedules SET last_run_at = NULL WHERE name = $1",
            "clean-up-accounts",
        )
        .await;
    eventually("the second worker leads", async || {
        (cinema.count(runs).await == 1).then_some(())
    })
    .await;
}

#[tokio::test]
async fn last_and_next_runs_can_be_listed() {
    let cinema = Cinema::builder()
        .set("schedules.clean_up_accounts", "1s")
        .start()
        .await;
    let runs = "SELECT count(*) FROM schedules WHERE last_run_at IS NOT NULL";
    eventually("a first run", async || {
        (cinema.count(runs).await == 1).then_some(())
    })
    .await;
    let output = run(
        "cinema-worker",
        &["--config", &cinema.config_file(), "schedule", "list"],
        &[],
        "",
    )
    .await;
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(
        text.contains("clean-up-accounts") && text.contains("clean-up-messaging"),
        "{text}"
    );
}
