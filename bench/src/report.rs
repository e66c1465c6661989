//! What a bench prints: the figures of every round, and ratios at the end.

use std::fmt;

/// One figure, measured once a round.
pub(crate) struct Series {
    name: String,
    values: Vec<f64>,
}

impl Series {
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            values: Vec::new(),
        }
    }

    pub(crate) fn push(&mut self, value: f64) {
        self.values.push(value);
    }

    /// The figure that counts.
    pub(crate) fn median(&self) -> f64 {
        median(self.values.clone())
    }

    /// How many times `floor` this is: the median of the rounds, because a machine with other work
    /// to do spoils some of them.
    pub(crate) fn ratio_to(&self, floor: &Self) -> f64 {
        median(
            self.values
                .iter()
                .zip(&floor.values)
                .map(|(value, floor)| value / floor)
                .collect(),
        )
    }
}

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  {:<44}", self.name)?;
        for value in &self.values {
            write!(f, "{value:>9.1}")?;
        }
        write!(f, "   median {:>8.1}", self.median())
    }
}

/// A result. The last lines of a bench are these, for people and for scripts.
pub(crate) struct Ratio {
    /// What is compared with what. No spaces.
    pub(crate) what: &'static str,
    /// The ratio.
    pub(crate) value: f64,
    /// What it should be, such as `>=0.95`, or `none`.
    pub(crate) goal: &'static str,
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "ratio {} {:.2} goal {}",
            self.what, self.value, self.goal
        )
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spoiled_round_does_not_count() {
        let series = |values: [f64; 3]| Series {
            name: String::new(),
            values: values.into(),
        };
        let ratio = series([90.0, 10.0, 95.0]).ratio_to(&series([100.0, 100.0, 100.0]));
        let line = Ratio {
            what: "sign-in/argon2",
            value: ratio,
            goal: ">=0.95",
        }
        .to_string();
        assert_eq!(line, "ratio sign-in/argon2 0.90 goal >=0.95");
    }
}
