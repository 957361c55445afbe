//! Optimal string alignment: Levenshtein's edits and swaps of neighbours, where no part of the text is
//! edited twice (Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit
//! distances", 2003). Not a metric in the strict sense: the triangle inequality does not hold.

use serde::Deserialize;

use super::{Bounds, Metric};
use crate::kernels::block_kernel::{BlockKernel, Counts};
use crate::kernels::edit::group::EditKernel;
use crate::kernels::{Scratch, edit};
use crate::measure::Sense;
use crate::strings::words::Letter;

/// Insertions, deletions, substitutions and swaps of neighbours, each part edited once.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Osa {}

impl Metric for Osa {
    type Raw = u32;
    const NAME: &'static str = "osa";
    const SENSE: Sense = Sense::Distance;

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
        edit::pair::osa(left, right, limit.unwrap_or(u32::MAX), scratch)
    }

    fn kernel(&self) -> Option<BlockKernel> {
        Some(BlockKernel::Edit(EditKernel::Osa))
    }

    #[inline(always)]
    fn raw(&self, counts: Counts, _left: u32, _right: u32) -> u32 {
        counts.number()
    }
}

impl Bounds for Osa {
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
    fn swapped_neighbours_cost_one() {
        assert_eq!(compare(&Osa {}, "ca", "abc"), 3);
        assert_eq!(compare(&Osa {}, "ab", "ba"), 1);
        assert_eq!(compare(&Osa {}, "", "abc"), 3);
    }
}
