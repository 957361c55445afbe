//! One pair of texts, compared pair by pair and in a block, which must agree.

use super::Metric;
use crate::kernels::Scratch;
use crate::kernels::block::{Block, LANES, MAX_WORDS};
use crate::simd::Level;

/// The raw number of one pair.
pub(super) fn compare<M: Metric>(metric: &M, left: &str, right: &str) -> M::Raw
where
    M::Raw: std::fmt::Debug,
{
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let raw = metric.compare(left, right, None, &mut Scratch::default());
    if metric.longest_in_block() > 0 {
        for level in Level::available() {
            let mut block = Block::new(MAX_WORDS);
            assert!(
                block.push(left.into(), right.into()),
                "the test's texts are ASCII"
            );
            let mut raws = [M::Raw::default(); LANES];
            metric.compare_block(level, &mut block, &mut raws);
            assert_eq!(raws[0], raw, "{}", level.name());
        }
    }
    raw
}
