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

/// How long those who answer over HTTP run before they are counted, as pgbench's clients do. They rest while others have
/// their turns, and are slower after it: by 5 to 14 % in the first second of pages 85 to 100.
const WARM_UP: Duration = Duration::from_secs(1);

/// An operation in one shop: who answers it, and what that is compared with.
pub(super) struct Contest {
    pub(super) size: Size,
    address: SocketAddr,
    requests: Vec<Vec<u8>>,
    pub(super) server: Contestant,
    pub(super) floor: Contestant,
    /// A handler that answers with what pgbench's statements bring, where that is the floor: what is left to HTTP and to
    /// a client of PostgreSQL.
    pub(super) by_hand: Option<Contestant>,
}

/// One of those whose rates are measured by turns.
pub(super) struct Contestant {
    work: Work,
    clients: usize,
    pub(super) rates: Series,
}

/// What is done again and again.
enum Work {
    Server(SocketAddr),
    Handler(RunningFloor),
    PgBench(PgBench),
}

impl Work {
    /// What is least of all that the operation takes in this shop.
    fn floor(operation: &Operation, shop: &Shop, server: SocketAddr) -> anyhow::Result<Self> {
        Ok(match operation.floor {
            FloorKind::Handler => {
                let targets = operation.targets(&shop.sample).into_iter();
                let answers = targets.map(|target| {
                    let request = operation.request(&shop.token, &target);
                    Ok((target, Source::Memory(http1::fetch(server, &request)?)))
                });
                Self::handler(shop, answers.collect::<anyhow::Result<_>>()?)?
            }
            FloorKind::PgBench => Self::PgBench(PgBench::new(
                shop.installation.database(),
                &shop.statements[operation.name],
            )?),
        })
    }

    /// A handler with the statements of the operation.
    fn by_hand(operation: &Operation, shop: &Shop) -> anyhow::Result<Self> {
        let statements = shop.statements[operation.name].iter().cloned();
        let targets = operation.targets(&shop.sample).into_iter();
        let answers = targets.zip(statements.map(Source::Statement)).collect();
        Self::handler(shop, answers)
    }

    fn handler(shop: &Shop, answers: HashMap<String, Source>) -> anyhow::Result<Self> {
        let floor = Floor {
            listen: shop.size.floor(),
            redis: shop.installation.redis().to_owned(),
            database: shop.installation.database().clone(),
            namespace: shop.installation.name().to_owned(),
            access_key: ACCESS_KEY.to_owned(),
            answers,
        };
        Ok(Self::Handler(floor.start()?))
    }

    fn rate(
        &self,
        clients: usize,
        duration: Duration,
        requests: &[Vec<u8>],
    ) -> anyhow::Result<f64> {
        let address = match self {
            Self::Server(address) => *address,
            Self::Handler(floor) => floor.address(),
            Self::PgBench(floor) => return floor.rate(clients, duration),
        };
        http_load::throughput(address, clients, WARM_UP, requests)?;
        http_load::throughput(address, clients, duration, requests)
    }
}

impl Contestant {
    /// Finds the number of clients with which it gets most done.
    fn new(name: &str, work: Work, effort: Effort, requests: &[Vec<u8>]) -> anyhow::Result<Self> {
        let clients = best_clients(effort, |clients| work.rate(clients, TRIAL, requests))?;
        Ok(Self {
            work,
            clients,
            rates: Series::new(format!("{name}, {clients} clients")),
        })
    }

    fn round(&mut self, duration: Duration, requests: &[Vec<u8>]) -> anyhow::Result<()> {
        let rate = self.work.rate(self.clients, duration, requests)?;
        self.rates.push(rate);
        Ok(())
    }
}

impl Contest {
    fn new(
        operation: &Operation,
        shop: &Shop,
        address: SocketAddr,
        effort: Effort,
    ) -> anyhow::Result<Self> {
        let requests = operation.requests(&shop.sample, &shop.token);
        let contestant = |name: &str, work: Work| Contestant::new(name, work, effort, &requests);
        let floor = contestant("  floor", Work::floor(operation, shop, address)?)?;
        let films = format!("{} films", shop.size.films());
        let server = contestant(&films, Work::Server(address))?;
        let by_hand = match operation.floor {
            FloorKind::Handler => None,
            FloorKind::PgBench => Some(contestant("  by hand", Work::by_hand(operation, shop)?)?),
        };
        Ok(Self {
            size: shop.size,
            address,
            requests,
            server,
            floor,
            by_hand,
        })
    }

    fn round(&mut self, duration: Duration) -> anyhow::Result<()> {
        for contestant in [&mut self.floor, &mut self.server]
            .into_iter()
            .chain(&mut self.by_hand)
        {
            contestant.round(duration, &self.requests)?;
        }
        Ok(())
    }

    /// At a rate that leaves the server time.
    fn latencies(&self, duration: Duration) -> anyhow::Result<Histogram<u64>> {
        let quarter = self.server.rates.median() / 4.0;
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
        http_load::steady_reads(self.address, rate, duration, &self.requests)
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
        println!("{}\n{}", contest.server.rates, contest.floor.rates);
        if let Some(by_hand) = &contest.by_hand {
            println!("{}", by_hand.rates);
        }
        Ok(Line::new(
            operation,
            contest,
            &contest.latencies(effort.slice)?,
        ))
    });
    lines.collect()
}
