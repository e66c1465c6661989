//! Filling the catalogue from a CSV file.

use std::io::Read;

use domain::{Film, FilmFacts};
use serde::Deserialize;
use sqlx::PgPool;

/// Films that are added in one transaction: enough to be quick, few enough to lose little.
const BATCH: usize = 250;
/// Separates the names in a list.
const LIST_SEPARATOR: char = '|';

/// What an import did.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Report {
    /// Films that are new.
    pub added: usize,
    /// Films that were there before and are left as they are.
    pub already_there: usize,
    /// Rows that are no film.
    pub bad_rows: Vec<BadRow>,
}

/// A row that is no film.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// Line of the file, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

/// Why an import stopped. What was added before stays; running it again goes on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("the file cannot be read")]
    File(#[from] csv::Error),
    /// A column that every film needs is missing.
    #[error("the first line names no column `{0}`")]
    Column(&'static str),
    /// The database does not take the films.
    #[error("the database does not take the films")]
    Database(#[from] sqlx::Error),
}

/// The columns, in any order.
#[derive(Debug, Deserialize)]
struct Row {
    name: String,
    year: i32,
    time: i32,
    certification: String,
    genres: String,
    imdb: f64,
    votes: i32,
    meta_score: Option<f64>,
    gross: Option<f64>,
    directors: String,
    stars: String,
    description: String,
    price: rust_decimal::Decimal,
}

const COLUMNS: [&str; 13] = [
    "name",
    "year",
    "time",
    "certification",
    "genres",
    "imdb",
    "votes",
    "meta_score",
    "gross",
    "directors",
    "stars",
    "description",
    "price",
];

/// Adds the films of a CSV file that are not there yet. Reads as it writes, so the file may be of any
/// size. `progress` hears how many rows are done.
pub async fn import(
    db: &PgPool,
    input: impl Read,
    mut progress: impl FnMut(u64),
) -> Result<Report, ImportError> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(input);
    let header = reader.headers()?.clone();
    if let Some(missing) = COLUMNS
        .into_iter()
        .find(|column| !header.iter().any(|name| name == *column))
    {
        return Err(ImportError::Column(missing));
    }

    let mut report = Report::default();
    let mut films = Vec::with_capacity(BATCH);
    let mut record = csv::StringRecord::new();
    let mut done = 0;
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => match parse(&record, &header) {
                Ok(film) => films.push(film),
                Err(reason) => report.bad_rows.push(BadRow {
                    line: record.position().map_or(line, csv::Position::line),
                    reason,
                }),
            },
            Err(error) if error.is_io_error() => return Err(error.into()),
            Err(error) => {
                let line = error.position().map_or(line, csv::Position::line);
                report.bad_rows.push(BadRow {
                    line,
                    reason: unreadable(&error),
                });
            }
        }
        done += 1;
        if films.len() == BATCH {
            add(db, &mut films, &mut report).await?;
            progress(done);
        }
    }
    add(db, &mut films, &mut report).await?;
    progress(done);
    Ok(report)
}

async fn add(db: &PgPool, films: &mut Vec<Film>, report: &mut Report) -> Result<(), ImportError> {
    let mut tx = db.begin().await?;
    let added = store::films::insert_missing(&mut tx, films).await?;
    tx.commit().await?;
    report.added += added;
    report.already_there += films.len() - added;
    films.clear();
    Ok(())
}

fn parse(record: &csv::StringRecord, header: &csv::StringRecord) -> Result<Film, String> {
    let row: Row = record
        .deserialize(Some(header))
        .map_err(|error| unfit(&error, header))?;
    let list = |text: &str| {
        text.split(LIST_SEPARATOR)
            .filter(|name| !name.trim().is_empty())
            .map(str::to_owned)
            .collect()
    };
    let facts = FilmFacts {
        genres: list(&row.genres),
        directors: list(&row.directors),
        stars: list(&row.stars),
        name: row.name,
        year: row.year,
        time: row.time,
        imdb: row.imdb,
        votes: row.votes,
        meta_score: row.meta_score,
        gross: row.gross,
        description: row.description,
        price: row.price,
        certification: row.certification,
    };
    Film::new(facts).map_err(|errors| {
        errors
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("; ")
    })
}

/// A cell that is no number, named by its column.
fn unfit(error: &csv::Error, header: &csv::StringRecord) -> String {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => {
            let column = err
                .field()
                .and_then(|at| header.get(usize::try_from(at).ok()?))
                .unwrap_or("row");
            format!("{column}: {}", err.kind())
        }
        _ => unreadable(error),
    }
}

fn unreadable(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!("has {len} columns instead of {expected_len}"),
        csv::ErrorKind::Utf8 { err, .. } => format!("is not UTF-8: {err}"),
        _ => error.to_string(),
    }
}
