//! The shorter text against the part of the longer one that it is most like.

use serde::Deserialize;

use super::{fuzz_metric, share};
use crate::kernels::partial::best_window;
use crate::kernels::{Scratch, affix};
use crate::metric::Symbol;

/// The best [`Ratio`](super::Ratio) of the shorter text and a window of the longer one.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartialRatio {}

fuzz_metric!(PartialRatio, "partial_ratio", percent);

pub(super) fn percent<S: Symbol>(left: &[S], right: &[S], scratch: &mut Scratch) -> f64 {
    if left.is_empty() || right.is_empty() {
        return if left.len() == right.len() {
            100.0
        } else {
            0.0
        };
    }
    let window = best_window(left, right, scratch);
    let whole = affix::length(left).min(affix::length(right)) + window.end - window.start;
    share(whole - 2 * window.common, whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::compare;

    /// The documentation of RapidFuzz, `fuzz.partial_ratio` and `fuzz.partial_ratio_alignment`.
    #[test]
    fn a_part_is_enough() {
        assert_eq!(
            compare(&PartialRatio {}, "this is a test", "this is a test!"),
            1.0
        );
        let value = compare(&PartialRatio {}, "a certain string", "cetain");
        assert!((value - 0.833_333_333).abs() < 1e-8);
        assert_eq!(compare(&PartialRatio {}, "", ""), 1.0);
        assert_eq!(compare(&PartialRatio {}, "", "a"), 0.0);
    }
}
