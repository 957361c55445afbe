//! Hamming's distance: places where the symbols differ (Bell System Technical Journal, 1950).

use serde::Deserialize;

use super::{Bounds, Metric};
use crate::kernels::affix::short_text::ShortKernel;
use crate::kernels::{Scratch, affix};
use crate::measure::Sense;
use crate::strings::words::Letter;

/// The number of places whose symbols differ.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hamming {
    /// Whether each place that only one text has counts as a difference. Without padding, texts of
    /// unequal length have no distance.
    pub pad: bool,
}

impl Metric for Hamming {
    type Raw = u32;
    const NAME: &'static str = "hamming";
    const SENSE: Sense = Sense::Distance;

    fn needs_equal_lengths(&self) -> bool {
        !self.pad
    }

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
        affix::pair::hamming(left, right)
    }

    fn short_kernel(&self) -> Option<ShortKernel> {
        Some(ShortKernel::Hamming { pad: self.pad })
    }
}

impl Bounds for Hamming {
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
    fn missing_places_differ() {
        assert_eq!(compare(&Hamming { pad: true }, "karolin", "kathrin"), 3);
        assert_eq!(compare(&Hamming { pad: true }, "ab", "abc"), 1);
        assert!(Hamming { pad: false }.needs_equal_lengths());
        assert!(!Hamming { pad: true }.needs_equal_lengths());
    }
}
