//! The server against its floor.

use std::{collections::HashMap, net::SocketAddr, time::Duration};

use hdrhistogram::Histogram;

use super::{
    operations::{FloorKind, Operation},
    results::Line,
    shop::{Shop, Size},
};
use crate::{
    Effort,
    closed_loop::best_clients,
    floor::{Floor, RunningFloor, Source},
    http_load, http1,
    installation::ACCESS_KEY,
    pgbench::PgBench,
    process::Running,
    report::Series,
};

/// Requests per second while latency is measured, where the machine can do four times as many.
const STEADY_RATE: u32 = 200;
/// How long each number of clients is tried. pgbench counts in whole seconds.
const TRIAL: Duration = Duration::from_secs(1);

/// An operation in one shop, and what it is compared with.
pub(super) struct Contest {
    pub(super) size: Size,
    server: SocketAddr,
    requests: Vec<Vec<u8>>,
    floor: Opponent,
    clients: usize,
    floor_clients: usize,
    pub(super) answered: Series,
    pub(super) alone: Series,
    /// Where the floor is pgbench.
    pub(super) by_hand: Option<ByHand>,
}

/// A handler that answers with what pgbench's statements bring: what is left to HTTP and to a client of PostgreSQL.
pub(super) struct ByHand {
    handler: RunningFloor,
    clients: usize,
    pub(super) answered: Series,
}

/// What the server is compared with.
enum Opponent {
    Handler(RunningFloor),
    PgBench(PgBench),
}

impl Opponent {
    /// What the operation is compared with in this shop.
    fn new(operation: &Operation, shop: &Shop, server: SocketAddr) -> anyhow::Result<Self> {
        Ok(match operation.floor {
            FloorKind::Handler => {
                let targets = operation.targets(&shop.sample).into_iter();
                let answers = targets.map(|target| {
                    let request = operation.request(&shop.token, &target);
                    Ok((target, Source::Memory(http1::fetch(server, &request)?)))
                });
                let floor = floor(shop, answers.collect::<anyhow::Result<_>>()?);
                Self::Handler(floor.start()?)
            }
            FloorKind::PgBench => Self::PgBench(PgBench::new(
                shop.installation.database(),
                &shop.statements[operation.name],
            )?),
        })
    }

    fn rate(
        &self,
        clients: usize,
        duration: Duration,
        requests: &[Vec<u8>],
    ) -> anyhow::Result<f64> {
        match self {
            Self::Handler(floor) => {
                http_load::throughput(floor.address(), clients, duration, requests)
            }
            Self::PgBench(floor) => floor.rate(clients, duration),
        }
    }
}

/// A handler for this shop.
fn floor(shop: &Shop, answers: HashMap<String, Source>) -> Floor {
    Floor {
        listen: shop.size.floor(),
        redis: shop.installation.redis().to_owned(),
        database: shop.installation.database().clone(),
        namespace: shop.installation.name().to_owned(),
        access_key: ACCESS_KEY.to_owned(),
        answers,
    }
}

impl ByHand {
    /// Answers what the operation asks of this shop.
    fn new(operation: &Operation, shop: &Shop) -> anyhow::Result<Self> {
        let statements = shop.statements[operation.name].iter().cloned();
        let targets = operation.targets(&shop.sample).into_iter();
        let answers = targets.zip(statements.map(Source::Statement)).collect();
        Ok(Self {
            handler: floor(shop, answers).start()?,
            clients: 1,
            answered: Series::new("  by hand"),
        })
    }

    fn rate(
        &self,
        clients: usize,
        duration: Duration,
        requests: &[Vec<u8>],
    ) -> anyhow::Result<f64> {
        http_load::throughput(self.handler.address(), clients, duration, requests)
    }
}

impl Contest {
    fn new(
        operation: &Operation,
        shop: &Shop,
        server: SocketAddr,
        effort: Effort,
    ) -> anyhow::Result<Self> {
        let mut contest = Self {
            size: shop.size,
            server,
            requests: operation.requests(&shop.sample, &shop.token),
            floor: Opponent::new(operation, shop, server)?,
            clients: 1,
            floor_clients: 1,
            answered: Series::new(format!("{} films", shop.size.films())),
            alone: Series::new("  floor"),
            by_hand: match operation.floor {
                FloorKind::Handler => None,
                FloorKind::PgBench => Some(ByHand::new(operation, shop)?),
            },
        };
        contest.floor_clients = best_clients(effort, |clients| contest.floor_rate(clients, TRIAL))?;
        contest.clients = best_clients(effort, |clients| contest.rate(clients, TRIAL))?;
        if let Some(by_hand) = &mut contest.by_hand {
            let requests = &contest.requests;
            by_hand.clients =
                best_clients(effort, |clients| by_hand.rate(clients, TRIAL, requests))?;
        }
        Ok(contest)
    }

    fn rate(&self, clients: usize, duration: Duration) -> anyhow::Result<f64> {
        http_load::throughput(self.server, clients, duration, &self.requests)
    }

    fn floor_rate(&self, clients: usize, duration: Duration) -> anyhow::Result<f64> {
        self.floor.rate(clients, duration, &self.requests)
    }

    fn round(&mut self, duration: Duration) -> anyhow::Result<()> {
        self.alone
            .push(self.floor_rate(self.floor_clients, duration)?);
        self.answered.push(self.rate(self.clients, duration)?);
        if let Some(by_hand) = &mut self.by_hand {
            let rate = by_hand.rate(by_hand.clients, duration, &self.requests)?;
            by_hand.answered.push(rate);
        }
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
pub(super) fn measure(
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
        if let Some(by_hand) = &contest.by_hand {
            println!("{}", by_hand.answered);
        }
        Ok(Line::new(
            operation,
            contest,
            &contest.latencies(effort.slice)?,
        ))
    });
    lines.collect()
}
