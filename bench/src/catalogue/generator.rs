//! Films of no catalogue in particular, but with the spread of a real one: few genres have most
//! films, few films most votes, and most films are recent. A catalogue of a size is the same in every run.

use std::{
    collections::HashSet,
    hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher},
};

use fastrand::Rng;

use super::vocabulary::{Vocabulary, count_as_float, floor};

/// Genres and how many of a hundred films have each.
const GENRES: [(&str, u32); 25] = [
    ("Drama", 40),
    ("Comedy", 28),
    ("Thriller", 14),
    ("Romance", 13),
    ("Action", 12),
    ("Documentary", 11),
    ("Horror", 10),
    ("Crime", 10),
    ("Adventure", 7),
    ("Family", 6),
    ("Mystery", 5),
    ("Animation", 5),
    ("Science Fiction", 5),
    ("Fantasy", 5),
    ("Biography", 3),
    ("History", 3),
    ("Music", 3),
    ("War", 2),
    ("Western", 2),
    ("Musical", 2),
    ("Sport", 2),
    ("News", 1),
    ("Film Noir", 1),
    ("Short", 1),
    ("Reality", 1),
];
const CERTIFICATIONS: [&str; 15] = [
    "R",
    "PG-13",
    "PG",
    "Not Rated",
    "G",
    "TV-14",
    "TV-MA",
    "TV-PG",
    "Approved",
    "Passed",
    "NC-17",
    "Unrated",
    "GP",
    "M",
    "X",
];
const YEARS: std::ops::RangeInclusive<u16> = 1895..=2026;
/// Prices differ by whole dollars.
const PRICES: u16 = 20;

/// A film with its links as numbers that count from 0.
pub(super) struct Film {
    pub(super) number: usize,
    pub(super) uuid: String,
    pub(super) name: String,
    pub(super) year: u16,
    pub(super) minutes: u16,
    pub(super) imdb: f64,
    pub(super) votes: usize,
    pub(super) meta_score: Option<u8>,
    pub(super) gross: Option<u32>,
    pub(super) description: String,
    pub(super) price: String,
    pub(super) certification: usize,
    pub(super) genres: Vec<usize>,
    pub(super) directors: Vec<usize>,
    pub(super) stars: Vec<usize>,
}

/// A catalogue of a size.
pub(super) struct Generator {
    vocabulary: Vocabulary,
    size: usize,
}

impl Generator {
    pub(super) fn new(size: usize) -> Self {
        Self {
            vocabulary: Vocabulary::new(),
            size,
        }
    }

    /// How many films.
    pub(super) const fn size(&self) -> usize {
        self.size
    }

    pub(super) fn genres() -> impl Iterator<Item = &'static str> {
        GENRES.into_iter().map(|(name, _)| name)
    }

    pub(super) fn certifications() -> impl Iterator<Item = &'static str> {
        CERTIFICATIONS.into_iter()
    }

    /// The names of all directors, by number.
    pub(super) fn directors(&self) -> impl Iterator<Item = String> {
        (0..self.director_count()).map(|number| self.vocabulary.person(number * 3))
    }

    /// The names of all stars, by number. Some direct as well.
    pub(super) fn stars(&self) -> impl Iterator<Item = String> {
        (0..self.star_count()).map(|number| self.vocabulary.person(number))
    }

    /// The name of a star.
    pub(super) fn star(&self, number: usize) -> String {
        self.vocabulary.person(number)
    }

    /// All films. No two have name, year and minutes in common.
    pub(super) fn films(&self) -> impl Iterator<Item = Film> {
        let mut rng = Rng::with_seed(2026);
        let mut known = HashSet::new();
        let hasher = BuildHasherDefault::<DefaultHasher>::default();
        (0..self.size).map(move |number| {
            loop {
                let film = self.film(&mut rng, number);
                let identity = (film.name.to_lowercase(), film.year, film.minutes);
                // A hash of it will do: what is taken for known by mistake is drawn again.
                if known.insert(hasher.hash_one(&identity)) {
                    return film;
                }
            }
        })
    }

    fn film(&self, rng: &mut Rng, number: usize) -> Film {
        let words = [1, 2, 2, 2, 3, 3, 3, 4, 4, 5][rng.usize(..10)];
        let (genre_count, director_count, star_count) = (
            [1, 2, 2, 3][rng.usize(..4)],
            [1, 1, 1, 1, 2][rng.usize(..5)],
            rng.usize(2..=5),
        );
        let description_length = rng.usize(100..=290);
        Film {
            number,
            uuid: uuid(rng),
            name: self.vocabulary.title(rng, words),
            year: YEARS.end()
                - small(skewed(
                    rng,
                    usize::from(YEARS.end() - YEARS.start()) + 1,
                    2.5,
                )),
            minutes: small(floor(bell(rng, 100.0, 20.0).clamp(40.0, 240.0))),
            imdb: (bell(rng, 6.5, 1.1).clamp(1.0, 10.0) * 10.0).round() / 10.0,
            votes: floor((5.0 * (1.0 - rng.f64()).powf(-1.0 / 0.6)).min(3_000_000.0)),
            meta_score: (rng.u8(..10) < 3).then(|| rng.u8(1..=100)),
            gross: (rng.u8(..4) == 0).then(|| rng.u32(10_000..400_000_000)),
            description: self.vocabulary.sentence(rng, description_length),
            price: format!("{}.99", rng.u16(..PRICES)),
            certification: skewed(rng, CERTIFICATIONS.len(), 2.0),
            genres: distinct(genre_count, || genre(rng)),
            directors: distinct(director_count, || skewed(rng, self.director_count(), 1.6)),
            stars: distinct(star_count, || skewed(rng, self.star_count(), 1.6)),
        }
    }

    fn director_count(&self) -> usize {
        (self.size / 8).max(20)
    }

    fn star_count(&self) -> usize {
        (self.size / 3).max(50)
    }
}

/// A number below `count`. The larger the exponent, the more often a small one.
fn skewed(rng: &mut Rng, count: usize, exponent: f64) -> usize {
    floor(count_as_float(count) * rng.f64().powf(exponent)).min(count - 1)
}

/// Something like a normal distribution.
fn bell(rng: &mut Rng, mean: f64, deviation: f64) -> f64 {
    let sum: f64 = (0..12).map(|_| rng.f64()).sum();
    mean + deviation * (sum - 6.0)
}

fn genre(rng: &mut Rng) -> usize {
    let weights: u32 = GENRES.iter().map(|(_, weight)| weight).sum();
    let mut left = rng.u32(..weights);
    GENRES
        .iter()
        .position(|(_, weight)| {
            let drawn = left < *weight;
            left = left.saturating_sub(*weight);
            drawn
        })
        .expect("less than the sum of the weights")
}

/// So many different numbers.
fn distinct(count: usize, mut draw: impl FnMut() -> usize) -> Vec<usize> {
    let mut drawn = Vec::with_capacity(count);
    while drawn.len() < count {
        let number = draw();
        if !drawn.contains(&number) {
            drawn.push(number);
        }
    }
    drawn
}

/// A random UUID (RFC 9562, 5.4).
fn uuid(rng: &mut Rng) -> String {
    let (high, low) = (rng.u64(..), rng.u64(..));
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 48 & 0x3fff | 0x8000,
        low & 0xffff_ffff_ffff
    )
}

fn small(number: usize) -> u16 {
    u16::try_from(number).expect("years and minutes are small")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catalogue_is_the_same_in_every_run() {
        let titles = || -> Vec<_> {
            let films = Generator::new(200);
            films.films().map(|film| (film.uuid, film.name)).collect()
        };
        assert_eq!(titles(), titles());
    }

    #[test]
    fn no_two_people_have_the_same_name() {
        let generator = Generator::new(1_000_000);
        let names: HashSet<_> = generator.stars().map(|name| name.to_lowercase()).collect();
        assert_eq!(names.len(), generator.star_count());
        let names: HashSet<_> = generator
            .directors()
            .map(|name| name.to_lowercase())
            .collect();
        assert_eq!(names.len(), generator.director_count());
    }
}
