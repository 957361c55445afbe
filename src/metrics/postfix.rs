//! The length of the common postfix.

use serde::Deserialize;

use super::{Bounds, Metric};
use crate::kernels::affix::short_text::ShortKernel;
use crate::kernels::{Scratch, affix};
use crate::measure::Sense;
use crate::strings::words::Letter;

/// The number of trailing symbols that are equal.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Postfix {}

impl Metric for Postfix {
    type Raw = u32;
    const NAME: &'static str = "postfix";
    const SENSE: Sense = Sense::Similarity;
    const ROOM: u64 = 0;

    fn maximum(&self, left: u32, right: u32) -> u32 {
        left.max(right)
    }

    fn compare<S: Letter>(
        &self,
        left: &[S],
        right: &[S],
        _limit: Option<u32>,
        _scratch: &mut Scratch,
    ) -> u32 {
        affix::pair::postfix(left, right)
    }

    fn short_kernel(&self) -> Option<ShortKernel> {
        Some(ShortKernel::Postfix)
    }
}

impl Bounds for Postfix {
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
    fn counts_trailing_symbols() {
        assert_eq!(compare(&Postfix {}, "postfix", "suffix"), 3);
        assert_eq!(compare(&Postfix {}, "abc", ""), 0);
        assert_eq!(compare(&Postfix {}, "abc", "abc"), 3);
    }
}
