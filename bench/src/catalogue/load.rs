//! Fills the tables of the catalogue with generated films.

use std::{fmt::Display, io::Write, thread};

use anyhow::Context as _;
use url::Url;

use super::generator::{Film, Generator};
use crate::{closed_loop::join, psql};

/// Triggers and foreign keys rest while rows are copied: what follows from the films is derived at the end.
const BEGIN: &str = "SET session_replication_role = replica;\n";
/// Indexes that only make reading quick. They are made at the end, which is several times quicker.
const INDEXES: &str = "
    SELECT indexrelid::regclass, pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE relname SIMILAR TO 'movies%|movie_search|search_words' AND NOT indisunique";
const DERIVE: &str = "
    SELECT setval(pg_get_serial_sequence(name, 'id'), (SELECT max(id) FROM movies))
    FROM unnest(ARRAY['movies', 'genres', 'certifications', 'directors', 'stars']) AS name \\g /dev/null
    ANALYZE;
    SELECT rebuild_catalogue() \\g /dev/null\n";

/// Fills the empty tables of `database`.
pub(super) fn load(database: &Url, generator: &Generator) -> anyhow::Result<()> {
    let indexes = psql::text(database, INDEXES)?;
    let indexes: Vec<_> = indexes
        .lines()
        .map(|line| line.split_once('|').context("two columns"))
        .collect::<anyhow::Result<_>>()?;
    for (name, _) in &indexes {
        psql::run(database, &format!("DROP INDEX {name}"))?;
    }
    copy_names(database, generator)?;
    // Each table's thread generates the films anew: that costs less than to hand them on.
    thread::scope(|scope| {
        let threads = [
            scope.spawn(|| copy_films(database, generator)),
            scope.spawn(|| copy_links(database, generator, "genre", |film| &film.genres)),
            scope.spawn(|| copy_links(database, generator, "director", |film| &film.directors)),
            scope.spawn(|| copy_links(database, generator, "star", |film| &film.stars)),
        ];
        threads.into_iter().try_for_each(join)
    })?;
    psql::run(database, DERIVE)?;
    thread::scope(|scope| {
        let threads: Vec<_> = indexes
            .iter()
            .map(|(_, definition)| scope.spawn(|| psql::run(database, definition)))
            .collect();
        threads.into_iter().try_for_each(join)
    })
}

fn copy_names(database: &Url, generator: &Generator) -> anyhow::Result<()> {
    psql::feed(database, |out| {
        write!(out, "{BEGIN}")?;
        copy_table(out, "certifications", Generator::certifications())?;
        copy_table(out, "genres", Generator::genres())?;
        copy_table(out, "directors", generator.directors())?;
        copy_table(out, "stars", generator.stars())
    })
}

fn copy_table<T: Display>(
    out: &mut dyn Write,
    table: &str,
    names: impl Iterator<Item = T>,
) -> anyhow::Result<()> {
    writeln!(out, "COPY {table} (id, name) FROM STDIN;")?;
    for (name, id) in names.zip(1..) {
        writeln!(out, "{id}\t{name}")?;
    }
    Ok(writeln!(out, "\\.")?)
}

fn copy_films(database: &Url, generator: &Generator) -> anyhow::Result<()> {
    psql::feed(database, |out| {
        writeln!(
            out,
            "{BEGIN}COPY movies (id, uuid, name, year, time, imdb, votes, meta_score, gross, description, price, \
             certification_id) FROM STDIN;"
        )?;
        for film in generator.films() {
            let id = film.number + 1;
            let meta_score = or_null(film.meta_score);
            let gross = or_null(film.gross);
            let certification = film.certification + 1;
            let Film {
                uuid,
                name,
                year,
                minutes,
                imdb,
                votes,
                description,
                price,
                ..
            } = film;
            writeln!(
                out,
                "{id}\t{uuid}\t{name}\t{year}\t{minutes}\t{imdb}\t{votes}\t{meta_score}\t{gross}\t{description}\t{price}\t\
                 {certification}"
            )?;
        }
        Ok(writeln!(out, "\\.")?)
    })
}

fn copy_links(
    database: &Url,
    generator: &Generator,
    to: &str,
    linked: fn(&Film) -> &[usize],
) -> anyhow::Result<()> {
    psql::feed(database, |out| {
        writeln!(
            out,
            "{BEGIN}COPY movies_{to}s (movie_id, {to}_id) FROM STDIN;"
        )?;
        for film in generator.films() {
            for number in linked(&film) {
                writeln!(out, "{}\t{}", film.number + 1, number + 1)?;
            }
        }
        Ok(writeln!(out, "\\.")?)
    })
}

fn or_null(value: Option<impl Display>) -> String {
    value.map_or_else(|| "\\N".to_owned(), |value| value.to_string())
}
