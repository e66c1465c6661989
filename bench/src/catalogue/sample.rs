//! What requests need to know of a catalogue.

use super::generator::{Film, Generator};

/// Films that are kept.
const FILMS: usize = 200;

/// Some of the films, and what the server has said about the catalogue.
pub(super) struct Sample {
    generator: Generator,
    films: Vec<Film>,
    cursors: Vec<String>,
}

impl Sample {
    /// Films from all over the catalogue.
    pub(super) fn new(generator: Generator) -> Self {
        let step = (generator.size() / FILMS).max(1);
        let films = generator.films().step_by(step).take(FILMS).collect();
        Self {
            generator,
            films,
            cursors: Vec::new(),
        }
    }

    pub(super) const fn size(&self) -> usize {
        self.generator.size()
    }

    pub(super) fn films(&self) -> impl Iterator<Item = &Film> {
        self.films.iter()
    }

    pub(super) fn star_of(&self, film: &Film) -> String {
        self.generator.star(film.stars[0])
    }

    /// Cursors that continue in the middle of the list.
    pub(super) fn cursors(&self) -> &[String] {
        &self.cursors
    }

    pub(super) fn keep_cursors(&mut self, cursors: Vec<String>) {
        self.cursors = cursors;
    }
}
