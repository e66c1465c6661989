//! The format: a line that names the columns, in any order, and a row per film.

use std::io::{self, Chain, Read};

use csv::{ByteRecord, ReaderBuilder, StringRecord, Terminator};
use domain::{Film, FilmFacts};
use rust_decimal::Decimal;
use serde::Deserialize;
use store::imports::BadRow;

use crate::Batch;

/// Rows of a batch, and so of a transaction: enough to be quick, few enough to lose little and to hold up
/// other writers of the catalogue for no more than a moment.
const BATCH: usize = 250;
/// Separates the names in a list.
const LIST_SEPARATOR: char = '|';

/// Why a file as a whole cannot be imported, for the person who sent it.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The file cannot be read to its end.
    #[error("The file cannot be read.")]
    Unreadable(#[source] io::Error),
    /// Nothing is in it, not even the line that names the columns.
    #[error("The file is empty.")]
    Empty,
    /// It is no text, or text in another encoding.
    #[error("The first line is not UTF-8.")]
    NotUtf8,
    /// Columns that every film needs are missing.
    #[error("The first line names no column {}.", quoted(.0))]
    Columns(Vec<&'static str>),
    /// Which of two columns counts, nobody can say.
    #[error("The first line names the column `{0}` twice.")]
    Twice(&'static str),
}

/// A film's cells, each in the column of its name. Other columns are passed over.
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
    price: String,
}

/// The columns without which no row is a film.
const REQUIRED: [&str; 11] = [
    "name",
    "year",
    "time",
    "certification",
    "genres",
    "imdb",
    "votes",
    "directors",
    "stars",
    "description",
    "price",
];

/// The columns that may be missing.
const OPTIONAL: [&str; 2] = ["meta_score", "gross"];

/// A file that is read row by row, so that it may be of any size.
pub struct CatalogueFile<R> {
    reader: csv::Reader<Chain<R, &'static [u8]>>,
    header: StringRecord,
    record: ByteRecord,
}

impl<R: Read> CatalogueFile<R> {
    /// Reads the names of the columns.
    pub fn open(input: R) -> Result<Self, FileError> {
        // Lines end in LF or in CRLF. The CR is left to the trimming of cells: a reader that takes CRLF for
        // an end stops between its two halves, and counts the next line too low. The last line gets an
        // end in any case.
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .terminator(Terminator::Any(b'\n'))
            .from_reader(input.chain(&b"\n"[..]));
        let mut file = Self {
            reader,
            header: StringRecord::new(),
            record: ByteRecord::new(),
        };
        file.next_row()?.ok_or(FileError::Empty)?;
        file.header =
            StringRecord::from_byte_record(file.record.clone()).map_err(|_| FileError::NotUtf8)?;
        file.header.trim();
        let named = |column: &&str| file.header.iter().filter(|name| name == column).count();
        let missing: Vec<_> = REQUIRED
            .into_iter()
            .filter(|column| named(column) == 0)
            .collect();
        if !missing.is_empty() {
            return Err(FileError::Columns(missing));
        }
        let twice = REQUIRED
            .into_iter()
            .chain(OPTIONAL)
            .find(|column| named(column) > 1);
        twice.map_or(Ok(file), |column| Err(FileError::Twice(column)))
    }

    /// The next rows; `None` at the end of the file.
    pub fn next_batch(&mut self) -> Result<Option<Batch>, FileError> {
        let mut batch = Batch::default();
        while batch.rows() < BATCH
            && let Some(line) = self.next_row()?
        {
            match self.film() {
                Ok(film) => batch.films.push(film),
                Err(reason) => batch.bad_rows.push(BadRow { line, reason }),
            }
        }
        Ok((batch.rows() > 0).then_some(batch))
    }

    /// Passes over rows that were done before.
    pub fn skip(&mut self, rows: u64) -> Result<(), FileError> {
        for _ in 0..rows {
            self.next_row()?;
        }
        Ok(())
    }

    /// Counts the rows that are left, good and bad.
    pub fn count(mut self) -> Result<u64, FileError> {
        let mut rows = 0;
        while self.next_row()?.is_some() {
            rows += 1;
        }
        Ok(rows)
    }

    /// Reads the next row that is not blank, and returns the line on which it begins, counted from 1.
    fn next_row(&mut self) -> Result<Option<u64>, FileError> {
        loop {
            let before = self.reader.position().line();
            let read = self.reader.read_byte_record(&mut self.record);
            if !read.map_err(|error| FileError::Unreadable(error.into()))? {
                return Ok(None);
            }
            if self.record.len() == 1 && self.record[0].trim_ascii().is_empty() {
                continue;
            }
            // The reader passes over empty lines in front of a row without a word, so the line is
            // counted from the row's end. A quote that is never closed has swallowed that end.
            let inner = self.record.as_slice().iter().filter(|byte| **byte == b'\n');
            let next = self.reader.position().line();
            let line = next.saturating_sub(1 + inner.count() as u64);
            return Ok(Some(line.max(before)));
        }
    }

    /// The row as a film, or all that is wrong with it.
    fn film(&self) -> Result<Film, String> {
        let (len, expected) = (self.record.len(), self.header.len());
        if len != expected {
            return Err(format!("has {len} columns instead of {expected}"));
        }
        let mut record = StringRecord::from_byte_record(self.record.clone()).map_err(|error| {
            let column = self.column(error.utf8_error().field());
            let column = REQUIRED.into_iter().find(|name| *name == column);
            format!("{}: is not UTF-8", column.unwrap_or("another column"))
        })?;
        record.trim();
        let row = record.deserialize(Some(&self.header));
        let row: Row = row.map_err(|error| self.no_number(&error))?;
        Film::new(row.try_into()?).map_err(|faults| {
            let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
            faults.join("; ")
        })
    }

    /// A cell that is no number, named by its column and not by what is in it.
    fn no_number(&self, error: &csv::Error) -> String {
        let column = match error.kind() {
            csv::ErrorKind::Deserialize { err, .. } => err.field(),
            _ => None,
        };
        let column = column
            .and_then(|at| usize::try_from(at).ok())
            .map_or("row", |at| self.column(at));
        let expected = match column {
            "year" | "time" | "votes" => "a whole number",
            _ => "a number",
        };
        format!("{column}: Expected {expected}")
    }

    fn column(&self, at: usize) -> &str {
        self.header.get(at).unwrap_or("row")
    }
}

impl TryFrom<Row> for FilmFacts {
    type Error = &'static str;

    fn try_from(row: Row) -> Result<Self, Self::Error> {
        let price: Result<Decimal, _> = row.price.parse();
        Ok(Self {
            genres: names(&row.genres),
            directors: names(&row.directors),
            stars: names(&row.stars),
            name: row.name,
            year: row.year,
            time: row.time,
            imdb: row.imdb,
            votes: row.votes,
            meta_score: row.meta_score,
            gross: row.gross,
            description: row.description,
            price: price.map_err(|_| "price: Expected an amount such as 9.99")?,
            certification: row.certification,
        })
    }
}

fn names(list: &str) -> Vec<String> {
    list.split(LIST_SEPARATOR)
        .filter(|name| !name.trim().is_empty())
        .map(str::to_owned)
        .collect()
}

fn quoted(columns: &[&str]) -> String {
    let quoted: Vec<_> = columns.iter().map(|column| format!("`{column}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests;
