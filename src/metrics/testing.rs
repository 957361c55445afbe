//! One pair of texts, compared pair by pair and in a block, which must agree.

use super::{Bounds, DynMetric};
use crate::kernels::Scratch;
use crate::kernels::block::{Block, LANES, MAX_WORDS};
use crate::kernels::block_kernel::BlockCounts;
use crate::simd::Level;

/// The raw number of one pair.
pub(super) fn compare<M: Bounds>(metric: &M, left: &str, right: &str) -> M::Raw
where
    M::Raw: std::fmt::Debug,
{
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let raw = metric.compare(left, right, None, &mut Scratch::default());
    if let Some(kernel) = metric.kernel().filter(|kernel| kernel.longest() > 0) {
        for level in Level::available() {
            let mut block = Block::new(MAX_WORDS);
            assert!(
                block.push(left.into(), right.into()),
                "the test's texts are ASCII"
            );
            let mut counts = BlockCounts::default();
            kernel.compare(level, &mut block, &mut counts);
            let mut raws = [M::Raw::default(); LANES];
            let lengths = [&block.left.lengths, &block.right.lengths];
            metric.raws(level, &counts, lengths, &mut raws);
            assert_eq!(raws[0], raw, "{}", level.name());
        }
    }
    raw
}
