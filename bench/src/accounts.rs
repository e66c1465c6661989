//! Sign-ins and reads: what the server adds to a password hash and to a statement, and what readers
//! notice of a storm of sign-ins.

use std::{net::SocketAddr, process::Stdio, thread, time::Duration};

use anyhow::{Context as _, anyhow};
use argon2::{
    Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::phc::PasswordHash,
};
use thread_priority::{ThreadPriority, set_current_thread_priority};

use crate::{
    Effort,
    closed_loop::{self, join},
    http_load,
    installation::Installation,
    pgbench::PgBench,
    report::{Ratio, Series},
};

/// Accounts that sign in by turns.
const ACCOUNTS: usize = 1000;
const PASSWORD: &str = "Bench-password-1";
/// The server's default cost of a hash. With another the server would hash each password anew, and
/// the first ratio would halve.
const MEMORY_KIB: u32 = 19_456;
const ITERATIONS: u32 = 2;
/// Connections that sign in at once: enough to keep every core hashing.
const STORM: usize = 16;
/// Reads per second while latency is measured: far from what the machine can do.
const STEADY_READS: u32 = 200;
/// Numbers of clients that are tried.
const CLIENTS: [usize; 4] = [1, 2, 4, 8];
/// How long each number of clients is tried.
const TRIAL: Duration = Duration::from_secs(1);
/// What `GET /movies/` binds: the size of a page, and the films before the first.
const FIRST_PAGE: [i64; 2] = [10, 0];

/// Runs the bench and prints its report.
pub(crate) fn run(effort: Effort) -> anyhow::Result<()> {
    let hash = argon2()
        .hash_password(PASSWORD.as_bytes())
        .map_err(|error| anyhow!("argon2: {error}"))?
        .to_string();
    let installation = Installation::create()?;
    installation.add_accounts(ACCOUNTS, &hash)?;
    let read = http_load::get("/movies/");
    let sign_ins: Vec<_> = (1..=ACCOUNTS).map(sign_in).collect();
    let statement = installation.statement_of(&read, "FROM movies")?;
    let floor = PgBench::new(installation.database(), &statement, &FIRST_PAGE)?;
    let server = installation.serve("warn", Stdio::inherit())?;

    let ratios = [
        sign_in_throughput(server.address(), &sign_ins, &hash, effort)?,
        read_throughput(server.address(), &read, &floor, effort)?,
        read_latency(server.address(), &read, &sign_ins, effort)?,
    ];
    println!();
    for ratio in ratios {
        println!("{ratio}");
    }
    Ok(())
}

/// The floor is measured before and after each measurement of the server, and their mean counts.
fn sign_in_throughput(
    server: SocketAddr,
    sign_ins: &[Vec<u8>],
    hash: &str,
    effort: Effort,
) -> anyhow::Result<Ratio> {
    let mut alone = Series::new("argon2 alone, all cores");
    let mut answered = Series::new(format!("POST /accounts/login/, {STORM} clients"));
    let mut before = argon2_rate(hash, effort.slice)?;
    for _ in 0..effort.rounds {
        answered.push(http_load::throughput(
            server,
            STORM,
            effort.slice,
            sign_ins,
        )?);
        let after = argon2_rate(hash, effort.slice)?;
        alone.push(f64::midpoint(before, after));
        before = after;
    }
    println!("per second\n{alone}\n{answered}");
    Ok(Ratio {
        what: "sign-in/argon2",
        value: answered.ratio_to(&alone),
        goal: ">=0.95",
    })
}

fn read_throughput(
    server: SocketAddr,
    read: &[u8],
    floor: &PgBench,
    effort: Effort,
) -> anyhow::Result<Ratio> {
    let read = [read.to_vec()];
    let floor_clients = best_clients(|clients| floor.rate(clients, TRIAL))?;
    let clients = best_clients(|clients| http_load::throughput(server, clients, TRIAL, &read))?;
    let mut alone = Series::new(format!(
        "pgbench, the same statement, {floor_clients} clients"
    ));
    let mut answered = Series::new(format!("GET /movies/, {clients} clients"));
    for _ in 0..effort.rounds {
        alone.push(floor.rate(floor_clients, effort.slice)?);
        answered.push(http_load::throughput(server, clients, effort.slice, &read)?);
    }
    println!("{alone}\n{answered}");
    Ok(Ratio {
        what: "read/pgbench",
        value: answered.ratio_to(&alone),
        goal: ">=0.70",
    })
}

fn read_latency(
    server: SocketAddr,
    read: &[u8],
    sign_ins: &[Vec<u8>],
    effort: Effort,
) -> anyhow::Result<Ratio> {
    let p99 = || -> anyhow::Result<f64> {
        let latencies = http_load::steady_reads(server, STEADY_READS, effort.slice, read)?;
        Ok(Duration::from_micros(latencies.value_at_quantile(0.99)).as_secs_f64() * 1000.0)
    };
    let mut at_rest = Series::new(format!("GET /movies/, {STEADY_READS} a second"));
    let mut in_storm = Series::new(format!("the same while {STORM} clients sign in"));
    for _ in 0..effort.rounds {
        at_rest.push(p99()?);
        in_storm.push(thread::scope(|scope| {
            let storm =
                scope.spawn(|| http_load::throughput(server, STORM, effort.slice, sign_ins));
            let p99 = p99();
            join(storm)?;
            p99
        })?);
    }
    println!("99th percentile in ms\n{at_rest}\n{in_storm}");
    Ok(Ratio {
        what: "read-p99-in-storm/at-rest",
        value: in_storm.ratio_to(&at_rest),
        goal: "<=3.00",
    })
}

/// The number of clients that gets most done.
fn best_clients(mut rate: impl FnMut(usize) -> anyhow::Result<f64>) -> anyhow::Result<usize> {
    let mut tried = Vec::new();
    for clients in CLIENTS {
        tried.push((rate(clients)?, clients));
    }
    let best = tried.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, clients)| clients)
        .context("some number of clients is tried")
}

fn sign_in(number: usize) -> Vec<u8> {
    http_load::post(
        "/accounts/login/",
        &format!(r#"{{"email": "member{number}@example.com", "password": "{PASSWORD}"}}"#),
    )
}

/// Verifications per second on all cores.
fn argon2_rate(hash: &str, duration: Duration) -> anyhow::Result<f64> {
    let cores = thread::available_parallelism()?.get();
    closed_loop::rate(cores, duration, || {
        // The server hashes at this priority. At another, whatever else the machine does would weigh
        // on one of the two only. Where it can't be had, the server doesn't get it either.
        let _ = set_current_thread_priority(ThreadPriority::Min);
        let argon2 = argon2();
        let hash = PasswordHash::new(hash).map_err(|error| anyhow!("argon2: {error}"))?;
        Ok(move || {
            argon2
                .verify_password(PASSWORD.as_bytes(), &hash)
                .map_err(|error| anyhow!("argon2: {error}"))
        })
    })
}

fn argon2() -> Argon2<'static> {
    let params =
        Params::new(MEMORY_KIB, ITERATIONS, 1, None).expect("valid parameters in the source");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}
