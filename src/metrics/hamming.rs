//! Hamming's distance: places where the symbols differ (Bell System Technical Journal, 1950).

use serde::Deserialize;

use super::Metric;
use crate::kernels::{Scratch, affix};
use crate::measure::Sense;
use crate::simd::Isa;
use crate::strings::views::Padded;
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
    const COMPARES_SHORT: bool = true;

    fn maximum(&self, left: u32, right: u32) -> u32 {
        left.max(right)
    }

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

    fn is_defined(&self, left: u32, right: u32) -> bool {
        self.pad || left == right
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

    #[inline(always)]
    fn compare_short<I: Isa>(
        &self,
        isa: I,
        left: Padded<'_>,
        right: Padded<'_>,
        _are_texts: bool,
    ) -> Option<u32> {
        affix::short_text::hamming(isa, left, right)
    }

    #[inline(always)]
    fn compare_texts<I: Isa>(
        &self,
        isa: I,
        left: Padded<'_>,
        right: Padded<'_>,
        scratch: &mut Scratch,
    ) -> Option<u32> {
        // Without padding the lengths decide, and they are not known.
        self.pad
            .then(|| affix::short_text::hamming_of_texts(isa, left, right, &mut scratch.symbols))?
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
        assert!(!Hamming { pad: false }.is_defined(2, 3));
        assert!(Hamming { pad: true }.is_defined(2, 3));
    }
}
