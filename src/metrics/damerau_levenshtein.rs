//! Unrestricted Damerau-Levenshtein: Levenshtein's edits and swaps of neighbours, between which other
//! edits may happen (Lowrance and Wagner 1975; in linear memory Zhao and Sahni 2019).

use serde::Deserialize;

use super::{Bounds, Metric};
use crate::kernels::block_kernel::{BlockKernel, Counts};
use crate::kernels::{Scratch, damerau};
use crate::measure::Sense;
use crate::strings::words::Letter;

/// Insertions, deletions, substitutions and swaps of neighbours.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DamerauLevenshtein {}

impl Metric for DamerauLevenshtein {
    type Raw = u32;
    const NAME: &'static str = "damerau_levenshtein";
    const SENSE: Sense = Sense::Distance;
    const ROOM: u64 = 48;

    fn maximum(&self, left: u32, right: u32) -> u32 {
        left.max(right)
    }

    fn compare<S: Letter>(
        &self,
        left: &[S],
        right: &[S],
        limit: Option<u32>,
        scratch: &mut Scratch,
    ) -> u32 {
        damerau::pair::damerau_levenshtein(left, right, limit.unwrap_or(u32::MAX), scratch)
    }

    fn kernel(&self) -> Option<BlockKernel> {
        Some(BlockKernel::Damerau)
    }

    #[inline(always)]
    fn raw(&self, counts: Counts, _left: u32, _right: u32) -> u32 {
        counts.number()
    }
}

impl Bounds for DamerauLevenshtein {
    fn best(&self, left: u32, right: u32) -> u32 {
        left.abs_diff(right)
    }

    fn best_with_common(&self, left: u32, right: u32, shared: u32, _prefix: u32) -> u32 {
        // Symbols that are not shared are edited as if the texts had nothing in common.
        self.maximum(left.saturating_sub(shared), right.saturating_sub(shared))
    }

    fn max_edits_with_common(&self, left: u32, right: u32, shared: u32) -> Option<u32> {
        // A swap is two substitutions.
        let apart = self.best_with_common(left, right, shared, 0);
        Some(apart.saturating_mul(2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::compare;

    #[test]
    fn edits_between_swapped_neighbours_count() {
        assert_eq!(compare(&DamerauLevenshtein {}, "ca", "abc"), 2);
        assert_eq!(compare(&DamerauLevenshtein {}, "ab", "ba"), 1);
        assert_eq!(compare(&DamerauLevenshtein {}, "", ""), 0);
    }
}
