//! Insertions and deletions only: the symbols of both texts that are not part of a longest common
//! subsequence. `1 - indel / (m + n)` is the ratio of `difflib`, `fuzzywuzzy` and RapidFuzz.

use serde::Deserialize;

use super::{Bounds, Metric};
use crate::kernels::block_kernel::{BlockKernel, Counts};
use crate::kernels::edit::group::EditKernel;
use crate::kernels::{Scratch, affix, lcs};
use crate::measure::Sense;
use crate::strings::words::Letter;

/// The least number of insertions and deletions.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indel {}

impl Metric for Indel {
    type Raw = u32;
    const NAME: &'static str = "indel";
    const SENSE: Sense = Sense::Distance;

    #[inline(always)]
    fn maximum(&self, left: u32, right: u32) -> u32 {
        left.saturating_add(right)
    }

    fn compare<S: Letter>(
        &self,
        left: &[S],
        right: &[S],
        limit: Option<u32>,
        scratch: &mut Scratch,
    ) -> u32 {
        // A distance of at most `limit` is a common subsequence of at least this length.
        let whole = self.maximum(affix::pair::length(left), affix::pair::length(right));
        let at_least = limit.map_or(0, |limit| whole.saturating_sub(limit).div_ceil(2));
        whole - 2 * lcs::pair::lcs(left, right, at_least, scratch)
    }

    fn kernel(&self) -> Option<BlockKernel> {
        Some(BlockKernel::Edit(EditKernel::Lcs))
    }

    #[inline(always)]
    fn raw(&self, counts: Counts, left: u32, right: u32) -> u32 {
        (left + right).saturating_sub(2 * counts.number())
    }
}

impl Bounds for Indel {
    fn best(&self, left: u32, right: u32) -> u32 {
        left.abs_diff(right)
    }

    fn best_with_common(&self, left: u32, right: u32, shared: u32, _prefix: u32) -> u32 {
        // Symbols that are not shared are edited as if the texts had nothing in common.
        self.maximum(left.saturating_sub(shared), right.saturating_sub(shared))
    }

    fn max_edits_with_common(&self, left: u32, right: u32, shared: u32) -> Option<u32> {
        Some(self.best_with_common(left, right, shared, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::compare;

    #[test]
    fn a_substitution_costs_two() {
        assert_eq!(compare(&Indel {}, "kitten", "sitting"), 5);
        assert_eq!(compare(&Indel {}, "", "abc"), 3);
        assert_eq!(compare(&Indel {}, "lewenstein", "levenshtein"), 3);
    }
}
