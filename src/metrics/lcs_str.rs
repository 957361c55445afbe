//! The length of the longest common substring: adjacent symbols that both texts contain.

use serde::Deserialize;

use super::{Bounds, Metric};
use crate::kernels::{Scratch, lcs};
use crate::measure::Sense;
use crate::strings::words::Letter;

/// The length of the longest common substring.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LcsStr {}

impl Metric for LcsStr {
    type Raw = u32;
    const NAME: &'static str = "lcs_str";
    const SENSE: Sense = Sense::Similarity;
    const ROOM: u64 = 40;

    fn maximum(&self, left: u32, right: u32) -> u32 {
        left.max(right)
    }

    fn compare<S: Letter>(
        &self,
        left: &[S],
        right: &[S],
        _limit: Option<u32>,
        scratch: &mut Scratch,
    ) -> u32 {
        lcs::substring::longest_common_substring(left, right, scratch)
    }
}

impl Bounds for LcsStr {
    fn best(&self, left: u32, right: u32) -> u32 {
        left.min(right)
    }

    fn best_with_common(&self, left: u32, right: u32, shared: u32, _prefix: u32) -> u32 {
        shared.min(self.best(left, right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::compare;

    #[test]
    fn symbols_are_adjacent() {
        assert_eq!(compare(&LcsStr {}, "kitten", "sitting"), 3);
        assert_eq!(compare(&LcsStr {}, "abc", ""), 0);
        assert_eq!(compare(&LcsStr {}, "xabcdy", "zabcdz"), 4);
    }
}
