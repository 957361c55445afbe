//! The shorter text against the part of the longer one that it is most like.

use serde::Deserialize;

use super::share;
use crate::kernels::block_kernel::{BlockKernel, Counts};
use crate::kernels::partial::pair::best_window;
use crate::kernels::{Scratch, affix};
use crate::measure::Sense;
use crate::metrics::{Bounds, Metric};
use crate::strings::words::Letter;

/// The best [`Ratio`](super::Ratio) of the shorter text and a window of the longer one.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartialRatio {}

impl Metric for PartialRatio {
    type Raw = f64;
    const NAME: &'static str = "partial_ratio";
    const SENSE: Sense = Sense::Similarity;
    const ROOM: u64 = 16;

    fn maximum(&self, _left: u32, _right: u32) -> f64 {
        1.0
    }

    fn compare<S: Letter>(
        &self,
        left: &[S],
        right: &[S],
        limit: Option<f64>,
        scratch: &mut Scratch,
    ) -> f64 {
        percent_from(limit.unwrap_or(0.0), left, right, scratch) / 100.0
    }

    fn kernel(&self) -> Option<BlockKernel> {
        Some(BlockKernel::Partial)
    }

    #[inline(always)]
    fn raw(&self, counts: Counts, left: u32, right: u32) -> f64 {
        if left == 0 || right == 0 {
            return self.best(left, right);
        }
        let part = counts.window();
        share(part.whole.wrapping_sub(2 * part.common), part.whole) / 100.0
    }
}

impl Bounds for PartialRatio {
    fn best(&self, left: u32, right: u32) -> f64 {
        f64::from(u8::from((left == 0) == (right == 0)))
    }

    fn best_with_common(&self, left: u32, right: u32, shared: u32, _prefix: u32) -> f64 {
        let shorter = left.min(right);
        if shorter == 0 {
            return self.best(left, right);
        }
        // A window has no more in common with the shorter text than both texts have, and is best
        // if it has nothing else.
        let shared = shared.min(shorter);
        share(shorter - shared, shorter + shared) / 100.0
    }

    /// A symbol that the window lacks parts two pairs of the shorter text, one that only the window has
    /// parts another one. The window is no longer than the shorter text, so the latter are no more.
    fn best_with_missing_bigrams(&self, left: u32, right: u32, lacking: u32) -> Option<f64> {
        let shorter = left.min(right);
        let missing = lacking.div_ceil(3)..=lacking.div_ceil(2).min(shorter);
        let ratios = missing.map(|missing| {
            let added = lacking.saturating_sub(2 * missing);
            share(missing + added, 2 * shorter - missing + added) / 100.0
        });
        Some(ratios.fold(0.0, f64::max))
    }
}

pub(super) fn percent<S: Letter>(left: &[S], right: &[S], scratch: &mut Scratch) -> f64 {
    percent_from(0.0, left, right, scratch)
}

/// The percentage if the ratio is at least as large as this one, or one that stays below it.
fn percent_from<S: Letter>(least: f64, left: &[S], right: &[S], scratch: &mut Scratch) -> f64 {
    const ROUNDING: f64 = 1e-6;
    if left.is_empty() || right.is_empty() {
        return if left.len() == right.len() {
            100.0
        } else {
            0.0
        };
    }
    let shorter = affix::pair::length(left).min(affix::pair::length(right));
    let least = (least * f64::from(shorter) - ROUNDING).ceil() as u32;
    let window = best_window(left, right, least, scratch);
    let whole = shorter + window.end - window.start;
    share(whole - 2 * window.common, whole)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::kernels::block::testing::random;
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

    #[test]
    fn lacking_pairs_bound_the_ratio() {
        let mut seed = 3;
        let mut tight = 0;
        for _ in 0..3000 {
            let letters = 2 + random(&mut seed) % 3;
            let mut text = |longest: u64| -> Vec<u8> {
                let length = 1 + random(&mut seed) % longest;
                (0..length)
                    .map(|_| b'a' + (random(&mut seed) % letters) as u8)
                    .collect()
            };
            let (shorter, longer) = (text(9), text(14));
            let pairs = |text: &[u8]| -> BTreeSet<Vec<u8>> {
                text.windows(2).map(<[u8]>::to_vec).collect()
            };
            let lacking = |one: &[u8], other: &[u8]| pairs(one).difference(&pairs(other)).count();
            let lacking = match shorter.len().cmp(&longer.len()) {
                std::cmp::Ordering::Less => lacking(&shorter, &longer),
                std::cmp::Ordering::Equal => {
                    lacking(&shorter, &longer).min(lacking(&longer, &shorter))
                }
                std::cmp::Ordering::Greater => lacking(&longer, &shorter),
            };
            let ratio = percent(&shorter, &longer, &mut Scratch::default()) / 100.0;
            let lengths = [&shorter, &longer].map(|text| affix::pair::length(text));
            let bound =
                PartialRatio {}.best_with_missing_bigrams(lengths[0], lengths[1], lacking as u32);
            let bound = bound.expect("a bound");
            assert!(ratio <= bound, "{shorter:?} {longer:?} {ratio} {bound}");
            tight += u32::from(lacking > 0 && ratio > bound - 1e-9);
        }
        assert!(tight > 20, "{tight}");
    }
}
