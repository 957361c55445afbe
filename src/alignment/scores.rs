//! Scores of alignments: of whole texts, and of their best parts.

use serde::Deserialize;

use super::matrices::Matrix;
use super::{Memory, Symbols};
use crate::kernels::Scratch;
use crate::kernels::alignment::{Gap, global, local};
use crate::symbol::Symbol;
use crate::text::PairFunction;

/// What pairs of symbols are worth, and what gaps cost.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scoring {
    /// The score of two equal symbols, unless there is a matrix.
    #[serde(rename = "match")]
    pub equal: f64,
    /// The score of two different symbols, unless there is a matrix.
    pub mismatch: f64,
    /// The cost of a gap's first symbol.
    pub gap_open: f64,
    /// The cost of each further symbol of a gap.
    pub gap_extend: f64,
    /// Scores of pairs of letters.
    pub matrix: Option<Matrix>,
}

/// The best score of an alignment of whole texts.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct NeedlemanWunsch(pub Scoring);

/// The best score of an alignment of a part of each text.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct SmithWaterman(pub Scoring);

impl Scoring {
    fn check(self) -> Result<(), String> {
        for (name, score) in [("match", self.equal), ("mismatch", self.mismatch)] {
            if !score.is_finite() {
                return Err(format!("expected {name} to be finite, got {score}"));
            }
        }
        for (name, cost) in [("gap_open", self.gap_open), ("gap_extend", self.gap_extend)] {
            if !(cost >= 0.0 && cost.is_finite()) {
                return Err(format!(
                    "expected {name} to be finite and at least 0, got {cost}"
                ));
            }
        }
        Ok(())
    }
}

/// Finds the best score.
struct Best {
    scoring: Scoring,
    is_local: bool,
}

impl Symbols for Best {
    type Output = f64;

    fn with<S: Symbol>(self, left: &[S], right: &[S], _scratch: &mut Scratch) -> f64 {
        let Self { scoring, is_local } = self;
        let gap = Gap {
            open: scoring.gap_open,
            extend: scoring.gap_extend,
        };
        let mut row = Vec::new();
        let equal = |left: u32, right: u32| {
            if left == right {
                scoring.equal
            } else {
                scoring.mismatch
            }
        };
        match (scoring.matrix, is_local) {
            (None, false) => global(left, right, gap, equal, &mut row),
            (None, true) => local(left, right, gap, equal, &mut row),
            (Some(matrix), false) => global(left, right, gap, |l, r| matrix.score(l, r), &mut row),
            (Some(matrix), true) => local(left, right, gap, |l, r| matrix.score(l, r), &mut row),
        }
    }
}

/// A function that gives the best score of an alignment, of the whole texts or of parts of them.
macro_rules! best_score {
    ($function:ident, $name:literal, is_local: $is_local:literal) => {
        impl PairFunction for $function {
            type Output = f64;
            type Scratch = Memory;
            const NAME: &'static str = $name;

            /// Two numbers for each symbol of a text, and code points.
            fn peak_bytes(&self, left: &str, right: &str) -> usize {
                20 * (left.len() + right.len())
            }

            fn check(&self) -> Result<(), String> {
                self.0.check()
            }

            fn apply(
                &self,
                left: &str,
                right: &str,
                memory: &mut Memory,
                output: &mut f64,
            ) -> Result<bool, String> {
                let best = Best {
                    scoring: self.0,
                    is_local: $is_local,
                };
                *output = memory.with(left, right, best);
                Ok(true)
            }
        }
    };
}

best_score!(NeedlemanWunsch, "needleman_wunsch", is_local: false);
best_score!(SmithWaterman, "smith_waterman", is_local: true);

#[cfg(test)]
mod tests {
    use super::super::testing::output;
    use super::*;

    fn simple(equal: f64, mismatch: f64, gap: f64) -> Scoring {
        Scoring {
            equal,
            mismatch,
            gap_open: gap,
            gap_extend: gap,
            matrix: None,
        }
    }

    /// Wikipedia, "Needleman-Wunsch algorithm" and "Smith-Waterman algorithm".
    #[test]
    fn values_of_the_literature() {
        let global = NeedlemanWunsch(simple(1.0, -1.0, 1.0));
        assert_eq!(output(&global, "GCATGCG", "GATTACA"), 0.0);
        let local = SmithWaterman(simple(3.0, -3.0, 2.0));
        assert_eq!(output(&local, "TGTTACGG", "GGTTGACTA"), 13.0);
        assert_eq!(output(&global, "", "abc"), -3.0);
        assert_eq!(output(&local, "", "abc"), 0.0);
    }

    /// A gap is one gap, even where it would be cheaper to open it again: the value of Biopython.
    #[test]
    fn gaps_that_are_dearer_to_extend_than_to_open() {
        let scoring = Scoring {
            gap_open: 1.0,
            gap_extend: 2.0,
            ..simple(2.0, -1.0, 0.0)
        };
        let global = NeedlemanWunsch(scoring);
        assert_eq!(output(&global, "SFDPDGSGP", "Z"), -15.0);
        assert_eq!(output(&global, "Z", "SFDPDGSGP"), -15.0);
        assert_eq!(output(&global, "", "abc"), -5.0);
        let local = SmithWaterman(scoring);
        assert_eq!(output(&local, "abcxxdef", "abcdef"), 9.0);
        assert_eq!(output(&local, "abcdef", "abcxxdef"), 9.0);
    }

    #[test]
    fn costs_below_zero_are_refused() {
        for (wrong, open, extend) in [(true, -1.0, 0.0), (true, 0.0, f64::NAN), (false, 2.0, 0.5)] {
            let scoring = Scoring {
                gap_open: open,
                gap_extend: extend,
                ..simple(1.0, 0.0, 0.0)
            };
            assert_eq!(PairFunction::check(&SmithWaterman(scoring)).is_err(), wrong);
        }
    }
}
