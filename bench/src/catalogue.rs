//! Reading the catalogue at several sizes: what the server adds to a hand-written handler and to the
//! statements themselves, what growing costs, and how PostgreSQL carries the statements out.

mod generator;
mod load;
mod operations;
mod plans;
mod plot;
mod results;
mod sample;
mod vocabulary;

use std::{
    collections::HashMap,
    net::SocketAddr,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use clap::ValueEnum;
use hdrhistogram::Histogram;

use self::{
    generator::Generator,
    operations::{FloorKind, Operation},
    results::{Line, Results},
    sample::Sample,
};
use crate::{
    Effort,
    closed_loop::best_clients,
    floor::{Floor, RunningFloor},
    http_load, http1,
    installation::{self, ACCESS_KEY, Installation},
    members,
    pgbench::PgBench,
    process::Running,
    report::Series,
    statements::Recorder,
};

/// Part of every statement that puts an answer together, and of no other.
const READS: &str = "row_to_json";
/// Requests per second while latency is measured, where the machine can do four times as many.
const STEADY_RATE: u32 = 200;
/// How long each number of clients is tried. pgbench counts in whole seconds.
const TRIAL: Duration = Duration::from_secs(1);

/// How many films a catalogue has.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Size {
    /// A thousand
    #[value(name = "1k")]
    Thousand,
    /// A hundred thousand
    #[value(name = "100k")]
    HundredThousand,
    /// A million
    #[value(name = "1m")]
    Million,
}

impl Size {
    const fn films(self) -> usize {
        match self {
            Self::Thousand => 1000,
            Self::HundredThousand => 100_000,
            Self::Million => 1_000_000,
        }
    }

    fn films_as_float(self) -> f64 {
        vocabulary::count_as_float(self.films())
    }

    /// For addresses of processes that run side by side.
    const fn number(self) -> u16 {
        match self {
            Self::Thousand => 0,
            Self::HundredThousand => 1,
            Self::Million => 2,
        }
    }

    /// Where its server answers.
    const fn server(self) -> SocketAddr {
        installation::address(self.number())
    }

    /// Where its floor answers.
    const fn floor(self) -> SocketAddr {
        installation::address(10 + self.number())
    }
}

/// An installation with a catalogue of a size, and what requests need to know of it.
struct Shop {
    size: Size,
    installation: Installation,
    sample: Sample,
    token: String,
}

/// An operation in one shop, and what it is compared with.
struct Contest {
    size: Size,
    server: SocketAddr,
    requests: Vec<Vec<u8>>,
    floor: Opponent,
    clients: usize,
    floor_clients: usize,
    answered: Series,
    alone: Series,
}

enum Opponent {
    Handler(RunningFloor),
    PgBench(PgBench),
}

/// Runs the bench, prints what it measures, and writes the results if all sizes were measured.
pub(crate) fn run(effort: Effort, sizes: &[Size]) -> anyhow::Result<()> {
    let shops = sizes
        .iter()
        .map(|size| Shop::open(*size))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let mut lines = Vec::new();
    for kind in [FloorKind::Handler, FloorKind::PgBench] {
        let cache = match kind {
            FloorKind::Handler => &[][..],
            FloorKind::PgBench => &[("CINEMA__CATALOGUE__CACHE_BYTES", "0")],
        };
        let servers = shops
            .iter()
            .map(|shop| shop.installation.serve(shop.size.server(), cache))
            .collect::<anyhow::Result<Vec<_>>>()?;
        for operation in operations::ALL
            .iter()
            .filter(|operation| operation.floor == kind)
        {
            lines.extend(measure(operation, &shops, &servers, effort)?);
        }
    }
    let largest = shops.last().context("at least one size")?;
    println!("\nplans at {} films", largest.size.films());
    let recorder = Recorder::start(&largest.installation, largest.size.server())?;
    let findings = plans::examine(&recorder, &largest.sample, &largest.token)?;
    drop(recorder);
    let results = Results {
        versions: results::versions(largest.installation.database())?,
        lines,
        findings,
    };
    print!("\n{results}");
    if sizes == Size::value_variants() {
        results.write()?;
    }
    Ok(())
}

impl Shop {
    fn open(size: Size) -> anyhow::Result<Self> {
        let begun = Instant::now();
        let generator = Generator::new(size.films());
        let installation = Installation::create(&format!("cinema_bench_{}", size.films()))?;
        load::load(installation.database(), &generator)?;
        installation.add_members(1)?;
        installation.vacuum()?;
        let recorder = Recorder::start(&installation, size.server())?;
        let token = members::access_token(recorder.address(), 1)?;
        let mut sample = Sample::new(generator);
        let cursors = operations::middle_pages(size.films());
        let cursors = cursors
            .iter()
            .map(|target| next_cursor(recorder.address(), target));
        sample.keep_cursors(cursors.collect::<anyhow::Result<_>>()?);
        drop(recorder);
        println!(
            "{} films in {:.0} s",
            size.films(),
            begun.elapsed().as_secs_f64()
        );
        Ok(Self {
            size,
            installation,
            sample,
            token,
        })
    }

    fn request(&self, operation: &Operation, target: &str) -> Vec<u8> {
        if operation.signed_in {
            http1::get_as(&self.token, target)
        } else {
            http1::get(target)
        }
    }

    /// What the operation is compared with here.
    fn opponent(&self, operation: &Operation, server: SocketAddr) -> anyhow::Result<Opponent> {
        let targets = operation.targets(&self.sample);
        match operation.floor {
            FloorKind::Handler => {
                let answers = targets.into_iter().map(|target| {
                    let answer = http1::fetch(server, &self.request(operation, &target))?;
                    Ok((target, answer))
                });
                let floor = Floor {
                    listen: self.size.floor(),
                    redis: self.installation.redis().to_owned(),
                    namespace: self.installation.name().to_owned(),
                    access_key: ACCESS_KEY.to_owned(),
                    answers: answers.collect::<anyhow::Result<HashMap<_, _>>>()?,
                };
                Ok(Opponent::Handler(floor.start()?))
            }
            FloorKind::PgBench => {
                let address = installation::address(20 + self.size.number());
                let recorder = Recorder::start(&self.installation, address)?;
                let statements = targets
                    .iter()
                    .map(|target| recorder.statement(&self.request(operation, target), READS))
                    .collect::<anyhow::Result<Vec<_>>>()?;
                Ok(Opponent::PgBench(PgBench::new(
                    self.installation.database(),
                    &statements,
                )?))
            }
        }
    }
}

impl Contest {
    fn new(
        operation: &Operation,
        shop: &Shop,
        server: SocketAddr,
        effort: Effort,
    ) -> anyhow::Result<Self> {
        let targets = operation.targets(&shop.sample);
        let mut contest = Self {
            size: shop.size,
            server,
            requests: targets
                .iter()
                .map(|target| shop.request(operation, target))
                .collect(),
            floor: shop.opponent(operation, server)?,
            clients: 1,
            floor_clients: 1,
            answered: Series::new(format!("{} films", shop.size.films())),
            alone: Series::new("  floor"),
        };
        contest.floor_clients = best_clients(effort, |clients| contest.floor_rate(clients, TRIAL))?;
        contest.clients = best_clients(effort, |clients| contest.rate(clients, TRIAL))?;
        Ok(contest)
    }

    fn rate(&self, clients: usize, duration: Duration) -> anyhow::Result<f64> {
        http_load::throughput(self.server, clients, duration, &self.requests)
    }

    fn floor_rate(&self, clients: usize, duration: Duration) -> anyhow::Result<f64> {
        match &self.floor {
            Opponent::Handler(floor) => {
                http_load::throughput(floor.address(), clients, duration, &self.requests)
            }
            Opponent::PgBench(floor) => floor.rate(clients, duration),
        }
    }

    fn round(&mut self, duration: Duration) -> anyhow::Result<()> {
        self.alone
            .push(self.floor_rate(self.floor_clients, duration)?);
        self.answered.push(self.rate(self.clients, duration)?);
        Ok(())
    }

    /// At a rate that leaves the server time.
    fn latencies(&self, duration: Duration) -> anyhow::Result<Histogram<u64>> {
        let quarter = self.answered.median() / 4.0;
        let rate = if quarter > f64::from(STEADY_RATE) {
            STEADY_RATE
        } else {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "below the steady rate"
            )]
            let slow = quarter.max(1.0) as u32;
            slow
        };
        http_load::steady_reads(self.server, rate, duration, &self.requests)
    }
}

/// Measures an operation in all shops by turns, so that all of them have their share of whatever else
/// the machine does.
fn measure(
    operation: &Operation,
    shops: &[Shop],
    servers: &[Running],
    effort: Effort,
) -> anyhow::Result<Vec<Line>> {
    let mut contests = shops
        .iter()
        .zip(servers)
        .map(|(shop, server)| Contest::new(operation, shop, server.address(), effort))
        .collect::<anyhow::Result<Vec<_>>>()?;
    for _ in 0..effort.rounds {
        for contest in &mut contests {
            contest.round(effort.slice)?;
        }
    }
    println!("\n{}, per second", operation.name);
    let lines = contests.iter().map(|contest| {
        println!("{}\n{}", contest.answered, contest.alone);
        Ok(Line::new(
            operation,
            contest,
            &contest.latencies(effort.slice)?,
        ))
    });
    lines.collect()
}

fn next_cursor(server: SocketAddr, target: &str) -> anyhow::Result<String> {
    let answer = http1::fetch(server, &http1::get(target))?;
    let page: serde_json::Value = serde_json::from_str(&answer.body)?;
    let cursor = page["next_cursor"].as_str();
    Ok(cursor
        .with_context(|| format!("{target}: next_cursor"))?
        .to_owned())
}
