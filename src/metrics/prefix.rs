//! The length of the common prefix.

use serde::Deserialize;

use crate::kernels::block::{Block, LANES, SHORT};
use crate::kernels::lanes::Level;
use crate::kernels::{Scratch, affix, ends};
use crate::metric::{Metric, Sense, Symbol};

/// The number of leading symbols that are equal.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prefix {}

impl Metric for Prefix {
    type Raw = u32;
    const NAME: &'static str = "prefix";
    const SENSE: Sense = Sense::Similarity;

    fn maximum(&self, left: u32, right: u32) -> u32 {
        left.max(right)
    }

    fn best(&self, left: u32, right: u32) -> u32 {
        left.min(right)
    }

    fn compare<S: Symbol>(
        &self,
        left: &[S],
        right: &[S],
        _limit: Option<u32>,
        _scratch: &mut Scratch,
    ) -> u32 {
        affix::prefix(left, right)
    }

    fn longest_in_block(&self) -> u32 {
        SHORT
    }

    fn compare_block(&self, level: Level, block: &mut Block, raws: &mut [u32; LANES]) {
        ends::prefix(level, block, raws);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::compare;

    #[test]
    fn counts_leading_symbols() {
        assert_eq!(compare(&Prefix {}, "prefix", "pretest"), 3);
        assert_eq!(compare(&Prefix {}, "abc", ""), 0);
        assert_eq!(compare(&Prefix {}, "abc", "abc"), 3);
    }
}
