//! Indel's normalised similarity, under the names that fuzzy matching knows it by.

use serde::Deserialize;

use super::{ratios, share};
use crate::kernels::block_kernel::{BlockKernel, Counts};
use crate::kernels::{Scratch, affix};
use crate::measure::Sense;
use crate::metrics::{Bounds, Indel, Metric};
use crate::strings::words::Letter;

/// Twice the longest common subsequence as a share of both lengths.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ratio {}

/// [`Ratio`], but nothing is like an empty text, not even another one.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QRatio {}

impl Metric for Ratio {
    type Raw = f64;
    const NAME: &'static str = "ratio";
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
        let mut percent = [0.0];
        ratios(&[[left, right]], &mut percent, scratch);
        percent[0] / 100.0
    }

    fn compare_batch(
        &self,
        pairs: &[[&[u8]; 2]],
        _limits: &[Option<f64>],
        raws: &mut [f64],
        scratch: &mut Scratch,
    ) {
        ratios(pairs, raws, scratch);
        raws.iter_mut().for_each(|raw| *raw /= 100.0);
    }

    fn kernel(&self) -> Option<BlockKernel> {
        Indel {}.kernel()
    }

    #[inline(always)]
    fn raw(&self, counts: Counts, left: u32, right: u32) -> f64 {
        share(Indel {}.raw(counts, left, right), left + right) / 100.0
    }
}

impl Bounds for Ratio {
    fn best(&self, left: u32, right: u32) -> f64 {
        share(left.abs_diff(right), left + right) / 100.0
    }

    fn best_with_common(&self, left: u32, right: u32, shared: u32, _prefix: u32) -> f64 {
        let apart = Indel {}.best_with_common(left, right, shared, 0);
        share(apart, left + right) / 100.0
    }

    fn max_edits_with_common(&self, left: u32, right: u32, shared: u32) -> Option<u32> {
        Indel {}.max_edits_with_common(left, right, shared)
    }
}

impl Metric for QRatio {
    type Raw = f64;
    const NAME: &'static str = "qratio";
    const SENSE: Sense = Sense::Similarity;

    #[inline(always)]
    fn maximum(&self, _left: u32, _right: u32) -> f64 {
        1.0
    }

    fn compare<S: Letter>(
        &self,
        left: &[S],
        right: &[S],
        limit: Option<f64>,
        scratch: &mut Scratch,
    ) -> f64 {
        let best = self.best(affix::pair::length(left), affix::pair::length(right));
        best.min(Ratio {}.compare(left, right, limit, scratch))
    }

    fn compare_batch(
        &self,
        pairs: &[[&[u8]; 2]],
        limits: &[Option<f64>],
        raws: &mut [f64],
        scratch: &mut Scratch,
    ) {
        Ratio {}.compare_batch(pairs, limits, raws, scratch);
        for (raw, pair) in raws.iter_mut().zip(pairs) {
            if pair.iter().any(|text| text.is_empty()) {
                *raw = 0.0;
            }
        }
    }

    fn kernel(&self) -> Option<BlockKernel> {
        Ratio {}.kernel()
    }

    #[inline(always)]
    fn raw(&self, counts: Counts, left: u32, right: u32) -> f64 {
        if left == 0 || right == 0 {
            0.0
        } else {
            Ratio {}.raw(counts, left, right)
        }
    }
}

impl Bounds for QRatio {
    fn best(&self, left: u32, right: u32) -> f64 {
        if left == 0 || right == 0 {
            return 0.0;
        }
        Ratio {}.best(left, right)
    }

    fn best_with_common(&self, left: u32, right: u32, shared: u32, prefix: u32) -> f64 {
        let best = self.best(left, right);
        best.min(Ratio {}.best_with_common(left, right, shared, prefix))
    }

    fn max_edits_with_common(&self, left: u32, right: u32, shared: u32) -> Option<u32> {
        Indel {}.max_edits_with_common(left, right, shared)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::compare;

    /// The documentation of RapidFuzz, `fuzz.ratio`.
    #[test]
    fn a_share_of_both_lengths() {
        let value = compare(&Ratio {}, "this is a test", "this is a test!");
        assert!((value - 0.965_517_241).abs() < 1e-8);
    }

    #[test]
    fn empty_texts() {
        assert_eq!(compare(&Ratio {}, "", ""), 1.0);
        assert_eq!(compare(&QRatio {}, "", ""), 0.0);
        assert_eq!(compare(&Ratio {}, "", "a"), 0.0);
        assert_eq!(compare(&QRatio {}, "a", "a"), 1.0);
    }
}
