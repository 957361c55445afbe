//! The length of the longest common subsequence: symbols in the same order, not necessarily adjacent.

use serde::Deserialize;

use super::{Bounds, Metric};
use crate::kernels::block_kernel::{BlockKernel, Counts};
use crate::kernels::edit::group::EditKernel;
use crate::kernels::{Scratch, lcs};
use crate::measure::Sense;
use crate::strings::words::Letter;

/// The length of the longest common subsequence.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LcsSeq {}

impl Metric for LcsSeq {
    type Raw = u32;
    const NAME: &'static str = "lcs_seq";
    const SENSE: Sense = Sense::Similarity;

    #[inline(always)]
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
        lcs::pair::lcs(left, right, limit.unwrap_or(0), scratch)
    }

    fn kernel(&self) -> Option<BlockKernel> {
        Some(BlockKernel::Edit(EditKernel::Lcs))
    }

    #[inline(always)]
    fn raw(&self, counts: Counts, _left: u32, _right: u32) -> u32 {
        counts.number()
    }
}

impl Bounds for LcsSeq {
    fn best(&self, left: u32, right: u32) -> u32 {
        left.min(right)
    }

    fn best_with_common(&self, left: u32, right: u32, shared: u32, _prefix: u32) -> u32 {
        shared.min(self.best(left, right))
    }

    fn max_edits_with_common(&self, left: u32, right: u32, shared: u32) -> Option<u32> {
        let apart = [left, right].map(|length| length.saturating_sub(shared));
        Some(apart[0].saturating_add(apart[1]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::compare;

    #[test]
    fn order_matters_adjacency_does_not() {
        assert_eq!(compare(&LcsSeq {}, "kitten", "sitting"), 4);
        assert_eq!(compare(&LcsSeq {}, "abc", ""), 0);
        assert_eq!(compare(&LcsSeq {}, "abcbdab", "bdcaba"), 4);
    }
}
