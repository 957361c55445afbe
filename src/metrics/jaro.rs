//! Jaro's similarity, in RapidFuzz's definition: the mean of the matched share of either text and of
//! the matches that are in order (Jaro, "Advances in record-linkage methodology", JASA 1989).

use serde::Deserialize;

use super::{Bounds, Metric};
use crate::kernels::block_kernel::{BlockKernel, Counts};
use crate::kernels::jaro::{self, JaroMatch};
use crate::kernels::{Scratch, affix};
use crate::measure::Sense;
use crate::strings::words::Letter;

/// Matching symbols at similar places, and their order.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jaro {}

impl Metric for Jaro {
    type Raw = f64;
    const NAME: &'static str = "jaro";
    const SENSE: Sense = Sense::Similarity;

    #[inline(always)]
    fn maximum(&self, _left: u32, _right: u32) -> f64 {
        1.0
    }

    fn compare<S: Letter>(
        &self,
        left: &[S],
        right: &[S],
        _limit: Option<f64>,
        scratch: &mut Scratch,
    ) -> f64 {
        let matching = jaro::pair::jaro(left, right, scratch);
        matching.similarity(affix::pair::length(left), affix::pair::length(right))
    }

    fn kernel(&self) -> Option<BlockKernel> {
        Some(BlockKernel::Jaro {
            with_prefixes: false,
        })
    }

    #[inline(always)]
    fn raw(&self, counts: Counts, _left: u32, _right: u32) -> f64 {
        counts.jaro().0
    }
}

impl Bounds for Jaro {
    fn best(&self, left: u32, right: u32) -> f64 {
        self.best_with_common(left, right, u32::MAX, 0)
    }

    fn best_with_common(&self, left: u32, right: u32, shared: u32, _prefix: u32) -> f64 {
        let matching = JaroMatch {
            matches: shared.min(left).min(right),
            transpositions: 0,
        };
        matching.similarity(left, right)
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
