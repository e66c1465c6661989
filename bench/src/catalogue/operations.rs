//! What is measured, what it is compared with, and what it should reach.

use fastrand::Rng;

use super::{generator::Generator, sample::Sample};
use crate::http1;

/// Different requests of a cached operation.
const CACHED: usize = 50;
/// Different requests of an uncached operation. pgbench needs a script for each.
const UNCACHED: usize = 16;
/// Different searches.
const SEARCHES: usize = 32;

/// What an operation is compared with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FloorKind {
    /// A hand-written handler that answers the same bytes, while the server answers from its cache.
    Handler,
    /// pgbench with the server's own statements, while the server keeps no answers.
    PgBench,
}

/// A kind of request.
pub(super) struct Operation {
    pub(super) name: &'static str,
    pub(super) floor: FloorKind,
    /// The least share of the floor.
    pub(super) goal: f64,
    /// What it may cost in the largest catalogue as a multiple of the smallest. Nothing where the work
    /// itself grows.
    pub(super) growth: Option<f64>,
    /// Whether the caller is signed in.
    signed_in: bool,
    /// Paths with their queries.
    targets: fn(&Sample) -> Vec<String>,
}

impl Operation {
    /// Paths with their queries, by which it is measured in the catalogue of this sample.
    pub(super) fn targets(&self, sample: &Sample) -> Vec<String> {
        (self.targets)(sample)
    }

    /// The request for one of them; `token` is that of the caller, who has to be signed in for some.
    pub(super) fn request(&self, token: &str, target: &str) -> Vec<u8> {
        if self.signed_in {
            http1::get_as(token, target)
        } else {
            http1::get(target)
        }
    }

    /// The requests for all of them.
    pub(super) fn requests(&self, sample: &Sample, token: &str) -> Vec<Vec<u8>> {
        let targets = self.targets(sample);
        targets
            .iter()
            .map(|target| self.request(token, target))
            .collect()
    }
}

pub(super) const ALL: [Operation; 10] = [
    Operation {
        name: "list, cached",
        floor: FloorKind::Handler,
        goal: 0.9,
        growth: Some(1.5),
        signed_in: false,
        targets: |_| pages(1..=CACHED),
    },
    Operation {
        name: "film, cached",
        floor: FloorKind::Handler,
        goal: 0.8,
        growth: Some(1.5),
        signed_in: true,
        targets: |sample| films(sample, CACHED),
    },
    Operation {
        name: "film",
        floor: FloorKind::PgBench,
        goal: 0.5,
        growth: Some(1.5),
        signed_in: true,
        targets: |sample| films(sample, UNCACHED),
    },
    Operation {
        name: "first page",
        floor: FloorKind::PgBench,
        goal: 0.8,
        growth: Some(1.5),
        signed_in: false,
        // The server runs one statement for all who ask the same at the same time. pgbench can't do that.
        targets: |_| {
            (5..5 + UNCACHED)
                .map(|size| format!("/movies/?per_page={size}"))
                .collect()
        },
    },
    Operation {
        name: "films of a year by rating",
        floor: FloorKind::PgBench,
        goal: 0.8,
        growth: Some(1.5),
        signed_in: false,
        targets: |_| {
            (2026 - UNCACHED..2026)
                .map(|year| format!("/movies/?year={year}&sort=-imdb"))
                .collect()
        },
    },
    Operation {
        name: "films of a genre",
        floor: FloorKind::PgBench,
        goal: 0.8,
        growth: Some(1.5),
        signed_in: false,
        targets: |_| {
            let genres = Generator::genres().take(UNCACHED);
            genres
                .map(|genre| format!("/movies/?genre={}", encode(genre)))
                .collect()
        },
    },
    Operation {
        name: "pages 85 to 100",
        floor: FloorKind::PgBench,
        goal: 0.8,
        growth: Some(1.5),
        signed_in: false,
        targets: |_| pages(101 - UNCACHED..=100),
    },
    Operation {
        name: "pages after a tenth of all films",
        floor: FloorKind::PgBench,
        goal: 0.8,
        // Films before the page have to be counted: that is what the cursor is for.
        growth: None,
        signed_in: false,
        targets: |sample| {
            let page = sample.size() / 100;
            pages(page..=page + UNCACHED)
        },
    },
    Operation {
        name: "cursor in the middle",
        floor: FloorKind::PgBench,
        goal: 0.8,
        growth: Some(1.5),
        signed_in: false,
        targets: |sample| {
            let cursors = sample.cursors().iter();
            cursors
                .map(|cursor| format!("/movies/?cursor={}", encode(cursor)))
                .collect()
        },
    },
    Operation {
        name: "search",
        floor: FloorKind::PgBench,
        goal: 0.8,
        growth: Some(3.0),
        signed_in: false,
        targets: |sample| {
            searches(sample, SEARCHES)
                .iter()
                .map(|asked| format!("/movies/?q={}", encode(asked)))
                .collect()
        },
    },
];

/// The pages in the middle, whose cursors continue there.
pub(super) fn middle_pages(size: usize) -> Vec<String> {
    let middle = size / 20;
    pages(middle..=middle + UNCACHED)
}

fn pages(numbers: std::ops::RangeInclusive<usize>) -> Vec<String> {
    numbers
        .map(|page| format!("/movies/?page={page}"))
        .collect()
}

fn films(sample: &Sample, count: usize) -> Vec<String> {
    let films = sample.films().take(count);
    films
        .map(|film| format!("/movies/{}/", film.uuid))
        .collect()
}

/// What people ask for: words of a title, a person, the beginning of a word, a word with two letters
/// that changed places.
pub(super) fn searches(sample: &Sample, count: usize) -> Vec<String> {
    let mut rng = Rng::with_seed(1982);
    let films = sample.films().zip((0..4).cycle()).take(count);
    films
        .map(|(film, kind)| {
            let words: Vec<_> = film.name.split(' ').collect();
            let longest = words.iter().max_by_key(|word| word.len()).unwrap_or(&"");
            match kind {
                0 => words[..words.len().min(2)].join(" "),
                1 => sample.star_of(film),
                2 => longest.chars().take(4).collect(),
                _ => mistyped(&mut rng, longest),
            }
        })
        .collect()
}

fn mistyped(rng: &mut Rng, word: &str) -> String {
    let mut letters: Vec<_> = word.chars().collect();
    if letters.len() > 2 {
        let at = rng.usize(1..letters.len() - 1);
        letters.swap(at, at + 1);
    }
    letters.into_iter().collect()
}

fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
