//! Installations of the application with catalogues of several sizes.

use std::{collections::HashMap, net::SocketAddr, time::Instant};

use anyhow::Context as _;
use clap::ValueEnum;

use super::{
    READS,
    generator::Generator,
    load,
    operations::{self, FloorKind},
    sample::Sample,
    vocabulary,
};
use crate::{
    http1,
    installation::{self, Installation},
    members,
    statements::{Recorder, Statement},
};

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
    pub(super) const fn films(self) -> usize {
        match self {
            Self::Thousand => 1000,
            Self::HundredThousand => 100_000,
            Self::Million => 1_000_000,
        }
    }

    pub(super) fn films_as_float(self) -> f64 {
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
    pub(super) const fn server(self) -> SocketAddr {
        installation::address(self.number())
    }

    /// Where its floor answers.
    pub(super) const fn floor(self) -> SocketAddr {
        installation::address(10 + self.number())
    }
}

/// An installation with a catalogue of a size, and what requests need to know of it.
pub(super) struct Shop {
    pub(super) size: Size,
    pub(super) installation: Installation,
    pub(super) sample: Sample,
    /// A member's access token.
    pub(super) token: String,
    /// What PostgreSQL does for the operations that pgbench is the floor of, by their names.
    pub(super) statements: HashMap<&'static str, Vec<Statement>>,
}

impl Shop {
    /// Opens it: that takes minutes for a million films.
    pub(super) fn open(size: Size) -> anyhow::Result<Self> {
        let begun = Instant::now();
        let generator = Generator::new(size.films());
        let installation = Installation::create(&format!("cinema_bench_{}", size.films()))?;
        load::load(installation.database(), &generator)?;
        installation.add_members(1)?;
        installation.vacuum()?;
        let recorder = Recorder::start(&installation, size.server())?;
        let token = members::access_token(recorder.address(), 1)?;
        let mut sample = Sample::new(generator);
        let middle = operations::middle_pages(size.films()).into_iter();
        sample.keep_cursors(
            middle
                .map(|target| next_cursor(recorder.address(), &target))
                .collect::<anyhow::Result<_>>()?,
        );
        let by_pgbench = operations::ALL
            .iter()
            .filter(|operation| operation.floor == FloorKind::PgBench);
        let statements = by_pgbench
            .map(|operation| {
                let requests = operation.requests(&sample, &token).into_iter();
                let run = requests.map(|request| recorder.statement(&request, READS));
                Ok((operation.name, run.collect::<anyhow::Result<_>>()?))
            })
            .collect::<anyhow::Result<_>>()?;
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
            statements,
        })
    }
}

fn next_cursor(server: SocketAddr, target: &str) -> anyhow::Result<String> {
    let answer = http1::fetch(server, &http1::get(target))?;
    let page: serde_json::Value = serde_json::from_str(&answer.body)?;
    let cursor = page["next_cursor"].as_str();
    Ok(cursor
        .with_context(|| format!("{target}: next_cursor"))?
        .to_owned())
}
