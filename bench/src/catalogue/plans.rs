//! Whether PostgreSQL ever reads a whole table to answer a list, or sorts one.

use serde_json::Value;

use super::{READS, operations, sample::Sample};
use crate::{http1, statements::Recorder};

/// Tables that don't grow with the catalogue.
const SMALL: [&str; 4] = ["catalogue", "catalogue_counts", "certifications", "genres"];
/// Rows that may be sorted.
const SORTED_MAX: f64 = 50_000.0;
/// After so many runs PostgreSQL has made up its mind on each connection whether one plan will do for all
/// values: it decides after five.
const RUNS: usize = 20;
const SORTS: [&str; 11] = [
    "", "name", "-name", "year", "-year", "imdb", "-imdb", "price", "-price", "votes", "-votes",
];
const FILTERS: [&str; 16] = [
    "",
    "year=2010",
    "year=1895",
    "year_from=2015",
    "year_to=1950",
    "imdb=6.5",
    "imdb_from=8",
    "imdb_from=9.9",
    "price_to=4.99",
    "certification=R",
    "certification=X",
    "genre=drama",
    "genre=film+noir",
    "genre=a",
    "genre=drama&year=2010",
    "genre=western&certification=X&imdb_from=9",
];
const OTHERS: [&str; 14] = [
    "/movies/?sort=-year,imdb",
    "/movies/?sort=-imdb,-votes",
    "/movies/?sort=price,-year,name",
    "/movies/?certification=X&sort=-votes,name",
    "/movies/?imdb_from=8&sort=-imdb,-votes",
    "/movies/?genre=drama&sort=price,-year",
    "/movies/?genre=film+noir&sort=-year",
    "/movies/?page=100",
    "/movies/genres/",
    "/movies/certifications/",
    "/movies/stars/?page=1000",
    "/movies/directors/?page=1000",
    "/movies/stars/",
    "/movies/directors/",
];
/// Lists of somebody's films: of the most common, and of a rare one.
const COLLECTIONS: [&str; 6] = [
    "/movies/genres/1/",
    "/movies/genres/25/",
    "/movies/stars/1/",
    "/movies/stars/200/",
    "/movies/directors/1/",
    "/movies/directors/100/",
];
/// Searches beside all others: a word of most titles, and one together with filters.
const SEARCHES: [&str; 3] = [
    "/movies/?q=the",
    "/movies/?q=night&sort=-year",
    "/movies/?q=love&genre=drama&year_from=2000",
];

/// What was found.
pub(super) struct Findings {
    /// Lists that were looked at.
    pub(super) lists: usize,
    /// What is wrong, each with the list.
    pub(super) faults: Vec<String>,
    /// The lists that read most rows, the worst first.
    pub(super) longest: Vec<(f64, String)>,
}

/// Looks at the plans of all kinds of lists, for their first run and for a later one.
pub(super) fn examine(
    recorder: &Recorder<'_>,
    sample: &Sample,
    token: &str,
) -> anyhow::Result<Findings> {
    let targets = targets(sample);
    let mut findings = Findings {
        lists: targets.len(),
        faults: Vec::new(),
        longest: Vec::new(),
    };
    for target in targets {
        let request = http1::get_as(token, &target);
        let mut plans = recorder.statement(&request, READS)?.plans;
        for _ in 1..RUNS {
            http1::fetch(recorder.address(), &request)?;
        }
        plans.extend(recorder.statement(&request, READS)?.plans);
        let mut faults: Vec<_> = plans.iter().flat_map(faults).collect();
        faults.sort();
        faults.dedup();
        findings
            .faults
            .extend(faults.iter().map(|fault| format!("{target}: {fault}")));
        let read = plans.iter().map(rows_read).fold(0.0, f64::max);
        findings.longest.push((read, target));
    }
    findings.longest.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(findings)
}

fn targets(sample: &Sample) -> Vec<String> {
    let lists = FILTERS.iter().flat_map(|filter| {
        SORTS.iter().map(move |sort| match *sort {
            "" => format!("/movies/?{filter}"),
            sort => format!("/movies/?{filter}&sort={sort}"),
        })
    });
    let cursors = operations::ALL
        .iter()
        .filter(|operation| operation.name.contains("cursor"))
        .flat_map(|operation| operation.targets(sample).into_iter().take(1));
    let searches = operations::ALL
        .iter()
        .filter(|operation| operation.name == "search")
        .flat_map(|operation| operation.targets(sample).into_iter().take(8));
    lists
        .chain(cursors)
        .chain(searches)
        .chain(OTHERS.into_iter().map(str::to_owned))
        .chain(COLLECTIONS.into_iter().map(str::to_owned))
        .chain(SEARCHES.into_iter().map(str::to_owned))
        .collect()
}

fn faults(plan: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    visit(plan, &mut |node| {
        let kind = node["Node Type"].as_str().unwrap_or_default();
        if kind == "Seq Scan" {
            let table = node["Relation Name"].as_str().unwrap_or_default();
            if !SMALL.contains(&table) {
                faults.push(format!("reads all of {table}"));
            }
        }
        if kind.ends_with("Sort") {
            // An incremental sort expects all rows, and stops after a group of those that are sorted already.
            let count = if kind == "Sort" { rows } else { returned };
            let rows = children(node).map(count).fold(0.0, f64::max);
            if rows > SORTED_MAX {
                faults.push(format!("sorts {rows:.0} rows"));
            }
        }
    });
    faults
}

/// Rows that the leaves of a plan read, those included that a filter removed.
fn rows_read(plan: &Value) -> f64 {
    let mut sum = 0.0;
    visit(plan, &mut |node| {
        if children(node).next().is_none() {
            let number = |key: &str| node[key].as_f64().unwrap_or(0.0);
            let each = number("Actual Rows")
                + number("Rows Removed by Filter")
                + number("Rows Removed by Index Recheck");
            sum += each * number("Actual Loops");
        }
    });
    sum
}

/// What a node returned, or was expected to.
fn rows(node: &Value) -> f64 {
    returned(node).max(node["Plan Rows"].as_f64().unwrap_or(0.0))
}

/// What a node returned.
fn returned(node: &Value) -> f64 {
    let number = |key: &str| node[key].as_f64().unwrap_or(0.0);
    number("Actual Rows") * number("Actual Loops")
}

fn visit(node: &Value, see: &mut dyn FnMut(&Value)) {
    see(node);
    for child in children(node) {
        visit(child, see);
    }
}

fn children(node: &Value) -> impl Iterator<Item = &Value> {
    node["Plans"].as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_scan_of_a_growing_table_and_a_sort_of_it_are_faults() {
        let scan =
            |table| json!({"Node Type": "Seq Scan", "Relation Name": table, "Plan Rows": 60_000});
        let sort = json!({"Node Type": "Sort", "Plans": [scan("movies")]});
        assert_eq!(faults(&sort), ["sorts 60000 rows", "reads all of movies"]);
        assert!(faults(&scan("genres")).is_empty());
    }
}
