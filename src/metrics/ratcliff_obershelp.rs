//! Ratcliff and Obershelp's "gestalt pattern matching" (Dr. Dobb's Journal, 1988): the longest common
//! substring, and again left and right of it. These are the blocks of Python's `difflib`, without its
//! heuristics about junk.

use serde::Deserialize;

use super::{Bounds, Metric};
use crate::kernels::{Scratch, affix, lcs};
use crate::measure::Sense;
use crate::strings::words::Letter;

/// Twice the symbols in matching blocks, as a share of both lengths.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatcliffObershelp {}

impl RatcliffObershelp {
    fn share(matches: u32, left: u32, right: u32) -> f64 {
        if left + right == 0 {
            return 1.0;
        }
        2.0 * f64::from(matches) / (f64::from(left) + f64::from(right))
    }
}

impl Metric for RatcliffObershelp {
    type Raw = f64;
    const NAME: &'static str = "ratcliff_obershelp";
    const SENSE: Sense = Sense::Similarity;

    /// Of several longest common substrings the first one of the left text is taken.
    fn is_symmetric(&self) -> bool {
        false
    }

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
        let matches = lcs::matching_blocks::matches(left, right, scratch);
        Self::share(
            matches,
            affix::pair::length(left),
            affix::pair::length(right),
        )
    }
}

impl Bounds for RatcliffObershelp {
    fn best(&self, left: u32, right: u32) -> f64 {
        Self::share(left.min(right), left, right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::compare;

    /// Wikipedia, "Gestalt pattern matching": the order of the texts matters.
    #[test]
    fn values_of_the_literature() {
        let value = |left, right| compare(&RatcliffObershelp {}, left, right);
        assert_eq!(value("WIKIMEDIA", "WIKIMANIA"), 14.0 / 18.0);
        assert_eq!(
            value("GESTALT PATTERN MATCHING", "GESTALT PRACTICE"),
            24.0 / 40.0
        );
        assert_eq!(
            value("GESTALT PRACTICE", "GESTALT PATTERN MATCHING"),
            26.0 / 40.0
        );
        assert_eq!(value("", ""), 1.0);
        assert_eq!(value("", "a"), 0.0);
    }
}
