//! Indel's normalised similarity, under the names that fuzzy matching knows it by.

use serde::Deserialize;

use super::{ratios, share};
use crate::kernels::block::{Block, LANES};
use crate::kernels::edit::group::EditKernel;
use crate::kernels::{Scratch, affix};
use crate::measure::Sense;
use crate::metrics::{Indel, Metric};
use crate::simd::Level;
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
    const HAS_BATCH: bool = true;

    #[inline(always)]
    fn maximum(&self, _left: u32, _right: u32) -> f64 {
        1.0
    }

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

    fn compare_batch(&self, pairs: &[[&[u8]; 2]], raws: &mut [f64], scratch: &mut Scratch) {
        ratios(pairs, raws, scratch);
        raws.iter_mut().for_each(|raw| *raw /= 100.0);
    }

    fn longest_in_block(&self) -> u32 {
        Indel {}.longest_in_block()
    }

    fn compare_block(&self, level: Level, block: &mut Block, raws: &mut [f64; LANES]) {
        let mut distances = [0; LANES];
        Indel {}.compare_block(level, block, &mut distances);
        let lengths = block.left.lengths.iter().zip(&block.right.lengths);
        for ((raw, distance), (left, right)) in raws.iter_mut().zip(distances).zip(lengths) {
            *raw = share(distance, left + right) / 100.0;
        }
    }

    fn many(&self) -> Option<EditKernel> {
        Indel {}.many()
    }

    #[inline(always)]
    fn raw_of(&self, number: u32, left: u32, right: u32) -> f64 {
        share(Indel {}.raw_of(number, left, right), left + right) / 100.0
    }
}

impl Metric for QRatio {
    type Raw = f64;
    const NAME: &'static str = "qratio";
    const SENSE: Sense = Sense::Similarity;
    const HAS_BATCH: bool = true;

    #[inline(always)]
    fn maximum(&self, _left: u32, _right: u32) -> f64 {
        1.0
    }

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

    fn compare_batch(&self, pairs: &[[&[u8]; 2]], raws: &mut [f64], scratch: &mut Scratch) {
        Ratio {}.compare_batch(pairs, raws, scratch);
        for (raw, pair) in raws.iter_mut().zip(pairs) {
            if pair.iter().any(|text| text.is_empty()) {
                *raw = 0.0;
            }
        }
    }

    fn longest_in_block(&self) -> u32 {
        Ratio {}.longest_in_block()
    }

    fn compare_block(&self, level: Level, block: &mut Block, raws: &mut [f64; LANES]) {
        Ratio {}.compare_block(level, block, raws);
        let lengths = block.left.lengths.iter().zip(&block.right.lengths);
        for (raw, (left, right)) in raws.iter_mut().zip(lengths) {
            if *left == 0 || *right == 0 {
                *raw = 0.0;
            }
        }
    }

    fn many(&self) -> Option<EditKernel> {
        Ratio {}.many()
    }

    #[inline(always)]
    fn raw_of(&self, number: u32, left: u32, right: u32) -> f64 {
        self.best(left, right)
            .min(Ratio {}.raw_of(number, left, right))
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
