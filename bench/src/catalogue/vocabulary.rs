//! The words and names that generated films are made of. Some are written down here, the rest is put
//! together from syllables, the same in every run.

use std::collections::HashSet;

use fastrand::Rng;

/// Distinct words in titles and descriptions.
const WORDS: usize = 20_000;
/// Distinct last names. With the first names they name more people than any catalogue here has.
const LAST_NAMES: usize = 8000;

const COMMON: &str = "the of and a in to my night love last day man life girl house dead world time blood dark one black \
    city heart good white little story red no lost big way war road home woman American death dream king boy kiss children \
    summer star on for you with is from at all men best secret blue fire first never when lady return family angel wild killer \
    moon ghost island high river street game young new golden long beautiful bad christmas sun old out up song sea three \
    murder two hard silent land train sky letter after before wedding school winter water eyes devil hunter dance cold \
    stranger nothing tomorrow great brother sister son daughter mother father friend queen empire storm mountain garden \
    ship money midnight music wolf horse dog cat bird snow rain stone paper glass silver iron machine shadow light voice \
    promise truth lie fear hope faith glory honor justice revenge escape journey flight return crossing bridge tower castle \
    door window mirror mask face hand body soul mind memory silence thunder lightning desert forest ocean lake valley \
    village town country border north south east west morning evening spring autumn year week hour minute second third \
    seven twelve hundred thousand million empty broken hidden forbidden eternal final perfect strange sweet crazy happy \
    lonely brave innocent guilty wicked sacred fallen rising burning running sleeping dancing flying falling living doctor \
    captain soldier detective prince princess witch vampire zombie robot alien monster dragon tiger lion eagle spider \
    snake rose flower tree apple bread wine coffee cigarette gun knife bullet bomb car bus plane rocket radio telephone";

const FIRST_NAMES: &str = "James Mary John Patricia Robert Jennifer Michael Linda William Elizabeth David Barbara Richard \
    Susan Joseph Jessica Thomas Sarah Charles Karen Daniel Nancy Matthew Lisa Anthony Margaret Mark Betty Paul Sandra \
    Steven Ashley Andrew Kimberly Kenneth Emily George Donna Kevin Michelle Brian Carol Edward Amanda Ronald Melissa \
    Timothy Deborah Jason Stephanie Jeffrey Rebecca Ryan Laura Jacob Helen Gary Sharon Nicholas Cynthia Eric Kathleen \
    Jonathan Amy Stephen Angela José María Luis Carmen Juan Ana André Chloé François Zoë Jürgen Käthe Søren Åsa Zoltán \
    Renée Noël Inès Aleksandr Olga Sergei Natalia Hiroshi Yuki Kenji Akira Wei Ming Li Raj Priya Arjun Deepika Omar Leila \
    Ahmed Fatima Kwame Amina Giovanni Sofia Marco Giulia Lars Ingrid Pavel Katarzyna Andrzej Dimitri Elena Niko";

const SYLLABLES: &str = "ba be bo bra ca ce cha co cra da de di do dra el en er fa fe fi fo ga ge gra ha he hi ho in is ja \
    jo ka ke ki ko la le li lo lu ma me mi mo mu na ne ni no nu or pa pe pi po pra qui ra re ri ro ru sa se sha si so sta su \
    ta te ti to tra tu ul un va ve vi vo wa we wi ya yo za ze zo";
/// The end of some words, because people type them without their accents.
const ACCENTED: [&str; 8] = ["é", "ère", "ção", "ña", "ö", "über", "å", "ô"];

/// Words in the order of how often they are used.
pub(super) struct Vocabulary {
    words: Vec<String>,
    first_names: Vec<&'static str>,
    last_names: Vec<String>,
}

impl Vocabulary {
    /// The same in every run.
    pub(super) fn new() -> Self {
        let mut rng = Rng::with_seed(1895);
        Self {
            words: grown(&mut rng, COMMON, WORDS),
            first_names: FIRST_NAMES.split_whitespace().collect(),
            last_names: grown(&mut rng, "", LAST_NAMES)
                .iter()
                .map(|name| capitalised(name))
                .collect(),
        }
    }

    /// A word. The n-th is drawn in proportion to 1/n, as in any language (Zipf's law).
    pub(super) fn word(&self, rng: &mut Rng) -> &str {
        let count = count_as_float(self.words.len());
        &self.words[floor(count.powf(rng.f64())) - 1]
    }

    /// A title of so many words.
    pub(super) fn title(&self, rng: &mut Rng, words: usize) -> String {
        let words: Vec<_> = (0..words).map(|_| capitalised(self.word(rng))).collect();
        words.join(" ")
    }

    /// A sentence of so many letters, or a few more.
    pub(super) fn sentence(&self, rng: &mut Rng, length: usize) -> String {
        let mut sentence = capitalised(self.word(rng));
        while sentence.len() < length {
            sentence.push(' ');
            sentence.push_str(self.word(rng));
        }
        sentence.push('.');
        sentence
    }

    /// The name of the n-th person. No two have the same.
    pub(super) fn person(&self, number: usize) -> String {
        let first = number % self.first_names.len();
        // Neighbours differ in their last names, too.
        let last = (number / self.first_names.len() + first * 61) % self.last_names.len();
        format!("{} {}", self.first_names[first], self.last_names[last])
    }
}

/// The words of `beginning`, and others made of syllables.
fn grown(rng: &mut Rng, beginning: &str, count: usize) -> Vec<String> {
    let syllables: Vec<_> = SYLLABLES.split_whitespace().collect();
    let mut known = HashSet::new();
    let mut words: Vec<String> = beginning
        .split_whitespace()
        .map(str::to_owned)
        .filter(|word| known.insert(word.clone()))
        .collect();
    while words.len() < count {
        let mut word: String = (0..rng.usize(2..=4))
            .map(|_| syllables[rng.usize(..syllables.len())])
            .collect();
        if rng.u8(..50) == 0 {
            word.push_str(ACCENTED[rng.usize(..ACCENTED.len())]);
        }
        if known.insert(word.clone()) {
            words.push(word);
        }
    }
    words
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "there are not that many words")]
pub(super) const fn count_as_float(count: usize) -> f64 {
    count as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "drawn from a range that fits"
)]
pub(super) const fn floor(value: f64) -> usize {
    value as usize
}
