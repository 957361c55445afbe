//! Jaro's similarity, in RapidFuzz's definition: the mean of the matched share of either text and of
//! the matches that are in order (Jaro, "Advances in record-linkage methodology", JASA 1989).

use serde::Deserialize;

use crate::kernels::block::{Block, LANES, MAX_SYMBOLS};
use crate::kernels::lanes::Level;
use crate::kernels::windows::{self, Likeness, Matching};
use crate::kernels::{Scratch, affix, matching};
use crate::metric::{Metric, Sense, Symbol};

/// Matching symbols at similar places, and their order.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jaro {}

/// Jaro's formula, in the order of operations of RapidFuzz, so that values agree to the last bit.
#[inline(always)]
pub(super) fn similarity(matching: Matching, left: u32, right: u32) -> f64 {
    let Matching {
        matches,
        transpositions,
    } = matching;
    if matches == 0 {
        return if left == 0 && right == 0 { 1.0 } else { 0.0 };
    }
    let common = f64::from(matches);
    let in_order = f64::from(matches - transpositions / 2);
    (common / f64::from(left) + common / f64::from(right) + in_order / common) / 3.0
}

impl Metric for Jaro {
    type Raw = f64;
    const NAME: &'static str = "jaro";
    const SENSE: Sense = Sense::Similarity;

    fn maximum(&self, _left: u32, _right: u32) -> f64 {
        1.0
    }

    fn best(&self, left: u32, right: u32) -> f64 {
        self.best_sharing(left, right, u32::MAX, 0)
    }

    fn best_sharing(&self, left: u32, right: u32, shared: u32, _prefix: u32) -> f64 {
        let matching = Matching {
            matches: shared.min(left).min(right),
            transpositions: 0,
        };
        similarity(matching, left, right)
    }

    fn compare<S: Symbol>(
        &self,
        left: &[S],
        right: &[S],
        _limit: Option<f64>,
        scratch: &mut Scratch,
    ) -> f64 {
        let matching = matching::jaro(left, right, scratch);
        similarity(matching, affix::length(left), affix::length(right))
    }

    fn longest_in_block(&self) -> u32 {
        MAX_SYMBOLS
    }

    fn compare_block(&self, level: Level, block: &mut Block, raws: &mut [f64; LANES]) {
        windows::jaro(level, block, raws, |likeness, left, right| {
            similarity(likeness.matching, left, right)
        });
    }

    fn follows_from_likeness(&self) -> bool {
        true
    }

    fn raw_of_likeness(&self, likeness: Likeness, left: u32, right: u32) -> f64 {
        similarity(likeness.matching, left, right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::compare;

    #[test]
    fn values_of_the_literature() {
        // Winkler, "String comparator metrics", 1990.
        assert!((compare(&Jaro {}, "MARTHA", "MARHTA") - 0.944_444_444).abs() < 1e-8);
        assert!((compare(&Jaro {}, "DIXON", "DICKSONX") - 0.766_666_666).abs() < 1e-8);
        assert_eq!(compare(&Jaro {}, "", ""), 1.0);
        assert_eq!(compare(&Jaro {}, "ab", "ba"), 0.0);
    }
}
