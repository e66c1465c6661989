//! Sign-ins and reads: what the server adds to a password hash and to a statement, and what readers
//! notice of a storm of sign-ins.

use std::{net::SocketAddr, thread, time::Duration};

use anyhow::anyhow;
use argon2::{Block, Params, PasswordVerifier as _, password_hash::phc::PasswordHash};
use thread_priority::{ThreadPriority, set_current_thread_priority};

use crate::{
    Effort,
    closed_loop::{self, best_clients, join},
    http_load, http1,
    installation::{self, Installation},
    members::{self, PASSWORD, argon2},
    pgbench::PgBench,
    report::{Ratio, Series},
    statements::Recorder,
};

/// Where the server answers.
const ADDRESS: SocketAddr = installation::address(0);
/// Sizes of pages that are read: different ones, because the server runs one statement for all who ask the
/// same at the same time.
const READS: std::ops::RangeInclusive<usize> = 5..=20;
/// Accounts that sign in by turns.
const ACCOUNTS: usize = 1000;
/// As long as those that the server makes.
const SALT: &[u8] = b"sixteen bytes...";
/// Connections that sign in at once: enough to keep every core hashing.
const STORM: usize = 16;
/// Reads per second while latency is measured: far from what the machine can do.
const STEADY_READS: u32 = 200;
/// How long each number of clients is tried. pgbench counts in whole seconds.
const TRIAL: Duration = Duration::from_secs(1);

/// Runs the bench and prints its report.
pub(crate) fn run(effort: Effort) -> anyhow::Result<()> {
    let hash = members::hash()?;
    let installation = Installation::create("cinema_bench")?;
    installation.import_demo()?;
    installation.add_members(ACCOUNTS)?;
    let reads: Vec<_> = READS
        .map(|size| http1::get(&format!("/movies/?per_page={size}")))
        .collect();
    let sign_ins: Vec<_> = (1..=ACCOUNTS).map(members::sign_in).collect();
    let recorder = Recorder::start(&installation, ADDRESS)?;
    let statements = reads
        .iter()
        .map(|read| recorder.statement(read, "FROM movies"));
    let statements = statements.collect::<anyhow::Result<Vec<_>>>()?;
    drop(recorder);
    let floor = PgBench::new(installation.database(), &statements)?;
    // An answer from the cache would say nothing about reads.
    let server = installation.serve(ADDRESS, &[("CINEMA__CATALOGUE__CACHE_BYTES", "0")])?;

    let [verified, computed] = sign_in_throughput(server.address(), &sign_ins, &hash, effort)?;
    let read_rate = read_throughput(server.address(), &reads, &floor, effort)?;
    let read_latency = read_latency(server.address(), &reads, &sign_ins, effort)?;
    println!();
    for ratio in [verified, computed, read_rate, read_latency] {
        println!("{ratio}");
    }
    Ok(())
}

/// Against argon2 as one calls it, and against the fastest that it can be had.
fn sign_in_throughput(
    server: SocketAddr,
    sign_ins: &[Vec<u8>],
    hash: &str,
    effort: Effort,
) -> anyhow::Result<[Ratio; 2]> {
    let mut verified = Series::new("argon2 verification, all cores");
    let mut answered = Series::new(format!("POST /accounts/login/, {STORM} clients"));
    let mut computed = Series::new("argon2 in memory that is kept, all cores");
    for _ in 0..effort.rounds {
        verified.push(verification_rate(hash, effort.slice)?);
        answered.push(http_load::throughput(
            server,
            STORM,
            effort.slice,
            sign_ins,
        )?);
        computed.push(computation_rate(effort.slice)?);
    }
    println!("per second\n{verified}\n{computed}\n{answered}");
    Ok([
        Ratio {
            what: "sign-in/argon2",
            value: answered.ratio_to(&verified),
            goal: ">=0.95",
        },
        Ratio {
            what: "sign-in/argon2-in-kept-memory",
            value: answered.ratio_to(&computed),
            goal: ">=0.80",
        },
    ])
}

fn read_throughput(
    server: SocketAddr,
    reads: &[Vec<u8>],
    floor: &PgBench,
    effort: Effort,
) -> anyhow::Result<Ratio> {
    let floor_clients = best_clients(effort, |clients| floor.rate(clients, TRIAL))?;
    let clients = best_clients(effort, |clients| {
        http_load::throughput(server, clients, TRIAL, reads)
    })?;
    let mut alone = Series::new(format!(
        "pgbench, the same statement, {floor_clients} clients"
    ));
    let mut answered = Series::new(format!("GET /movies/, {clients} clients"));
    for _ in 0..effort.rounds {
        alone.push(floor.rate(floor_clients, effort.slice)?);
        answered.push(http_load::throughput(server, clients, effort.slice, reads)?);
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
    reads: &[Vec<u8>],
    sign_ins: &[Vec<u8>],
    effort: Effort,
) -> anyhow::Result<Ratio> {
    let p99 = || -> anyhow::Result<f64> {
        let latencies = http_load::steady_reads(server, STEADY_READS, effort.slice, reads)?;
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

/// Verifications per second on all cores, each in fresh memory as the library does it by itself.
fn verification_rate(hash: &str, duration: Duration) -> anyhow::Result<f64> {
    hashing_rate(duration, || {
        let argon2 = argon2();
        let hash = PasswordHash::new(hash).map_err(|error| anyhow!("argon2: {error}"))?;
        Ok(move || {
            argon2
                .verify_password(PASSWORD.as_bytes(), &hash)
                .map_err(|error| anyhow!("argon2: {error}"))
        })
    })
}

/// Hashes per second on all cores, in memory that each thread keeps: nothing but argon2.
fn computation_rate(duration: Duration) -> anyhow::Result<f64> {
    hashing_rate(duration, || {
        let argon2 = argon2();
        let mut memory = vec![Block::new(); argon2.params().block_count()];
        Ok(move || {
            let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
            argon2
                .hash_password_into_with_memory(PASSWORD.as_bytes(), SALT, &mut output, &mut memory)
                .map_err(|error| anyhow!("argon2: {error}"))
        })
    })
}

/// The server hashes at the lowest priority. At another, whatever else the machine does would weigh on
/// one of the two only. Where it can't be had, the server doesn't get it either.
fn hashing_rate<W: FnMut() -> anyhow::Result<()>>(
    duration: Duration,
    prepare: impl Fn() -> anyhow::Result<W> + Sync,
) -> anyhow::Result<f64> {
    let cores = thread::available_parallelism()?.get();
    closed_loop::rate(cores, duration, || {
        let _ = set_current_thread_priority(ThreadPriority::Min);
        prepare()
    })
}
