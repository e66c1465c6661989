//! Reading the catalogue at several sizes: what the server adds to a hand-written handler and to the
//! statements themselves, what growing costs, and how PostgreSQL carries the statements out.

mod contest;
mod generator;
mod load;
mod operations;
mod plans;
mod plot;
mod results;
mod sample;
mod shop;
mod vocabulary;

use anyhow::Context as _;
use clap::ValueEnum as _;

use self::{operations::FloorKind, results::Results, shop::Shop};
use crate::{Effort, statements::Recorder};

pub(crate) use shop::Size;

/// Part of every statement that puts an answer together, and of no other.
const READS: &str = "row_to_json";

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
            lines.extend(contest::measure(operation, &shops, &servers, effort)?);
        }
    }
    let largest = shops.last().context("at least one size")?;
    println!("\nplans at {} films", largest.size.films());
    let recorder = Recorder::start(&largest.installation, largest.size.server())?;
    let findings = plans::examine(&recorder, &largest.sample, &largest.token)?;
    drop(recorder);
    let results = Results {
        versions: results::versions(largest.installation.database(), effort)?,
        lines,
        findings,
    };
    print!("\n{results}");
    if sizes == Size::value_variants() {
        results.write()?;
    }
    Ok(())
}
